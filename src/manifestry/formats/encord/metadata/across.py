"""What is the same all over a document's client metadata, and the odd value out.

Each watcher is the tracker of one rule. They keep a word or two for each key, no values but
the few of what may be an enum, and stop taking in new keys at MAX_KEYS. Nearly all items are
alike: one with the keys and types of another tells most of them nothing new.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, Final

from manifestry.formats.encord.client_metadata import KEY, MAX_KEYS, RESERVED, holders
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.names import KEYFRAMES
from manifestry.formats.encord.metadata.words import NUMBERS
from manifestry.formats.encord.run import Run
from manifestry.formats.memo import remember_last
from manifestry.rules.base import Hit
from manifestry.rules.patch import Patch, add
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings
from manifestry.spelling import fold
from manifestry.text import listing, quote

MIN_ITEMS: Final = 10
"""The fewest items of a section of which one that lacks a key is odd."""

MIN_EMBEDDING: Final = 8
"""The fewest numbers of a list that is likely to be an embedding."""

_MAX_SHAPES: Final = 10_000

_KINDS: Final = {
    str: "a text",
    int: "a number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
}


_numbers: dict[tuple[object, ...], int] = {}
_next = count()


@remember_last
def _shape(item: Item) -> int:
    """A number that only items of a section with the same keys and types in metadata share.

    -1 for one that has to be looked at: it may have frames, or has no metadata.
    """
    metadata = item.value.get(KEY)
    if not isinstance(metadata, dict) or RESERVED in metadata:
        return -1
    shape = (item.section.key, *metadata, *map(type, metadata.values()))
    number = _numbers.get(shape)
    if number is None:
        if len(_numbers) >= _MAX_SHAPES:
            _numbers.clear()  # numbers are not used again, so that is no harm
        number = _numbers[shape] = next(_next)
    return number


class _Watcher(NoTracking[Item, Member]):
    """Watches keys that the metadata schema lacks: of the others the schema judges."""

    def __init__(self, settings: Settings) -> None:
        self._schema: Mapping[str, object] = settings.metadata_schema or {}
        self._quiet: set[int] = set()  # the shapes that need no look any more
        self._told: set[str] = set()

    goes_by_likeness = True

    def pass_over(self, run: Run) -> Iterable[tuple[int, Hit]]:
        """Nothing: a gate clears only kinds of values, and sizes, that it saw under a key."""
        return ()

    def _is_open(self, key: str) -> bool:
        return key not in self._told and key not in self._schema and key != KEYFRAMES

    def _settle(self, shape: int) -> None:
        if shape >= 0 and len(self._quiet) < _MAX_SHAPES:
            self._quiet.add(shape)


class Kinds(_Watcher):
    """Watches that a key has values of one kind in all items and frames."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._first: dict[str, tuple[str, str]] = {}

    def see(self, item: Item) -> Iterable[Hit]:
        """The first value of another kind than those before it, of each key."""
        shape = _shape(item)
        if shape in self._quiet:
            return ()
        self._settle(shape)
        return self._look(item)

    def _look(self, item: Item) -> Iterator[Hit]:
        for path, metadata in holders(item):
            for key, value in metadata.items():
                kind = _KINDS.get(type(value))
                if kind is None or key[:1] == "$" or not self._is_open(key):
                    continue
                known = self._first.get(key)
                if known is None:
                    if len(self._first) < MAX_KEYS:
                        self._first[key] = kind, _pointer(item)
                elif known[0] != kind:
                    self._told.add(key)
                    message = f"{quote(key)} is {kind} here and {known[0]} in {known[1]}"
                    yield Hit((*path, key), message)


