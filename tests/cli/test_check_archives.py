"""`manifestry check` and zip archives, and records a line each."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from .conftest import BAD, GOOD, UNRELATED, Cli

ASSET = (
    '{"externalId": "%s.jpg", "asset": "https://cdn.acme.example/%s.jpg", "task": {"taskId": "t"}}'
)


def write(path: Path, **members: str) -> None:
    """An archive of these members, each called NAME.json."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in members.items():
            made.writestr(f"{name}.json", text)


class TestArchives:
    """Each document in an archive is a file of the report."""

    def test_by_name(self, cli: Cli, here: Path) -> None:
        """The members are in the report by their own names, and counted as files."""
        write(here / "export.zip", good=GOOD, bad=BAD)
        result = cli("check", "export.zip", "--format", "concise")
        assert result.code == 1
        first, last = result.out.splitlines()
        assert first.startswith("export.zip/bad.json:4:5: E201 error ")
        assert last == "Found 1 error in 1 of 2 files (3 items, 2 URLs)."

    @pytest.mark.parametrize("form", ["text", "concise", "json", "jsonl"])
    def test_the_same_from_standard_input(self, cli: Cli, here: Path, form: str) -> None:
        """An archive can be piped."""
        write(here / "x.zip", good=GOOD, bad=BAD)
        named = cli("check", "x.zip", "--format", form)
        data = (here / "x.zip").read_bytes()
        piped = cli("check", "-", "--stdin-filename", "x.zip", "--format", form, stdin=data)
        assert piped == named

    def test_in_a_folder(self, cli: Cli, here: Path) -> None:
        """A folder is searched for archives; what they hold beside manifests is counted."""
        (here / "sub").mkdir()
        write(here / "sub" / "x.zip", good=GOOD, other=UNRELATED)
        with zipfile.ZipFile(here / "sub" / "images.zip", "w") as made:
            made.writestr("a.png", b"x")
        result = cli("check", "sub")
        assert result.code == 0
        assert result.out == (
            "All clean: 1 file (1 item, 1 URL). 2 files skipped: not a manifest.\n"
        )

    def test_skip_unrelated(self, cli: Cli, here: Path) -> None:
        """Who skips what is no manifest skips it in archives."""
        write(here / "x.zip", other=UNRELATED)
        assert cli("check", "x.zip").code == 1
        result = cli("check", "x.zip", "--skip-unrelated")
        assert (result.code, result.out, result.err) == (0, "", "")

    def test_unreadable(self, cli: Cli, here: Path) -> None:
        """What is refused is one line with the archive or the member, and 3."""
        write(here / "a.zip", good=GOOD)
        data = (here / "a.zip").read_bytes()
        (here / "cut.zip").write_bytes(data[:-30])
        (here / "empty.zip").write_bytes(b"PK\x05\x06" + bytes(18))
        (here / "packed.json.gz").write_bytes(gzip.compress(data))
        with zipfile.ZipFile(here / "a.zip", "a") as made:
            made.writestr("inner.zip", data)
        result = cli("check", "a.zip", "cut.zip", "empty.zip", "packed.json.gz")
        assert result.code == 3
        assert "1 item" in result.out
        unpack = "where a document is wanted; unpack it first"
        assert result.err.splitlines() == [
            "error: a.zip/inner.zip: is an archive in an archive; unpack the outer one",
            "error: cut.zip: is a broken zip archive: the list of its members is missing",
            "error: empty.zip: is a zip archive that holds no JSON",
            f"error: packed.json.gz: is a gzip file with a zip archive {unpack}",
        ]

    def test_names_are_escaped(self, cli: Cli, here: Path) -> None:
        """What a member is called cannot reach the terminal as it is."""
        write(here / "x.zip", **{"a\x1b[31m\nb": BAD})
        result = cli("check", "x.zip")
        assert result.code == 1
        assert "\x1b" not in result.out + result.err
        write(here / "x.zip", **{"a": GOOD, "../\x1b[31m": BAD})
        result = cli("check", "x.zip")
        assert result.code == 3
        assert "\x1b" not in result.out + result.err

    def test_per_file_ignores(self, cli: Cli, here: Path) -> None:
        """A pattern reaches an archive, and what is in it."""
        write(here / "x.zip", one=BAD, two=BAD)
        for pattern, count in (("x.zip", 0), ("x.zip/one.json", 1), ("two.json", 1), ("y.zip", 2)):
            config = f'[per-file-ignores]\n"{pattern}" = ["E201"]\n'
            (here / "manifestry.toml").write_text(config)
            report = json.loads(cli("check", "x.zip", "--format", "json").out)
            assert report["summary"]["errors"] == count

    def test_the_output_is_no_input(self, cli: Cli, here: Path) -> None:
        """A report does not replace an archive of manifests, but may replace another."""
        (here / "sub").mkdir()
        write(here / "sub" / "x.zip", other=UNRELATED, good=GOOD)
        result = cli("check", "sub", "--format", "json", "--output", "sub/x.zip")
        assert (result.code, result.err) == (
            2, 'error: the output "sub/x.zip" is one of the inputs\n',
        )  # fmt: skip


