"""`check --statistics` and `--no-group`: what is shown of the findings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

MANY = {"videos": [{"objectURL": f"s3://acme-media/{number}.mp4"} for number in range(150)]}
LINE = "150  error  E109  [*] misspelt-required-key\n"


@pytest.fixture(autouse=True)
def many(here: Path) -> None:
    """A manifest with the same fault in every item, more often than is listed."""
    (here / "many.json").write_text(json.dumps(MANY, indent=1))


def test_a_table(cli: Cli) -> None:
    """All are counted; the exit code is that of a report."""
    result = cli("check", "many.json", "--statistics")
    assert (result.code, result.err) == (1, "")
    assert result.out == (
        f"{LINE}\n[*] = `manifestry fix` mends it where it is certain how\n"
        "Found 150 errors in 1 file (150 items, 0 URLs).\n"
    )


def test_several_files(cli: Cli) -> None:
    """Totals over the run."""
    result = cli("check", "bad.json", "good.json", "many.json", "--statistics", "--quiet")
    assert result.code == 1
    assert result.out == (
        "150  error  E109  [*] misspelt-required-key\n"
        "  1  error  E201      missing-object-url\n"
    )  # fmt: skip


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("cached", [False, True])
def test_however_it_is_checked(cli: Cli, jobs: str, cached: bool) -> None:
    """Several processes and the cache count the same."""
    argv = ("check", ".", "--statistics", "--format", "json", "--jobs", jobs, "--cache")
    for _ in range(1 + cached):
        result = cli(*argv)
    assert [(each["code"], each["count"]) for each in json.loads(result.out)] == [
        ("E109", 150),
        ("E201", 1),
    ]
    assert result.err == "note: 1 file skipped: not a manifest\n"


@pytest.mark.parametrize(("more", "code"), [((), 0), (("--fail-on", "info"), 1)])
def test_exit_codes(cli: Cli, more: tuple[str, ...], code: int) -> None:
    """--fail-on and --severity hold."""
    result = cli("check", "many.json", "--statistics", "--severity", "E109=info", *more)
    assert result.code == code
    assert result.out.startswith("150  info  E109")


def test_into_files(cli: Cli, here: Path) -> None:
    """Both forms at once."""
    result = cli(
        "check", "many.json", "--statistics", "--format", "text", "--format", "json=a.json"
    )
    assert result.out.startswith(LINE)
    assert json.loads((here / "a.json").read_text())[0]["count"] == 150


@pytest.mark.parametrize("form", ["concise", "jsonl", "sarif=a", "html=a"])
def test_other_forms(cli: Cli, here: Path, form: str) -> None:
    """One line, before anything is checked or written."""
    result = cli("check", "many.json", "--statistics", "--format", form)
    name = form.partition("=")[0]
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        f'error: --statistics has the formats text and json, not "{name}"; say --format text\n'
    )
    assert not (here / "a").exists()


def test_the_usual_form_of_a_configuration(cli: Cli, here: Path) -> None:
    """One that has no statistics is named as well; the command line has the last word."""
    (here / "manifestry.toml").write_text('format = "github"\n')
    assert cli("check", "many.json", "--statistics").code == 2
    assert cli("check", "many.json", "--statistics", "--format", "text").out.startswith(LINE)


def test_no_statistics_of_what_cannot_be_read(cli: Cli) -> None:
    """It is an error as always."""
    result = cli("check", "gone.json", "--statistics", "--format", "json")
    assert (result.code, json.loads(result.out)) == (3, [])
    assert result.err.startswith("error: gone.json: ")


def test_groups(cli: Cli) -> None:
    """Three of many, unless each is wanted."""
    result = cli("check", "many.json")
    assert result.code == 1
    assert result.out.count(": error E109") == 3
    assert "= and 97 more like these, in lines " in result.out
    assert "= and 50 more of E109, not listed\n" in result.out
    each = cli("check", "many.json", "--no-group")
    assert each.code == 1
    assert each.out.count(": error E109") == 100
    assert "more like these" not in each.out


def test_groups_in_a_file(cli: Cli, here: Path) -> None:
    """The same in a file as on the screen."""
    for option in ("--group", "--no-group"):
        cli("check", "many.json", option, "--format", "text=a.txt")
        assert (here / "a.txt").read_text() == cli("check", "many.json", option).out
