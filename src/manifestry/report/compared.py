"""A report from which a baseline has taken what it accepts."""

from __future__ import annotations

from dataclasses import dataclass

from manifestry.findings import Report


@dataclass(frozen=True, slots=True)
class ComparedReport(Report):
    """A report without the findings that a baseline accepts, and how many these were.

    `stale` counts accepted findings which no longer occur in the documents that were checked.
    """

    accepted: int = 0
    stale: int = 0
