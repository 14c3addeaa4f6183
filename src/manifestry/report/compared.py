"""A report from which a baseline has taken what it accepts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from manifestry.findings import Report

PRUNE: Final = "manifestry baseline --prune"
"""What takes accepted findings that no longer occur out of the usual baseline."""


@dataclass(frozen=True, slots=True)
class ComparedReport(Report):
    """A report without the findings that a baseline accepts, and how many these were.

    `stale` counts accepted findings which no longer occur in the documents that were checked;
    the command `prune` takes them out. If the baseline knows none of these documents, `start` is
    the folder from which its paths start.
    """

    accepted: int = 0
    stale: int = 0
    prune: str = PRUNE
    start: str | None = None
