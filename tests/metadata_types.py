"""Metadata schemas that nobody wrote: a small world of types, and strategies for all of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from manifestry.formats.encord.metadata.names import is_accepted
from manifestry.formats.encord.metadata.types import LiveType
from manifestry.formats.encord.metadata.words import HINTS
from manifestry.metadata import (
    Embedding,
    Enum,
    Geospatial,
    KeyType,
    MetadataSchema,
    Scalar,
    Tombstone,
    User,
)

API: dict[str, Any] = {
    "url": "https://acme.example/look",
    "path": None,
    "service_integration": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "client_only": True,
    "embed_b64_image": None,
    "embed_text": False,
}
"""Settings of an embedding, with all the members that the SDK knows."""

_MANY = tuple(f"v{number:03}" for number in range(256))

VARIANTS: list[LiveType] = [Scalar(hint) for hint in HINTS]
SMALL: list[LiveType] = [
    *VARIANTS,
    *[Scalar(hint, hint) for hint in HINTS],
    Scalar("varchar", "varchar", 100),
    Scalar("number", "number", format="F32"),
    *[Enum(tuple(values)) for values in ("a", "b", "c", "ab", "bc", "ca", "abc")],
    *[Enum(_MANY[:number]) for number in (254, 255, 256)],
    *[Embedding(size, api) for size in (1, 2) for api in (None, API, {**API, "url": None})],
    Geospatial(),
    User(),
]
"""Types that are alike and unlike in every way that counts."""

WORLD: list[KeyType] = [*SMALL, *map(Tombstone, SMALL), Tombstone()]

_AWKWARD = [
    '"',
    "'",
    '"""',
    "\\",
    "\\'\"",
    "\n",
    "\r\n",
    "#",
    "{x}",
    "\0",
    "\x7f",
    "\u202e",
    "\u2028",
    "🎥",
    "é",
]

texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.lists(st.sampled_from(_AWKWARD), min_size=1, max_size=4).map("".join),
)
"""Texts as they may stand in a file: any, and those that a careless writer trips over."""

names = st.text(st.sampled_from("abkeyframsXYZ019-_ .é日²"), max_size=24).filter(is_accepted)
"""Names that the SDK takes."""

_scalars = st.sampled_from(SMALL[: 2 * len(HINTS)])
_lengths = st.integers(0, 8192).map(lambda length: Scalar("varchar", "varchar", length))
_enums = st.lists(texts, min_size=1, max_size=8, unique=True).map(lambda v: Enum(tuple(v)))
_sizes = st.integers(1, 4096)
_apis = st.none() | st.just(API) | st.builds(lambda url: {**API, "url": url}, texts)
_embeddings = st.builds(Embedding, _sizes, _apis)

live_types = st.one_of(st.sampled_from(SMALL), _scalars, _lengths, _enums, _embeddings)
types = live_types | live_types.map(Tombstone) | st.just(Tombstone())
schemas = st.dictionaries(names, types, max_size=8).map(MetadataSchema)
"""Schemas of every type that goes over the wire."""

_made = st.one_of(
    st.sampled_from(VARIANTS),
    _enums,
    _sizes.map(Embedding),
    st.just(Geospatial()),
)
made_types = _made | _made.map(Tombstone) | st.just(Tombstone())
made_schemas = st.dictionaries(names, made_types, max_size=8).map(MetadataSchema)
"""Schemas of types that the SDK has calls for."""


def in_order(type_: KeyType) -> KeyType:
    """A type as the SDK leaves it: with the values of an enum sorted."""
    match type_:
        case Enum(values=tuple(values)):
            return Enum(tuple(sorted(values)))
        case Tombstone(deleted=Enum(values=tuple(values))):
            return Tombstone(Enum(tuple(sorted(values))))
    return type_


def all_in_order(schema: MetadataSchema) -> MetadataSchema:
    """A schema as the SDK leaves it."""
    return MetadataSchema({key: in_order(type_) for key, type_ in schema.items()})
