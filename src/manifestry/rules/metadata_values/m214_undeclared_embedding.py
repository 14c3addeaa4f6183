"""A list of numbers under a key that the metadata schema lacks."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import Embedding
from manifestry.formats.encord.metadata.verdicts import once_a_key
from manifestry.rules.base import Bad, Good, Rule

_SCHEMA: dict[str, object] = {"metadata_schema": MetadataSchema({"my-embedding": Embedding(3)})}

RULE = Rule[Item, Member](
    code="M214",
    name="undeclared-embedding",
    severity=Severity.WARNING,
    summary="List of numbers that no embedding of the schema names",
    why=(
        "Only a key that the schema has as an embedding makes a list of numbers an embedding. "
        "Any other is kept as a text, and cannot be searched by similarity. Each key is told "
        "once, where it first stands."
    ),
    help="Add the key to the schema as an embedding of that length, before the upload.",
    bad=(
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"clip": [0.5, 0.25, 1]}}]}',
            at="/images/0/clientMetadata/clip",
            settings=_SCHEMA,
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"clip": [1, 2]}}}}}]}',
            at="/videos/0/clientMetadata/$encord/frames/11/clip",
            settings=_SCHEMA,
        ),
    ),
    good=(
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"my-embedding": [0.5, 0.25, 1], "clip": []}}]}',
            settings=_SCHEMA,
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"clip": ["a", 1]}}}}}]}',
            settings=_SCHEMA,
        ),
    ),
    source="Documentation (embeddings)",
    track=once_a_key("undeclared-embedding"),
)
