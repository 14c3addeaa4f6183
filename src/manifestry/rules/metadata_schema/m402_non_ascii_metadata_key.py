"""A name of a metadata key with letters or digits beyond ASCII."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.metadata.document import Key
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import listing, quote


def member(key: Key) -> Iterator[Hit]:
    if key.verdict == "beyond-ascii":
        odd = dict.fromkeys(char for char in key.name if not char.isascii())
        yield Hit(
            (key.name,), f"{quote(key.name)} has {listing(odd, 3)}, which is documented for no key"
        )


RULE = Rule[object, Key](
    code="M402",
    name="non-ascii-metadata-key",
    severity=Severity.WARNING,
    summary="Name of a metadata key has letters or digits beyond ASCII",
    why=(
        "The documentation allows the letters a to z and the digits 0 to 9. The SDK lets other "
        "letters pass, but what the filters make of them is not known, and one letter may be "
        "spelt in two ways that look the same and are different keys."
    ),
    help="Spell the name with the letters a to z.",
    bad=(
        Bad('{"größe": {"ty": "variant", "hint": "number"}}', at="/größe"),
        Bad('{"area m\\u00b2": {"ty": "variant", "hint": "number"}}', at="/area m²"),
    ),
    good=(
        Good('{"groesse": {"ty": "variant", "hint": "number"}}'),
        Good('{"site": {"ty": "enum", "values": ["Zürich", "Malmö"]}}'),
    ),
    source="Documentation (characters of keys); SDK (which asks Unicode for letters and digits)",
    member=member,
)
