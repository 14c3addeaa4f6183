"""What a gate learns from one item: how its URLs begin and end, and what kinds its values are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from manifestry.formats.encord.hosts import site_of
from manifestry.formats.encord.item import Item
from manifestry.formats.encord.metadata.fitting import as_schema
from manifestry.formats.encord.metadata.types import Embedding, KeyType
from manifestry.formats.encord.metadata.words import NUMBERS
from manifestry.formats.encord.survey import FOREIGN
from manifestry.formats.encord.urls import diagnose_plain

Json = dict[str, Any]

_MIN_VECTOR: Final = 8

SEGMENT: Final = r"[A-Za-z0-9_~!$&'()*,;=:@-](?:[A-Za-z0-9_~!$&'()*,;=:@.-]|%[0-9A-Fa-f]{2})*"
"""A segment of a URL's path, to be matched by a pattern."""

# The first one may begin a name in a template, "your-bucket" or "BUCKET"; it must not seem to.
_FIRST: Final = SEGMENT.replace("A-Z", "AC-XZ", 1).replace("a-z", "a-xz", 1)
_ENDING: Final = re.compile(r"\.(?:[a-z0-9]{1,8}|nii\.gz)\Z")

_KINDS: Final[Mapping[type, str]] = {
    str: "string", bool: "boolean", int: "number", float: "number", type(None): "null",
}  # fmt: skip


def lesson(url: str, item: Item) -> tuple[str, str, str] | None:
    """How a good URL begins, what may follow, and how it ends; None if that tells nothing."""
    found = diagnose_plain(url, item.settings.url_schemes)
    if found is None or found.extension in FOREIGN[item.section.key]:
        return None
    prefix, ending = url[: len(url) - len(found.path)], found.extension
    segment = _FIRST
    if site_of(prefix.partition(":")[0], found.host).depth > 1:
        bucket = found.path.split("/", 2)[1]
        if "%" in bucket:
            return None
        prefix, segment = f"{prefix}/{bucket}", SEGMENT
    if ending:
        fits = url.endswith(ending) and _ENDING.match(ending) and ending not in (".gz", ".tif")
        if not fits or ending == ".tiff":
            return None
    elif "." in found.name or "%" in found.path:
        return None
    return prefix, segment, ending


def kind(value: object) -> Json | None:
    """What may stand where a value stands, if nothing says its type."""
    if type(value) in _KINDS:
        return {"type": [_KINDS[type(value)]]}
    if (
        isinstance(value, list)
        and len(value) >= _MIN_VECTOR
        and NUMBERS.issuperset(map(type, value))
    ):
        return _vector(len(value))
    return None


def _vector(size: int) -> Json:
    return {"type": ["array"], "items": {"type": "number"}, "minItems": size, "maxItems": size}


def typed(type_: KeyType | None, *, whole: bool) -> Json | None:
    """What may stand under a key of the metadata schema; a video as a whole has no embeddings."""
    if type_ is None or (whole and isinstance(type_, Embedding)):
        return None
    return as_schema(type_)


def merged(known: dict[str, Json], kinds: dict[str, Json]) -> dict[str, Json] | None:
    """What may stand under each key by either; None if the two do not go together."""
    merged = dict(known)
    for key, kind in kinds.items():
        there = merged.get(key, kind)
        if there is kind or there == kind:
            merged[key] = kind
        elif len(there) == len(kind) == 1:
            merged[key] = {"type": sorted({*there["type"], *kind["type"]})}
        else:
            return None
    return merged
