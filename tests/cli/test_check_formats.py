"""`check --format`: every form, several of them in one run, and where they go."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from manifestry.choices import FORMATS
from manifestry.report import _MODULES
from tests.cli.conftest import BAD, Cli, Spawn
from tests.reports import ROOT

INVALID = str(ROOT / "fixtures" / "invalid")
MACHINE = ("json", "jsonl", "sarif", "gitlab", "junit", "html")


def test_all_forms_are_offered() -> None:
    """What can be asked for is what there is."""
    assert tuple(_MODULES) == FORMATS


@pytest.mark.parametrize("form", FORMATS)
def test_to_standard_output(cli: Cli, form: str) -> None:
    """Every form says the same of a bad file, and the exit code is the same."""
    result = cli("check", "bad.json", "--format", form)
    assert result.code == 1
    assert "E201" in result.out
    assert result.out.endswith("\n")


@pytest.mark.parametrize("form", FORMATS)
def test_in_ascii(cli: Cli, here: Path, form: str) -> None:
    """No encoding of standard output is too small, and machines get the same in all."""
    (here / "bäd 名.json").write_text(BAD.replace("cam 1", "cäm 名"), "utf-8")
    result = cli("check", "bäd 名.json", "--format", form, encoding="ascii")
    assert result.code == 1
    assert result.out.isascii()
    if form in MACHINE:
        assert result.out == cli("check", "bäd 名.json", "--format", form).out


def test_several(cli: Cli, here: Path) -> None:
    """One on the screen, the others in files, out of one run."""
    wanted = [f"{form}=out.{form}" for form in FORMATS]
    argv = [word for each in wanted for word in ("--format", each)]
    result = cli("check", "bad.json", "good.json", "--format", "concise", *argv)
    assert result.code == 1
    assert result.err == ""
    assert result.out == cli("check", "bad.json", "good.json", "--format", "concise").out
    for form in FORMATS:
        alone = cli("check", "bad.json", "good.json", "--format", form, "-o", "alone")
        assert alone.code == 1
        assert (here / f"out.{form}").read_bytes() == (here / "alone").read_bytes()


def test_only_files(cli: Cli, here: Path) -> None:
    """Without one for the screen the summary goes to standard error."""
    result = cli("check", "bad.json", "--format", "json=a.json", "--format", "junit=a.xml")
    assert result.out == ""
    assert result.err == "Found 1 error in 1 file (2 items, 1 URL).\n"
    assert json.loads((here / "a.json").read_text())["summary"]["errors"] == 1
    assert ET.parse(here / "a.xml").getroot().attrib["failures"] == "1"


def test_output_is_for_the_one_without_a_file(cli: Cli, here: Path) -> None:
    """--output and FILE together, in any order."""
    result = cli("check", "good.json", "-o", "a", "--format", "sarif=b", "--format", "json")
    assert (result.code, result.out) == (0, "")
    assert json.loads((here / "a").read_text())["tool"]["name"] == "manifestry"
    assert json.loads((here / "b").read_text())["version"] == "2.1.0"


@pytest.mark.parametrize("word", ["json=-", "json=/dev/stdout"])
def test_standard_output_by_name(cli: Cli, word: str) -> None:
    """A file may be called standard output."""
    assert cli("check", "good.json", "--format", word) == cli(
        "check", "good.json", "--format", "json"
    )


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["--format", "sarf"], 'unknown format "sarf" (did you mean "sarif"?)'),
        (["--format", "sarif="], '"sarif=" names no file'),
        (
            ["--format", "json", "--format", "text"],
            "json and text would both go to standard output",
        ),
        (["--format", "json=a", "-o", "b"], "--output is for a format without a file"),
        (["--format", "json=a", "--format", "junit=./a"], 'two reports would go to "./a"'),
        (["--format", "json=a", "--format", "junit", "-o", "a"], 'two reports would go to "a"'),
        (["--format", "json=bad.json"], 'the output "bad.json" is one of the inputs'),
    ],
)
def test_what_cannot_be(cli: Cli, here: Path, argv: list[str], words: str) -> None:
    """Two reports in one place, reports in none, and reports on top of what is checked."""
    result = cli("check", "bad.json", *argv)
    assert (result.code, result.out) == (2, "")
    assert words in result.err
    assert sorted(path.name for path in here.iterdir()) == ["bad.json", "good.json", "package.json"]
    assert (here / "bad.json").read_text() == BAD


def test_all_or_nothing(cli: Cli, here: Path) -> None:
    """A report whose place is not there stops the run before anything is written."""
    result = cli("check", "bad.json", "--format", "json=a.json", "--format", "junit=no/a.xml")
    assert result.code == 3
    assert result.err == "error: cannot write no/a.xml: No such file or directory\n"
    assert not (here / "a.json").exists()


def test_an_earlier_report_is_replaced(cli: Cli, here: Path) -> None:
    """Nothing is put at the end of what is there."""
    (here / "summary.md").write_text("old")
    cli("check", "bad.json", "--format", "markdown=summary.md")
    assert (here / "summary.md").read_text("utf-8").startswith("## Manifestry: 1 error\n")


@pytest.mark.parametrize("form", ["sarif", "junit", "github", "html"])
def test_configured(cli: Cli, here: Path, form: str) -> None:
    """The configuration chooses the form for the screen; a file it may not choose."""
    (here / "manifestry.toml").write_text(f'format = "{form}"\n')
    assert cli("check", "bad.json").out == cli("check", "bad.json", "--format", form).out
    (here / "manifestry.toml").write_text(f'format = "{form}=bad.json"\n')
    result = cli("check", "bad.json")
    assert result.code == 2
    assert "format: unknown format" in result.err


@pytest.mark.parametrize("form", ["sarif", "junit", "gitlab"])
def test_skipped_files_are_told(cli: Cli, form: str) -> None:
    """Forms that have no place for it leave it to standard error."""
    assert cli("check", "--format", form).err == "note: 1 file skipped: not a manifest\n"


@pytest.mark.parametrize(("level", "failures"), [("error", "0"), ("warning", "1")])
def test_failing_level(cli: Cli, here: Path, level: str, failures: str) -> None:
    """The tests of a JUnit report fail when the command does."""
    (here / "mild.json").write_text('{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "x": 1}]}')
    result = cli("check", "mild.json", "--format", "junit", "--fail-on", level)
    assert str(result.code) == failures
    assert ET.fromstring(result.out).attrib["failures"] == failures


def test_the_same_bytes(spawn: Spawn, here: Path) -> None:
    """No order depends on chance: whatever the seed of hashes, every form comes out the same."""
    outputs = []
    for seed in ("0", "1"):
        argv = [word for form in FORMATS for word in ("--format", f"{form}={form}.{seed}.out")]
        result = spawn("check", INVALID, *argv, env={"PYTHONHASHSEED": seed})
        assert result.returncode == 1
        outputs.append([(here / f"{form}.{seed}.out").read_bytes() for form in FORMATS])
    assert outputs[0] == outputs[1]
