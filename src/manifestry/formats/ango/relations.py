"""What a relation relates."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.formats.ango.asset import Json
from manifestry.rules.base import Path


def ends(relation: Json) -> Iterator[tuple[Path, str]]:
    """The ids that a relation names, each with the path to it from the relation."""
    for key in ("from", "to", "group"):
        value = relation.get(key)
        if isinstance(value, str) and key != "group":
            yield (key,), value
        elif isinstance(value, list):
            for number, name in enumerate(value):
                if isinstance(name, str):
                    yield (key, number), name
