"""Conversions of every form a document has, of every kind of asset, and onto disks that fail."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from manifestry.convert.options import Options
from manifestry.convert.run import convert
from manifestry.errors import OutputError, UsageError
from manifestry.settings import Settings
from tests.conversion import assert_clean, assert_conserved, run

JSON = dict[str, Any]

URL = "https://cdn.acme.example/d/"


def task(number: int = 1, **keys: Any) -> JSON:
    """A task without labels."""
    ids = {"taskId": f"{number:024x}", "stage": "Complete", "stageId": "Complete"}
    return {**ids, "tools": [], "classifications": [], "relations": [], **keys}


def exported(file: str, number: int = 1, **keys: Any) -> JSON:
    """An asset of an export."""
    asset = {"asset": URL + file, "externalId": file, "metadata": {}, "batches": []}
    return {**asset, "task": task(number), **keys}


def _told(losses: list[JSON]) -> list[tuple[str, str]]:
    return [(line["name"], line["pointer"]) for line in losses if line["effect"] != "note"]


class TestForms:
    """Whatever form a document has, its assets are the same."""

    ASSETS = (exported("1.jpg", 1), exported("2.mp4", 2))

    @pytest.fixture
    def whole(self) -> Any:
        """What becomes of the list."""
        return run(list(self.ASSETS), "encord").document

    def _written(self, folder: Path, name: str, data: bytes) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    def test_one_asset_a_line(self, tmp_path: Path, whole: Any) -> None:
        """With blank lines between them."""
        lines = "\n\n".join(map(json.dumps, self.ASSETS)).encode()
        path = self._written(tmp_path, "a.ndjson", lines)
        assert run(path, "encord").document == whole

    def test_compressed(self, tmp_path: Path, whole: Any) -> None:
        """A list, and lines."""
        data = json.dumps(self.ASSETS).encode()
        path = self._written(tmp_path, "a.json.gz", gzip.compress(data))
        assert run(path, "encord").document == whole

    def test_one_alone(self) -> None:
        """It becomes a manifest of one item."""
        asset = exported("1.jpg", task=task(tools=[{"point": [1, 2]}]))
        result = run(asset, "encord", settings=Settings(ignore=("A102", "A112")))
        assert list(result.document) == ["images"]
        assert _told(result.losses) == [("labels-not-kept", "/task/tools")]
        assert_conserved(asset, result)

    def test_an_archive(self, tmp_path: Path, whole: Any) -> None:
        """The assets of all members are in one manifest; the ledger says which they were in."""
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for number, asset in enumerate(self.ASSETS):
                odd = {**asset, "task": {**asset["task"], "brushDataUrl": URL + "b.png"}}
                archive.writestr(f"{number}.json", json.dumps([odd]))
        path = self._written(tmp_path, "a.zip", held.getvalue())
        result = run(path, "encord")
        assert result.document == whole
        assert [(line["pointer"], Path(line["document"]).name) for line in result.losses] == [
            ("/0/task/brushDataUrl", "0.json"),
            ("/0/task/brushDataUrl", "1.json"),
        ]

    def test_a_task_that_is_in_two_members(self, tmp_path: Path) -> None:
        """A side file has each task once: the labels of the second are told."""
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for number in range(2):
                asset = exported(f"{number}.jpg", task=task(brushDataUrl=f"{URL}{number}.png"))
                archive.writestr(f"{number}.json", json.dumps([asset]))
        path = self._written(tmp_path, "a.zip", held.getvalue())
        result = run(path, "encord", Options(carry="full"), with_labels=True)
        assert [line["labels"]["brushDataUrl"] for line in result.labels] == [URL + "0.png"]
        assert _told(result.losses) == [("labels-not-kept", "/0/task/brushDataUrl")]
        back = run(result.document, "ango-export", labels=result.labels)
        assert [asset["task"]["brushDataUrl"] for asset in back.document] == [URL + "0.png"]

    def test_a_task_that_is_in_two_sections(self) -> None:
        """No export has a task twice: the second asset is left out, not the whole result."""
        there = [
            run([exported(name)], "encord", Options(carry="full")) for name in ("a.jpg", "b.mp4")
        ]
        manifest = {key: items for each in there for key, items in each.document.items()}
        back = run(manifest, "ango-export")
        assert [asset["externalId"] for asset in back.document] == ["a.jpg"]
        assert _told(back.losses) == [("would-be-invalid", "/videos/0")]
        assert_conserved(manifest, back)
        assert_clean(back)

    def test_losses_in_the_order_of_the_source(self) -> None:
        """Whatever the reason is."""
        assets = [exported("a.nrrd", 1), {"asset": 5}, exported("b.nrrd", 2)]
        result = run(assets, "encord", skip_invalid=True)
        assert [line["pointer"] for line in result.losses] == ["/0", "/1", "/2"]

    def test_an_unknown_target(self) -> None:
        """It is told as one, with those that there are."""
        target: Any = "ango"
        with pytest.raises(UsageError, match='unknown target "ango"'):
            run([exported("a.jpg")], target)

    def test_outputs_are_no_inputs(self, tmp_path: Path) -> None:
        """Nor two outputs one file: all would be lost but the last."""
        source = self._written(tmp_path, "a.json", json.dumps(self.ASSETS).encode())
        both = str(tmp_path / "b")
        for output, losses in ((str(source), None), (both, both)):
            with pytest.raises(UsageError, match=r"the output|two outputs"):
                convert(source, "encord", output, losses=losses)
        assert json.loads(source.read_bytes()) == list(self.ASSETS)
        assert not Path(both).exists()

    def test_the_body_of_a_request(self) -> None:
        """What stands beside the assets is told; a list beside them holds no assets."""
        body = {
            "uploadLocal": "false",
            "assets": [{"data": URL + "1.jpg", "externalId": "one"}],
            "tags": ["a", {"data": URL + "2.jpg", "externalId": "two"}],
        }
        result = run(body, "encord")
        assert [item["title"] for item in result.document["images"]] == ["one"]
        assert _told(result.losses) == [
            ("no-place-at-top", "/uploadLocal"),
            ("no-place-at-top", "/tags/0"),
            ("no-place-at-top", "/tags/1"),
        ]
        assert_conserved(body, result)

    def test_a_list_at_the_top_of_a_manifest_that_is_no_section(self) -> None:
        """It stays where the result is a manifest, and is told where it is none."""
        document = {"images": [{"objectUrl": URL + "1.jpg", "title": "t"}], "tags": ["a", {"b": 1}]}
        assert run(document, "encord", normalize=True).document == document
        result = run(document, "ango-import")
        assert _told(result.losses) == [
            ("no-place-at-top", "/tags/0"),
            ("no-place-at-top", "/tags/1"),
        ]
        assert_conserved(document, result)


def pages(*endings: str) -> JSON:
    """An asset with pages."""
    urls = [f"{URL}p{number}{ending}" for number, ending in enumerate(endings)]
    return exported("x", asset=urls[0], dataset=urls)


# An asset, its section, and what the item is beside the title and the client metadata.
KINDS: dict[str, tuple[JSON, str, JSON]] = {
    "image": (exported("a.JPG"), "images", {"objectUrl": URL + "a.JPG"}),
    "pages": (
        pages(".png", ".jpg"),
        "image_groups",
        {"createVideo": False, "objectUrl_0": URL + "p0.png", "objectUrl_1": URL + "p1.jpg"},
    ),
    "slices": (
        pages(".dcm", ".dcm"),
        "dicom_series",
        {"objectUrl_0": URL + "p0.dcm", "objectUrl_1": URL + "p1.dcm"},
    ),
    "one slice": (exported("a.dcm"), "dicom_series", {"objectUrl_0": URL + "a.dcm"}),
    "nifti": (exported("a.nii.gz"), "nifti", {"objectUrl": URL + "a.nii.gz"}),
    "pdf": (exported("a.pdf"), "pdfs", {"objectUrl": URL + "a.pdf"}),
    "text": (exported("a.md"), "text_files", {"objectUrl": URL + "a.md"}),
    "audio": (exported("a.flac"), "audio", {"objectUrl": URL + "a.flac"}),
    "complete media": (
        exported(
            "a.mp4",
            metadata={
                "width": 64, "height": 48, "frameRate": 25, "frameTotal": 100, "fileSize": 90000,
            },
        ),
        "videos",
        {
            "objectUrl": URL + "a.mp4",
            "videoMetadata": {
                "fps": 25, "duration": 4.0, "width": 64, "height": 48, "file_size": 90000,
                "mime_type": "video/mp4",
            },
        },
    ),
    "partial media": (
        exported("a.mp4", metadata={"width": 64, "height": 48, "frameRate": 25, "frameTotal": 9}),
        "videos",
        {"objectUrl": URL + "a.mp4"},
    ),
    "media that cannot be true": (
        exported(
            "a.jpg",
            metadata={"width": 64, "height": 48, "fileSize": "90000", "mimeType": "image/jpeg"},
        ),
        "images",
        {"objectUrl": URL + "a.jpg"},
    ),
    "of the first generation": (
        {
            "asset": URL + "a.jpg", "externalId": "a", "labeledAt": "2021-12-08T12:31:36.043Z",
            "tasks": [{"taskId": "1" * 24, "objects": [], "classifications": [], "relations": []}],
        },
        "images",
        {"objectUrl": URL + "a.jpg"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_an_asset_goes_where_it_belongs(kind: str) -> None:
    """Its section, its addresses and its media metadata."""
    asset, section, expected = KINDS[kind]
    result = run([asset], "encord")
    ((found, (item,)),) = result.document.items()
    assert found == section
    beside = {key: item[key] for key in item if key not in ("title", "clientMetadata")}
    assert beside == expected
    assert item["title"] == asset["externalId"]
    assert_conserved([asset], result)
    assert_clean(result)


@pytest.mark.parametrize(
    ("asset", "reason"),
    [
        (exported("a.nrrd"), "no-target"),
        (exported("a.json"), "no-target"),
        (exported("cloud/"), "no-target"),
        (exported("x", asset="<p>Rate this.</p>"), "no-target"),
        (pages(".dcm", ".jpg"), "mixed-pages"),
        (pages(".mp4", ".mp4"), "mixed-pages"),
        (exported("a.xyz"), "unknown-type"),
        (exported("a"), "unknown-type"),
    ],
    ids=["nrrd", "chat", "3d", "inline", "mixed", "videos", "odd", "bare"],
)
def test_what_has_no_place_is_left_out(asset: JSON, reason: str) -> None:
    """All of it is told, once, and the rest is written."""
    assets = [asset, exported("good.jpg", 2)]
    result = run(assets, "encord")
    assert [item["title"] for item in result.document["images"]] == ["good.jpg"]
    assert _told(result.losses) == [(reason, "/0")]
    assert not result.conversion.ok
    assert_conserved(assets, result)


def test_an_error_in_no_item_stops_everything(tmp_path: Path) -> None:
    """There is nothing that could be skipped."""
    data = b'{"images": [{"objectUrl": "s3://acme-media/a.jpg"}], "skip_duplicate_urls": "yes"}'
    conversion = convert(data, "ango-import", tmp_path / "o.json", skip_invalid=True)
    assert (conversion.result, conversion.is_written) == (None, False)
    assert [path.name for path in tmp_path.iterdir()] == []


def test_other_schemes_are_heeded_in_the_result() -> None:
    """What was allowed in the source is allowed in what is made of it."""
    asset = {"data": "oss://acme-media/a.jpg", "externalId": "a"}
    allowed = Settings(url_schemes=("https", "oss"))
    assert run([asset], "encord", settings=allowed).conversion.ok
    assert _told(run([asset], "encord").losses) == [("would-be-invalid", "/0")]


# --- disks that fail ----------------------------------------------------------------------

NAMES = ("result.json", "losses.jsonl", "labels.jsonl", "schema.json")


def _all(folder: Path) -> None:
    result, losses, labels, schema = (folder / name for name in NAMES)
    asset = exported("1.jpg", task=task(brushDataUrl=URL + "b.png"))
    convert(
        [asset], "encord", result,
        losses=str(losses), labels_out=str(labels), schema_out=str(schema),
    )  # fmt: skip


def _refusing(monkeypatch: pytest.MonkeyPatch, name: str, which: int) -> list[str]:
    """Lets the call of that number of a function of `os` fail; the calls that there were."""
    true: Callable[..., Any] = getattr(os, name)
    calls: list[str] = []

    def refuse(*args: Any, **more: Any) -> Any:
        calls.append(str(args[-1]))
        if len(calls) == which:
            raise OSError(28, "No space left on device")
        return true(*args, **more)

    monkeypatch.setattr(os, name, refuse)
    return calls


@pytest.mark.parametrize("which", [1, 2, 3, 4])
@pytest.mark.parametrize("name", ["replace", "fsync"])
def test_a_disk_that_fails_leaves_whole_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, which: int
) -> None:
    """Each file is the old one or the new one; the result is new only if all are."""
    new = tmp_path / "new"
    new.mkdir()
    _all(new)
    expected = {each: (new / each).read_bytes() for each in NAMES}
    old = tmp_path / "old"
    old.mkdir()
    for each in NAMES:
        (old / each).write_bytes(b"old")
    with monkeypatch.context() as patch:
        _refusing(patch, name, which if name == "replace" else 2 * which - 1)
        with pytest.raises(OutputError, match="No space left on device"):
            _all(old)
    assert sorted(path.name for path in old.iterdir()) == sorted(NAMES)
    for each in NAMES:
        assert (old / each).read_bytes() in (b"old", expected[each])
    assert (old / "result.json").read_bytes() == b"old"


def test_without_a_folder_nothing_is_written(tmp_path: Path) -> None:
    """Neither the result nor what stands beside it."""
    with pytest.raises(OutputError):
        convert(
            [exported("1.jpg")], "encord", tmp_path / "none" / "o.json", losses=str(tmp_path / "l")
        )
    assert [path.name for path in tmp_path.iterdir()] == []
