"""Workflow commands of GitHub Actions: a line for each finding, shown beside the source.

GitHub shows ten annotations of each level for a step; the lines themselves all stay in the log.
"""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import FileReport, Finding, Report, Severity
from manifestry.report import Look, Reporter
from manifestry.report.cells import shown
from manifestry.report.places import relative
from manifestry.report.summary import baseline_line, count, summary
from manifestry.report.tool import tool_line
from manifestry.text import mask_secrets

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})

_Properties = dict[str, str | int]


def make(look: Look) -> Reporter:
    """The reporter of this format."""
    return GitHub(look)


class GitHub:
    """The reporter; see `manifestry.report.Reporter`."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def file(self, file: FileReport) -> Iterator[str]:
        """A command for each finding, and for what went wrong."""
        place: _Properties = {"file": relative(file.path)}
        for finding in file.findings:
            level = _LEVELS[finding.severity]
            yield self._command(level, {**place, **_region(finding)}, _message(finding))
        if file.truncated:
            more = count(file.truncated, "more finding")
            words = f"{more} not listed (see --max-findings and --max-findings-per-rule)"
            yield self._command("notice", {**place, "title": "not listed"}, [words])
        for failure in file.failures:
            where = f" at {mask_secrets(failure.pointer)}" if failure.pointer else ""
            words = f"rule {failure.code}{where}: {failure.error}"
            yield self._command("error", {**place, "title": "internal error"}, [words])
        if file.error is not None:
            yield self._command("error", {**place, "title": "unreadable"}, [file.error])

    def end(self, report: Report) -> Iterator[str]:
        """What there is to say of a baseline; the summary and the tool as plain lines of the log."""
        if not self._look.quiet:
            if words := baseline_line(report):
                yield self._command("notice", {"title": "baseline"}, [words])
            yield "".join(f"{line}\n" for line in (summary(report), tool_line()) if line)

    def _command(self, level: str, properties: _Properties, lines: list[str]) -> str:
        encoding = self._look.encoding
        given = ",".join(
            f"{name}={shown(str(value), encoding).translate(_PROPERTY)}"
            for name, value in properties.items()
        )
        text = "\n".join(shown(line, encoding) for line in lines)
        return f"::{level} {given}::{text.translate(_DATA)}\n"


def _region(finding: Finding) -> _Properties:
    """Where a finding is. GitHub takes columns, counted from 1, only within one line."""
    region: _Properties = {"line": finding.line, "endLine": finding.end_line}
    if finding.line == finding.end_line:
        region["col"] = finding.column
        region["endColumn"] = max(finding.column, finding.end_column - 1)  # the last character
    return {**region, "title": f"{finding.code} {finding.name}"}


def _message(finding: Finding) -> list[str]:
    where = f"at {mask_secrets(finding.pointer)}" if finding.pointer else ""
    return [line for line in (finding.message, where, finding.help) if line]
