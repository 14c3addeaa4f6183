"""Items that a gate cleared, as trackers see them: many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from manifestry.formats.encord.client_metadata import KEY
from manifestry.formats.encord.item import Item
from manifestry.formats.encord.sections import SECTIONS, Section
from manifestry.settings import Settings


@dataclass(slots=True, eq=False)
class Run:
    """Consecutive items of a section in which all is plain; `first` is the index of the first.

    There are `count` of them; what they consist of may only be parsed when it is asked for.
    `urls` are their object URLs in order, all good; `counts` says of groups how many each has.
    They stand under `objectUrl_0`, `objectUrl_1` and so on, in this order. `has_bare`: whether
    an item may have no client metadata.
    """

    section: Section
    first: int
    count: int
    settings: Settings
    has_bare: bool
    urls: list[str]
    counts: list[int]
    _parse: Callable[[], list[Any]]
    _parsed: list[Any] | None = None

    @property
    def values(self) -> list[dict[str, Any]]:
        """The items as parsed."""
        if self._parsed is None:
            self._parsed = self._parse()
        return self._parsed

    def __reduce__(self) -> tuple[Any, ...]:
        """What goes to another process: what was found, and nothing of which that was made."""
        # No URL that is cleared has a line break in it; one text is sent faster than many.
        urls = "\n".join(self.urls)
        return _sent, (self.section.key, self.count, urls, self.counts, self.has_bare)

    def put(self, first: int, settings: Settings, parse: Callable[[], list[Any]]) -> None:
        """Puts a run that another process made into its place; `parse` gives the items."""
        self.first, self.settings, self._parse = first, settings, parse

    def items(self) -> Iterator[Item]:
        """The items one by one."""
        for number, value in enumerate(self.values):
            yield Item(self.section, self.first + number, value, self.settings)


def _sent(key: str, count: int, urls: str, counts: list[int], has_bare: bool) -> Run:  # noqa: FBT001 - pickle gives arguments by place
    """A run as it comes out of a pickle; it has to be `put`."""
    found = urls.split("\n") if urls else []
    return Run(SECTIONS[key], 0, count, Settings(), has_bare, found, counts, list)


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
        return Run(section, first, len(values), settings, has_bare, urls, [], lambda: values)
    # What a group has beside its URLs is known by name.
    counts = [len(value) - 1 - ("createVideo" in value) - (KEY in value) for value in values]
    urls = [url for value, count in zip(values, counts, strict=True) for url in _urls(count)(value)]
    return Run(section, first, len(values), settings, has_bare, urls, counts, lambda: values)


@lru_cache(maxsize=16)  # most groups of a manifest are of a size
def _urls(count: int) -> Callable[[dict[str, Any]], tuple[str, ...]]:
    names = [f"objectUrl_{number}" for number in range(count)]
    one: Callable[[dict[str, Any]], tuple[str, ...]] = itemgetter(*names)
    return one if count > 1 else lambda value: (value["objectUrl_0"],)
