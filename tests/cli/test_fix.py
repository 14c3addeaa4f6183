"""`manifestry fix`, from the command line to the file."""

from __future__ import annotations

import gzip
import json
import os
import stat
from pathlib import Path

import pytest

from .conftest import BAD, GOOD, UNRELATED, Cli, Spawn

FAULTY = """{
  "videos": [
    {"objecturl": "s3://acme-media/cam1/a.mp4",  "clientMetadata": {"n":1e3}},
    {"objectUrl": "http://media.acme.example/b.mp4", "clientMetadata": null,},
  ]
}
"""
MENDED = """{
  "videos": [
    {"objectUrl": "s3://acme-media/cam1/a.mp4",  "clientMetadata": {"n":1e3}},
    {"objectUrl": "http://media.acme.example/b.mp4"}
  ]
}
"""


@pytest.fixture
def faulty(here: Path) -> Path:
    """A manifest with safe fixes, with an unsafe one, and with a finding that has none."""
    path = here / "faulty.json"
    path.write_bytes(FAULTY.encode())
    return path


def test_a_file_is_mended_in_place(cli: Cli, faulty: Path) -> None:
    """Only the bytes that have to change do; what was done and what is left is said."""
    result = cli("fix", "faulty.json")
    assert faulty.read_text() == MENDED
    assert result.code == 0
    assert result.out == ""
    assert result.err == (
        "faulty.json: fixed E109, J103 (2), M001\n"
        "Fixed 4 findings in 1 file; 1 finding is left (1 with --unsafe).\n"
    )


def test_what_is_left_decides_the_exit_code(cli: Cli, faulty: Path) -> None:
    """As that of a check does."""
    assert cli("fix", "faulty.json", "--fail-on", "warning").code == 1
    assert cli("fix", "bad.json").code == 1
    assert cli("fix", "good.json").code == 0


def test_unsafe_fixes_are_asked_for(cli: Cli, faulty: Path) -> None:
    """With --unsafe they are made as well."""
    result = cli("fix", "--unsafe", "faulty.json")
    assert '"https://media.acme.example/b.mp4"' in faulty.read_text()
    assert result.err.endswith("Fixed 5 findings in 1 file.\n")


def test_nothing_to_fix(cli: Cli, here: Path) -> None:
    """A clean file is not touched."""
    before = (here / "good.json").stat()
    assert cli("fix", "good.json").err == "Nothing to fix.\n"
    after = (here / "good.json").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_diff_only_shows(cli: Cli, faulty: Path) -> None:
    """A unified diff on standard output."""
    result = cli("fix", "--diff", "faulty.json")
    assert faulty.read_text() == FAULTY
    assert result.code == 0
    assert result.out == (
        "--- faulty.json\n"
        "+++ faulty.json\n"
        "@@ -1,6 +1,6 @@\n"
        " {\n"
        '   "videos": [\n'
        '-    {"objecturl": "s3://acme-media/cam1/a.mp4",  "clientMetadata": {"n":1e3}},\n'
        '-    {"objectUrl": "http://media.acme.example/b.mp4", "clientMetadata": null,},\n'
        '+    {"objectUrl": "s3://acme-media/cam1/a.mp4",  "clientMetadata": {"n":1e3}},\n'
        '+    {"objectUrl": "http://media.acme.example/b.mp4"}\n'
        "   ]\n"
        " }\n"
    )
    assert "Would fix 4 findings" in result.err


def test_check_fails_when_something_would_change(cli: Cli, faulty: Path) -> None:
    """And changes nothing."""
    result = cli("fix", "--check", "faulty.json")
    assert (result.code, result.out) == (1, "")
    assert faulty.read_text() == FAULTY
    assert cli("fix", "--check", "good.json").code == 0


def test_standard_input_goes_to_standard_output(spawn: Spawn) -> None:
    """Byte for byte, the words about it to standard error."""
    crlf = FAULTY.replace("\n", "\r\n").encode()
    done = spawn("fix", "-", stdin=None, input=crlf)
    assert done.stdout == MENDED.replace("\n", "\r\n").encode()
    assert b"<stdin>: fixed E109" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="modes and links are those of POSIX")
def test_mode_and_link_are_kept(cli: Cli, faulty: Path, here: Path) -> None:
    """A link stays a link to a file of the same mode."""
    faulty.chmod(0o640)
    (here / "link.json").symlink_to("faulty.json")
    assert cli("fix", "link.json").code == 0
    assert (here / "link.json").is_symlink()
    assert faulty.read_text() == MENDED
    assert stat.S_IMODE(faulty.stat().st_mode) == 0o640


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_file_that_may_not_be_written_stays(cli: Cli, faulty: Path) -> None:
    """One line says so; the others are mended all the same."""
    faulty.chmod(0o440)
    result = cli("fix", "faulty.json")
    assert result.code == 3
    assert "error: faulty.json: cannot write faulty.json" in result.err
    assert faulty.read_text() == FAULTY


