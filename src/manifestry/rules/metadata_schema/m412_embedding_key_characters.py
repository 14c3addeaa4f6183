"""A name that a key may have, but not that of an embedding."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.metadata.document import Key
from manifestry.formats.encord.metadata.names import suits_embedding
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import listing, quote


def member(key: Key) -> Iterator[Hit]:
    # What is wrong with other names is wrong with them whatever the type.
    if key.verdict == "good" and _is_embedding(key) and not suits_embedding(key.name):
        odd = dict.fromkeys(char for char in key.name if char in " .")
        yield Hit((key.name,), f"{quote(key.name)} is an embedding with {listing(odd)} in its name")


def _is_embedding(key: Key) -> bool:
    ty = key.value.get("ty") if isinstance(key.value, dict) else key.value
    return ty == "embedding"


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
    member=member,
)
