"""The keys of metadata while they are counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from manifestry.formats.encord.client_metadata import RESERVED
from manifestry.formats.encord.metadata.words import NUMBERS
from manifestry.metadata.deciding import counts
from manifestry.metadata.evidence import Evidence, Form, form_of
from manifestry.shaping.stats import KeyStats, NumberStats, VectorStats
from manifestry.shaping.tallies import MAX_DISTINCT, Budget, Count, Histogram, Tally

MAX_KEYS: Final = 1000
"""The most keys that are told apart; real documents have dozens."""

_MAX_KEY_LENGTH: Final = 1000
_DATE: Final = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-[0-9]{2}")


class KeyTally:
    """All that is known of one key so far."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._evidence = Evidence()
        self._words = Tally(budget)
        self._months: Tally | None = None
        self._histogram: Histogram | None = None
        self._numbers: set[float] = set()
        self._more_numbers = False

    def add(self, value: Any, place: str) -> None:
        """Takes one value."""
        self._evidence.add(value, place)
        kind = type(value)
        if kind is str:
            self._words.add(value)
            if _DATE.match(value) and self._form(value) in ("date", "unzoned"):
                self._months = self._months or Tally(self._budget)
                self._months.add(value[:7])
        elif kind is bool:
            self._words.add("true" if value else "false")
        elif kind in NUMBERS:
            self._add_number(value)

    def _form(self, text: str) -> Form:
        known = self._evidence.texts
        return (known.get(text) if known is not None else None) or form_of(text)

    def _add_number(self, value: float) -> None:
        self._histogram = self._histogram or Histogram()
        self._histogram.add(value)
        if value in self._numbers:
            return
        if len(self._numbers) < MAX_DISTINCT and self._budget.left > 0:
            self._budget.left -= 1
            self._numbers.add(value)
        else:
            self._more_numbers = True

    def result(self, name: str, holders: Mapping[str, int]) -> KeyStats:
        """What was seen; `holders` says how many items or frames there are in each place."""
        evidence = self._evidence
        nulls = evidence.forms["null"]
        return KeyStats(
            name=name,
            values=evidence.forms.total() - nulls,
            nulls=nulls,
            holders=sum(holders[place] for place in evidence.places),
            types=tuple(Count(*each) for each in counts(evidence)),
            where=tuple(Count(*each) for each in sorted(evidence.places.items())),
            words=self._words.ranking(),
            longest=evidence.longest,
            numbers=self._number_stats(),
            vectors=None
            if evidence.sizes is None
            else VectorStats(
                number=evidence.forms["vector"], least=evidence.sizes[0], most=evidence.sizes[1]
            ),
            months=() if self._months is None else self._months.in_order(),
        )

    def _number_stats(self) -> NumberStats | None:
        span = self._evidence.numbers
        if span is None or self._histogram is None:
            return None
        return NumberStats(
            number=self._evidence.forms["number"],
            least=span[0],
            most=span[1],
            distinct=len(self._numbers),
            exact=not self._more_numbers,
            bins=self._histogram.bins(),
        )


class Keys:
    """All keys, and how many items and frames could have them."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._keys: dict[str, KeyTally] = {}
        self.holders: Counter[str] = Counter()
        self.other_values = 0

    def add(self, metadata: Mapping[str, Any], place: str) -> None:
        """Takes the metadata of one item or frame. What `$encord` holds is no metadata."""
        for name, value in metadata.items():
            tally = self._keys.get(name)
            if tally is None:
                if name == RESERVED:
                    continue
                if len(self._keys) == MAX_KEYS or len(name) > _MAX_KEY_LENGTH:
                    self.other_values += 1
                    continue
                tally = self._keys[name] = KeyTally(self._budget)
            tally.add(value, place)

    def results(self) -> tuple[KeyStats, ...]:
        """Each key by name."""
        return tuple(tally.result(name, self.holders) for name, tally in sorted(self._keys.items()))
