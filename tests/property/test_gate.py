"""The gate before the rules: whatever it clears, a check without it finds the same."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import manifestry
from manifestry.document import reader
from manifestry.formats.encord import gate, skim
from manifestry.metadata import read_schema
from manifestry.settings import Settings

Json = dict[str, Any]

_BUCKETS = (
    "https://acme-media.s3.eu-west-1.amazonaws.com", "s3://acme-media", "gs://acme_media/raw",
    "https://storage.googleapis.com/acme-media", "https://acmemedia.blob.core.windows.net/videos",
    "https://media.acme.example",
)  # fmt: skip
_SCHEMA = read_schema(
    {
        "site": {"ty": "enum", "values": ["north", "south"]},
        "shift": {"ty": "number"},
        "at": {"ty": "datetime"},
        "run": {"ty": "uuid"},
        "dark": {"ty": "boolean"},
        "lens": {"ty": "varchar", "max_length": 4},
        "note": {"ty": "text"},
        "look": {"ty": "embedding", "size": 8},
    }
)


def _metadata(number: int) -> Json:
    return {
        "site": ("north", "south")[number % 2],
        "shift": number % 3 + (0.5 if number % 5 == 0 else 0),
        "at": f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}T16:04:26+00:00",
        "run": f"{number:08x}-9d3b-4c5e-8f70-0a1b2c3d4e5f",
        "dark": number % 2 == 0,
        "lens": f"f{number % 40}",
        "note": f"gate {number}" if number % 7 else None,
    }


def _url(number: int, ending: str) -> str:
    return f"{_BUCKETS[number % 2]}/cam{number % 3}/{number:05}{ending}"


def _video(n: int) -> Json:
    block = {
        "fps": 29.97 if n % 2 else 25, "duration": 12.5 + n % 99, "width": 1280, "height": 720,
        "file_size": 904_512 + n, "mime_type": "video/mp4",
    }  # fmt: skip
    return {"objectUrl": _url(n, ".mp4"), "title": f"clip {n}", "videoMetadata": block}


def _audio(n: int) -> Json:
    block = {
        "duration": 3.5 + n % 99, "file_size": 617_444, "mime_type": "audio/wav", "codec": "pcm",
        "sample_rate": 44_100, "bit_depth": 16, "num_channels": 2,
    }  # fmt: skip
    return {"objectUrl": _url(n, ".wav"), "audioMetadata": block}


def _image(n: int) -> Json:
    names = ("mimeType", "fileSize") if n % 2 else ("mime_type", "file_size")
    block = {names[0]: "image/png", names[1]: 2048 + n, "width": 64, "height": 48}
    look = {} if n % 2 else {"look": [0.5, n, 1, 2, 3, 4, 5, 6.25]}
    return {
        "objectUrl": _url(n, ".png"),
        "title": f"{n}",
        "imageMetadata": block,
        "clientMetadata": {**_metadata(n), **look},
    }


def _group(n: int) -> Json:
    urls = {f"objectUrl_{k}": _url(n, f"/{k}.jpg") for k in range(n % 3 + 1)}
    return {"title": f"car {n}", "createVideo": n % 2 == 0, **urls}


def _series(n: int) -> Json:
    return {"title": f"CT {n}", **{f"objectUrl_{k}": _url(n, f"/{k}") for k in range(2)}}


def _text(n: int) -> Json:
    block = {"file_size": 120 + n, "mime_type": "text/plain"}
    return {"objectUrl": _url(n, ".txt"), "textMetadata": block}


def _pdf(n: int) -> Json:
    return {"objectUrl": _url(n, ".pdf"), "pdfMetadata": {"file_size": 40_960, "num_pages": n + 1}}


def _volume(n: int) -> Json:
    return {"objectUrl": _url(n, ".nii.gz"), "title": f"brain {n}"}


def _measurements(n: int) -> Json:
    return {"objectUrl": _url(n, ".csv")}


_MAKERS: dict[str, Callable[[int], Json]] = {
    "videos": _video, "audio": _audio, "images": _image, "image_groups": _group,
    "dicom_series": _series, "text_files": _text, "pdfs": _pdf, "nifti": _volume,
    "time_series": _measurements,
}  # fmt: skip

_ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 10**20, 1e9, 904_512.0, "", " ", "\x1f", "x", "x" * 301, "\0", [],
    {}, [1, 2], [0.5] * 8, [0.5] * 9, [True] * 8, {"a": 1}, "2", "true", "north", "North", "25",
    "video/webm", "image/jpeg", "text/csv", "2024-02-30", "2024-02-29T10:00:00Z",
    "2024-07-18T16:04:26", "http://acme-media/a.mp4", "s3://acme-media/cam1/a.mp4",
    "s3://acme-media/your-bucket/a.mp4", "s3://other/a.png", "gs://acme_media/raw/a.tif",
    "https://media.acme.example/a.mp4", "https://storage.googleapis.com/acme-media/a.mp4",
    "https://storage.googleapis.com/acme-media", "s3://acme-media//a.mp4", "s3://acme-media/a.mp4\n",
    "s3://acme-media/a%20b.mp4", "s3://acme-media/a%2.mp4", "s3://acme-media/../a.mp4",
    "s3://acme-media/a.nii.gz", "s3://acme-media/a.gz", "s3://acme-media/a/", "s3://acme-media/a",
    "s3://acme-media/ä.mp4", "s3://acme-media/<name>.mp4", "s3://YOUR-BUCKET/a.mp4",
)  # fmt: skip
_NAMES = (
    "objectUrl", "objectURL", "objectUrl_0", "objectUrl_1", "objectUrl_01", "objectUrl_x", "title",
    "Title", "createVideo", "clientMetadata", "videoMetadata", "imageMetadata", "fps", "mime_type",
    "keyframes", "$encord", "$x", "site", "colour", "keyframe", "a\0b", "dicomMetadata", "settings",
)  # fmt: skip


def _mutated(item: Json, rng: random.Random) -> Json:
    """The item with one change somewhere."""
    item = copy.deepcopy(item)
    holder: Any = item
    while True:
        inner = [value for value in holder.values() if isinstance(value, dict) and value]
        if not inner or rng.random() < 0.5:
            break
        holder = rng.choice(inner)
    key = rng.choice([*holder])
    change = rng.randrange(5)
    if change == 0:
        holder[key] = rng.choice(_ODD)
    elif change == 1:
        del holder[key]
    elif change == 2:
        holder[rng.choice(_NAMES)] = holder.pop(key)
    elif change == 3:
        holder[rng.choice(_NAMES)] = rng.choice(_ODD)
    elif isinstance(holder[key], str):
        at = rng.randrange(len(holder[key]) + 1)
        holder[key] = holder[key][:at] + rng.choice(" %./$?\0é") + holder[key][at:]
    return item


def _manifest(rng: random.Random, share: float) -> bytes:
    """A manifest of some sections; so many of the items are changed somewhere."""
    document: Json = {}
    for section in rng.sample([*_MAKERS], 3):
        items = []
        for number in range(rng.randrange(5, 60)):
            item = _MAKERS[section](rng.randrange(10_000) if rng.random() < 0.95 else 1)
            if rng.random() < 0.97:
                item.setdefault("clientMetadata", _metadata(number))
            items.append(_mutated(item, rng) if rng.random() < share else item)
        document[section] = items
    document["upsert_metadata"] = document["skip_duplicate_urls"] = rng.random() < 0.5
    return json.dumps(document, ensure_ascii=rng.random() < 0.5).encode()


_SETTINGS: tuple[Settings, ...] = (
    Settings(max_findings_per_rule=0, max_findings=0),
    Settings(metadata_schema=_SCHEMA),
    Settings(profile="strict-client-only"),
    Settings(url_schemes=("s3", "gs")),
    Settings(only=frozenset({"video", "image-sequence"})),
    Settings(ignore=("E2", "M3")),
    Settings(select=("M3", "E215", "E007"), max_findings_per_rule=2),
    Settings(max_metadata_bytes=300),
)


@given(
    st.randoms(use_true_random=False), st.sampled_from(_SETTINGS), st.sampled_from((0.0, 0.1, 0.6))
)
@settings(deadline=None)
def test_a_check_with_the_gate_is_one_without(
    rng: random.Random, chosen: Settings, share: float
) -> None:
    """Reports are the same to the last finding, whatever is changed in items."""
    document = _manifest(rng, share)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "PIECE", 2048)  # or one batch would do, and the gate learn nothing
        patch.setattr(reader, "BATCH", 4096)
        patch.setattr(reader, "_WORTH", 2)
        patch.setattr(skim, "PATIENCE", 4)
        quick = manifestry.check(document, chosen)
        patch.setattr(gate, "gate_of", lambda *_: None)
        assert quick == manifestry.check(document, chosen)


@pytest.mark.parametrize("section", _MAKERS)
def test_it_clears_what_is_plain(section: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of good items only the first ones are shown to the rules."""
    seen: list[int] = []
    doubtful = gate.Gate.doubtful

    def counting(self: gate.Gate, values: list[object], data: bytes) -> Any:
        found = doubtful(self, values, data)
        seen.append(len(found))
        return found

    monkeypatch.setattr(gate.Gate, "doubtful", counting)
    monkeypatch.setattr(reader, "BATCH", reader.PIECE)
    items = [{**_MAKERS[section](n), "clientMetadata": _metadata(n)} for n in range(0, 2000, 2)]
    report = manifestry.check({section: items})
    assert report.ok
    assert len(seen) > 20
    assert not any(seen[5:])


def test_a_text_with_a_nul_is_found() -> None:
    """It is looked for in the text of all items at once."""
    items = [
        {"objectUrl": f"s3://acme-media/{n}.mp4", "clientMetadata": {"a": "b"}} for n in range(500)
    ]
    items[400]["clientMetadata"] = {"a": "\0"}
    report = manifestry.check({"videos": items})
    assert [finding.pointer for finding in report] == ["/videos/400/clientMetadata/a"]


@pytest.mark.parametrize("section", _MAKERS)
@pytest.mark.parametrize("value", [None, 1, True, "title", [], ["title"], [{}]])
def test_what_is_no_object_is_found(section: str, value: Any) -> None:
    """As a batch holds it among many that are plain."""
    items: list[Any] = [{**_MAKERS[section](n), "clientMetadata": _metadata(n)} for n in range(90)]
    items[70] = value
    report = manifestry.check({section: items})
    assert [(it.code, it.pointer) for it in report] == [("E101", f"/{section}/70")]
