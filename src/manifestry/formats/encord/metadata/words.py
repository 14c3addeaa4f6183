"""The words for types in metadata schemas (the SDK's, 0.1.211)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, Literal

Hint = Literal["number", "varchar", "text", "boolean", "datetime", "uuid"]

HINTS: Final[tuple[Hint, ...]] = ("number", "varchar", "text", "boolean", "datetime", "uuid")
ALIASES: Final = MappingProxyType[str, Hint]({"string": "varchar", "long_string": "text"})
"""Older names of two scalar types."""

TYPES: Final = (*HINTS, "variant", "enum", "embedding", "geospatial", "user", "tombstone")
"""Every `ty` there is."""

LEGACY: Final = (
    "number", "string", "boolean", "datetime", "geospatial", "enum", "embedding", "long_string",
)  # fmt: skip
"""The types of the flat form."""

NUMBERS: Final = frozenset({int, float})
"""The Python types of JSON numbers, of which `bool` is none."""
