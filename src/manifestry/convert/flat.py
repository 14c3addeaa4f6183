"""What Ango Hub keeps of an asset, as client metadata under `ango.`: flat, typed, and back.

A value that a filter can use stands under a name of its own, in its own type. What no key of a
metadata schema can hold (a name with other characters, null, a list, an object) stands with its
like in one key, as JSON text: nothing is lost, and the way back is exact.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from manifestry.convert.kept import (
    ASSET,
    CONTEXT,
    GROUPS,
    LABELS,
    LISTS,
    PAGES,
    PREFIX,
    RAW,
    TYPE,
    Group,
    name_of,
)  # fmt: skip
from manifestry.convert.model import Json, leaves
from manifestry.document.writing import dumps
from manifestry.formats.encord.metadata.names import judge

__all__ = [
    "DATES", "LABELS", "PAGES", "PREFIX", "RAW", "TYPE", "flat", "leaves_of", "parts", "unflat",
]  # fmt: skip

_OURS: Final = frozenset({TYPE, RAW, LABELS})
EXTERNAL_ID: Final = name_of("externalId")

_MADE: Final = _OURS | {name_of(PAGES)}
"""Names of what no leaf of an asset stands for by itself."""

_EXACT: Final = 2**53
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


DATES: Final = frozenset({"labeledAt", "reviewedAt", "createdAt", "updatedAt", "completedAt"})
"""Keys of moments: a number there is one in milliseconds, and is written as ISO 8601."""


Source = tuple[str | int, ...]
"""The path from an asset to a value of it."""


class Part(NamedTuple):
    """A value of client metadata, and what of the asset it says; nothing if it is only counted."""

    value: Any
    sources: list[Source]


def flat(ango: Mapping[str, Any]) -> Json:
    """What Ango Hub keeps of an asset, as client metadata.

    >>> flat({"externalId": "a 1", "batches": ["b1"], "contextData": {"site": "north", "x/y": 2}})
    {'ango.externalId': 'a 1', 'ango.batches': '["b1"]', 'ango.contextData.site': 'north', 'ango.contextData': '{"x/y":2}'}
    """
    return {name: part.value for name, part in parts(ango).items()}


def parts(ango: Mapping[str, Any]) -> dict[str, Part]:
    """The same, and of each key where it comes from."""
    out: dict[str, Part] = {}
    rest: Json = {}
    for key, value in ango.items():
        group = GROUPS.get(key)
        if group is not None and isinstance(value, dict):
            out.update(_flat_group(group, value, (key,)))
        elif key in LISTS and isinstance(value, list):
            out[PREFIX + key] = Part(dumps(value).decode(), [(key,)])
        else:
            rest[key] = value
    return {**_flat_group(ASSET, rest, ()), **out}


def _flat_group(group: Group, values: Mapping[str, Any], at: Source) -> dict[str, Part]:
    out: dict[str, Part] = {}
    rest: Json = {}
    for key, given in values.items():
        value = given if group is CONTEXT else _dated(key, given)
        name = group.named.get(key)
        if name is None and group is not ASSET and _is_plain_name(key):
            name = f"{group.prefix}.{key}"
        if name is not None and name not in out and _fits(value):
            out[name] = Part(value, [] if key == PAGES else [(*at, key)])
        else:
            rest[key] = value
    if rest or (not values and group is not ASSET):
        # An object that is empty is a value of its own.
        sources = [(*at, key) for key in rest] or [at]
        out[group.prefix] = Part(dumps(rest).decode(), sources)
    return out


def _is_plain_name(key: str) -> bool:
    return judge(key) == "good" and len(key) < 200


def _fits(value: object) -> bool:
    """Whether a typed key can hold the value as it is."""
    if isinstance(value, str):
        return "\0" not in value
    if isinstance(value, int):
        return abs(value) <= _EXACT
    return isinstance(value, float)


def _dated(key: str, value: Any) -> Any:
    """A moment in milliseconds as text; anything else as it is."""
    if key not in DATES or isinstance(value, bool) or not isinstance(value, int):
        return value
    try:
        moment = _EPOCH + timedelta(milliseconds=value)
    except OverflowError:
        return value
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Unflat(NamedTuple):
    """Client metadata taken apart.

    ango: what Ango Hub keeps of the asset. own: the user's own, and what could not be
    understood. keys: of each name that was understood, the keys of the asset it told of.
    counts: the names that tell numbers of labels.
    """

    ango: Json
    own: Json
    keys: Mapping[str, tuple[str, ...]]
    counts: tuple[str, ...]


def unflat(metadata: Mapping[str, Any]) -> Unflat:
    """The reverse of `flat`. Keys that are no part of it, whatever their prefix, are the user's."""
    ango: Json = {}
    own: Json = {}
    keys: dict[str, tuple[str, ...]] = {}
    counts: list[str] = []
    for name, value in metadata.items():
        if name in (TYPE, RAW):
            continue
        if name == LABELS or name.startswith(LABELS + "."):
            counts.append(name)
            continue
        told = _put(ango, name, value) if name.startswith(PREFIX) else None
        if told is None:
            own[name] = value
        else:
            keys[name] = told
    return Unflat({key: ango[key] for key in _order(ango)}, own, keys, tuple(counts))


