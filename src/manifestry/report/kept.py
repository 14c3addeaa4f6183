"""The findings a report has room for: the worst ones, the rest only counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from manifestry.findings import FileReport, Finding, Severity

WORST_FIRST: tuple[Severity, ...] = (Severity.ERROR, Severity.WARNING, Severity.INFO)


class Kept(NamedTuple):
    """A finding and the document it is about; `mark` is what the report notes on it."""

    path: str
    finding: Finding
    mark: str = ""


class Shelf:
    """At most `room` findings; one that is worse takes the place of the last of the mildest."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._rows: dict[Severity, list[Kept]] = {severity: [] for severity in WORST_FIRST}
        self.left_out = 0

    def __len__(self) -> int:
        return sum(len(rows) for rows in self._rows.values())

    def __iter__(self) -> Iterator[Kept]:
        """The findings, errors first, otherwise as they came."""
        for severity in WORST_FIRST:
            yield from self._rows[severity]

    def put(self, kept: Kept) -> None:
        """Keeps one more, or counts it."""
        severity = kept.finding.severity
        if len(self) >= self._room:
            self.left_out += 1
            mildest = next((each for each in WORST_FIRST[::-1] if self._rows[each]), severity)
            if mildest.rank >= severity.rank:
                return
            self._rows[mildest].pop()
        self._rows[severity].append(kept)

    def put_all(self, file: FileReport) -> None:
        """Keeps the findings of a file."""
        for finding in file.findings:
            self.put(Kept(file.path, finding))

    def by_rule(self) -> dict[tuple[Severity, str, str], list[Kept]]:
        """The findings by severity, code and name of their rule: errors first, then by code."""
        groups: dict[tuple[Severity, str, str], list[Kept]] = {}
        for kept in self:
            finding = kept.finding
            groups.setdefault((finding.severity, finding.code, finding.name), []).append(kept)
        return dict(sorted(groups.items(), key=lambda group: (-group[0][0].rank, group[0][1:])))
