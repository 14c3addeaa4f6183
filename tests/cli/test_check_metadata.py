"""`manifestry check --metadata-schema`: the option, the configuration, faulty schemas."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Cli

SCHEMA = '{"site": {"ty": "enum", "values": ["north", "south"]}, "shift": "number"}'
WIRE = '{"site": {"ty": "enum", "values": ["north"]}, "shift": {"ty": "variant", "hint": "number"}}'
MANIFEST = """{
  "videos": [
    {"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": {"site": "nort", "shift": 2}}
  ]
}
"""


@pytest.fixture(autouse=True)
def files(here: Path) -> Path:
    """A manifest with a wrong value, and a schema."""
    for name in ("good.json", "bad.json", "package.json"):
        (here / name).unlink()
    (here / "keys.json").write_text(WIRE)
    (here / "upload.json").write_text(MANIFEST)
    return here


def test_values_are_held_against_the_schema(cli: Cli) -> None:
    """A value that is none of the enum's is told, with the one that was meant."""
    result = cli("check", "--metadata-schema", "keys.json", "upload.json")
    assert result.code == 0
    assert "warning M207 unknown-enum-value" in result.out
    assert 'Write "north"' in result.out
    assert cli("check", "upload.json").out.startswith("All clean")


def test_strict_and_fail_on_make_it_count(cli: Cli) -> None:
    """Either makes the exit code 1."""
    argv = ("check", "--metadata-schema", "keys.json", "upload.json")
    assert cli(*argv, "--strict").code == 1
    assert cli(*argv, "--fail-on", "warning").code == 1
    assert cli(*argv, "--strict", "--ignore", "M207").code == 0


def test_the_schema_may_be_in_short_form(cli: Cli, files: Path) -> None:
    """A TOML file is as good."""
    (files / "keys.toml").write_text('site = ["north"]  # gates\nshift = "number"\n')
    result = cli("check", "--metadata-schema", "keys.toml", "upload.json")
    assert "M207" in result.out


def test_the_configuration_may_name_it(cli: Cli, files: Path) -> None:
    """Its path starts at the configuration's folder, wherever the command runs; the option wins."""
    (files / "conf").mkdir()
    (files / "keys.json").rename(files / "conf" / "keys.json")
    (files / "conf" / "manifestry.toml").write_text('metadata-schema = "keys.json"\n')
    argv = ("check", "--config", "conf/manifestry.toml", "upload.json")
    assert "M207" in cli(*argv).out
    (files / "any.json").write_text('{"site": {"ty": "text"}, "shift": {"ty": "number"}}')
    assert cli(*argv, "--metadata-schema", "any.json").out.startswith("All clean")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "keys.json:1:2: J005"),
        ("[]", "keys.json:1:1: J002"),
        (SCHEMA, "keys.json:1:"),
        ('{"site": {"ty": "colour"}}', "keys.json:1:"),
        ('{"clip": {"ty": "embedding", "size": 5000}}', "keys.json:1:"),
        ("\x00\x01", "keys.json:1:1"),
    ],
)
def test_a_faulty_schema_is_a_matter_of_configuration(
    cli: Cli, files: Path, content: str, words: str
) -> None:
    """It is told in one line with its place, nothing is checked, and the exit code is 2."""
    (files / "keys.json").write_text(content)
    result = cli("check", "--metadata-schema", "keys.json", "upload.json")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"error: {words}")


@pytest.mark.parametrize(("name", "words"), [("no.json", "no such file"), (".", "is a folder")])
def test_a_schema_that_cannot_be_read(cli: Cli, name: str, words: str) -> None:
    """So is one that is not there."""
    result = cli("check", "--metadata-schema", name, "upload.json")
    assert (result.code, result.out) == (2, "")
    assert words in result.err
    assert result.err.count("\n") == 1


def test_the_report_is_as_ever(cli: Cli) -> None:
    """The JSON report has the place of the value."""
    result = cli("check", "--metadata-schema", "keys.json", "--format", "json", "upload.json")
    (finding,) = json.loads(result.out)["files"][0]["findings"]
    assert finding["pointer"] == "/videos/0/clientMetadata/site"
    assert (finding["line"], finding["column"]) == (3, 76)


def test_rules_explain_themselves_with_their_schema(cli: Cli) -> None:
    """The metadata schema of an example is shown beside it, and stands in the JSON form."""
    text = cli("explain", "M207").out
    assert "Under these settings" in text
    assert '"metadata_schema"' in text
    (first, *_) = json.loads(cli("explain", "M207", "--format", "json").out)["bad"]
    assert first["settings"]["metadata_schema"]["site"]["ty"] == "enum"


def test_a_schema_in_short_form_is_no_document(cli: Cli, files: Path) -> None:
    """Only the commands that take a schema read TOML, and one of them is named."""
    (files / "keys.toml").write_text('site = ["north"]\n')
    result = cli("check", "keys.toml")
    assert result.code == 3
    assert "metadata export FILE --to json" in result.err
    assert cli("check", "--skip-unrelated", "keys.toml").code == 0
