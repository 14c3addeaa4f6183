"""A type, a hint or a word of the flat form that does not exist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from manifestry.findings import Severity
from manifestry.formats.encord.metadata.document import Key
from manifestry.formats.encord.metadata.members import TY, is_sound
from manifestry.formats.encord.metadata.words import ALIASES, HINTS, LEGACY, TYPES
from manifestry.rules.base import Bad, Good, Hit, Path, Rule, SchemaError
from manifestry.rules.patch import Patch, replace
from manifestry.spelling import did_you_mean, fold
from manifestry.text import quote

_SYNONYMS = {
    **dict.fromkeys(("int", "integer", "long", "float", "double", "decimal", "numeric"), "number"),
    **dict.fromkeys(("str", "string", "char"), "varchar"),
    **dict.fromkeys(("bool", "flag"), "boolean"),
    **dict.fromkeys(("date", "time", "timestamp"), "datetime"),
    **dict.fromkeys(("category", "categorical", "choice", "select"), "enum"),
    **dict.fromkeys(("vector", "array"), "embedding"),
    **dict.fromkeys(("geo", "location", "gps", "point"), "geospatial"),
    **dict.fromkeys(("longstring", "longtext"), "text"),
    "guid": "uuid",
    "deleted": "tombstone",
}
"""What other programs call a type, folded -> what it is called here."""

_LIVE = tuple(ty for ty in TYPES if ty != "tombstone")
"""What a deleted key may have been."""

_FLAT: dict[str, str] = {new: old for old, new in ALIASES.items()}
"""The two types whose name in the flat form is another one."""


def member(key: Key) -> Iterator[Hit]:
    for path, value in key.types():
        word = value.get(TY)
        if isinstance(word, str) and word not in TYPES:
            message = f"{quote(key.name)} has the type {quote(word)}, which does not exist"
            meant = _meant(word, TYPES if len(path) == 1 else _LIVE)
            is_clear = meant is not None and is_sound(key.name, {**value, TY: meant})
            patch = _patch((*path, TY), word, meant) if is_clear else None
            yield Hit((*path, TY), message, _help(word, TYPES), patch=patch)


def claims(error: SchemaError) -> bool:
    """What stands beside a type that does not exist is no part of such an error."""
    word = error.value
    is_type = error.keyword == "enum" and error.path[-1:] == (TY,) and len(error.path) > 1
    return is_type and isinstance(word, str) and word not in TYPES


def translate(error: SchemaError) -> Hit | None:
    path, word = error.path, error.value
    if error.keyword != "enum" or not isinstance(word, str):
        return None
    key, shown = quote(path[0]), quote(word)
    if len(path) == 1:
        fault = "which the flat form does not know" if word in TYPES else "which does not exist"
        return Hit(path, f"{key} has the type {shown}, {fault}", _help_flat(word))
    if path[-1] == "hint":
        message = f"{key} has the hint {shown}, which does not exist"
        return Hit(path, message, _help_hint(word), patch=_patch(path, word, _meant(word, HINTS)))
    return None


def _patch(path: Path, word: str, meant: str | None) -> Patch | None:
    """Writes the type that exists; that another program's word means the same is a guess."""
    if meant is None:
        return None
    return replace(path, meant, safe=None if fold(word) == fold(meant) else False)


def _meant(word: str, choices: Sequence[str]) -> str | None:
    near = did_you_mean(word, [*choices, *ALIASES]) or word
    meant = near if near in choices else _SYNONYMS.get(fold(near))
    return meant if meant in choices else None


def _help(word: str, choices: Sequence[str]) -> str:
    meant = _meant(word, choices)
    return f"Write {quote(meant)}." if meant else f"Use one of {', '.join(choices)}."


def _help_hint(word: str) -> str:
    ty = _meant(word, TYPES)
    if ty in TYPES and ty not in HINTS:
        return f'Write "ty": {quote(ty)} and what belongs to it; hints are for single values.'
    return _help(word, HINTS)


def _help_flat(word: str) -> str:
    if word in TYPES and word not in _FLAT:
        return f'Write all types in the current form; this one is {{"ty": {quote(word)}}} there.'
    meant = _meant(word, TYPES)
    return _help(_FLAT.get(meant or "", word), LEGACY)


RULE = Rule[object, Key](
    code="M406",
    name="unknown-metadata-type",
    severity=Severity.ERROR,
    summary="Type of a metadata key does not exist",
    why=(
        "The platform knows a dozen types, by exactly these names. The SDK cannot read a schema "
        "with any other one. The old flat form knows fewer of them, and calls some otherwise."
    ),
    help="Use a type that exists.",
    bad=(
        Bad('{"shift": {"ty": "number"}, "site": {"ty": "string"}}', at="/site/ty"),
        Bad('{"shift": {"ty": "variant", "hint": "integer"}}', at="/shift/hint"),
        Bad(
            '{"site": {"ty": "tombstone", "deleted_ty": {"ty": "Enum", "values": ["north"]}}}',
            at="/site/deleted_ty/ty",
        ),
        Bad(
            '{"serial": "uuid"}',
            at="/serial",
            settings={"kind": "encord-metadata-schema"},
        ),
    ),
    good=(
        Good('{"shift": {"ty": "number"}, "site": {"ty": "varchar"}}'),
        Good('{"shift": {"ty": "variant", "hint": "number"}}'),
        Good('{"site": {"ty": "variant", "hint": "long_string"}}'),
    ),
    source="SDK models; documentation of the old form",
    fix="safe",
    member=member,
    claims=claims,
    translate=translate,
)
