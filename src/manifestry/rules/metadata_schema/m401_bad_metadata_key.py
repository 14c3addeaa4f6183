"""A name that no metadata key can have."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.metadata.document import Key
from manifestry.formats.encord.metadata.names import SEPARATORS
from manifestry.formats.encord.metadata.renaming import renaming
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.text import listing, quote


def tell(key: Key) -> Hit | None:
    return Hit((key.name,), _message(key.name)) if key.verdict == "bad" else None


def _message(name: str) -> str:
    if not name:
        return "the name of a key is empty"
    odd = dict.fromkeys(char for char in name if char not in SEPARATORS and not char.isalnum())
    if not odd:
        return f"{quote(name)} has no letter or digit"
    return f"{quote(name)} has {listing(odd, 3)}, which no name of a key may have"


def claims(error: SchemaError) -> bool:
    """The schema refuses names with `not`; this rule and its neighbours say why."""
    return error.keyword == "not"


RULE = Rule[object, Key](
    code="M401",
    name="bad-metadata-key",
    severity=Severity.ERROR,
    summary="Name of a metadata key that is not allowed",
    why=(
        "Names of keys consist of letters, digits, spaces, hyphens, underscores and dots, with at "
        "least one letter or digit. The SDK refuses to add, change or delete a key with any "
        "other name."
    ),
    help='Name the key with letters, digits, " ", "-", "_" and "." only.',
    bad=(
        Bad('{"site/gate": {"ty": "variant", "hint": "varchar"}}', at="/site~1gate"),
        Bad(
            '{"shift": {"ty": "variant", "hint": "number"}, "": {"ty": "variant", "hint": "text"}}',
            at="/",
        ),
        Bad('{"-": {"ty": "embedding", "size": 512}}', at="/-"),
        Bad('{"lit\\u2192dark": {"ty": "variant", "hint": "boolean"}}', at="/lit\u2192dark"),
    ),
    good=(
        Good('{"site.gate": {"ty": "variant", "hint": "varchar"}}'),
        Good('{"- 7 -": {"ty": "variant", "hint": "boolean"}}'),
    ),
    source="Documentation (characters of keys) and SDK (which refuses the rest)",
    fix="unsafe",
    track=renaming(tell),
    claims=claims,
)
