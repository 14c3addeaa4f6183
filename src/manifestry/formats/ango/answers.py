"""The classifications of an asset, also those of its tools and those that follow from others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from manifestry.formats.ango.asset import Asset, Json, labels
from manifestry.formats.memo import remember_last
from manifestry.rules.base import Path

KEY: Final = "classifications"
ONE: Final = frozenset({"radio", "single-dropdown", "text"})
"""Kinds of question with one answer, a text."""
SEVERAL: Final = frozenset({"checkbox", "multi-dropdown", "tree-dropdown"})
"""Kinds of question with a list of answers."""
KINDS: Final = ONE | SEVERAL | {"instance", "boolean", "rank"}


def is_tree(kind: str) -> bool:
    """Whether a kind of question has a tree of answers; newer ones come under several names."""
    return "tree" in kind


def fits(kind: str, answer: object) -> bool:
    """Whether an answer, which null is none of, has the shape of its kind of question."""
    if answer is None or kind not in ONE | SEVERAL:
        return True
    if kind in ONE:
        return isinstance(answer, str)
    return isinstance(answer, list) and all(one is None or isinstance(one, str) for one in answer)


@remember_last
def answers(asset: Asset) -> list[tuple[Path, Json]]:
    """All classifications of an asset, at any depth."""
    found: list[tuple[Path, Json]] = []
    for moment in labels(asset):
        found.extend(moment.rows(KEY))
        for path, tool in moment.tools():
            if tool.get(KEY):
                found.extend(_rows(path, tool))
    done = 0
    while done < len(found):  # grows while it is gone through: no depth is too much
        path, answer = found[done]
        if answer.get(KEY):
            found.extend(_rows(path, answer))
        done += 1
    return found


def _rows(path: Path, holder: Json) -> Iterator[tuple[Path, Json]]:
    listed = holder.get(KEY)
    for number, entry in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(entry, dict):
            yield (*path, KEY, number), entry