class Sizes(_Watcher):
    """Watches that what is likely an embedding has one length wherever it stands."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._first: dict[str, tuple[int, str]] = {}

    def see(self, item: Item) -> Iterable[Hit]:
        """The first list of another length than those before it, of each key."""
        shape = _shape(item)
        if shape in self._quiet:
            return ()
        if shape >= 0 and list not in map(type, item.value[KEY].values()):  # type: ignore[attr-defined]
            self._settle(shape)
            return ()
        return self._look(item)

    def _look(self, item: Item) -> Iterator[Hit]:
        for path, metadata in holders(item):
            for key, value in metadata.items():
                if type(value) is not list or not self._is_open(key) or not _is_vector(value):
                    continue
                known = self._first.get(key)
                if known is None:
                    if len(self._first) < MAX_KEYS:
                        self._first[key] = len(value), _pointer(item)
                elif known[0] != len(value):
                    self._told.add(key)
                    here, there = f"{len(value):,} numbers here", f"{known[0]:,} in {known[1]}"
                    yield Hit((*path, key), f"{quote(key)} has {here} and {there}")


def _pointer(item: Item) -> str:
    return f"/{item.section.key}/{item.index}"


def _is_vector(value: list[Any]) -> bool:
    return len(value) >= MIN_EMBEDDING and NUMBERS.issuperset(map(type, value))


_NOTHING: Final[dict[str, Any]] = {}


def _is_free(key: str) -> bool:
    """Whether a key has no meaning of its own."""
    return key[:1] != "$" and key != KEYFRAMES


class Presence(NoTracking[Item, Member]):
    """Watches for the one item of a section that lacks a key which all others have.

    An item is only known to be the odd one when all have gone by: the hit on it is held back,
    labelled with section and index.
    """

    def __init__(self, _: Settings) -> None:
        self._count: dict[str, int] = {}
        self._label: dict[str, str] = {}  # of the first item of a section
        self._always: dict[str, dict[str, None]] = {}
        self._once: dict[str, dict[str, str]] = {}
        self._last = -1

    def see(self, item: Item) -> Iterable[Hit]:
        """A hit to be held back, if the item may be the one."""
        value = item.value.get(KEY, _NOTHING)
        if not isinstance(value, dict):  # another rule speaks of what is no object
            return ()
        section = item.section.key
        number = self._count.get(section, 0)
        self._count[section] = number + 1
        shape = _shape(item)
        if shape == self._last >= 0:  # it has what the one before has, and lacks what that lacks
            return ()
        label = f"{section} {item.index}"
        missing = self._missing(section, number, value, label)
        self._last = shape if missing is None else -1
        if missing is None:
            return ()
        at = (KEY,) if KEY in item.value else ()
        return [Hit(at, "", pending=label, patch=_filled(missing, value, is_there=bool(at)))]

    goes_by_likeness = True

    def pass_over(self, run: Run) -> Iterable[tuple[int, Hit]]:
        """Nothing, but they count.

        A gate clears what has all keys that each of some items before had, none of which was
        the first of its section or odd; and nothing that such an item lacks is still expected.
        """
        self._count[run.section.key] = self._count.get(run.section.key, 0) + run.count
        return ()

    def _missing(
        self, section: str, number: int, metadata: dict[str, Any], label: str
    ) -> Sequence[str] | None:
        """What an item, of which `number` went before it, lacks and all of those have.

        None if there is no such thing. Of the first one nobody can tell yet.
        """
        if not number:
            keys = [key for key in metadata if _is_free(key)]
            self._always[section] = dict.fromkeys(keys[:MAX_KEYS])
            self._once[section] = {}
            self._label[section] = label
            return ()
        always, once = self._always[section], self._once[section]
        for key in [*once.keys() - metadata.keys()]:
            del once[key]
        if number == 1:
            first = self._label[section]
            once |= {key: first for key in metadata if key not in always and _is_free(key)}
        missing = [key for key in always if key not in metadata]
        for key in missing:
            del always[key]
            once[key] = label
        return missing or None

    def verdict(self, label: str) -> str | None:
        """What the item with that label lacks, if it alone does."""
        section = label.partition(" ")[0]
        others = self._count[section] - 1
        keys = [key for key, odd in self._once[section].items() if odd == label]
        if others + 1 < MIN_ITEMS or not keys:
            return None
        return f'lacks {listing(keys)}, which all {others:,} other items of "{section}" have'


def _filled(missing: Sequence[str], metadata: Mapping[str, Any], *, is_there: bool) -> Patch | None:
    """Puts null under the key that an item lacks.

    Of several the item may not be the only one that lacks them, and what looks like the key is
    most likely meant as it.
    """
    if len(missing) != 1 or fold(missing[0]) in map(fold, metadata):
        return None
    [key] = missing
    return add((KEY, key), None) if is_there else add((KEY,), {key: None})
