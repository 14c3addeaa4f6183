"""`manifestry split`, `merge` and `stats`, from the arguments to the exit code."""

from __future__ import annotations

import gzip
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from .conftest import Cli, Spawn

ROOT = Path(__file__).resolve().parents[2]
SHAPING = ROOT / "fixtures" / "shaping"
NORTH, SOUTH = str(SHAPING / "north.json"), str(SHAPING / "south.json")


def _exactly(text: str | bytes) -> Any:
    return json.loads(text, parse_float=str, parse_int=str)


class TestSplit:
    """`manifestry split`."""

    def test_parts(self, cli: Cli, here: Path) -> None:
        """It lists the parts it has written, and what is in them."""
        result = cli("split", NORTH, "-o", "parts", "--max-items", "2")
        parts = [os.path.join("parts", f"north-000{number}.json") for number in (1, 2)]
        sizes = [(here / part).stat().st_size for part in parts]
        assert (result.code, result.err) == (0, "")
        assert result.out == (
            f"{parts[0]}: 2 items, 2 URLs, {sizes[0]} bytes\n"
            f"{parts[1]}: 1 item, 2 URLs, {sizes[1]} bytes\n"
            "Wrote 2 parts (3 items, 4 URLs).\n"
        )
        assert b'"speed": 12.50, "serial": 12345678901234567890' in (here / parts[0]).read_bytes()

    def test_options(self, cli: Cli, here: Path) -> None:
        """Sizes have letters, names a stem; --quiet says nothing; a folder is not overwritten."""
        options = ("-o", "parts", "--max-urls", "2", "--stem", "x", "-q")
        assert cli("split", NORTH, *options) == type(cli("--version"))(0, "", "")
        assert sorted(os.listdir(here / "parts")) == ["x-0001.json", "x-0002.json"]
        again = cli("split", NORTH, *options)
        assert (again.code, again.out) == (3, "")
        assert "is there already; --force replaces it" in again.err
        forced = cli("split", NORTH, "-o", "parts", "--max-bytes", "1K", "--stem", "x", "--force")
        assert forced.code == 0
        assert forced.err == 'note: "x-0002.json" in the folder is none of these parts\n'
        for size in ("0", "x", "1T", "-1"):
            bad = cli("split", NORTH, "-o", "parts", "--max-bytes", size)
            assert (bad.code, "must be a size such as 500K" in bad.err) == (2, True)
        bad = cli("split", NORTH, "-o", "parts", "--max-items", "0")
        assert (bad.code, "must be 1 or more" in bad.err) == (2, True)

    def test_from_standard_input(self, cli: Cli, here: Path) -> None:
        """What comes there, packed or not, makes parts called part."""
        data = gzip.compress(Path(NORTH).read_bytes())
        assert cli("split", "-", "-o", ".", "--max-items", "1", stdin=data).code == 0
        parts = sorted(path.name for path in here.glob("part-*"))
        assert parts == ["part-0001.json", "part-0002.json", "part-0003.json"]

    def test_what_is_wrong(self, cli: Cli, here: Path) -> None:
        """Faults of the text are told as a check tells them; the exit codes are the same."""
        (here / "comma.json").write_text('{"videos": [\n  {"objectUrl": "s3://acme/a.mp4",}]}')
        result = cli("split", "comma.json", "-o", "parts")
        assert (result.code, result.out) == (1, "")
        check = cli("check", "--format", "concise", "--quiet", "--select", "J", "comma.json")
        assert result.err == check.out
        assert result.err.startswith("comma.json:2:34: J103 error")
        assert cli("split", "package.json", "-o", "parts").code == 1
        none = cli("split", "none.json", "-o", "parts")
        assert (none.code, none.err) == (3, "error: none.json: no such file\n")
        large = cli("split", NORTH, "-o", "parts", "--max-urls", "1")
        assert large.code == 3
        assert "/image_groups/0 alone has 2 URLs" in large.err
        assert not (here / "parts").exists()

    def test_what_has_no_parts(self, cli: Cli, here: Path) -> None:
        """Whoever gives a CSV manifest is not asked for limits that would not help."""
        (here / "rows.csv").write_text("ObjectURL\ns3://acme-media/a.mp4\n")
        for limits in ((), ("--max-items", "1")):
            result = cli("split", "rows.csv", "-o", "parts", *limits)
            assert (result.code, result.out) == (2, "")
            assert "what is wanted is a manifest in JSON" in result.err
            assert "--max-items" not in result.err


