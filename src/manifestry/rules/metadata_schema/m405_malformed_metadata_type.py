"""A type that is not written as it must be: the word for all that has no rule of its own."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.metadata.document import EDITORS, Key
from manifestry.formats.encord.metadata.members import TY, is_good, is_sound
from manifestry.rules.base import Bad, Good, Hit, Path, Rule, SchemaError
from manifestry.rules.patch import Patch, Raw, add, replace
from manifestry.rules.wording import CHOICE, RANGE, expected, subject
from manifestry.spelling import fold
from manifestry.text import listing, quote

_ADVICE = {
    TY: 'Add "ty" with the name of the type, such as "variant", and what belongs to that.',
    "values": 'Add "values" with the texts that the enum allows.',
    "size": 'Add "size": how many numbers a vector has.',
}


def translate(error: SchemaError) -> Hit | None:
    path, keyword = error.path, error.keyword
    if keyword == "required" and path:
        names = [str(name) for name in error.detail] if isinstance(error.detail, tuple) else []
        message = f"{quote(path[-1])} lacks {listing(names)}"
        patch = _told(path, error.value) if names == [TY] else None
        return Hit(path, message, _ADVICE.get("".join(names)), patch=patch)
    if keyword in ("minItems", "maxItems") and isinstance(error.value, list):
        least, most = error.schema.get("minItems"), error.schema.get("maxItems")
        message = f"{subject(error)} must have {least} to {most} entries, got {len(error.value):,}"
        return Hit(path, message)
    if keyword == "type" and len(path) == 1:
        wanted = "a string" if path == (EDITORS,) else 'an object with "ty"'
        # What was in a list has gone by, so that its size is not known.
        found = "a list" if isinstance(error.value, list) else quote(error.value)
        help_ = None if path == (EDITORS,) else 'Write the type, such as {"ty": "boolean"}.'
        return Hit(path, f"{subject(error)} must be {wanted}, got {found}", help_)
    if keyword == "enum" and path[-1:] == (TY,):
        message = '"deleted_ty" must be what the key was before, got another "tombstone"'
        patch = replace(path[:-1], None, safe=False)
        return Hit(path, message, "Write the type that the key had, or null.", patch=patch)
    if keyword in {"type", *RANGE, *CHOICE}:
        message = f"{subject(error)} must be {expected(error.schema)}, got {quote(error.value)}"
        return Hit(path, message, patch=_patch(error))
    return None


def _told(path: Path, value: object) -> Patch | None:
    """Adds the type that the members of an object tell."""
    for ty, member in _MEMBERS.items():
        if (
            isinstance(value, dict)
            and member in value
            and is_sound(str(path[0]), {**value, TY: ty})
        ):
            return add((*path, TY), ty, safe=False)
    return None


_MEMBERS = {
    "enum": "values",
    "embedding": "size",
    "variant": "hint",
    "varchar": "max_length",
    "number": "format",
}
"""Types, and the member that no other type has."""


def _patch(error: SchemaError) -> Patch | None:
    """Writes a number without quotes, a text with them, and a word as it is spelt."""
    path, value, member = error.path, error.value, str(error.path[-1])
    if type(value) is int and path[-2:-1] == ("values",) and abs(value) < _MOST:
        return replace(path, str(value))
    if not isinstance(value, str):
        return None
    if error.keyword == "type" and value.isdecimal() and value.isascii() and len(value) < 5:
        return replace(path, Raw(int(value))) if is_good(member, int(value)) else None
    choices = error.schema.get("enum") or [error.schema.get("const")]
    meant = [each for each in choices if fold(str(each)) == fold(value)]  # type: ignore[attr-defined]
    return replace(path, meant[0]) if error.keyword in CHOICE and len(meant) == 1 else None


_MOST = 10**40


RULE = Rule[object, Key](
    code="M405",
    name="malformed-metadata-type",
    severity=Severity.ERROR,
    summary="Type of a metadata key is not written as it must be",
    why=(
        "A type is an object with ty and, for some types, other members with limits of their "
        "own. The SDK reads a metadata schema as a whole: one type that it cannot read makes it "
        "stop, and no key can be looked up or saved."
    ),
    help="Give the value the type and the range that the message names.",
    bad=(
        Bad('{"look": {"ty": "embedding"}}', at="/look"),
        Bad('{"look": {"ty": "embedding", "size": 8192}}', at="/look/size"),
        Bad('{"site": {"ty": "enum", "values": []}}', at="/site/values"),
        Bad('{"site": {"ty": "enum", "values": ["north", 2]}}', at="/site/values/1"),
        Bad('{"look": {"ty": "embedding", "size": "512"}}', at="/look/size"),
        Bad('{"seen": {"ty": "datetime", "timezone": "CET"}}', at="/seen/timezone"),
        Bad('{"shift": {"ty": "number", "format": "f64"}}', at="/shift/format"),
        Bad('{"shift": {"ty": "number"}, "site": ["north", "south"]}', at="/site"),
        Bad('{"shift": {"ty": "number"}, "site": {"values": ["north"]}}', at="/site"),
        Bad(
            '{"shift": {"ty": "tombstone", "deleted_ty": {"ty": "tombstone"}}}',
            at="/shift/deleted_ty/ty",
        ),
    ),
    good=(
        Good('{"look": {"ty": "embedding", "size": 512}}'),
        Good('{"site": {"ty": "enum", "values": ["north", "2"]}}'),
        Good('{"shift": {"ty": "tombstone", "deleted_ty": null}}'),
    ),
    source="SDK models",
    fix="safe",
    translate=translate,
)
