"""A metadata schema as a frozen value, read from and written to both of its JSON forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from manifestry.errors import UsageError
from manifestry.formats.encord.metadata.fitting import fitting, nothing
from manifestry.formats.encord.metadata.types import (
    MAX_VARCHAR,
    Embedding,
    Enum,
    Geospatial,
    KeyType,
    Scalar,
    Tombstone,
    User,
)
from manifestry.formats.encord.metadata.words import ALIASES, HINTS
from manifestry.spelling import did_you_mean, fold
from manifestry.text import quote


@dataclass(frozen=True, eq=False)
class MetadataSchema(Mapping[str, KeyType]):
    """The typed keys of an organisation: a mapping of names to types, in their order.

    It compares by its keys and types; the order is for people. Made from JSON by
    `manifestry.metadata.read_schema`, which checks it first, or here from types.

    >>> schema = MetadataSchema({"site": Enum(("north", "south")), "shift": Scalar("number")})
    >>> schema.to_json()["shift"]
    {'ty': 'variant', 'hint': 'number'}
    >>> MetadataSchema.from_json(schema.to_json()) == schema
    True
    """

    types: Mapping[str, KeyType]

    def __post_init__(self) -> None:
        object.__setattr__(self, "types", MappingProxyType(dict(self.types)))

    def __getitem__(self, key: str) -> KeyType:
        return self.types[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.types)

    def __len__(self) -> int:
        return len(self.types)

    def __reduce__(self) -> tuple[type[MetadataSchema], tuple[dict[str, KeyType]]]:
        return MetadataSchema, (dict(self.types),)  # a mapping proxy cannot be pickled

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> MetadataSchema:
        """Reads an object in the current form, `{key: {"ty": ...}}`, or the flat old one.

        It has to be right, which a check as `encord-metadata-schema` tells.
        """
        return cls({key: from_wire(value) for key, value in document.items() if key != "$schema"})

    def to_json(self) -> dict[str, Any]:
        """The schema in the current form, as the platform takes it.

        Raises:
            UsageError: see `refuse_unknown`.
        """
        self.refuse_unknown()
        return {key: type_.to_wire() for key, type_ in self.items()}

    def refuse_unknown(self) -> None:
        """Raises UsageError for types that were not told in full, so that no form is good.

        These are enums and embeddings of the old flat form, which says neither values nor sizes.
        """
        lines = []
        for key, type_ in self.items():
            live = type_.deleted if isinstance(type_, Tombstone) else type_
            if isinstance(live, Enum) and not live.values:
                lines.append(f"{quote(key)} is an enum without its values: add them first")
            elif isinstance(live, Embedding) and live.size is None:
                lines.append(f"{quote(key)} is an embedding without its size: add it first")
        if lines:
            raise UsageError("\n".join(lines))

    # --- for the check ------------------------------------------------------------------

    @cached_property
    def fits(self) -> Mapping[str, Callable[[Any], bool]]:
        """Key -> a quick test whether a value fits it and nothing is to be said of it."""
        return {key: fitting(type_) for key, type_ in self.items()}

    @cached_property
    def fits_whole_video(self) -> Mapping[str, Callable[[Any], bool]]:
        """The same for the metadata of a video as a whole, which takes no embeddings."""
        return {
            key: nothing if isinstance(type_, Embedding) else self.fits[key]
            for key, type_ in self.items()
        }

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        return {fold(key): key for key in reversed([*self.types])}

    def twin(self, key: str) -> str | None:
        """The key that an undeclared one differs from in case, `-`, `_` and blanks only."""
        return self._folded.get(fold(key))

    def near(self, key: str) -> str | None:
        """The key that an undeclared one is most like, if it is like any."""
        return did_you_mean(key, self)

    def below(self, key: str) -> str | None:
        """The first key whose name goes on behind an undeclared one and a dot."""
        return next((name for name in self.types if name.startswith(f"{key}.")), None)


def from_wire(value: Any) -> KeyType:
    """The type that a value of a schema stands for, in either form."""
    if isinstance(value, str):
        hint = ALIASES.get(value, value)
        value = {"ty": "variant", "hint": hint} if hint in HINTS else {"ty": value}
    ty = value["ty"]
    if ty == "variant":
        hint = value.get("hint", "text")
        return Scalar(ALIASES.get(hint, hint))
    if ty in HINTS:
        return Scalar(ty, ty, value.get("max_length", MAX_VARCHAR), value.get("format", "F64"))
    if ty == "enum":
        return Enum(tuple(value["values"]) if "values" in value else None)
    if ty == "embedding":
        size = value.get("size")
        return Embedding(size and int(size), value.get("api"))  # 512.0 is a whole number too
    if ty == "tombstone":
        deleted = value.get("deleted_ty")
        was = None if deleted is None else from_wire(deleted)
        return Tombstone(None if isinstance(was, Tombstone) else was)
    return Geospatial() if ty == "geospatial" else User()
