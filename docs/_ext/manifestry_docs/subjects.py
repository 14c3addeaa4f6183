"""The pages about one subject each: all of the folder that have no other place."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).resolve().parents[2]
_FIRST: Final[tuple[str, ...]] = (
    "fix",
    "baseline",
    "metadata",
    "csv",
    "ango",
    "convert",
    "mapping",
    "shaping",
    "reports",
)
_ELSEWHERE: Final = frozenset(
    {"index", "before-upload", "migrating", "ci", "library-use", "editor", "limits", "facts"}
)


def contents(_: str) -> str:
    """The list of them, so that a new page is in the site as soon as it is in the folder."""
    there = {path.stem for path in _FOLDER.glob("*.md")} - _ELSEWHERE
    names = [name for name in _FIRST if name in there]
    names += sorted(there.difference(names))
    lines = ["```{toctree}", ":hidden:", ":caption: Subjects", "", *names, "```"]
    return "\n".join(lines)
