"""The calls of the vendor's SDK that lead from one type of a key to another, or why none do.

What is said here of the SDK (0.1.211) is held against the SDK itself by a property test: where
there is a plan, its calls give the new type, and where there is none, no calls do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from manifestry.formats.encord.metadata.names import is_accepted
from manifestry.formats.encord.metadata.schema import from_wire
from manifestry.formats.encord.metadata.types import (
    MAX_EMBEDDING,
    MAX_SDK_ENUM,
    MAX_VARCHAR,
    Embedding,
    Enum,
    Geospatial,
    KeyType,
    LiveType,
    Scalar,
    Tombstone,
    word,
)
from manifestry.text import listing, quote

_SURROGATE: Final = re.compile("[\ud800-\udfff]")

DELETED_FOR_GOOD: Final = Tombstone()
"""A hard deletion, which nothing undoes."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a method of the SDK's `MetadataSchema`, on a key."""

    method: str
    key: str
    options: tuple[tuple[str, Any], ...] = ()


Plan = tuple[Call, ...] | str
"""The calls, none where nothing has to be done; or why there are none, in words."""


def plan(key: str, old: KeyType | None, new: KeyType) -> Plan:
    """The SDK's calls that make of a key's old type (None: it has none) the new one.

    >>> plan("site", Enum(("north",)), Enum(("north", "south")))
    (Call(method='add_enum_options', key='site', options=(('values', ('south',)),)),)
    >>> plan("vector", Embedding(8), Embedding(9))
    'an embedding of 8 numbers cannot be resized to 9'
    """
    if same(old, new):
        return ()
    if old == DELETED_FOR_GOOD:
        return "it was deleted for good, and nothing brings it back"
    goal = living(new)
    calls = _deletion(key, old) if goal is None else _route(key, old, new, goal)
    if isinstance(calls, str) or is_accepted(key):
        return calls
    # To restore a key is the one thing for which the SDK does not look at its name.
    named = any(call.method != "restore_key" for call in calls)
    return "the SDK refuses the key's name" if named else calls


def _deletion(key: str, old: KeyType | None) -> tuple[Call, ...]:
    """The calls that delete a key for good; only what is there, and alive, can be deleted."""
    delete = Call("delete_key", key, (("hard", True),))
    if old is None:
        return (Call("add_scalar", key, (("data_type", "text"),)), delete)
    return (Call("restore_key", key), delete) if isinstance(old, Tombstone) else (delete,)


def _route(key: str, old: KeyType | None, new: KeyType, goal: LiveType) -> Plan:
    """The calls to a type that is alive, or can be restored: `goal`."""
    was = living(old)
    calls = _creation(key, goal) if was is None else _change(key, was, goal)
    if isinstance(calls, str):
        return calls
    dead, dies = isinstance(old, Tombstone), isinstance(new, Tombstone)
    if dead and dies and not calls:
        return ()
    # Adding a scalar where another one was deleted restores it as well.
    if dead and not (calls and is_variant(goal)):
        calls = (Call("restore_key", key), *calls)
    return (*calls, Call("delete_key", key)) if dies else calls


def _creation(key: str, goal: LiveType) -> Plan:
    found: Plan = f"the SDK has no call that adds a key of type {goal.ty}"
    match goal:
        case Scalar(ty="variant", hint=hint):
            found = (Call("add_scalar", key, (("data_type", hint),)),)
        case Scalar():
            found = f"the SDK adds variants only, and no {label(goal)}"
        case Geospatial():
            found = (Call("add_geospatial", key),)
        case Enum(values=values):
            given = tuple(sorted(values or ()))
            found = _beyond_enum(given) or (Call("add_enum", key, (("values", given),)),)
        case Embedding(api=api) if _told(api) is not None:
            found = 'the SDK adds no embedding with settings of the server ("api")'
        case Embedding(size=int(size)) if 0 < size <= MAX_EMBEDDING:
            found = (Call("add_embedding", key, (("size", size),)),)
        case Embedding():
            found = f"the SDK adds embeddings of 1 to {MAX_EMBEDDING:,} numbers"
    return found


