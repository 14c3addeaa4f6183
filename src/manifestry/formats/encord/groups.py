"""The numbered keys of image groups and DICOM series: `objectUrl_0`, `objectUrl_1`, ..."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from manifestry.formats.encord.dicom import PER_FILE_KEYS
from manifestry.formats.encord.item import NUMBERED_URL, Item
from manifestry.formats.encord.sections import SECTIONS, Section
from manifestry.formats.encord.urls import MAX_NAME
from manifestry.formats.memo import remember_last
from manifestry.rules.base import SchemaError
from manifestry.spelling import did_you_mean, fold

PER_MEMBER = re.compile(
    r"(title|clientMetadata|imageMetadata|dicomMetadata|videoMetadata)_([0-9]+)\Z"
)
"""A key that looks as if it said something of one file of a group."""

_MISPLACED_NUMBER = re.compile(r"objectUrl(?:_.*|[-. (\[]?[0-9]+[)\]]?)\Z", re.DOTALL)
_MISSPELT = re.compile(r"objecturls?([0-9]{1,18})\Z")
_SAID = re.compile(r"[^0-9]{0,3}([0-9]{1,9})(?:\.0{1,3})?[^0-9]{0,3}\Z", re.ASCII)
_EXACT_DIGITS = 18  # a number of more digits is ordered by its length and first digits


class Position(NamedTuple):
    """One key `objectUrl_<n>`: `digits` is n without leading zeros, `number` orders them."""

    key: str
    digits: str
    number: int

    @property
    def padded(self) -> bool:
        """Whether the number has leading zeros: 01, 00."""
        return self.key != f"objectUrl_{self.digits}"


class Numbering(NamedTuple):
    """The keys of one group that are not simply 0, 1, 2 ... in that order.

    positions: the numbered keys, as they stand in the file.
    colliding: the keys, among those, whose number another key before them has.
    bad: keys that were meant to be numbered, but have no whole number.
    misspelt: numbers that stand under a misspelt key, such as `objectURL_1`.
    unnumbered: whether a plain `objectUrl` stands in the group.
    """

    positions: tuple[Position, ...]
    colliding: tuple[Position, ...]
    bad: tuple[str, ...]
    misspelt: frozenset[int]
    unnumbered: bool

    def in_order(self) -> list[Position]:
        """The positions by number."""
        return sorted(self.positions, key=lambda position: position.number)

    def named_twice(self) -> frozenset[str]:
        """The numbers, as digits, that more than one key has."""
        return frozenset(position.digits for position in self.colliding)


_PLAIN_KEYS = frozenset({"title", "createVideo", "clientMetadata"})
_SINGLE_KEYS = frozenset(
    {"objectUrl", "title", "clientMetadata", *filter(None, (s.media for s in SECTIONS.values()))}
)


def is_doubtful(item: Item) -> bool:
    """Whether the keys or the title of an item are worth a closer look by rules on groups."""
    value = item.value
    section = item.section
    if section.numbered:
        if not is_plainly_numbered(value):
            return True
    elif section.key != "scenes":
        return not _SINGLE_KEYS.issuperset(value)
    title = value.get("title")
    return not isinstance(title, str) or not title or title.isspace()


def is_plainly_numbered(keys: Iterable[str]) -> bool:
    """Whether the keys of a group that are its own are numbered 0, 1, 2 ... as they stand."""
    return _is_plain([key for key in keys if key not in _PLAIN_KEYS])


def _is_plain(keys: list[str]) -> bool:
    """Whether the keys are numbered 0, 1, 2 ... as they stand."""
    if len(keys) > 1000:  # too many to keep for the next time
        return all(key == f"objectUrl_{number}" for number, key in enumerate(keys))
    return keys == _plain_numbering(len(keys))


@lru_cache(maxsize=16)  # most groups of a manifest are of a size
def _plain_numbering(count: int) -> list[str]:
    return [f"objectUrl_{number}" for number in range(count)]


def numbering(item: Item) -> Numbering | None:
    """What there is to say of a group's numbered keys; None where all is in order."""
    return _numbering(item.value) if item.section.numbered else None


