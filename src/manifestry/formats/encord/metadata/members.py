"""The members of a type object, read from the JSON Schema: the one truth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from manifestry.formats.encord.metadata.document import Key
from manifestry.formats.encord.metadata.names import suits_embedding
from manifestry.formats.encord.metadata.types import (
    MAX_ACTIVE_EMBEDDING,
    MAX_SDK_ENUM,
    MAX_VARCHAR,
)
from manifestry.formats.encord.metadata.words import ALIASES, HINTS
from manifestry.rules.base import Path
from manifestry.schemas_index import BASE, load
from manifestry.spelling import did_you_mean, fold

SCHEMA: Final = "encord/metadata-schema.schema.json"

TY: Final = "ty"

_SYNONYMS: Final[Mapping[str, str]] = {
    "type": TY, "kind": TY, "dtype": TY, "datatype": TY,
    "value": "values", "options": "values", "choices": "values", "enum": "values",
    "dim": "size", "dims": "size", "dimension": "size", "dimensions": "size", "length": "size",
}  # fmt: skip
"""What people call a member, folded, where spelling alone does not lead to its name."""

_HOLDS: Final[Mapping[str, type]] = {"values": list, "size": int}


def _are_values(value: Any) -> bool:
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_SDK_ENUM:
        return False
    return set(map(type, value)) == {str} and len({*value}) == len(value)


_SOUND: Final[Mapping[str, Callable[[Any], bool]]] = {
    "hint": lambda value: value in (*HINTS, *ALIASES),
    "format": lambda value: value in ("F32", "F64"),
    "max_length": lambda value: type(value) is int and 0 <= value <= MAX_VARCHAR,
    "timezone": lambda value: value == "UTC",
    "values": _are_values,
    "size": lambda value: type(value) is int and 1 <= value <= MAX_ACTIVE_EMBEDDING,
    "api": lambda value: value is None,
    "deleted_ty": lambda value: value is None,
}
"""Whether nothing is to be said of a member; of some that are good it is not sure."""


class Members(NamedTuple):
    """What an object of one type may have beside `ty`, and what it must have."""

    known: frozenset[str]
    required: frozenset[str]


class Unknown(NamedTuple):
    """A member that its type does not have, and the one it most likely stands for.

    `required`: that one has to be there and is not.
    """

    path: Path
    name: str
    ty: str
    meant: str | None
    required: bool


def is_sound(name: str, value: Mapping[str, object]) -> bool:
    """Whether nothing is to be said of a type object under a key of that name.

    Refuses some good ones, and looks into none deeply.

    >>> is_sound("site", {"ty": "enum", "values": ["north"]}), is_sound("site", {"ty": "enum"})
    (True, False)
    """
    ty = value.get(TY)
    members = members_of(ty) if isinstance(ty, str) else None
    if members is None or not members.required <= value.keys() <= {TY, *members.known}:
        return False
    if ty == "embedding" and not suits_embedding(name):
        return False
    return all(key == TY or is_good(key, each) for key, each in value.items())


def is_good(member: str, value: object) -> bool:
    """Whether nothing is to be said of a value under a known member."""
    return member in _SOUND and _SOUND[member](value)


@cache
def members_of(ty: str) -> Members | None:
    """The members that objects of a type have; None for a type that does not exist."""
    definitions = load(BASE + SCHEMA)["$defs"]
    if ty not in definitions["type"]["properties"][TY]["enum"]:
        return None
    own: dict[str, Any] = definitions.get(ty, {})  # a type without members has no definition
    return Members(frozenset(own.get("properties", ())), frozenset(own.get("required", ())))


def stand_in(wanted: str, value: Mapping[str, object]) -> str | None:
    """The member of a type object that was most likely meant as `wanted`, which is missing.

    Its name tells, or that it alone holds what belongs there.

    >>> stand_in("ty", {"Type": "number"}), stand_in("values", {"ty": "enum", "allow": ["a"]})
    ('Type', 'allow')
    """
    ty = value.get(TY)
    members = members_of(ty) if isinstance(ty, str) else None
    known = {TY, *members.known} if members is not None else set()
    unknown = [name for name in value if name not in known]
    for name in unknown:
        if _meant(name, [wanted]) == wanted:
            return name
    fitting = [name for name in unknown if type(value[name]) is _HOLDS.get(wanted)]
    return fitting[0] if len(fitting) == 1 else None


def unknown_members(key: Key) -> Iterator[Unknown]:
    """The members of a key's type objects that mean nothing there."""
    for path, value in key.types():
        ty = value.get(TY)
        if TY not in value:
            # Without it nobody can tell what else belongs there.
            name = stand_in(TY, value)
            if name is not None:
                yield Unknown((*path, name), name, "", TY, required=True)
        elif isinstance(ty, str) and (members := members_of(ty)) is not None:
            yield from _unknown(path, value, ty, members)


def _unknown(
    path: Path, value: Mapping[str, object], ty: str, members: Members
) -> Iterator[Unknown]:
    missing = members.required - value.keys()
    stand_ins = {stand_in(wanted, value): wanted for wanted in missing}
    for name in value:
        if name == TY or name in members.known:
            continue
        wanted = stand_ins.get(name)
        meant = wanted or _meant(name, sorted(members.known))
        yield Unknown((*path, name), name, ty, meant, required=wanted is not None)


def _meant(name: str, members: Iterable[str]) -> str | None:
    names = list(members)
    synonym = _SYNONYMS.get(fold(name))
    return synonym if synonym in names else did_you_mean(name, names)
