"""Items that a gate cleared, as trackers see them: many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from manifestry.formats.encord.client_metadata import KEY
from manifestry.formats.encord.item import Item
from manifestry.formats.encord.sections import Section
from manifestry.settings import Settings


@dataclass(slots=True, eq=False)
class Run:
    """Consecutive items of a section in which all is plain; `first` is the index of the first.

    `urls` are their object URLs in order, all good; `counts` says of groups how many each has.
    They stand under `objectUrl_0`, `objectUrl_1` and so on, in this order. `has_bare`: whether
    an item may have no client metadata.
    """

    section: Section
    first: int
    values: list[dict[str, Any]]
    settings: Settings
    has_bare: bool
    urls: list[str]
    counts: list[int]

    def items(self) -> Iterator[Item]:
        """The items one by one."""
        for number, value in enumerate(self.values):
            yield Item(self.section, self.first + number, value, self.settings)


def run_of(
    section: Section,
    first: int,
    values: list[dict[str, Any]],
    settings: Settings,
    *,
    has_bare: bool,
) -> Run:
    """A run of cleared items."""
    if not section.numbered:
        urls = [value["objectUrl"] for value in values]
        return Run(section, first, values, settings, has_bare, urls, [])
    # What a group has beside its URLs is known by name.
    counts = [len(value) - 1 - ("createVideo" in value) - (KEY in value) for value in values]
    urls = [url for value, count in zip(values, counts, strict=True) for url in _urls(count)(value)]
    return Run(section, first, values, settings, has_bare, urls, counts)


@lru_cache(maxsize=16)  # most groups of a manifest are of a size
def _urls(count: int) -> Callable[[dict[str, Any]], tuple[str, ...]]:
    names = [f"objectUrl_{number}" for number in range(count)]
    one: Callable[[dict[str, Any]], tuple[str, ...]] = itemgetter(*names)
    return one if count > 1 else lambda value: (value["objectUrl_0"],)
