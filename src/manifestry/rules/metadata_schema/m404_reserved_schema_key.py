"""A metadata key that begins with a dollar sign."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.metadata.document import EDITORS, Key
from manifestry.formats.encord.metadata.renaming import renaming
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.spelling import did_you_mean
from manifestry.text import quote


def tell(key: Key) -> Hit | None:
    if key.verdict != "reserved":
        return None
    return Hit((key.name,), f"{quote(key.name)} begins with a reserved $", _help(key.name))


def claims(error: SchemaError) -> bool:
    """A text under such a key is an address or a remark, and no type that is misspelt."""
    if len(error.path) != 1 or not isinstance(error.value, str):
        return False
    return Key(str(error.path[0]), error.value).verdict == "reserved"


def _help(name: str) -> str | None:
    return f"Write {quote(EDITORS)}." if did_you_mean(name, (EDITORS,)) else None


RULE = Rule[object, Key](
    code="M404",
    name="reserved-schema-key",
    severity=Severity.ERROR,
    summary="Metadata key begins with $",
    why=(
        "Keys that begin with a dollar sign belong to the platform, such as $encord, and have no "
        "place in a metadata schema: the SDK refuses them. Only $schema may stand there, for "
        "editors, and is no key."
    ),
    help="Choose a name that begins with a letter or a digit.",
    bad=(
        Bad('{"$site": {"ty": "variant", "hint": "varchar"}}', at="/$site"),
        Bad(
            '{"$encord": {"ty": "variant", "hint": "text"}, '
            '"site": {"ty": "variant", "hint": "varchar"}}',
            at="/$encord",
        ),
        Bad(
            '{"$Schema": "metadata-schema.schema.json", '
            '"site": {"ty": "variant", "hint": "varchar"}}',
            at="/$Schema",
        ),
    ),
    good=(
        Good('{"site": {"ty": "variant", "hint": "varchar"}}'),
        Good(
            '{"$schema": "metadata-schema.schema.json", '
            '"site": {"ty": "variant", "hint": "varchar"}}'
        ),
    ),
    source="SDK (names of metadata keys)",
    fix="safe",
    track=renaming(tell),
    claims=claims,
)