class TestRecords:
    """Exports with an asset a line."""

    def test_a_line_each(self, cli: Cli, here: Path) -> None:
        """A broken line is reported where it is, and the others are checked."""
        lines = [ASSET % (name, name) for name in "abc"]
        text = "\n".join([lines[0], lines[1][:-1], lines[2]])
        for name in ("x.ndjson", "x.jsonl"):
            (here / name).write_text(text)
            result = cli("check", name, "--format", "json", "--ignore", "A")
            [file] = json.loads(result.out)["files"]
            assert (file["kind"], file["items"]) == ("ango-export", 2)
            [finding] = file["findings"]
            assert (finding["pointer"], finding["line"]) == ("", 2)

    def test_in_an_archive(self, cli: Cli, here: Path) -> None:
        """Compressed or in an archive it is the same."""
        text = "\n".join([ASSET % ("a", "a"), (ASSET % ("b", "b"))[:-2]])
        (here / "x.ndjson").write_text(text)
        (here / "x.ndjson.gz").write_bytes(gzip.compress(text.encode()))
        with zipfile.ZipFile(here / "x.zip", "w") as made:
            made.writestr("x.ndjson", text)
        found = []
        for name in ("x.ndjson", "x.ndjson.gz", "x.zip"):
            [file] = json.loads(cli("check", name, "--format", "json").out)["files"]
            found.append({**file, "path": ""})
        assert found[0]["findings"]
        assert found[1:] == [found[0], found[0]]


class TestInference:
    """`manifestry metadata infer` reads the same files."""

    def test_archives(self, cli: Cli, here: Path) -> None:
        """From an archive, a pipe or line by line: the schema is that of the documents."""
        videos = json.loads(GOOD)
        videos["videos"][0]["clientMetadata"] = {"site": 5}
        text = json.dumps(videos)
        write(here / "x.zip", one=text, two=GOOD)
        (here / "one.json").write_text(text)
        expected = cli("metadata", "infer", "one.json")
        assert (expected.code, '"site"' in expected.out) == (0, True)
        assert cli("metadata", "infer", "x.zip").out == expected.out
        data = (here / "x.zip").read_bytes()
        assert cli("metadata", "infer", "-", stdin=data).out == expected.out

    def test_unreadable_archives(self, cli: Cli, here: Path) -> None:
        """A member that cannot be read makes the exit code 3."""
        write(here / "x.zip", one=GOOD)
        with zipfile.ZipFile(here / "x.zip", "a") as made:
            made.writestr("b.zip", b"x")
        result = cli("metadata", "infer", "x.zip")
        assert result.code == 3
        assert result.err == (
            "error: x.zip/b.zip: is an archive in an archive; unpack the outer one\n"
        )
