"""Metadata schemas: read them, infer them from manifests, compare them, write them.

>>> from manifestry.metadata import MetadataSchema, read_schema
>>> schema = read_schema({"site": {"ty": "enum", "values": ["north", "south"]}})
>>> schema["site"].values
('north', 'south')
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from manifestry.lazy import importing

if TYPE_CHECKING:
    from manifestry.formats.encord.metadata.schema import MetadataSchema as MetadataSchema
    from manifestry.formats.encord.metadata.types import Embedding as Embedding
    from manifestry.formats.encord.metadata.types import Enum as Enum
    from manifestry.formats.encord.metadata.types import Geospatial as Geospatial
    from manifestry.formats.encord.metadata.types import KeyType as KeyType
    from manifestry.formats.encord.metadata.types import Scalar as Scalar
    from manifestry.formats.encord.metadata.types import Tombstone as Tombstone
    from manifestry.formats.encord.metadata.types import User as User
    from manifestry.metadata.comparison import Change as Change
    from manifestry.metadata.comparison import Comparison as Comparison
    from manifestry.metadata.comparison import compare as compare
    from manifestry.metadata.documents import Unusable as Unusable
    from manifestry.metadata.export import to_legacy as to_legacy
    from manifestry.metadata.export import to_sdk as to_sdk
    from manifestry.metadata.inference import Inference as Inference
    from manifestry.metadata.inference import KeyEvidence as KeyEvidence
    from manifestry.metadata.inference import infer as infer
    from manifestry.metadata.reading import read_schema as read_schema

_HOMES = {
    "MetadataSchema": "manifestry.formats.encord.metadata.schema",
    "Embedding": "manifestry.formats.encord.metadata.types",
    "Enum": "manifestry.formats.encord.metadata.types",
    "Geospatial": "manifestry.formats.encord.metadata.types",
    "KeyType": "manifestry.formats.encord.metadata.types",
    "Scalar": "manifestry.formats.encord.metadata.types",
    "Tombstone": "manifestry.formats.encord.metadata.types",
    "User": "manifestry.formats.encord.metadata.types",
    "Change": "manifestry.metadata.comparison",
    "Comparison": "manifestry.metadata.comparison",
    "compare": "manifestry.metadata.comparison",
    "Unusable": "manifestry.metadata.documents",
    "to_legacy": "manifestry.metadata.export",
    "to_sdk": "manifestry.metadata.export",
    "Inference": "manifestry.metadata.inference",
    "KeyEvidence": "manifestry.metadata.inference",
    "infer": "manifestry.metadata.inference",
    "read_schema": "manifestry.metadata.reading",
}

__all__ = [*_HOMES]  # noqa: PLE0604

__getattr__ = importing(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted(__all__)