class TestMerge:
    """`manifestry merge`."""

    def test_there_and_back(self, cli: Cli, here: Path) -> None:
        """The parts of a manifest, by folder or pattern, make it again."""
        cli("split", NORTH, "-o", "parts", "--max-items", "1", "-q")
        for source in ("parts", "parts/*.json"):
            result = cli("merge", source, "-o", "all.json")
            assert (result.code, result.out) == (0, "")
            assert result.err == "Merged 3 items, 4 URLs.\n"
            assert _exactly((here / "all.json").read_bytes()) == _exactly(Path(NORTH).read_bytes())

    def test_repeats(self, cli: Cli, here: Path) -> None:
        """Nothing is written, or what was dropped is told."""
        result = cli("merge", NORTH, SOUTH, "-o", "all.json")
        where = f"{SOUTH}: /image_groups/0 has the URLs of {NORTH}: /image_groups/0\n"
        assert (result.code, result.out) == (1, "")
        assert result.err == (
            f"error: {where}error: nothing was written; --dedupe keep, first or last decides\n"
        )
        assert not (here / "all.json").exists()
        first = cli("merge", NORTH, SOUTH, "-o", "-", "--dedupe", "first")
        assert [each["title"] for each in json.loads(first.out)["image_groups"]] == [
            "car 7",
            "car 8",
        ]
        assert first.err == (
            f"dropped {where}Merged 5 items, 6 URLs; dropped 1 with the URLs of another.\n"
        )
        kept = cli("merge", NORTH, SOUTH, "-o", "-", "--dedupe", "keep")
        assert kept.err == f"note: {where}Merged 6 items, 8 URLs.\n"
        assert cli("merge", NORTH, SOUTH, "-o", "-", "--dedupe", "last", "-q").err == ""
        many = cli("merge", *[NORTH] * 9, "-o", "all.json")
        assert many.err.count("error: ") == 22
        assert "error: 4 items more of that kind\n" in many.err

    def test_flags(self, cli: Cli, here: Path) -> None:
        """What the inputs disagree about, the command line decides."""
        result = cli("merge", NORTH, "good.json", "-o", "all.json")
        assert result.code == 2
        assert f"is true in {NORTH} and is absent in good.json" in result.err
        options = ("--flag", "skip_duplicate_urls=false")
        assert cli("merge", NORTH, "good.json", "-o", "all.json", *options).code == 0
        assert json.loads((here / "all.json").read_bytes())["skip_duplicate_urls"] is False
        for flag in ("skip_duplicate_url=true", "skip_duplicate_urls=yes", "x"):
            assert cli("merge", NORTH, "-o", "all.json", "--flag", flag).code == 2

    def test_in_any_encoding(self, cli: Cli, here: Path) -> None:
        """Where the screen takes no such letters they are spelt in ASCII."""
        (here / "a.json").write_text('{"videos": [{"title": "Zürich 🚗"}]}', encoding="utf-8")
        plain = cli("merge", "a.json", "-o", "-").out
        assert "Zürich 🚗" in plain
        spelt = cli("merge", "a.json", "-o", "-", encoding="ascii").out
        assert r"Z\u00fcrich \ud83d\ude97" in spelt
        assert json.loads(spelt) == json.loads(plain)

    def test_limits_of_the_platform(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        """What no upload takes is told."""
        monkeypatch.setattr("manifestry.cli.merge.MAX_URLS", 3)
        result = cli("merge", NORTH, "-o", "all.json")
        assert result.code == 0
        assert "a manifest may have 500,000 items and 3 URLs; `manifestry split`" in result.err

    def test_what_is_wrong(self, cli: Cli, here: Path) -> None:
        """Every file that cannot be used is told."""
        (here / "comma.json").write_text('{"videos": [{"a": 1,}]}')
        result = cli("merge", "comma.json", "good.json", "package.json", "-o", "all.json")
        assert result.code == 1
        assert [line.split(":")[0] for line in result.err.splitlines()] == [
            "comma.json",
            "package.json",
        ]
        assert cli("merge", "none/*.json", "-o", "all.json").code == 2
        assert cli("merge", "none.json", "-o", "all.json").code == 3
        assert cli("merge", "good.json", "-o", "good.json").code == 2
        assert not (here / "all.json").exists()

    def test_from_standard_input(self, cli: Cli, here: Path) -> None:
        """It is one of the inputs."""
        data = (here / "good.json").read_bytes()
        result = cli("merge", "-", "-o", "all.json", stdin=data)
        assert result.code == 0
        assert json.loads((here / "all.json").read_bytes()) == json.loads(data)
        twice = cli("merge", "-", "-", "-o", "all.json", stdin=data)
        assert twice.code == 2
        assert "standard input can be read once" in twice.err


class TestStats:
    """`manifestry stats`."""

    def test_tables_and_json(self, cli: Cli, here: Path) -> None:
        """The numbers as text or as JSON, on the screen or in a file."""
        text = cli("stats", NORTH, SOUTH)
        assert (text.code, text.err) == (0, "")
        assert text.out.endswith("2 documents: 6 items, 8 URLs, 898 bytes.\n")
        result = cli("stats", NORTH, "--format", "json")
        assert json.loads(result.out)["documents"][0]["items"] == 3
        assert cli("stats", NORTH, "--format", "json", "-o", "s.json").out == ""
        assert (here / "s.json").read_text() == result.out
        assert "\x1b[1m" in cli("stats", NORTH, "--color", "always").out

    def test_folders(self, cli: Cli, here: Path) -> None:
        """What is no manifest is passed over in folders, and told if it is named."""
        result = cli("stats")
        assert result.code == 0
        assert "2 documents: 3 items, 2 URLs, " in result.out
        assert result.err == "note: 1 file skipped: not a manifest, nor of Ango Hub\n"
        assert cli("stats", "package.json").code == 1
        for name in ("good.json", "bad.json"):
            (here / name).unlink()
        assert cli("stats").code == 2

    def test_what_is_wrong(self, cli: Cli, here: Path) -> None:
        """Nothing is shown where one document cannot be used."""
        (here / "comma.json").write_text('{"videos": [{"a": 1,}]}')
        result = cli("stats", "good.json", "comma.json")
        assert (result.code, result.out) == (1, "")
        assert result.err.startswith("comma.json:1:20: J103 error")
        result = cli("stats", "good.json", "comma.json", "none.json")
        assert (result.code, result.out) == (3, "")
        assert "error: none.json: no such file\n" in result.err
        result = cli("stats", "good.json", "-o", "good.json")
        assert (result.code, "is one of the inputs" in result.err) == (2, True)

    def test_archives(self, cli: Cli, here: Path) -> None:
        """An archive of other things is passed over in folders; a broken one is not read."""
        with zipfile.ZipFile(here / "other.zip", "w") as archive:
            archive.writestr("package.json", (here / "package.json").read_bytes())
        result = cli("stats")
        assert (result.code, "note: 2 files skipped" in result.err) == (0, True)
        (here / "cut.json.gz").write_bytes(gzip.compress((here / "good.json").read_bytes())[:-9])
        result = cli("stats", "cut.json.gz")
        assert (result.code, result.out) == (3, "")
        assert result.err == "error: cut.json.gz: is a gzip file that ends too early\n"
        (here / "cut.zip").write_bytes((here / "other.zip").read_bytes()[:40])
        assert cli("stats", "cut.zip").code == 3

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may all")
    def test_a_folder_that_may_not_be_listed(self, cli: Cli, here: Path) -> None:
        """It is told by name."""
        (here / "closed").mkdir(mode=0)
        for command in (("stats", "closed"), ("merge", "closed", "-o", "all.json")):
            result = cli(*command)
            assert (result.code, "closed" in result.err) == (3, True)

    def test_from_standard_input(self, cli: Cli, here: Path) -> None:
        """It may come from there."""
        data = (here / "good.json").read_bytes()
        assert "1 document: 1 item, 1 URL" in cli("stats", "-", stdin=data).out


@pytest.mark.skipif(os.name == "nt", reason="closes a descriptor of a child")
@pytest.mark.parametrize("command", ["split", "merge", "stats"])
def test_a_closed_standard_input(spawn: Spawn, here: Path, command: str) -> None:
    """It is an error, no traceback."""
    more = [] if command == "stats" else ["-o", "out"]
    done = spawn(command, "-", *more, stdin=None, preexec_fn=lambda: os.close(0))
    assert done.returncode == 3
    assert b"standard input is closed" in done.stderr
    assert b"Traceback" not in done.stderr
