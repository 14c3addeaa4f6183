"""A value that an enum lists twice."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.metadata.document import Key
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import remove
from manifestry.text import quote


def member(key: Key) -> Iterator[Hit]:
    for path, value in key.types():
        values = value.get("values")
        if value.get("ty") != "enum" or not isinstance(values, list):
            continue
        seen: set[str] = set()
        for index, text in enumerate(values):
            if not isinstance(text, str):
                continue
            if text in seen:
                message = f"{quote(text)} stands among the values of {quote(key.name)} already"
                at = (*path, "values", index)
                yield Hit(at, message, patch=remove(at))
            seen.add(text)


RULE = Rule[object, Key](
    code="M410",
    name="repeated-enum-value",
    severity=Severity.WARNING,
    summary="Enum lists a value twice",
    why=(
        "The SDK counts and keeps both, so that a choice is offered twice; most likely another "
        "value was meant."
    ),
    help="Remove one of the two, or write what was meant.",
    bad=(
        Bad('{"site": {"ty": "enum", "values": ["north", "south", "north"]}}', at="/site/values/2"),
        Bad(
            '{"site": {"ty": "tombstone", "deleted_ty": {"ty": "enum", "values": ["a", "a"]}}}',
            at="/site/deleted_ty/values/1",
        ),
    ),
    good=(
        Good('{"site": {"ty": "enum", "values": ["north", "south", "North"]}}'),
        Good(
            '{"site": {"ty": "enum", "values": ["north"]}, '
            '"gate": {"ty": "enum", "values": ["north"]}}'
        ),
    ),
    source="SDK (which neither refuses nor removes repeats)",
    fix="unsafe",
    member=member,
)