def _change(key: str, was: LiveType, goal: LiveType) -> Plan:
    if same(was, goal):
        return ()
    found: Plan = f"the SDK makes no {label(goal)} of a key that is {label(was)}"
    match was, goal:
        case Scalar(ty="variant"), Scalar(ty="variant", hint=hint):
            found = (Call("add_scalar", key, (("data_type", hint),)),)
        case Enum(values=tuple(before)), Enum(values=tuple(after)):
            found = _enum_change(key, before, after)
        case (
            (Enum(), Enum())
            | (Embedding(size=None), Embedding())
            | (Embedding(), Embedding(size=None))
        ):
            found = f"the flat form does not say enough of an {was.ty}"
        case Embedding(), Embedding() if was.size != goal.size:
            found = f"an embedding of {was.size} numbers cannot be resized to {goal.size}"
        case Embedding(), Embedding() if _told(goal.api) is None:
            found = ()  # no call takes away what the server has set: it stays
        case Embedding(), Embedding():
            found = 'the SDK does not change the settings of the server ("api")'
    return found


def _enum_change(key: str, before: Sequence[str], after: Sequence[str]) -> Plan:
    lost = missing(before, after)
    if lost:
        return f"an enum cannot lose values, here {listing(lost)}"
    gained = missing(after, before)
    return _beyond_enum((*before, *gained)) or (
        Call("add_enum_options", key, (("values", gained),)),
    )


def _beyond_enum(values: Sequence[str]) -> str:
    """Why the SDK takes no such values, or nothing."""
    if not values:
        return "an enum needs at least one value"
    if len(values) > MAX_SDK_ENUM:
        return f"the SDK takes no more than {MAX_SDK_ENUM} values of an enum, not {len(values):,}"
    odd = next((value for value in values if _SURROGATE.search(value)), None)
    return "" if odd is None else f"the value {quote(odd)} is not Unicode"


# --- types --------------------------------------------------------------------------------


def same(one: KeyType | None, other: KeyType | None) -> bool:
    """Whether two types are one to the platform: an enum's values have no order."""
    if one is None or other is None:
        return one is other
    return _plain(one) == _plain(other)


def _plain(type_: KeyType) -> KeyType:
    """A type as it is compared."""
    match type_:
        case Scalar():
            return from_wire(type_.to_wire())  # without members that are no part of it
        case Enum(values=tuple(values)):
            return Enum(tuple(sorted(set(values))))
        case Embedding(size=size, api=api):
            return Embedding(size, _told(api))
        case Tombstone(deleted=was) if was is not None:
            plain = _plain(was)
            return type_ if isinstance(plain, Tombstone) else Tombstone(plain)
    return type_


def _told(api: Any) -> Any:
    """The settings of an embedding that say something; None if there are none."""
    if not isinstance(api, dict):
        return api
    return {name: value for name, value in api.items() if value is not None} or None


def living(type_: KeyType | None) -> LiveType | None:
    """The type, or the one it had when it was deleted; None if it has none at all."""
    return type_.deleted if isinstance(type_, Tombstone) else type_


def is_variant(type_: KeyType | None) -> bool:
    """Whether a type is the one form of scalar that the SDK makes."""
    return isinstance(type_, Scalar) and type_.ty == "variant"


def missing(values: Sequence[str], where: Sequence[str]) -> tuple[str, ...]:
    """The values that are not there, in the order of the SDK, which sorts them."""
    return tuple(sorted(set(values) - set(where)))


def label(type_: KeyType) -> str:
    """A type in words that tell apart what compares as different.

    >>> label(Scalar("varchar")), label(Scalar("varchar", "varchar")), label(Tombstone(Embedding(8)))
    ('varchar', 'plain varchar', 'deleted embedding(8)')
    """
    match type_:
        case Scalar(ty="variant", hint=hint):
            return hint
        case Scalar(hint="number", format=format_):
            return f"plain number ({format_})"
        case Scalar(hint="varchar", max_length=most) if most != MAX_VARCHAR:
            return f"plain varchar of {most:,} characters"
        case Scalar(hint=hint):
            return f"plain {hint}"
        case Tombstone(deleted=was):
            return "deleted for good" if was is None else f"deleted {label(was)}"
    return word(type_)