@remember_last
def _numbering(value: dict[str, object]) -> Numbering | None:
    keys = [key for key in value if key[:9] == "objectUrl"]
    if _is_plain(keys):
        return None
    positions = tuple(_position(key) for key in keys if NUMBERED_URL.match(key))
    return Numbering(
        positions=positions,
        colliding=tuple(_repeated(positions)),
        bad=tuple(key for key in keys if is_bad_position(key)),
        misspelt=frozenset(_misspelt_numbers(value)),
        unnumbered="objectUrl" in value,
    )


def _position(key: str) -> Position:
    digits = key[len("objectUrl_") :].lstrip("0") or "0"
    beyond = max(len(digits) - _EXACT_DIGITS, 0)
    return Position(key, digits, beyond * 10**_EXACT_DIGITS + int(digits[:_EXACT_DIGITS]))


def _repeated(positions: Iterable[Position]) -> Iterable[Position]:
    seen: set[str] = set()
    for position in positions:
        if position.digits in seen:
            yield position
        seen.add(position.digits)


def _misspelt_numbers(value: Iterable[str]) -> Iterable[int]:
    for key in value:
        if len(key) < 40 and not NUMBERED_URL.match(key) and not is_bad_position(key):
            match = _MISSPELT.match(fold(key))
            if match:
                yield int(match[1])


def said_number(key: str) -> int | None:
    """The number that a key with a bad position names, in some way or other; None for none.

    >>> said_number("objectUrl[7]"), said_number("objectUrl_1.0"), said_number("objectUrl_-1")
    (7, 1, None)
    """
    said = _SAID.match(key, len("objectUrl"))
    return None if said is None or "-" in key.removeprefix("objectUrl-") else int(said[1])


def is_bad_position(key: str) -> bool:
    """Whether a key of a group was meant to be `objectUrl_<n>`, but has no whole number."""
    return _MISPLACED_NUMBER.match(key) is not None and NUMBERED_URL.match(key) is None


def speaks_for(section: Section, key: str) -> bool:
    """Whether a rule on groups has something of its own to say about a key of an item.

    Such a key is no unknown or misspelt key besides.
    """
    if not section.numbered:
        return section.key != "scenes" and NUMBERED_URL.match(key) is not None
    return (
        key == "objectUrl"
        or is_bad_position(key)
        or PER_MEMBER.match(key) is not None
        or (key == "clusterByResolution" and section.kind == "image-group")
        or (key in PER_FILE_KEYS and section.kind == "dicom")
    )


def has_misspelt_title(keys: Iterable[str]) -> bool:
    """Whether a key stands for a misspelt "title"."""
    return any(did_you_mean(key, ("title",)) and not PER_MEMBER.match(key) for key in keys)


def needs_title(section: Section) -> bool:
    """Whether a section's items are nothing without a title."""
    return section.numbered or section.key == "scenes"


def key_for_title(item: Item) -> str | None:
    """The key that names a group, series or scene of which the title is missing or blank."""
    title = item.value.get("title", "")
    if not needs_title(item.section) or not isinstance(title, str) or title.strip():
        return None
    found = [key for key in item.value if fold(key) == "name"]
    name = item.text(found[0]) if len(found) == 1 else None
    is_sound = name is not None and name.strip() and name.isprintable() and len(name) <= MAX_NAME
    return found[0] if is_sound else None


def missing_and_told(error: SchemaError) -> frozenset[str]:
    """The keys an error of the schema calls missing, if rules on groups tell all of them.

    They do not look at the error: a title that is missing, and URLs that stand there with a
    number where none belongs, or without one.
    """
    value = error.value
    if error.keyword != "required" or error.path or not isinstance(value, dict):
        return frozenset()
    names = error.detail if isinstance(error.detail, tuple) else ()
    told = frozenset(name for name in names if isinstance(name, str) and _is_told(name, value))
    return told if len(told) == len(names) else frozenset()


def _is_told(name: str, value: dict[str, object]) -> bool:
    if name == "title":
        return not has_misspelt_title(value)
    if name == "objectUrl_0":
        return "objectUrl" in value
    return name == "objectUrl" and any(NUMBERED_URL.match(key) for key in value)
