"""Where findings are gathered: counted all, located and kept as far as the caps allow.

What is listed under a cap are the first findings in document order, whatever order they
come in: that of an item's rules, or the end of the document for what spans items.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from manifestry.document.places import Place
from manifestry.findings import Excerpt, Finding, Fix, RuleCount, RuleFailure, Severity
from manifestry.rules.base import Hit, Path
from manifestry.rules.catalogue import AnyRule, Selection
from manifestry.settings import Settings
from manifestry.text import capitalised, printable

MAX_FAILURES: Final = 20


def to_pointer(path: Path) -> str:
    """A path as a JSON Pointer (RFC 6901).

    >>> to_pointer(("videos", 0, "a/b"))
    '/videos/0/a~1b'
    """
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def limit_of(settings: Settings) -> int:
    """How many findings of one rule can be listed at most; 0 means no limit."""
    limits = (settings.max_findings, settings.max_findings_per_rule)
    return min((limit for limit in limits if limit > 0), default=0)


class Ledger:
    """The findings of one document."""

    def __init__(self, settings: Settings, selection: Selection) -> None:
        self._settings = settings
        self._selection = selection
        # Of each rule the first findings, sorted; the number keeps equal places in order.
        self._kept: dict[str, list[tuple[int, int, int, Finding]]] = {}
        self._number = 0
        self._limit = limit_of(settings)
        # Of each rule what is held back, by label, and how many findings that is.
        self._pending: dict[str, dict[str, tuple[list[Finding], int]]] = {}
        self._counts: Counter[tuple[str, Severity]] = Counter()
        self.failures: list[RuleFailure] = []

    def wants(self, rule: AnyRule, hit: Hit, start: Place) -> bool:
        """Whether a hit of the rule at `start` or behind it may be listed in the end.

        If not, its place need not be looked for.
        """
        if self._selection.severity(rule, hit.severity).rank < self._settings.least.rank:
            return False
        kept = self._kept.get(rule.code, [])
        if not 0 < self._limit <= len(kept):
            return True
        line, column, _, _ = kept[-1]
        return (start.line, start.column) < (line, column)

    def count(self, rule: AnyRule, severity: Severity | None, number: int = 1) -> None:
        """Counts findings that will not be listed."""
        self._counts[rule.code, self._selection.severity(rule, severity)] += number

    def add(self, rule: AnyRule, finding: Finding) -> None:
        """Counts a finding and keeps it, unless enough of the rule lie before it."""
        self._counts[rule.code, finding.severity] += 1
        if finding.severity.rank < self._settings.least.rank:
            return
        kept = self._kept.setdefault(rule.code, [])
        self._number += 1
        insort(kept, (finding.line, finding.column, self._number, finding))
        if 0 < self._limit < len(kept):
            kept.pop()

    def hold(self, rule: AnyRule, label: str, finding: Finding | None) -> None:
        """Keeps a finding back until `settle`; None is one that is only counted."""
        held, total = self._pending.setdefault(rule.code, {}).get(label, ([], 0))
        if finding is not None:
            held.append(finding)
        self._pending[rule.code][label] = held, total + 1

    def holds_enough(self, rule: AnyRule, label: str) -> bool:
        """Whether as many findings as can be listed are held back under a label."""
        held, _ = self._pending.get(rule.code, {}).get(label, ((), 0))
        return 0 < self._limit <= len(held)

    def labels(self, rule: AnyRule) -> Sequence[str]:
        """The labels under which findings of a rule are held back."""
        return tuple(self._pending.get(rule.code, ()))

    def settle(self, rule: AnyRule, label: str, message: str | None) -> None:
        """Takes what was held back under a label, in these words; None forgets it."""
        held, total = self._pending[rule.code].pop(label)
        if message is None:
            return
        for finding in held:
            self.add(rule, replace(finding, message=capitalised(message)))
        self.count(rule, None, total - len(held))

    def finding(
        self,
        rule: AnyRule,
        hit: Hit,
        pointer: str,
        places: tuple[Place, Place],
        *,
        excerpt: Excerpt | None = None,
        fix: Fix | None = None,
    ) -> Finding:
        """What a rule's hit is in the report."""
        start, end = places
        return Finding(
            code=rule.code,
            name=rule.name,
            severity=self._selection.severity(rule, hit.severity),
            message=capitalised(hit.message),
            pointer=pointer,
            line=start.line,
            column=start.column,
            end_line=end.line,
            end_column=end.column,
            help=(hit.help() if callable(hit.help) else hit.help) or rule.help,
            fix=fix,
            excerpt=excerpt,
        )

    def fail(self, rule: AnyRule, pointer: str, error: Exception) -> None:
        """Records that a rule raised."""
        text = printable(f"{type(error).__name__}: {error}")
        self.fail_as(RuleFailure(rule.code, pointer, text))

    def fail_as(self, failure: RuleFailure) -> None:
        """The same of a rule that raised in another process."""
        if len(self.failures) < MAX_FAILURES:
            self.failures.append(failure)

    def findings(self) -> Sequence[Finding]:
        """The listed findings in document order."""
        kept = [entry for entries in self._kept.values() for entry in entries]
        kept.sort(key=lambda entry: (entry[0], entry[1], entry[3].code, entry[2]))
        limit = self._settings.max_findings
        return [finding for *_, finding in kept[: limit if limit > 0 else None]]

    def totals(self) -> tuple[int, int, int]:
        """How many errors, warnings and infos there are, listed or not."""
        counts = Counter[Severity]()
        for (_, severity), number in self._counts.items():
            counts[severity] += number
        return counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.INFO]

    def by_rule(self) -> tuple[RuleCount, ...]:
        """The same by rule and severity, in order of code."""
        counted = ((*key, number) for key, number in sorted(self._counts.items()) if number)
        return tuple(RuleCount(*each) for each in counted)
