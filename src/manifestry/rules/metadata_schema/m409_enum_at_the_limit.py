"""An enum that cannot take another value."""

from __future__ import annotations

import json
from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.metadata.document import Key
from manifestry.formats.encord.metadata.types import MAX_ENUM, MAX_SDK_ENUM
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def member(key: Key) -> Iterator[Hit]:
    for path, value in key.types():
        values = value.get("values")
        if value.get("ty") == "enum" and isinstance(values, list) and len(values) == MAX_ENUM:
            message = f"{quote(key.name)} has {MAX_ENUM} values; the SDK takes {MAX_SDK_ENUM}"
            yield Hit((*path, "values"), message)


def _lanes(count: int, *, deleted: bool = False) -> str:
    enum = {"ty": "enum", "values": [f"lane {number}" for number in range(count)]}
    return json.dumps({"lane": {"ty": "tombstone", "deleted_ty": enum} if deleted else enum})


RULE = Rule[object, Key](
    code="M409",
    name="enum-at-the-limit",
    severity=Severity.WARNING,
    summary="Enum has as many values as can be stored, which the SDK refuses",
    why=(
        "An enum of 256 values can be stored and read, but the SDK's functions neither make one "
        "nor add to one: for them 255 values are the most."
    ),
    help="Leave out a value, or make the key a text.",
    bad=(
        Bad(_lanes(256), at="/lane/values"),
        Bad(_lanes(256, deleted=True), at="/lane/deleted_ty/values"),
    ),
    good=(
        Good(_lanes(255)),
        Good(_lanes(255, deleted=True)),
    ),
    source="SDK (its models allow 256 values, its functions refuse 256 and more)",
    member=member,
)
