"""The Markdown report: tables that hold, text that stays text, and no more than a host takes."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from manifestry.findings import FileReport, Report, Severity
from manifestry.report import Look, render
from manifestry.report.markdown import LIMIT
from tests.reports import BROKEN, CLEAN, FILE, FINDING, MISSING, hostile, invalid, of

TAG = re.compile(r"</?code>|<br>|</?sub>|<!-- -->")


def markdown(report: Report, encoding: str = "utf-8") -> str:
    """The report, each of whose tables has as many cells in all rows."""
    text = render(report, "markdown", Look(encoding=encoding))
    assert len(text.encode()) <= LIMIT
    columns = 0
    for line in text.splitlines():
        if not line.startswith("|"):
            columns = 0
            assert line == "" or line.startswith(("#", "<sub>")) or line[0].isalnum()
            continue
        assert line.endswith("|")
        columns = columns or line.count("|")
        assert line.count("|") == columns
    return text


def test_a_finding() -> None:
    """The verdict, the file, and the rule with its findings."""
    text = markdown(of(FINDING))
    assert text.startswith("## Manifestry: 1 error\n\nFound 1 error in 1 file (3 items, 5 URLs).\n")
    assert "| <code>imports/a.json</code> | encord-manifest | 3 | 5 | 1 | 0 | 0 |  |\n" in text
    assert "### 🔴 E101 wrong-type (1 error)\n\nWrite the number without quotes.\n" in text
    assert (
        "| <code>imports/a.json:12:14</code><br><code>/videos/0/videoMetadata/fps</code> "
        '| "fps" must be a number greater than 0, got "25" |\n'
    ) in text
    assert "<sub>manifestry " in text


def test_clean() -> None:
    """Files in which nothing is wrong are only counted."""
    text = markdown(Report((CLEAN,)))
    assert text.startswith(
        "## Manifestry: all clean\n\nAll clean: 1 file (1 item, 1 URL).\n\n<sub>"
    )


def test_errors_first() -> None:
    """Rules with errors stand before the others, whatever their code."""
    mild = replace(FINDING, code="E001", name="mild", severity=Severity.INFO)
    text = markdown(of(mild, FINDING))
    assert text.index("E101") < text.index("E001")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_hostile_text(encoding: str) -> None:
    """No markup but our own, no mention, no link, nothing that an encoding lacks."""
    text = markdown(hostile(), encoding)
    text.encode(encoding)
    rest = TAG.sub("", text)
    assert not set(rest) & set("<>`*~[]$")
    assert "@acme" not in text
    assert "#1" not in text.replace("&#1", "")
    assert "://" not in rest
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2066]", text)


def test_every_invalid_fixture() -> None:
    """A row for each finding, and the number of what has no room in the table of files."""
    text = markdown(invalid())
    assert text.count("<br>") == sum(bool(each.pointer) for each in invalid().findings)
    assert "more files with findings.\n" in text


def test_what_went_wrong() -> None:
    """Unreadable files and rules that fail are said, and stand in the heading."""
    text = markdown(Report((MISSING, BROKEN)))
    assert text.startswith("## Manifestry: 1 unreadable file and 1 internal error\n")
    assert "| no such file |" in text
    assert "| internal error in E215 |" in text


def test_one_finding_too_many() -> None:
    """What the caps of the check left out is counted."""
    assert "12 more findings not shown here.\n" in markdown(of(FINDING, truncated=12))


def test_the_limit() -> None:
    """Beyond what GitHub takes, findings are counted; errors are those that are shown."""
    long = replace(FINDING, message="ä" * 300)
    mild = replace(long, severity=Severity.INFO, code="E001")
    text = markdown(of(*[mild] * 4000, *[long] * 4000))
    shown = text.count("| <code>imports/a.json:12:14")
    assert 0 < shown < 4000
    assert "E001" not in text
    assert f"{8000 - shown:,} more findings not shown here.\n" in text


def test_different_helps() -> None:
    """A help that is not that of all findings of the rule would be wrong above them."""
    assert "Other." not in markdown(of(FINDING, replace(FINDING, help="Other.")))


def test_many_files() -> None:
    """The table of files has an end."""
    files: list[FileReport] = [replace(FILE, path=f"{number}.json") for number in range(130)]
    assert "30 more files with findings.\n" in markdown(Report(tuple(files)))
