"""`manifestry convert`, from the arguments to the exit code."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import manifestry
from manifestry.convert import labels as side_file

from .conftest import Cli

ROOT = Path(__file__).resolve().parents[2]
TASK: dict[str, Any] = {
    "taskId": "65a000000000000000000001",
    "stage": "Complete",
    "stageId": "Complete",
    "tools": [],
    "classifications": [],
    "relations": [],
}
ASSET: dict[str, Any] = {
    "asset": "https://cdn.acme.example/a.jpg",
    "externalId": "a",
    "metadata": {"width": 640, "height": 480},
    "batches": ["b1"],
    "task": TASK,
}
NRRD = {**ASSET, "asset": "https://cdn.acme.example/a.nrrd", "metadata": {}}


@pytest.fixture
def export(here: Path) -> Path:
    """An export of three assets, one of which has no place in a manifest."""
    return Path(shutil.copy(ROOT / "fixtures" / "readme" / "yard.json", here / "export.json"))


def _write(path: Path, value: object) -> str:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path.name


def _read(name: str) -> Any:
    return json.loads(Path(name).read_text(encoding="utf-8"))


def _lines(name: str) -> list[Any]:
    return [json.loads(line) for line in Path(name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.usefixtures("export")
class TestResult:
    """What is written, and what is said."""

    def test_a_migration(self, cli: Cli) -> None:
        """Every file is there; what is left out makes the exit code 1 and is told."""
        result = cli(
            "convert", "export.json", "--to", "encord", "-o", "m.json", "--losses", "l.ndjson",
            "--labels-out", "labels.ndjson", "--metadata-schema-out", "keys.json",
        )  # fmt: skip
        assert (result.code, result.out) == (1, "")
        assert result.err.startswith(
            "Converted 2 of 3 assets (1 in videos, 1 in images) -> m.json\n"
        )
        manifest = _read("m.json")
        assert [*manifest] == ["videos", "images"]
        assert manifestry.check("m.json").ok
        assert [loss["code"] for loss in _lines("l.ndjson")] == ["C302", "C302", "C101"]
        ids = [each["taskId"] for each in _lines("labels.ndjson")]
        assert ids == ["65a000000000000000000001", "65a000000000000000000002"]
        assert cli("check", "--quiet", "--metadata-schema", "keys.json", "m.json").code == 0

    def test_there_and_back(self, cli: Cli) -> None:
        """With the original and the labels the export is restored."""
        cli(
            "convert", "export.json", "--to", "encord", "-o", "m.json", "--carry", "full",
            "--labels-out", "labels.ndjson",
        )  # fmt: skip
        back = ("convert", "m.json", "--to", "ango-export", "-o", "back.json")
        assert cli(*back, "--labels", "labels.ndjson", "--quiet") == type(cli("-V"))(0, "", "")
        video, image = _read("back.json")
        assert [image, video] == _read("export.json")[:2]
        result = cli(*back)
        assert result.code == 0
        assert "C304 labels-missing  2 x" in result.err
        assert _read("back.json")[0]["task"]["tools"] == []

    def test_standard_input_and_output(self, cli: Cli) -> None:
        """A dash stands for both; nothing but the document goes to standard output."""
        data = json.dumps([ASSET]).encode()
        result = cli("convert", "-", "--to", "encord", "-o", "-", stdin=data)
        assert result.code == 0
        assert json.loads(result.out)["images"][0]["title"] == "a"
        assert "-> standard output" in result.err

    def test_nothing_has_a_place(self, cli: Cli, here: Path) -> None:
        """No file is written then, but for the ledger."""
        _write(here / "e.json", [NRRD])
        result = cli("convert", "e.json", "--to", "encord", "-o", "m.json", "--losses", "l.ndjson")
        assert result.code == 1
        assert result.err.startswith("Converted none of 1 asset; nothing was written\n")
        assert not Path("m.json").exists()
        assert [loss["code"] for loss in _lines("l.ndjson")] == ["C101"]

    def test_same_bytes_again(self, cli: Cli) -> None:
        """The same source and options give the same bytes."""
        found = []
        for name in ("1", "2"):
            cli(
                "convert", "export.json", "--to", "encord", "-o", name, "--losses", f"l{name}",
                "--carry", "full", "--label-summary",
            )  # fmt: skip
            found.append((Path(name).read_bytes(), Path(f"l{name}").read_bytes()))
        assert found[0] == found[1]
        assert b'"ango.labels.Truck":1' in found[0][0]


@pytest.mark.usefixtures("export")
class TestRefusals:
    """What stops a conversion, and what is said then."""

    def test_errors_in_the_source(self, cli: Cli, here: Path) -> None:
        """They are listed, nothing is written; --skip-invalid goes on without them."""
        bad = {key: value for key, value in ASSET.items() if key != "externalId"}
        other = {**TASK, "taskId": "65a000000000000000000002"}
        _write(here / "e.json", [bad, {**ASSET, "task": other}])
        convert = ("convert", "e.json", "--to", "encord", "-o", "m.json")
        result = cli(*convert)
        assert (result.code, result.out) == (1, "")
        assert "e.json:1:2: error A" in result.err
        assert result.err.splitlines()[-1] == (
            "error: nothing was converted: 1 error in the source; --skip-invalid leaves out the "
            "items that have errors"
        )
        assert not Path("m.json").exists()
        result = cli(*convert, "--skip-invalid")
        assert result.code == 1
        assert "C106 skipped-invalid" in result.err
        assert len(_read("m.json")["images"]) == 1

    @pytest.mark.parametrize(
        "data", [b'[{"asset": ', b"[{}, 1] x", b"", b'{"assets": 3}', b'{"name": "web"}']
    )
    def test_a_broken_source(self, cli: Cli, here: Path, data: bytes) -> None:
        """Nothing can be skipped in what is broken as a whole."""
        (here / "e.json").write_bytes(data)
        for more, hint in (
            ((), "--skip-invalid leaves"),
            (("--skip-invalid",), "cannot be skipped"),
        ):
            result = cli("convert", "e.json", "--to", "encord", "-o", "m.json", *more)
            assert result.code == 1
            assert "error: nothing was converted: " in result.err
            assert hint in result.err.splitlines()[-1]
            assert not Path("m.json").exists()

    def test_unreadable(self, cli: Cli) -> None:
        """A source that is not there, or no text at all; the file at fault is named."""
        back = ("convert", "good.json", "--to", "ango-export", "-o", "b.json")
        result = cli(*back, "--labels", "no.ndjson")
        assert (result.code, result.err) == (3, "error: no.ndjson: no such file\n")
        result = cli("convert", "no.json", "--to", "encord", "-o", "m.json")
        assert result.code == 3
        assert "no.json: no such file" in result.err
        Path("w.json").write_bytes("[]".encode("utf-16"))
        assert cli("convert", "w.json", "--to", "encord", "-o", "m.json").code == 3

    @pytest.mark.parametrize(
        ("argv", "words"),
        [
            (("export.json", "--to", "encord"), "missing -o FILE"),
            (("export.json", "-o", "m.json"), "missing --to"),
            (("--to", "encord"), "missing SRC"),
            (("export.json", "--to", "ango", "-o", "m.json"), 'unknown target "ango"'),
            (("export.json", "--to", "encord", "-o", "export.json"), "is the source"),
            (("export.json", "--to", "encord", "-o", "a", "--losses", "./a"), "two outputs"),
            (
                ("export.json", "--to", "encord", "-o", "m", "--losses", "-"),
                "--losses takes a file",
            ),
            (("export.json", "--to", "encord", "-o", "t", "--mapping", "t"), "is the mapping"),
            (
                ("good.json", "--to", "ango-export", "-o", "t", "--labels", "t"),
                "is the file of --labels",
            ),
            (("good.json", "--to", "encord", "-o", "m.json"), "--normalize rewrites it"),
            (
                ("export.json", "--to", "ango-export", "-o", "m.json"),
                "this is an Ango Hub export already",
            ),
            (("export.json", "--to", "encord", "-o", "m", "--normalize"), "--normalize rewrites"),
            (("good.json", "--to", "ango-import", "-o", "m", "--upsert"), "no meaning with"),
            (("good.json", "--to", "ango-import", "-o", "m", "--labels", "x"), "no meaning with"),
            (("export.json", "--to", "encord", "-o", "m", "--type", ".bin=vido"), '"video"?'),
            (
                ("export.json", "--to", "encord", "-o", "m", "--url-map", "x"),
                "--url-map must be OLD=NEW",
            ),
        ],
    )
    def test_usage(self, cli: Cli, argv: tuple[str, ...], words: str) -> None:
        """Each misuse is one line that says what is wrong; nothing is written."""
        result = cli("convert", *argv)
        assert (result.code, result.out) == (2, "")
        assert words in result.err
        assert not Path("m").exists()
        assert not Path("m.json").exists()

    def test_loss_fails_on_demand(self, cli: Cli, here: Path) -> None:
        """The result is written, and the exit code is 1."""
        _write(here / "e.json", _read("export.json")[:1])
        convert = ("convert", "e.json", "--to", "encord", "-o", "m.json")
        assert cli(*convert).code == 0
        Path("m.json").unlink()
        assert cli(*convert, "--fail-on-loss").code == 1
        assert Path("m.json").exists()
        assert cli(*convert, "--fail-on-loss", "--labels-out", "labels.ndjson").code == 0

    @pytest.mark.parametrize("text", ["{}", "[1]", "x", '{"taskId": "1", "labels": []}'])
    def test_a_wrong_side_file(self, cli: Cli, text: str) -> None:
        """What is no side file is refused with its line."""
        cli("convert", "export.json", "--to", "encord", "-o", "m.json", "--carry", "full", "-q")
        Path("labels.ndjson").write_text(f"\n{text}\n", encoding="utf-8")
        back = ("convert", "m.json", "--to", "ango-export", "-o", "b.json")
        result = cli(*back, "--labels", "labels.ndjson")
        assert result.code == 2
        assert "labels.ndjson:2: this is no line of a file" in result.err

    def test_a_side_file_with_a_task_twice(self, here: Path) -> None:
        """Nobody could say which labels are meant."""
        line = '{"taskId": "1", "labels": {}}\n'
        (here / "labels.ndjson").write_text(line + line, encoding="utf-8")
        with (
            pytest.raises(manifestry.ConfigError, match=r"labels\.ndjson:2: the task 1 has"),
            side_file.reading("labels.ndjson"),
        ):
            pass


class TestOptions:
    """What the options change."""

    def test_urls(self, cli: Cli, here: Path) -> None:
        """The longest beginning wins; a beginning may have an equals sign of its own."""
        asset = {**ASSET, "asset": "https://cdn.acme.example/get?file=a.jpg"}
        _write(here / "e.json", [asset])
        result = cli(
            "convert", "e.json", "--to", "encord", "-o", "m.json",
            "--url-map", "https://cdn.acme.example/=gs://other/",
            "--url-map", "https://cdn.acme.example/get?file==s3://acme-media/",
            "--type", "image",
        )  # fmt: skip
        assert result.code == 0, result.err
        assert _read("m.json")["images"][0]["objectUrl"] == "s3://acme-media/a.jpg"

    def test_types(self, cli: Cli, here: Path) -> None:
        """An ending that is not known is not guessed, unless it is said."""
        _write(here / "e.json", [{**ASSET, "asset": "https://cdn.acme.example/a.bin"}])
        convert = ("convert", "e.json", "--to", "encord", "-o", "m.json")
        result = cli(*convert)
        assert result.code == 1
        assert 'the ending ".bin" is not known' in result.err
        for word in (".bin=video", "bin=video", "video"):
            assert cli(*convert, "--type", word).code == 0
            assert [*_read("m.json")] == ["videos"]

    def test_types_of_pages(self, cli: Cli, here: Path) -> None:
        """Pages that are said to be images, by their ending or all of them, are a group."""
        pages = [f"https://cdn.acme.example/{number}.bin" for number in range(2)]
        _write(here / "e.json", [{**ASSET, "dataset": pages}])
        for word in (".bin=image", "image"):
            assert (
                cli("convert", "e.json", "--to", "encord", "-o", "m.json", "--type", word).code == 0
            )
            assert [*_read("m.json")] == ["image_groups"]

    def test_a_scene_is_no_single_file(self, cli: Cli, here: Path) -> None:
        """Nothing says how its sensors stand: it is left out, whatever is said of it."""
        _write(here / "e.json", [{**ASSET, "asset": "https://cdn.acme.example/a.pcd"}])
        result = cli("convert", "e.json", "--to", "encord", "-o", "m.json", "--type", "scene")
        assert result.code == 1
        assert "C101 no-target" in result.err

    def test_upsert(self, cli: Cli, here: Path) -> None:
        """Both flags are set."""
        _write(here / "e.json", [ASSET])
        cli("convert", "e.json", "--to", "encord", "-o", "m.json", "--upsert")
        manifest = _read("m.json")
        assert manifest["skip_duplicate_urls"] is True
        assert manifest["upsert_metadata"] is True

    def test_normalize(self, cli: Cli, here: Path) -> None:
        """A manifest in the usual names and order; converting it again changes nothing."""
        _write(
            here / "m.json",
            {
                "text": [{"title": "n", "objectUrl": "s3://acme-docs/n.txt"}],
                "image_groups": [
                    {"objectUrl_1": "s3://a/1.jpg", "title": "g", "objectUrl_0": "s3://a/0.jpg"}
                ],
                "skip_duplicate_urls": True,
            },
        )
        cli("convert", "m.json", "--to", "encord", "--normalize", "-o", "n.json")
        assert _read("n.json") == {
            "skip_duplicate_urls": True,
            "image_groups": [
                {
                    "title": "g",
                    "createVideo": False,
                    "objectUrl_0": "s3://a/0.jpg",
                    "objectUrl_1": "s3://a/1.jpg",
                }
            ],
            "text_files": [{"objectUrl": "s3://acme-docs/n.txt", "title": "n"}],
        }
        assert [*_read("n.json")] == ["skip_duplicate_urls", "image_groups", "text_files"]
        cli("convert", "n.json", "--to", "encord", "--normalize", "-o", "o.json")
        assert Path("o.json").read_bytes() == Path("n.json").read_bytes()

    def test_explain(self, cli: Cli) -> None:
        """Each reason explains itself, by code or name."""
        for word in ("C201", "labels-not-kept"):
            result = cli("explain", word)
            assert result.code == 0
            assert result.out.startswith("C201 labels-not-kept (values are lost)\n")
        assert json.loads(cli("explain", "c302", "--format", "json").out)["effect"] == "note"


class TestCsv:
    """CSV manifests, which have columns for files, titles and groups only."""

    def test_there_and_back(self, cli: Cli) -> None:
        """What has no column is told; what has one comes back, and goes again as it was."""
        everything = str(ROOT / "fixtures" / "valid" / "multi-type" / "everything.json")
        result = cli(
            "convert", everything, "--to", "encord-csv", "-o", "m.csv", "--losses", "l.ndjson"
        )
        assert result.code == 1
        losses = _lines("l.ndjson")
        assert {loss["code"] for loss in losses} == {"C101", "C203", "C205"}
        assert "/videos/0/clientMetadata" in {loss["pointer"] for loss in losses}
        assert cli("check", "-q", "m.csv").code == 0
        assert cli("convert", "m.csv", "--to", "encord", "-o", "back.json").code == 0
        back = _read("back.json")
        assert [*back] == ["videos", "images", "image_groups", "dicom_series"]
        original = json.loads(Path(everything).read_text(encoding="utf-8"))
        for section, items in back.items():
            for item, before in zip(items, original[section], strict=True):
                kept = {key: before[key] for key in item if key != "createVideo"}
                assert {key: item[key] for key in kept} == kept
        cli("convert", "back.json", "--to", "encord-csv", "-o", "again.csv")
        assert Path("again.csv").read_bytes() == Path("m.csv").read_bytes()

    def test_to_ango_hub(self, cli: Cli) -> None:
        """Rows become assets as the items do that they stand for."""
        Path("m.csv").write_text("ObjectURL\ns3://acme-media/a.mp4\n", encoding="utf-8")
        assert cli("convert", "m.csv", "--to", "ango-import", "-o", "a.json").code == 0
        assert _read("a.json")[0]["data"] == "s3://acme-media/a.mp4"

    def test_not_from_ango_hub(self, cli: Cli, export: Path) -> None:
        """Nearly all would be lost; the message says what to do."""
        result = cli("convert", export.name, "--to", "encord-csv", "-o", "m.csv")
        assert result.code == 2
        assert "--to encord makes JSON" in result.err
