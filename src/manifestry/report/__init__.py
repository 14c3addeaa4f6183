"""Reports for people and programs: one file a format, the table of them here.

A format is a `Reporter`: it is told of each file as soon as that is checked, then of the
end, and answers with pieces of text. What it says may be written as it comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from manifestry.findings import FileReport, Report, Severity

__all__ = ["Look", "Reporter", "render", "reporter"]


@dataclass(frozen=True, slots=True)
class Look:
    """How a text for people looks: colours, width in cells, and what can be encoded.

    `terminal` tells that lines which are too long would be broken anywhere.

    `quiet` leaves out all but the findings. `fail_on` is the severity that makes a run fail.
    `contents` lets a form that can show them read the files again for what is in them. `group`
    lets a text for people show a few of many findings that are alike. `statistics` asks for
    counts by rule instead of findings, which only some forms have.
    """

    color: bool = False
    width: int = 80
    encoding: str = "utf-8"
    terminal: bool = False
    quiet: bool = False
    fail_on: Severity = Severity.ERROR
    contents: bool = False
    group: bool = True
    statistics: bool = False


class Reporter(Protocol):
    """One form of report, for one run."""

    def file(self, file: FileReport) -> Iterator[str]:
        """What to write when a file is checked."""
        ...

    def end(self, report: Report) -> Iterator[str]:
        """What to write at the end; the files of `report` may lack findings and `by_rule`."""
        ...


class _Module(Protocol):
    def make(self, look: Look) -> Reporter: ...


_MODULES = {
    "text": "manifestry.report.text",
    "concise": "manifestry.report.concise",
    "json": "manifestry.report.json_report",
    "jsonl": "manifestry.report.jsonl",
    "sarif": "manifestry.report.sarif",
    "github": "manifestry.report.github",
    "gitlab": "manifestry.report.gitlab",
    "junit": "manifestry.report.junit",
    "markdown": "manifestry.report.markdown",
    "html": "manifestry.report.html",
}


def reporter(form: str, look: Look | None = None) -> Reporter:
    """The reporter of one form, one of `manifestry.choices.FORMATS`, for one run.

    Raises UsageError where statistics are asked for and the form has none.
    """
    look = look or Look()
    if look.statistics:
        from manifestry.report.statistics import statistics

        return statistics(form, look)
    module = cast("_Module", import_module(_MODULES[form]))
    return module.make(look)


def render(report: Report, form: str = "text", look: Look | None = None) -> str:
    """A whole report as text."""
    made = reporter(form, look)
    pieces = [piece for file in report.files for piece in made.file(file)]
    return "".join([*pieces, *made.end(report)])
