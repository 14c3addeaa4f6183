"""Counting values in bounded memory: rankings, histograms, months.

What is counted comes out the same in any order, as long as no cap is reached; then the counts of
what was seen before it stay exact.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from typing import Final, NamedTuple

from manifestry.text import mask_secrets

MAX_DISTINCT: Final = 1000
"""The most different values of one thing that are told apart."""

MAX_TOP: Final = 20
"""The most values of a ranking that are listed."""

MAX_BINS: Final = 20
"""The most bins of a histogram."""

_LONGEST: Final = 255


class Count(NamedTuple):
    """How many there are of something."""

    name: str
    number: int


class Bin(NamedTuple):
    """How many numbers are from `low` on and below `high`; of a single value both are it."""

    low: float
    high: float
    number: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """How often values occur.

    top: the most frequent ones, MAX_TOP at most, equal ones by name. total: how many values there
    are in all. distinct: how many different ones; more than that if it is not `exact`.
    """

    top: tuple[Count, ...] = ()
    total: int = 0
    distinct: int = 0
    exact: bool = True


NOTHING: Final = Ranking()


class Budget:
    """How many values all tallies together may remember."""

    def __init__(self, left: int) -> None:
        self.left = left


class Tally:
    """Counts texts; knows MAX_DISTINCT of them, as far as the budget reaches."""

    __slots__ = ("_budget", "_counts", "_long", "_others")

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._counts: dict[str, int] = {}
        self._others = 0  # values that were not told apart
        self._long = 0  # values that are too long to be kept

    def add(self, value: str, number: int = 1) -> None:
        """Counts a value."""
        counts = self._counts
        if value in counts:
            counts[value] += number
        elif len(value) > _LONGEST:
            self._long += number
        elif len(counts) < MAX_DISTINCT and self._budget.left > 0:
            self._budget.left -= 1
            counts[value] = number
        else:
            self._others += number

    def ranking(self) -> Ranking:
        """What was counted; signatures and passwords are struck out."""
        counts = self._counts
        order = sorted(counts, key=lambda value: (-counts[value], value))
        return Ranking(
            top=tuple(Count(mask_secrets(value), counts[value]) for value in order[:MAX_TOP]),
            total=sum(counts.values()) + self._others + self._long,
            distinct=len(counts),
            exact=not (self._others or self._long),
        )

    def in_order(self) -> tuple[Count, ...]:
        """All values that were told apart, by name."""
        return tuple(Count(*each) for each in sorted(self._counts.items()))


class Histogram:
    """Numbers in at most MAX_BINS bins, whose width is a power of two.

    It starts with the smallest width that does and doubles it when need be. Where a bin starts is
    a multiple of the width, so two of them make one of the next.
    """

    __slots__ = ("_bins", "_count", "_high", "_low", "_power", "_whole")

    def __init__(self) -> None:
        self._low = math.inf
        self._high = -math.inf
        self._power: int | None = None  # None as long as all numbers are equal
        self._bins: dict[int, int] = {}
        self._count = 0
        self._whole = True

    def add(self, value: float) -> None:
        """Counts a number."""
        number = float(value)
        self._whole = self._whole and isinstance(value, int)
        if not self._low <= number <= self._high:
            self._stretch(number)
        self._count += 1
        if self._power is not None:
            index = _index(number, self._power)
            self._bins[index] = self._bins.get(index, 0) + 1

    def _stretch(self, number: float) -> None:
        before = self._low
        self._low, self._high = min(self._low, number), max(self._high, number)
        if self._low == self._high:
            return
        power = _power(self._low, self._high)
        if self._power is None:
            self._bins = {_index(before, power): self._count} if self._count else {}
        else:
            self._bins = _coarser(self._bins, power - self._power)
        self._power = power

    def bins(self) -> tuple[Bin, ...]:
        """The bins from the lowest to the highest, empty ones between them included."""
        if not self._count:
            return ()
        if self._power is None:
            return (Bin(self._low, self._low, self._count),)
        power, bins = self._power, self._bins
        if self._whole and power < 0:
            power, bins = 0, _coarser(bins, -power)
        return tuple(
            Bin(_edge(index, power), _edge(index + 1, power), bins.get(index, 0))
            for index in range(min(bins), max(bins) + 1)
        )


def _power(low: float, high: float) -> int:
    """The exponent of the smallest width that needs no more than MAX_BINS bins."""
    half = high / 2 - low / 2 or math.ulp(0.0)  # the span itself may be beyond a double
    power = math.frexp(half)[1] - 6
    while _index(high, power) - _index(low, power) >= MAX_BINS:
        power += 1
    return power


def _index(number: float, power: int) -> int:
    mantissa, exponent = math.frexp(number)
    # In whole numbers, because a quotient may be beyond a double, or below the smallest.
    shift = exponent - 53 - power
    digits = int(math.ldexp(mantissa, 53))
    return digits << shift if shift >= 0 else digits >> -shift


def _coarser(bins: dict[int, int], steps: int) -> dict[int, int]:
    if not steps:
        return bins
    found: dict[int, int] = {}
    for index, count in bins.items():
        found[index >> steps] = found.get(index >> steps, 0) + count
    return found


def _edge(index: int, power: int) -> float:
    try:
        return math.ldexp(index, power)
    except OverflowError:
        return sys.float_info.max if index > 0 else -sys.float_info.max
