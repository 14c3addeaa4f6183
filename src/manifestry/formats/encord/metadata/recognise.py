"""Is this a metadata schema?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from manifestry.document.outline import Glimpse
from manifestry.formats.base import Evidence
from manifestry.formats.encord.metadata.words import HINTS, LEGACY, TYPES
from manifestry.formats.encord.sections import SECTIONS

FILE: Final = "metadata-schema.schema.json"
"""How the address of our JSON Schema ends, which stands in `$schema`."""

_WORDS: Final = frozenset({*LEGACY, *HINTS})
"""What the flat form may say, and the newer words that people put there."""


def recognise(glimpses: Iterable[Glimpse]) -> Evidence | None:
    """Evidence for a metadata schema, or None.

    The name of our JSON Schema makes sure, and so does a member with a known `ty`, unless more
    members speak against it than for it. The flat form consists of common words, so it only
    has the shape. A member or two that have no place there change nothing: they are what a
    check is for.
    """
    members = {glimpse.key: glimpse for glimpse in glimpses}
    named = members.pop("$schema", None)
    dialect = named.value if named is not None and isinstance(named.value, str) else ""
    if FILE in dialect:
        return Evidence(certain=True)
    if set(members) == {""} and members[""].shape != "object":
        return None  # no object at its top
    types = [_type(glimpse.value) for glimpse in members.values()]
    certain = any(key == "ty" and ty in TYPES for key, ty in types)
    words = sum(isinstance(one.value, str) and one.value in _WORDS for one in members.values())
    lists = sum(one.shape == "list" and one.key in SECTIONS for one in members.values())
    fitting = words + (sum(bool(ty) for _, ty in types) if certain else 0)
    if not fitting or 2 * fitting < len(members) or fitting <= lists:
        return None
    if not certain and "json-schema.org" in dialect:
        return None  # it says itself that it is a JSON Schema
    return Evidence(certain=certain)


def _type(value: object) -> tuple[str, str]:
    """The key that says what an object's type is, or is meant to, and the type."""
    for key in ("ty", "type", "Ty", "Type", "kind"):
        ty = value.get(key) if isinstance(value, dict) else None
        if isinstance(ty, str):
            return key, ty
    return "", ""
