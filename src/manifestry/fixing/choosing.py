"""Which fixes are carried out together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Container, Iterable
from typing import Final

from manifestry.findings import Edit, FileReport, Finding, Fix

Key = tuple[tuple[int, int, str], ...]
"""What a fix does to the bytes of a document: its name, as long as these stay as they are."""

ENDS_READING: Final = frozenset(
    {
        "bad-number",
        "bad-value",
        "missing-comma",
        "single-quotes",
        "unclosed-string",
        "unexpected-character",
        "unquoted-key",
    }
)
"""Rules behind whose faults nothing is read, so that what is wrong there is found afterwards."""


def key_of(finding: Finding) -> Key:
    """The key of a finding's fix."""
    return tuple((edit.start, edit.end, edit.text) for edit in _edits(finding))


def item_of(pointer: str) -> str | None:
    """The pointer of the item that a pointer leads into; None if it leads into none.

    >>> [item_of(each) for each in ("/videos/7/title", "/12/metadata", "/videos", "")]
    ['/videos/7', '/12', None, None]
    """
    steps = pointer.split("/", 3)[1:]
    for number, step in enumerate(steps[:2], 1):
        if step.isdecimal():
            return "/" + "/".join(steps[:number])
    return None


def chosen_of(
    report: FileReport,
    refused: Container[Key],
    alone: Collection[str],
    *,
    unsafe: bool,
    most: int | None,
    inside: bool = False,
) -> list[Finding]:
    """Findings whose fixes do not touch each other, first come, first served.

    First those that are in no item, then those that are (`inside`: only these), so that it is
    clear which item is better for them; what ends the reading comes last, and by itself.
    """
    groups: tuple[list[Finding], list[Finding], list[Finding]] = [], [], []
    taken = _Taken(), _Taken()
    begun: set[str] = set()
    for finding in report.findings:
        fix = finding.fix
        if fix is None or not (fix.safe or unsafe) or key_of(finding) in refused:
            continue
        if finding.name in ENDS_READING:
            groups[2].append(finding)
            continue
        item = item_of(finding.pointer)
        if item in alone and item in begun:
            continue
        group = int(item is not None)
        if taken[group].take(fix):
            groups[group].append(finding)
            if item is not None:
                begun.add(item)
    chosen = groups[1] if inside else next(filter(None, groups), [])
    return chosen[: 1 if chosen is groups[2] else most]


def edits_of(findings: Iterable[Finding]) -> list[Edit]:
    """The edits of their fixes, in order."""
    found = [edit for finding in findings for edit in _edits(finding)]
    return sorted(found, key=lambda edit: (edit.start, edit.end))


def _edits(finding: Finding) -> tuple[Edit, ...]:
    return () if finding.fix is None else finding.fix.edits


class _Taken:
    """The spans that fixes change; two may not touch."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []

    def take(self, fix: Fix) -> bool:
        """Takes the spans of a fix, if they are all free."""
        spans = [(edit.start, edit.end) for edit in fix.edits]
        if not all(map(self._is_free, spans)):
            return False
        for span in spans:
            self._spans.insert(bisect_left(self._spans, span), span)
        return True

    def _is_free(self, span: tuple[int, int]) -> bool:
        at = bisect_left(self._spans, span)
        before, behind = self._spans[max(0, at - 1) : at], self._spans[at : at + 1]
        return all(end < span[0] for _, end in before) and all(
            span[1] < start for start, _ in behind
        )
