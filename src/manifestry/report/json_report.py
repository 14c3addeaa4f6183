"""The whole report as one JSON document; its schema is manifestry/report."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import FileReport, Report
from manifestry.report import Look, Reporter
from manifestry.report.data import Data, dumps, file_data, summary_data
from manifestry.report.tool import tool_data


def make(look: Look) -> Reporter:  # noqa: ARG001
    """The reporter of this format."""
    return Json()


class Json:
    """The reporter; see `manifestry.report.Reporter`.

    Nothing is written before the end, so that a run cut short leaves no half document.
    """

    def __init__(self) -> None:
        self._files: list[Data] = []

    def file(self, file: FileReport) -> Iterator[str]:
        """Nothing yet."""
        self._files.append(file_data(file))
        return iter(())

    def end(self, report: Report) -> Iterator[str]:
        """The document."""
        document: Data = {
            "tool": tool_data(),
            "files": self._files,
            "summary": summary_data(report),
        }
        yield dumps(document, indent=2) + "\n"
