"""Workflow commands of GitHub Actions."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from manifestry.findings import Report, Severity
from manifestry.report import Look, render
from tests.reports import BROKEN, CLEAN, FINDING, MISSING, hostile, invalid, of

COMMAND = re.compile(
    r"::(?:error|warning|notice) file=[^,:]+(?:,(?:line|endLine|col|endColumn)=[0-9]+)*"
    r",title=[^,:]*::.+"
)

OPTIONS = "(see --max-findings and --max-findings-per-rule)"


def lines(report: Report, encoding: str = "utf-8") -> list[str]:
    """The lines of the report, which are commands, but for those of the end."""
    text = render(report, "github", Look(quiet=True, encoding=encoding))
    found = text.splitlines()
    assert text == "".join(f"{line}\n" for line in found)
    for line in found:
        assert COMMAND.fullmatch(line)
        assert line.isprintable() or not line.isascii()
    return found


def test_a_finding() -> None:
    """Its level, its place up to the last character, its rule, its words and its help."""
    (line,) = lines(of(FINDING))
    assert line == (
        "::error file=imports/a.json,line=12,endLine=12,col=14,endColumn=17,"
        'title=E101 wrong-type::"fps" must be a number greater than 0, got "25"'
        "%0Aat /videos/0/videoMetadata/fps%0AWrite the number without quotes."
    )


def test_several_lines() -> None:
    """Columns have no place in an annotation of several lines."""
    (line,) = lines(of(replace(FINDING, end_line=14)))
    assert "line=12,endLine=14,title=" in line


@pytest.mark.parametrize(("severity", "level"), [("error", "error"), ("info", "notice")])
def test_levels(severity: str, level: str) -> None:
    """An info is a notice."""
    (line,) = lines(of(replace(FINDING, severity=Severity(severity))))
    assert line.startswith(f"::{level} ")


def test_escapes() -> None:
    """What would end a property or a line is encoded, where it would."""
    finding = replace(FINDING, message="100%, a:b", help="", pointer="")
    report = Report((replace(of(finding).files[0], path="a,b:c%.json"),))
    (line,) = lines(report)
    assert "file=a%2Cb%3Ac%25.json," in line
    assert line.endswith("::100%25, a:b")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_hostile_text(encoding: str) -> None:
    """One command a line: none is forged, by a line end or by an encoded one."""
    found = lines(hostile(), encoding)
    assert len(found) == sum(
        len(file.findings) + 1 + bool(file.truncated) + (file.error is not None)
        for file in hostile().files
    )
    assert not any("%0A::error::forged" in line for line in found)
    if encoding == "ascii":
        assert all(line.isascii() for line in found)


def test_every_invalid_fixture() -> None:
    """A command for each finding, the missing file and the broken rule."""
    assert len(lines(invalid())) == len(invalid().findings) + 2


def test_what_went_wrong() -> None:
    """Unreadable files, rules that fail, and what is not listed."""
    assert lines(Report((MISSING, BROKEN, *of(truncated=3).files))) == [
        "::error file=c.json,title=unreadable::no such file",
        "::error file=d.json,title=internal error::rule E215 at /videos/0: TypeError: unhashable",
        f"::notice file=imports/a.json,title=not listed::3 more findings not listed {OPTIONS}",
    ]


def test_the_end() -> None:
    """The log says how it went, and by which rules."""
    summary, tool = render(Report((CLEAN,)), "github").splitlines()
    assert summary == "All clean: 1 file (1 item, 1 URL)."
    assert tool.startswith("manifestry ")
