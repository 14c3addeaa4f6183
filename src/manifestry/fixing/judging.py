"""Whether a document is better than it was: what a fix promises."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from manifestry.findings import FileReport, Finding, Severity
from manifestry.fixing.choosing import ENDS_READING, chosen_of, item_of

_OF_TEXT = ("J0", "J1")

Measure = tuple[int, int, int]
"""How many findings there are: errors, warnings and worse, all."""


def is_better(before: FileReport, after: FileReport, fixed: Sequence[Finding]) -> bool:
    """Whether there is less wrong, of no severity more than before, and so in each mended item.

    Behind a fault that ended the reading more may be found than before.
    """
    if after.error is not None or after.failures != before.failures:
        return False
    if fixed[0].name in ENDS_READING:
        return _reads_on(before, after, fixed[0])
    if after.kind != before.kind:
        return False
    now, then = _measure(after), _measure(before)
    return now != then and not _is_worse(now, then) and not _worse(before, after, fixed)


def guilty_of(
    before: FileReport, after: FileReport, fixed: Sequence[Finding]
) -> Mapping[str, Sequence[Finding]]:
    """What was fixed in each item that has become worse."""
    worse = _worse(before, after, fixed)
    guilty: dict[str, list[Finding]] = defaultdict(list)
    for finding in fixed:
        item = item_of(finding.pointer)
        if item in worse:
            guilty[item].append(finding)
    return guilty


def uncovered(
    before: FileReport, after: FileReport, fixed: Sequence[Finding], *, unsafe: bool
) -> list[Finding]:
    """What can be mended of what has come to light: in the items that have become worse.

    Where the document as a whole has, in what is in no item.
    """
    if after.error is not None or after.kind != before.kind:
        return []
    worse = _worse(before, after, fixed)
    known = {(finding.code, finding.message) for finding in before.findings}
    chosen = chosen_of(after, refused=(), alone=(), unsafe=unsafe, most=None, inside=bool(worse))
    return [
        finding
        for finding in chosen
        if (
            item_of(finding.pointer) in worse
            if worse
            else (finding.code, finding.message) not in known
        )
    ]


class Brought:
    """What has come to a document, by item."""

    def __init__(self, before: FileReport, after: FileReport) -> None:
        now, then = _codes(after), _codes(before)
        self._of_item = {item: codes - then[item] for item, codes in now.items()}
        self._of_all = sum(now.values(), Counter[str]()) - sum(then.values(), Counter[str]())

    def codes(self, finding: Finding) -> tuple[str, ...]:
        """The codes of it where a finding was, or anywhere if nothing has come there."""
        there = self._of_item.get(item_of(finding.pointer))
        return tuple(sorted(there or self._of_all))


def _worse(before: FileReport, after: FileReport, fixed: Sequence[Finding]) -> set[str]:
    """The mended items that have become worse.

    None, where items cannot be told by their pointers: some are gone, or under another key, or
    not all of them are listed.
    """
    if after.items != before.items or before.truncated or after.truncated:
        return set()
    if any(item_of(finding.pointer) is None for finding in fixed):
        return set()
    now, then = _by_item(after), _by_item(before)
    mended = {item_of(finding.pointer) for finding in fixed}
    return {
        item for item in now if item in mended and _is_worse(now[item], then.get(item, (0, 0, 0)))
    }


def _reads_on(before: FileReport, after: FileReport, fixed: Finding) -> bool:
    """Whether a fault is gone and what is wrong with the text now lies behind it."""
    known = {(_place(each), each.code) for each in before.findings} - {(_place(fixed), fixed.code)}
    faults = [each for each in after.findings if each.code.startswith(_OF_TEXT)]
    new = [_place(each) for each in faults if (_place(each), each.code) not in known]
    return not new or min(new) > _place(fixed)


def _place(finding: Finding) -> tuple[int, int]:
    return finding.line, finding.column


def _measure(report: FileReport) -> Measure:
    return (
        report.count_at_least(Severity.ERROR),
        report.count_at_least(Severity.WARNING),
        report.count_at_least(Severity.INFO),
    )


def _is_worse(now: Measure, then: Measure) -> bool:
    return any(one > other for one, other in zip(now, then, strict=True))


def _codes(report: FileReport) -> defaultdict[str | None, Counter[str]]:
    found: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
    for finding in report.findings:
        found[item_of(finding.pointer)][finding.code] += 1
    return found


def _by_item(report: FileReport) -> Mapping[str, Measure]:
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for finding in report.findings:
        counts = found[item_of(finding.pointer) or ""]
        for rank in range(finding.severity.rank + 1):
            counts[2 - rank] += 1
    return {item: (counts[0], counts[1], counts[2]) for item, counts in found.items()}
