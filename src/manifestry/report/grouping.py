"""Findings that say the same of many places: a few examples, and how many more there are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from manifestry.findings import FileReport, Finding, Severity

MOST_ALONE: Final = 4
"""So many findings that are alike are still shown one by one."""

EXAMPLES: Final = 3
"""So many are shown of more."""

# Indexes, sizes and times are what equal faults differ in. "9" is like "1,024" and "0.5".
_NUMBER: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*")

_Rule = tuple[str, Severity]
_Likeness = tuple[str, Severity, str]
_Groups = Mapping[_Likeness, list[int]]


class Rest(NamedTuple):
    """What is left out behind the examples of a group.

    `number` findings, from `first` to `last`. `unlisted` is how many more of the
    rule and severity the caps kept out, like these or not; the last group of the rule has it.
    """

    number: int
    first: Finding
    last: Finding
    unlisted: int = 0


class Shown(NamedTuple):
    """A finding that is shown; with the last example of a group comes the `rest` of it."""

    finding: Finding
    rest: Rest | None = None


def grouped(file: FileReport) -> Iterator[Shown]:
    """The findings of a file, those that are alike together where the first of them stands.

    Alike are those of one rule and severity whose messages differ in nothing but numbers.
    """
    findings = file.findings
    groups: dict[_Likeness, list[int]] = {}
    group_of = []
    for number, finding in enumerate(findings):
        group = groups.setdefault(_likeness(finding), [])
        group.append(number)
        group_of.append(group)
    unlisted = _unlisted(groups, file)
    for number, group in enumerate(group_of):
        if len(group) <= MOST_ALONE:
            yield Shown(findings[number])
        elif number == group[0]:
            *first, last = (findings[each] for each in group[:EXAMPLES])
            yield from map(Shown, first)
            left_out = group[EXAMPLES:]
            ends = findings[left_out[0]], findings[left_out[-1]]
            yield Shown(last, Rest(len(left_out), *ends, unlisted.get(number, 0)))


def _likeness(finding: Finding) -> _Likeness:
    return finding.code, finding.severity, _NUMBER.sub("0", finding.message)


def _unlisted(groups: _Groups, file: FileReport) -> Mapping[int, int]:
    """How many findings of its rule are not listed, for the first of each rule's last group."""
    last = {
        (code, severity): group[0]
        for (code, severity, _), group in groups.items()
        if len(group) > MOST_ALONE
    }
    listed = Counter[_Rule]((finding.code, finding.severity) for finding in file.findings)
    return {
        last[each.code, each.severity]: each.count - listed[each.code, each.severity]
        for each in file.by_rule
        if (each.code, each.severity) in last
    }
