"""How often each rule found something, instead of the findings: a table, or JSON.

The schema of the JSON form is manifestry/statistics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from manifestry.errors import UsageError
from manifestry.findings import FileReport, Report, Severity
from manifestry.report import Look, Reporter
from manifestry.report.data import Data, dumps
from manifestry.report.mendable import MARK
from manifestry.report.summary import is_clean, stale_line, summary
from manifestry.rules.base import Fixable
from manifestry.text import quote

_LEGEND = "= `manifestry fix` mends it where it is certain how"
_BOLD, _GREEN, _CYAN = "1", "1;32", "1;36"
_COLORS: Final = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}


class Line(NamedTuple):
    """A rule, what its findings are, and how many there are in all files."""

    number: int
    severity: Severity
    code: str
    name: str
    fix: Fixable

    @property
    def data(self) -> Data:
        """The keys and values of the JSON form, which are a contract."""
        return {
            "code": self.code,
            "name": self.name,
            "severity": self.severity.value,
            "count": self.number,
            "fix": self.fix,
        }


class Tally:
    """The counts of a run: of each rule one number for each severity."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, Severity]] = Counter()

    def add(self, file: FileReport) -> None:
        """Takes in what is counted of a file."""
        for each in file.by_rule:
            self._counts[each.code, each.severity] += each.count

    def lines(self) -> list[Line]:
        """The most frequent ones first, then by code, and the worst of a rule first."""
        from manifestry.rules.catalogue import catalogue

        rules = catalogue() if self._counts else {}
        found = sorted(
            self._counts.items(), key=lambda each: (-each[1], each[0][0], -each[0][1].rank)
        )
        return [
            Line(number, severity, code, rules[code].name, rules[code].fix)
            for (code, severity), number in found
        ]


def statistics(form: str, look: Look) -> Reporter:
    """The reporter that counts. Raises UsageError for a form that has none."""
    match form:
        case "text":
            return Table(look)
        case "json":
            return Json()
    raise UsageError(
        f"--statistics has the formats text and json, not {quote(form)}; say --format text"
    )


class Table:
    """The reporter for people; see `manifestry.report.Reporter`. It writes at the end."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._tally = Tally()

    def file(self, file: FileReport) -> Iterator[str]:
        """Nothing yet."""
        self._tally.add(file)
        return iter(())

    def end(self, report: Report) -> Iterator[str]:
        """The table, what its mark means, and the summary."""
        lines = self._tally.lines()
        yield from self._rows(lines)
        if self._look.quiet:
            return
        if lines:
            yield "\n"
        if any(line.fix == "safe" for line in lines):
            yield f"{self._paint(MARK, _CYAN)} {_LEGEND}\n"
        text = summary(_counted(report))
        if text:
            yield self._paint(text, _GREEN if is_clean(report) else _BOLD) + "\n"
        if stale_line(report):
            yield f"{stale_line(report)}\n"

    def _rows(self, lines: Sequence[Line]) -> Iterator[str]:
        numbers = max((len(f"{line.number:,}") for line in lines), default=0)
        words = max((len(line.severity) for line in lines), default=0)
        has_marks = any(line.fix == "safe" for line in lines)
        for line in lines:
            mark = self._paint(MARK, _CYAN) if line.fix == "safe" else " " * len(MARK)
            severity = self._paint(f"{line.severity:<{words}}", _COLORS[line.severity])
            name = f"{mark} {line.name}" if has_marks else line.name
            yield f"{line.number:>{numbers},}  {severity}  {line.code}  {name}\n"

    def _paint(self, text: str, color: str) -> str:
        return f"\x1b[{color}m{text}\x1b[0m" if self._look.color else text


class Json:
    """The reporter for programs, which writes at the end."""

    def __init__(self) -> None:
        self._tally = Tally()

    def file(self, file: FileReport) -> Iterator[str]:
        """Nothing yet."""
        self._tally.add(file)
        return iter(())

    def end(self, report: Report) -> Iterator[str]:
        """The list."""
        yield dumps([line.data for line in self._tally.lines()], indent=2) + "\n"


def _counted(report: Report) -> Report:
    """The report as one in which no finding is left out: all are in the table."""
    return replace(report, files=tuple(replace(file, truncated=0) for file in report.files))
