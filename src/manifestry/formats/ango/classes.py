"""The classes of annotations: what is kept of them across the assets of a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from manifestry.formats.ango.asset import Asset, Json, labels
from manifestry.formats.memo import remember_last
from manifestry.rules.base import Path

MAX_CLASSES: Final = 10_000
"""How many classes are told apart; a project has dozens."""


@remember_last
def all_tools(asset: Asset) -> list[tuple[Path, Json]]:
    """The tools of all labels of an asset, for what looks at one at a time."""
    return [row for moment in labels(asset) for row in moment.tools()]


def current_tools(asset: Asset) -> Iterator[tuple[Path, Json]]:
    """The tools as they are now. Before, a class may well have had another title."""
    for moment in labels(asset):
        if not moment.is_history:
            yield from moment.tools()


@remember_last
def titles(asset: Asset) -> dict[str, str | None]:
    """The title of each class in an asset, None for one that has several."""
    found: dict[str, str | None] = {}
    for _, tool in all_tools(asset):
        name, title = tool.get("schemaId"), tool.get("title")
        if isinstance(name, str) and isinstance(title, str) and title:
            found[name] = title if found.get(name, title) == title else None
    return found
