"""An embedding that is too large for Encord Active."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.metadata.document import Key
from manifestry.formats.encord.metadata.types import MAX_ACTIVE_EMBEDDING, MAX_EMBEDDING
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def member(key: Key) -> Iterator[Hit]:
    for path, value in key.types():
        size = value.get("size")
        if (
            value.get("ty") == "embedding"
            and isinstance(size, int | float)
            and MAX_ACTIVE_EMBEDDING < size <= MAX_EMBEDDING
            and size == int(size)  # what is no whole number has a finding of its own
        ):
            message = (
                f"{quote(key.name)} has {int(size):,} numbers; "
                f"Encord Active takes up to {MAX_ACTIVE_EMBEDDING:,}"
            )
            yield Hit((*path, "size"), message)


RULE = Rule[object, Key](
    code="M413",
    name="large-embedding",
    severity=Severity.INFO,
    summary="Embedding is larger than Encord Active takes",
    why=(
        "An embedding may have up to 4,096 numbers, of which Encord Active takes up to 2,000. "
        "Elsewhere a larger one does its work."
    ),
    help="Nothing needs to be done if Active is not used; else take a smaller model.",
    bad=(
        Bad('{"look": {"ty": "embedding", "size": 2001}}', at="/look/size"),
        Bad(
            '{"look": {"ty": "tombstone", "deleted_ty": {"ty": "embedding", "size": 4096}}}',
            at="/look/deleted_ty/size",
        ),
    ),
    good=(
        Good('{"look": {"ty": "embedding", "size": 2000}}'),
        Good('{"look": {"ty": "embedding", "size": 512}}'),
    ),
    source="Documentation of Encord Active (1 to 2,000; older pages say exactly 512)",
    member=member,
)