def leaves_of(name: str, value: Any) -> int:
    """How many leaves of an asset a key of its flat form stands for.

    >>> leaves_of("ango.batches", '["b1","b2"]'), leaves_of("ango.type", "image")
    (2, 0)
    """
    if name in _MADE or name.startswith(LABELS + "."):
        return 0
    ango: Json = {}
    return leaves(value) if _put(ango, name, value) is None else leaves(ango)


def _put(ango: Json, name: str, value: Any) -> tuple[str, ...] | None:
    """Puts a value back into an asset; the keys it tells of, None if it cannot be put."""
    place = _PLACES.get(name)
    if place is not None:
        return place(ango, value)
    for key, group in GROUPS.items():
        start = group.prefix + "."
        if name.startswith(start):
            return _add(ango, key, {name[len(start) :]: value})
    return None


def _add(ango: Json, holder: str | None, values: Json) -> tuple[str, ...] | None:
    """Adds values to an asset or an object of it, unless others are there already."""
    held = ango if holder is None else ango.get(holder, {})
    if not isinstance(held, dict) or not held.keys().isdisjoint(values):
        return None
    held.update(values)
    if holder is None:
        return tuple(values)
    ango[holder] = held
    return (holder,)


def _parsed(text: object, kind: type) -> Any:
    """What JSON text says, if it is of a kind."""
    if not isinstance(text, str):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, kind) else None


_Place = Callable[[Json, Any], tuple[str, ...] | None]
"""Puts a value back into an asset, as `_put` does."""


def _member(holder: str | None, key: str) -> _Place:
    return lambda ango, value: _add(ango, holder, {key: value})


def _pages(ango: Json, value: Any) -> tuple[str, ...] | None:
    return _add(ango, None, {PAGES: value}) if type(value) is int else None


def _listed(key: str) -> _Place:
    def put(ango: Json, value: Any) -> tuple[str, ...] | None:
        found = _parsed(value, list)
        return None if found is None else _add(ango, None, {key: found})

    return put


def _rest(holder: str | None) -> _Place:
    def put(ango: Json, value: Any) -> tuple[str, ...] | None:
        found = _parsed(value, dict)
        return None if found is None else _add(ango, holder, found)

    return put


def _places() -> Iterator[tuple[str, _Place]]:
    """Each name that stands for one key, and what puts its value back."""
    for holder, group in ((None, ASSET), *GROUPS.items()):
        for key, name in group.named.items():
            yield name, _member(holder, key) if key != PAGES else _pages
        yield group.prefix, _rest(holder)
    for key in LISTS:
        yield PREFIX + key, _listed(key)


_PLACES: Final[Mapping[str, _Place]] = MappingProxyType(dict(_places()))

_ORDER: Final = ("asset", "assetId", "externalId", "contextData", "metadata", "batches")


def _order(ango: Mapping[str, Any]) -> list[str]:
    """The keys as an asset usually has them."""
    return sorted(ango, key=lambda key: (_ORDER.index(key) if key in _ORDER else len(_ORDER), key))
