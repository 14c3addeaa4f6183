"""Items that repeat another one's URLs, found with a digest an item.

The digests lie one behind the other, so that a place in the line is all that is kept of where
an item stands; only what is repeated is told with its place.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from manifestry.document.writing import LIST
from manifestry.engine.ledger import to_pointer
from manifestry.formats.encord.item import NUMBERED_URL, Item

_SIZE: Final = 16
_NONE: Final = bytes(_SIZE)


class Spot(NamedTuple):
    """Where an item stands: its document and pointer there, its section in the whole.

    at: its index there. urls: how many it has.
    """

    source: str
    pointer: str
    section: str
    at: int
    urls: int


class _Run(NamedTuple):
    """Consecutive items of one section of one document."""

    start: int
    source: str
    section: str
    first: int
    is_alone: bool


class Repeats:
    """What is known of the URLs of all items so far."""

    def __init__(self) -> None:
        self._digests = bytearray()
        self._runs: list[_Run] = []
        self._urls = array("Q")

    def begin(self, source: str, section: str, first: int, *, is_alone: bool = False) -> None:
        """The next items are those of a section; `first` is the index that one has in the whole."""
        self._runs.append(_Run(len(self._urls), source, section, first, is_alone))

    @property
    def urls(self) -> int:
        """How many URLs all items have."""
        return sum(self._urls)

    def add(self, item: Any, count: int) -> None:
        """Takes the next item, as its format views it, and how many URLs it counts.

        None is for what is no item.
        """
        urls = () if item is None else _urls(item)
        text = "\0".join(urls).encode("utf-8", "surrogatepass")
        self._digests += blake2b(text, digest_size=_SIZE).digest() if urls else _NONE
        self._urls.append(count)

    def found(self) -> Iterator[list[Spot]]:
        """The items that have the same URLs: of each set of them all, in order."""
        for numbers in self._repeated():
            yield [self._spot(number) for number in numbers]

    def _repeated(self) -> Iterable[list[int]]:
        seen: set[bytes] = set()
        repeated: dict[bytes, list[int]] = {}
        for digest in self._in_order():
            if digest in seen:
                repeated[digest] = []
            elif digest != _NONE:
                seen.add(digest)
        if repeated:
            for number, digest in enumerate(self._in_order()):
                if digest in repeated:
                    repeated[digest].append(number)
        return repeated.values()

    def _in_order(self) -> Iterator[bytes]:
        digests = self._digests
        return (bytes(digests[at : at + _SIZE]) for at in range(0, len(digests), _SIZE))

    def _spot(self, number: int) -> Spot:
        run = self._runs[bisect_right(self._runs, number, key=lambda run: run.start) - 1]
        index = number - run.start
        path = () if run.is_alone else (index,) if run.section == LIST else (run.section, index)
        return Spot(
            run.source, to_pointer(path), run.section, run.first + index, self._urls[number]
        )


def _urls(item: Any) -> list[str]:
    """The URLs of an item, those of a group by number: two are the same if they have the same."""
    if not isinstance(item, Item):
        return [url for _, url in item.urls()]
    urls = item.urls()
    if not item.section.numbered:
        return [url for _, url in urls]
    ordered = sorted(urls, key=_number)
    return ["group", *(url for _, url in ordered)] if ordered else []


def _number(url: tuple[str, str]) -> tuple[int, str]:
    match = NUMBERED_URL.match(url[0])
    digits = match[1].lstrip("0") if match else ""  # as many as anybody likes: no int of them
    return len(digits), digits
