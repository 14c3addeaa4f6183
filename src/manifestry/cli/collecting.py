"""Takes the verdicts of a run for something else than a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from manifestry.findings import FileReport, Report


@dataclass(frozen=True, slots=True)
class Collector:
    """A `manifestry.report.Reporter` that hands each verdict on, and writes nothing."""

    take: Callable[[FileReport], object]

    def file(self, file: FileReport) -> Iterator[str]:
        """Hands it on."""
        self.take(file)
        return iter(())

    def end(self, report: Report) -> Iterator[str]:
        """Nothing."""
        return iter(())
