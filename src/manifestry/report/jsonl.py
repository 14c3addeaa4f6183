"""One JSON object a line: each finding with its path, as soon as its file is checked."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import FileReport, Report
from manifestry.report import Look, Reporter
from manifestry.report.data import Data, dumps, finding_data


def make(look: Look) -> Reporter:  # noqa: ARG001
    """The reporter of this format."""
    return JsonLines()


class JsonLines:
    """The reporter; see `manifestry.report.Reporter`.

    A line is a finding when it has a `code` and a `severity`. Other lines have a `status`:
    "unreadable" with an `error`; "truncated" with how many findings are not listed;
    "internal-error" with the rule that failed.
    """

    def file(self, file: FileReport) -> Iterator[str]:
        """The lines of one file."""
        for data in _lines(file):
            yield dumps({"path": file.path, **data}) + "\n"

    def end(self, report: Report) -> Iterator[str]:
        """Nothing: each line stands for itself."""
        return iter(())


def _lines(file: FileReport) -> Iterator[Data]:
    for finding in file.findings:
        yield finding_data(finding)
    if file.truncated:
        yield {"status": "truncated", "truncated": file.truncated}
    for failure in file.failures:
        yield {
            "status": "internal-error",
            "rule": failure.code,
            "pointer": failure.pointer,
            "error": failure.error,
        }
    if file.error is not None:
        yield {"status": "unreadable", "error": file.error}
