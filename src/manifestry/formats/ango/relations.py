"""What a relation relates."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.formats.ango.asset import Asset, Json, labels
from manifestry.formats.memo import remember_last
from manifestry.rules.base import Path
from manifestry.rules.patch import Patch, remove


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


def without(asset: Asset, path: Path, relation: Json) -> Patch | None:
    """Takes a relation away; None where another one leads to it."""
    name = relation.get("objectId")
    if isinstance(name, str) and name in _named(asset):
        return None
    return remove(path)._replace(title="Remove the relation")


@remember_last
def _named(asset: Asset) -> frozenset[str]:
    relations = (each for moment in labels(asset) for _, each in moment.rows("relations"))
    return frozenset(name for each in relations for _, name in ends(each))
