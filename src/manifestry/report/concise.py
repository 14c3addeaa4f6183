"""One line a finding, for editors, logs and grep: path:line:column: code severity message."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import FileReport, Report
from manifestry.report import Look, Reporter
from manifestry.report.cells import shown, tame
from manifestry.report.mendable import Mendable, mark
from manifestry.report.summary import count, stale_line, summary


def make(look: Look) -> Reporter:
    """The reporter of this format."""
    return Concise(look)


class Concise:
    """The reporter; see `manifestry.report.Reporter`."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._mendable = Mendable()

    def file(self, file: FileReport) -> Iterator[str]:
        """A line for each finding."""
        self._mendable.count(file)
        path = tame(shown(file.path, self._look.encoding))
        for finding in file.findings:
            message = shown(finding.message, self._look.encoding)
            place = f"{path}:{finding.line}:{finding.column}"
            yield f"{place}: {finding.code} {finding.severity} {message} [{finding.name}]{mark(file.path, finding)}\n"
        if file.truncated:
            more = count(file.truncated, "more finding")
            yield f"{path}: {more} not listed (see --max-findings and --max-findings-per-rule)\n"

    def end(self, report: Report) -> Iterator[str]:
        """The summary."""
        text = summary(report)
        if not self._look.quiet:
            mendable = self._mendable.line(all_listed=not report.truncated)
            for line in filter(None, (text, mendable, stale_line(report))):
                yield f"{line}\n"
