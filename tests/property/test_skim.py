"""Items cleared by their text: whatever is changed in it, a check that parses all finds the same."""

from __future__ import annotations

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

_ITEMS = 60
_SCHEMA = read_schema(
    {
        "site": {"ty": "enum", "values": ["north", "süd"]},
        "shift": {"ty": "number"},
        "at": {"ty": "datetime"},
        "run": {"ty": "uuid"},
        "dark": {"ty": "boolean"},
        "lens": {"ty": "varchar", "max_length": 6},
        "note": {"ty": "text"},
    }
)


def _metadata(n: int) -> Json:
    return {
        "site": ("north", "süd")[n % 2],
        "shift": (n, n + 0.25, -n, n * 10**7)[n % 4],
        "at": f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}T16:04:26+00:00",
        "run": f"{n:08x}-9d3b-4c5e-8f70-0a1b2c3d4e5f",
        "dark": n % 2 == 0,
        "lens": f"f{n % 40}",
        "note": f'"gate" {n} é' if n % 7 else None,
    }


def _url(n: int, ending: str) -> str:
    return f"s3://acme-media/cam{n % 3}/{n:05}{ending}"


def _video(n: int) -> Json:
    block = {
        "fps": 29.97 if n % 2 else 25, "duration": 12.5 + n * 20, "width": 1280, "height": 720,
        "file_size": 90_451_200 + n, "mime_type": "video/mp4",
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
    mime, ending = (("image/png", ".png"), ("image/jpeg", ".jpg"))[n % 3 == 0]
    block = {names[0]: mime, names[1]: 2048 + n, "width": 64, "height": 48}
    return {"title": f"ä {n}", "imageMetadata": block, "objectUrl": _url(n, ending)}


def _group(n: int) -> Json:
    urls = {f"objectUrl_{k}": _url(n, f"/{k}.jpg") for k in range(n % 3 + 1)}
    return {"title": f"car {n}", "createVideo": n % 2 == 0, **urls}


def _series(n: int) -> Json:
    return {"title": f"CT {n}", **{f"objectUrl_{k}": _url(n, f"/{k}") for k in range(2)}}


def _pdf(n: int) -> Json:
    return {"objectUrl": _url(n, ".pdf"), "pdfMetadata": {"file_size": 40_960, "num_pages": n + 1}}


def _volume(n: int) -> Json:
    return {"objectUrl": _url(n, ".nii.gz"), "title": f"brain {n}"}


_MAKERS: dict[str, Callable[[int], Json]] = {
    "videos": _video, "audio": _audio, "images": _image, "image_groups": _group,
    "dicom_series": _series, "pdfs": _pdf, "nifti": _volume,
}  # fmt: skip

_PIECES = (
    '"', "\\", "{", "}", "[", "]", ",", ":", " ", "\n", "\t", "\x00", "\x1f", "\\u0000", "\\ud800",
    "\\u00e9", "\\n", "\\x", "é", "0", "9", "-", ".", "e5", "E+400", "00000000000000000", "1.5",
    "null", "true", "NaN", '"title": 1, ', '"title": "again", ', '"shift": 2, ', "/", "//", "/.",
    "%20", "%", "?sig=1", ".tif", ".mp4", "http://", "B", "Y", "your-", '"a": 1, ', ', "a": "b"',
    '"clientMetadata":', "// remark\n", "\ufeff", "}, {", '"objectUrl_1": ', "duration", "0000",
)  # fmt: skip


def _edited(text: str, rng: random.Random) -> str:
    """The text with some small changes, most of them behind what the gate learns from."""
    for _ in range(rng.choice((1, 1, 2, 5))):
        at = rng.randrange(len(text) // 3, len(text))
        if rng.random() < 0.5:  # where something begins
            at = text.find(rng.choice(('"', ":", "{", "}", ",", "/")), at)
        change = rng.randrange(4)
        until = at if change == 0 else at + rng.choice((1, 1, 2, 8))
        piece = "" if change == 1 else rng.choice(_PIECES)
        if change == 3:  # a part again, such as a key with its value
            piece = text[at : at + rng.randrange(2, 60)]
            until = at
        text = text[:at] + piece + text[until:]
    return text


def _manifest(rng: random.Random) -> bytes:
    document = {}
    for section in rng.sample([*_MAKERS], 2):
        items = [_MAKERS[section](n) for n in range(_ITEMS)]
        for number, item in enumerate(items):
            item["clientMetadata"] = _metadata(number)
        document[section] = items
    style: Json = rng.choice(({}, {"indent": 2}, {"indent": "\t"}, {"separators": (",", ":")}))
    text = json.dumps(document, ensure_ascii=rng.random() < 0.5, **style)
    return _edited(text, rng).encode("utf-8", "surrogatepass")


_SETTINGS: tuple[Settings, ...] = (
    Settings(max_findings_per_rule=0, max_findings=0),
    Settings(metadata_schema=_SCHEMA),
    Settings(profile="strict-client-only"),
    Settings(ignore=("E",)),
    Settings(max_metadata_bytes=20_000),
)


def _at_once(patch: pytest.MonkeyPatch) -> None:
    """Makes it begin to skim after the first items."""
    patch.setattr(reader, "PIECE", 1024)
    patch.setattr(reader, "BATCH", 2048)
    patch.setattr(reader, "_WORTH", 2)
    patch.setattr(skim, "PATIENCE", 4)


@given(st.randoms(use_true_random=False), st.sampled_from(_SETTINGS))
@settings(deadline=None)
def test_skimmed_or_parsed_a_document_has_the_same_findings(
    rng: random.Random, chosen: Settings
) -> None:
    """Whatever is changed in the text, down to single characters."""
    document = _manifest(rng)
    with pytest.MonkeyPatch.context() as patch:
        _at_once(patch)
        skimmed = manifestry.check(document, chosen)
        patch.setattr(gate.Gate, "skim", lambda *_: None)
        patch.setattr(gate, "gate_of", lambda *_: None)
        assert skimmed == manifestry.check(document, chosen)


@pytest.mark.parametrize("style", [{}, {"indent": 2}, {"separators": (",", ":")}])
@pytest.mark.parametrize("section", _MAKERS)
def test_it_skims_what_is_written_alike(
    section: str, style: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of items of each kind most are never parsed; their URLs are counted all the same."""
    _at_once(monkeypatch)
    skimmed = 0
    ask = gate.Gate.skim

    def counting(self: gate.Gate, first: int, data: bytes) -> Any:
        nonlocal skimmed
        found = ask(self, first, data)
        skimmed += 0 if found is None else found[0]
        return found

    monkeypatch.setattr(gate.Gate, "skim", counting)
    items = [{**_MAKERS[section](n), "clientMetadata": _metadata(n)} for n in range(400)]
    report = manifestry.check(json.dumps({section: items}, **style).encode())
    assert report.ok
    assert skimmed > 250
    urls = sum(key.startswith("objectUrl") for item in items for key in item)
    assert (report.files[0].items, report.files[0].urls) == (400, urls)


def test_a_repeated_url_is_found_among_skimmed_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the place of the first one, wherever that was."""
    _at_once(monkeypatch)
    items = [_group(n) for n in range(300)]
    items[250]["objectUrl_0"] = items[200]["objectUrl_0"]
    items[280]["objectUrl_0"] = items[0]["objectUrl_0"]
    findings = [*manifestry.check({"image_groups": items})]
    assert [(it.code, it.pointer) for it in findings] == [
        ("E215", "/image_groups/250/objectUrl_0"),
        ("E215", "/image_groups/280/objectUrl_0"),
    ]
    assert "/image_groups/200/objectUrl_0" in findings[0].message
    assert "/image_groups/0/objectUrl_0" in findings[1].message


def test_groups_of_one_file_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a group may well have no more."""
    _at_once(monkeypatch)
    items = [_group(3 * n) for n in range(200)]
    items[190]["objectUrl_0"] = items[180]["objectUrl_0"]
    report = manifestry.check({"image_groups": items})
    assert [(it.code, it.pointer) for it in report] == [("E215", "/image_groups/190/objectUrl_0")]
    assert not report.files[0].failures