def test_a_full_disk_leaves_the_file_whole(
    cli: Cli, faulty: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old bytes are there until the new ones are."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("manifestry.output.os.fsync", full)
    result = cli("fix", "faulty.json")
    assert result.code == 3
    assert "No space left on device" in result.err
    assert faulty.read_text() == FAULTY
    assert sorted(path.name for path in here.iterdir()) == [
        "bad.json", "faulty.json", "good.json", "package.json",
    ]  # fmt: skip


def test_folders_pass_over_what_is_something_else(cli: Cli, faulty: Path, here: Path) -> None:
    """As a check does. Compressed files are counted, for they are not mended."""
    (here / "packed.json.gz").write_bytes(gzip.compress(FAULTY.encode()))
    result = cli("fix", ".")
    assert (here / "package.json").read_text() == UNRELATED
    assert (here / "bad.json").read_text() == BAD
    assert (here / "good.json").read_text() == GOOD
    assert faulty.read_text() == MENDED
    assert result.code == 1
    assert result.err.endswith("; passed over 1 compressed file.\n")
    named = cli("fix", "packed.json.gz")
    assert named.code == 3
    assert named.err.startswith("error: packed.json.gz: is compressed, and fixes are for plain")


def test_a_file_that_is_something_else(cli: Cli, here: Path) -> None:
    """Named, it is judged; with --skip-unrelated passed over."""
    assert cli("fix", "package.json").code == 1
    assert cli("fix", "package.json", "--skip-unrelated").code == 0
    (here / "good.json").unlink()
    (here / "bad.json").unlink()
    assert cli("fix", ".").code == 2


def test_unreadable_files_are_named(cli: Cli) -> None:
    """With exit code 3, and no traceback."""
    result = cli("fix", "nowhere.json")
    assert result.code == 3
    assert result.err.startswith("error: nowhere.json: no such file\n")


def test_ignored_rules_are_not_fixed(cli: Cli, faulty: Path, here: Path) -> None:
    """Neither those of the command line nor those of the configuration."""
    (here / "manifestry.toml").write_text('[per-file-ignores]\n"faulty.json" = ["M001"]\n')
    cli("fix", "faulty.json", "--ignore", "E109")
    text = faulty.read_text()
    assert "objecturl" in text
    assert '"clientMetadata": null' in text
    assert ",}" not in text


def test_a_fix_that_uncovers_more_is_refused(cli: Cli, here: Path) -> None:
    """The finding stays, and the reader is told why."""
    path = here / "block.json"
    text = f'{{"videos": [{{"objectUrl": "s3://acme-media/a.mp4", "Title": "{"x" * 400}"}}]}}'
    path.write_text(text)
    result = cli("fix", "block.json")
    assert path.read_text() == text
    assert "block.json:1:61: E108 stays: with its fix there would be E218\n" in result.err


def test_hostile_text_is_harmless(cli: Cli, here: Path) -> None:
    """Escape sequences of a document do not reach the terminal, nor do its signatures."""
    path = here / "hostile.json"
    path.write_text(
        '{"videos": [\n"\u202e::error::x \x1b[31m https://a.example/b?sig=0123456789abcdef",\n'
        '{"objecturl": "s3://acme-media/a.mp4"}]}'
    )
    result = cli("fix", "--diff", "hostile.json")
    assert "+" in result.out
    for bad in ("\u202e", "\x1b", "0123456789abcdef"):
        assert bad not in result.out + result.err


def test_standard_input_is_mended_alone(cli: Cli) -> None:
    """Two documents on one standard output would be none."""
    assert cli("fix", "-", "good.json").code == 2


def test_what_cannot_be_mended_is_told(cli: Cli, here: Path) -> None:
    """CSV is only checked, and what is behind a URL is not looked at."""
    (here / "list.csv").write_text("ObjectURL\ns3://acme-media/ a.mp4\n")
    assert "CSV is not mended (1 file)" in cli("fix", "list.csv").err
    result = cli("fix", "https://acme.example/a.json")
    assert (result.code, result.out) == (2, "")
    assert "not what is behind a URL" in result.err


def test_what_a_fix_uncovers_is_mended_with_it(cli: Cli, here: Path) -> None:
    """A block under a misspelt key, whose values nobody had looked at."""
    path = here / "block.json"
    text = (
        '{"images": [{"objectUrl": "s3://acme-media/a.jpg", "imagemetadata": '
        '{"width": "640", "height": 480, "fileSize": 5, "mimeType": "image/jpeg"}}]}'
    )
    path.write_text(text)
    result = cli("fix", "block.json")
    assert path.read_text() == text.replace("imagem", "imageM").replace('"640"', "640")
    assert result.err == (
        "block.json: fixed E101, E108\nFixed 2 findings in 1 file; 1 came to light on the way.\n"
    )


@pytest.mark.parametrize("unsafe", [[], ["--unsafe"]])
def test_only_an_exact_copy_is_removed(cli: Cli, here: Path, unsafe: list[str]) -> None:
    """The order of its keys does not matter; with other metadata it stays, whatever is asked."""
    one = '{"objectUrl": "s3://acme-media/a.mp4", "clientMetadata": {"a": 1, "b": 2}}'
    copy = '{"clientMetadata": {"b": 2, "a": 1}, "objectUrl": "s3://acme-media/a.mp4"}'
    other = one.replace("2", "3")
    path = here / "copies.json"
    path.write_text(f'{{"videos": [{one}, {other}, {copy}]}}')
    cli("fix", "copies.json", *unsafe)
    assert path.read_text() == f'{{"videos": [{one}, {other}]}}'


A = '{"objectUrl": "s3://acme-media/a.mp4"}'


@pytest.mark.parametrize("unsafe", [[], ["--unsafe"]])
@pytest.mark.parametrize(
    "text",
    [
        f'{{"upsert_metadata" /* x */ : true, "videos": [{A}], "skip_duplicate_urls": false}}',
        f'{{"upsert_metadata" /* x */ : true, "videos": [{A}]}}',
        f'{{"skip_duplicate_urls": false, "upsert_metadata" /* x */ : true, "videos": [{A}]}}',
        f'{{"{"k" * 5000}": 1, "videos": [{A}]}}',
        f'{{"images": [{A.replace("mp4", "jpg")}], "videos": [ /* c */ ]}}',
    ],
)
def test_odd_text_ends_in_no_traceback(cli: Cli, here: Path, text: str, unsafe: list[str]) -> None:
    """Comments in odd places, keys that are too long: what is left is still JSON or as it was."""
    path = here / "odd.json"
    path.write_text(text)
    assert cli("fix", "odd.json", *unsafe).code in (0, 1)
    if path.read_text() != text and unsafe:
        json.loads(path.read_text())
    assert cli("check", "odd.json").code in (0, 1)


def test_items_of_one_name_are_no_copies(cli: Cli, here: Path) -> None:
    """A section that stands there twice has two items of each index."""
    path = here / "twice.json"
    one = A.replace("}", ', "title": "morning"}')
    other = A.replace("}", ', "title": "evening"}')
    path.write_text(f'{{"videos": [{one}], "videos": [{other}, {A.replace("a.mp4", "b.mp4")}]}}')
    cli("fix", "twice.json", "--unsafe")
    assert "evening" in path.read_text()


@pytest.mark.parametrize(
    "second",
    [
        '{"objectUrl": "s3://acme-media/a.mp4", /* keep */ "title": "y"}',
        '{"objectUrl": "s3://acme-media/a.mp4", "title": "x", "title": "y"}',
    ],
)
def test_no_safe_fix_takes_away_what_no_rule_has_seen(cli: Cli, here: Path, second: str) -> None:
    """Such as a comment, or the first of two values, in an item that is else a copy."""
    path = here / "copies.json"
    one = '{"objectUrl": "s3://acme-media/a.mp4", "title": "y"}'
    path.write_text(f'{{"videos": [{one}, {second}]}}')
    result = cli("fix", "copies.json")
    assert second in path.read_text()
    assert "-1" not in result.err


def test_many_spots_in_one_string(cli: Cli, here: Path) -> None:
    """All are mended at once."""
    path = here / "tabs.json"
    path.write_text(
        '{"images": [{"objectUrl": "s3://acme-media/a.jpg", "title": "%s"}]}' % ("\t" * 300)
    )
    assert cli("fix", "tabs.json").code == 0
    assert path.read_text().count("\\t") == 300


def test_standard_input_that_is_something_else(spawn: Spawn) -> None:
    """It is passed on as it is, if that was asked for."""
    done = spawn("fix", "--skip-unrelated", "-", stdin=None, input=UNRELATED.encode())
    assert (done.returncode, done.stdout) == (0, UNRELATED.encode())


def test_quiet_says_nothing(cli: Cli, faulty: Path) -> None:
    """But does it."""
    result = cli("fix", "-q", "faulty.json")
    assert (result.out, result.err) == ("", "")
    assert faulty.read_text() == MENDED
