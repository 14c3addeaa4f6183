"""A name of a metadata key with letters or digits beyond ASCII."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.metadata.document import Key
from manifestry.formats.encord.metadata.renaming import renaming
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import listing, quote


def tell(key: Key) -> Hit | None:
    if key.verdict != "beyond-ascii":
        return None
    odd = dict.fromkeys(char for char in key.name if not char.isascii())
    message = f"{quote(key.name)} has {listing(odd, 3)}, which is documented for no key"
    return Hit((key.name,), message)


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
    fix="unsafe",
    track=renaming(tell),
)
