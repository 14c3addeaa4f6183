"""A name that a key may have, but not that of an embedding."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.metadata.document import Key
from manifestry.formats.encord.metadata.names import suits_embedding
from manifestry.formats.encord.metadata.renaming import is_embedding, renaming
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import listing, quote


def tell(key: Key) -> Hit | None:
    # What is wrong with other names is wrong with them whatever the type.
    if key.verdict != "good" or not is_embedding(key) or suits_embedding(key.name):
        return None
    odd = dict.fromkeys(char for char in key.name if char in " .")
    return Hit((key.name,), f"{quote(key.name)} is an embedding with {listing(odd)} in its name")


RULE = Rule[object, Key](
    code="M412",
    name="embedding-key-characters",
    severity=Severity.WARNING,
    summary="Name of an embedding has a space or a dot",
    why=(
        "The documentation allows letters, digits, hyphens and underscores in the names of "
        "embeddings, and no spaces or dots as in those of other keys. The SDK lets them pass; "
        "whether the embedding can be used is not known."
    ),
    help='Put "-" or "_" where the space or the dot is.',
    bad=(
        Bad('{"front look": {"ty": "embedding", "size": 512}}', at="/front look"),
        Bad('{"look.v2": {"ty": "embedding", "size": 512}}', at="/look.v2"),
    ),
    good=(
        Good('{"front_look-v2": {"ty": "embedding", "size": 512}}'),
        Good('{"front look": {"ty": "variant", "hint": "text"}}'),
        Good('{"front look": {"ty": "tombstone", "deleted_ty": {"ty": "embedding", "size": 512}}}'),
    ),
    source="Documentation (embeddings); the SDK is less strict",
    fix="unsafe",
    track=renaming(tell),
)
