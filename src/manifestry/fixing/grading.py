"""Fixes that are safe by themselves, but not where they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from manifestry.findings import FileReport, Finding

_READ_OTHERWISE: Final = frozenset({"J104", "J201", "J203", "J205"})
"""Where the text says more than was read of it: a comment, another value of the same key."""

_Place = tuple[int, int]


def with_care(report: FileReport) -> FileReport:
    """The report, in which no fix is safe that takes away what no rule has seen."""
    places = sorted(
        (each.line, each.column) for each in report.findings if each.code in _READ_OTHERWISE
    )
    if not places:
        return report
    return replace(report, findings=tuple(_graded(each, places) for each in report.findings))


def _graded(finding: Finding, places: Sequence[_Place]) -> Finding:
    fix = finding.fix
    if fix is None or not fix.safe:
        return finding
    own = finding.line, finding.column
    for edit in fix.edits:
        start, end = (edit.line, edit.column), (edit.end_line, edit.end_column)
        covered = places[bisect_left(places, start) : bisect_left(places, end)]
        if any(place != own for place in covered):
            return replace(finding, fix=fix._replace(safe=False))
    return finding
