"""An embedding of another length than its key has in the metadata schema."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import Embedding
from manifestry.formats.encord.metadata.verdicts import has_misfits, reporting
from manifestry.rules.base import Bad, Good, Rule

_SCHEMA: dict[str, object] = {"metadata_schema": MetadataSchema({"my-embedding": Embedding(3)})}

RULE = Rule[Item, Member](
    code="M208",
    name="wrong-embedding-length",
    severity=Severity.ERROR,
    summary="Embedding does not have the length of its key",
    why=(
        "All embeddings of a key have one length, which the metadata schema sets. One of "
        "another length cannot be compared with the others, and is not indexed."
    ),
    help="Write as many numbers as the schema says, from the model that the others come from.",
    bad=(
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"my-embedding": [0.5, 0.25]}}]}',
            at="/images/0/clientMetadata/my-embedding",
            settings=_SCHEMA,
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"my-embedding": []}}}}}]}',
            at="/videos/0/clientMetadata/$encord/frames/11/my-embedding",
            settings=_SCHEMA,
        ),
    ),
    good=(
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"my-embedding": [0.5, 0.25, 1]}}]}',
            settings=_SCHEMA,
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"my-embedding": [0, 0, 1]}}}}}]}',
            settings=_SCHEMA,
        ),
    ),
    source="Documentation and SDK (an embedding's size is part of its type)",
    check=reporting("wrong-embedding-length"),
    when=has_misfits,
)
