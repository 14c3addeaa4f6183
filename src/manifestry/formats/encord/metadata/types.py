"""The types that a metadata key may have, as they go over the wire (`ty`).

Limits and forms are the SDK's (0.1.211).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal

from manifestry.formats.encord.metadata.words import Hint

MAX_VARCHAR: Final = 8192
"""The most characters of a varchar."""

MAX_ENUM: Final = 256
"""The most values of an enum that go over the wire."""

MAX_SDK_ENUM: Final = 255
"""The most values of an enum that the SDK's functions take."""

MAX_EMBEDDING: Final = 4096
"""The most numbers of an embedding."""

MAX_ACTIVE_EMBEDDING: Final = 2000
"""The most numbers of an embedding that Encord Active takes."""

Wire = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A key of single values: numbers, truth values, texts, dates or UUIDs.

    hint: what the values are. ty: "variant", which is what the SDK makes of every scalar, or
    the hint itself. max_length: the most characters of a varchar. format: "F32" or "F64", the
    precision in which numbers are kept.
    """

    hint: Hint
    ty: str = "variant"
    max_length: int = MAX_VARCHAR
    format: Literal["F32", "F64"] = "F64"

    def to_wire(self) -> Wire:
        """The type as JSON."""
        if self.ty == "variant":
            return {"ty": "variant", "hint": self.hint}
        wire: Wire = {"ty": self.ty}
        if self.ty == "number":
            wire["format"] = self.format
        elif self.ty == "varchar":
            wire["max_length"] = self.max_length
        elif self.ty == "datetime":
            wire["timezone"] = "UTC"
        return wire


@dataclass(frozen=True, slots=True)
class Enum:
    """A key whose values are one of a list; of an old schema the list is not known (None)."""

    values: tuple[str, ...] | None
    ty: ClassVar[str] = "enum"

    def to_wire(self) -> Wire:
        """The type as JSON."""
        return {"ty": "enum", "values": [*(self.values or ())]}


@dataclass(frozen=True, slots=True)
class Embedding:
    """A key whose values are vectors of `size` numbers; None where an old schema is silent.

    api: settings that the server keeps with it, passed on as they are.
    """

    size: int | None
    api: Any = None
    ty: ClassVar[str] = "embedding"

    def to_wire(self) -> Wire:
        """The type as JSON."""
        wire: Wire = {"ty": "embedding", "size": self.size}
        return wire if self.api is None else {**wire, "api": self.api}


@dataclass(frozen=True, slots=True)
class Geospatial:
    """A key whose values are places on earth."""

    ty: ClassVar[str] = "geospatial"

    def to_wire(self) -> Wire:
        """The type as JSON."""
        return {"ty": "geospatial"}


@dataclass(frozen=True, slots=True)
class User:
    """A key whose values are users of the platform."""

    ty: ClassVar[str] = "user"

    def to_wire(self) -> Wire:
        """The type as JSON."""
        return {"ty": "user"}


LiveType = Scalar | Enum | Embedding | Geospatial | User


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A key that was deleted; `deleted` is what it was, None if it can never come back."""

    deleted: LiveType | None = None
    ty: ClassVar[str] = "tombstone"

    def to_wire(self) -> Wire:
        """The type as JSON."""
        return {"ty": "tombstone", "deleted_ty": self.deleted and self.deleted.to_wire()}


KeyType = LiveType | Tombstone


def word(type_: KeyType) -> str:
    """A type in one word or call, as a person would say it.

    >>> word(Scalar("number")), word(Embedding(512)), word(Tombstone())
    ('number', 'embedding(512)', 'deleted')
    """
    match type_:
        case Scalar(hint="varchar", max_length=length) if length != MAX_VARCHAR:
            return f"varchar({length})"
        case Scalar(hint=hint):
            return hint
        case Embedding(size=int(size)):
            return f"embedding({size})"
        case Enum(values=tuple(values)):
            return f"enum of {len(values)}"
        case Tombstone():
            return "deleted"
    return type_.ty
