"""Which steps of a JSON Pointer are indexes: a pointer does not tell, for keys may be numbers too.

A key that is taken for an index would let in a new fault for an old one, so only what is certainly
an index is one: a plain number behind a key whose value is a list in documents of that kind. What
lies in free key-values is of the document's own making; nothing in there is certain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

INDEX: Final = "#"
"""What stands for an index."""

_NESTED: Final = 3  # lists in lists, at most: the rings of a polygon's parts, and their points

# As many digits as there can be items: a DICOM tag, which is a key, has eight.
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,6}")


@dataclass(frozen=True, slots=True)
class Shape:
    """Where documents of one kind have lists.

    `is_list`: the document itself is one, or has an item a line. `sections` are lists if they are
    at the top, `lists` anywhere, `nested` are lists of lists. `free` are keys of free key-values,
    or how these keys begin.
    """

    is_list: bool = False
    sections: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    nested: frozenset[str] = frozenset()
    free: tuple[str, ...] = field(default=())

    def depth(self, key: str, *, is_top: bool) -> int:
        """How many steps behind a key may be indexes."""
        if key in self.nested:
            return _NESTED
        return int(key in self.lists or (is_top and key in self.sections))


def _keys(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ANGO: Final = Shape(
    is_list=True,
    lists=_keys(
        "answer assets attachments batches circle classifications completedBy consensusDetailed "
        "createdBy dataset from group issues masks objects p1 p2 point rects relations spline "
        "stageHistory tasks to tools updatedBy vertex zones"
    ),
    nested=frozenset({"corners", "holes", "polygon", "polyline", "region"}),
    free=("contextData", "metadata"),
)

SHAPES: Final[Mapping[str, Shape]] = MappingProxyType(
    {
        "ango-export": _ANGO,
        "ango-import": _ANGO,
        "encord-csv": Shape(is_list=True),
        "encord-manifest": Shape(
            sections=_keys(
                "audio dicom_series image_groups images nifti pdf pdfs scenes text text_files "
                "time_series videos"
            ),
            lists=_keys(
                "Value colorHeightBounds color_height_bounds dicomMetadata events extrinsics k p "
                "pose r radiusIndicators radius_indicators rotation timeline transform"
            ),
            free=("clientMetadata",),
        ),
        "encord-metadata-schema": Shape(lists=frozenset({"values"})),
    }
)
"""By the kind of document."""


def without_indexes(pointer: str, kind: str | None) -> str:
    """A pointer with # for each step that is an index in a document of this kind.

    >>> without_indexes("/videos/7/clientMetadata/2023", "encord-manifest")
    '/videos/#/clientMetadata/2023'
    """
    shape = SHAPES.get(kind or "")
    if shape is None:
        return pointer
    steps = pointer.split("/")
    depth = int(shape.is_list)
    for number, step in enumerate(steps[1:], 1):
        if depth and _NUMBER.fullmatch(step):
            steps[number] = INDEX
            depth -= 1
        elif shape.free and step.startswith(shape.free):
            break
        else:
            depth = shape.depth(step, is_top=number == 1)
    return "/".join(steps)
