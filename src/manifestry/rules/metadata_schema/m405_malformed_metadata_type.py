"""A type that is not written as it must be: the word for all that has no rule of its own."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.metadata.document import EDITORS, Key
from manifestry.formats.encord.metadata.members import TY
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.rules.wording import CHOICE, RANGE, expected, subject
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
        return Hit(path, f"{quote(path[-1])} lacks {listing(names)}", _ADVICE.get("".join(names)))
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
        return Hit(path, message, "Write the type that the key had, or null.")
    if keyword in {"type", *RANGE, *CHOICE}:
        message = f"{subject(error)} must be {expected(error.schema)}, got {quote(error.value)}"
        return Hit(path, message)
    return None


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
        Bad('{"seen": {"ty": "datetime", "timezone": "CET"}}', at="/seen/timezone"),
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
    translate=translate,
)
