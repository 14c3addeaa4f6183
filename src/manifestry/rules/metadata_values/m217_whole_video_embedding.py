"""An embedding on a whole video."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import Embedding
from manifestry.formats.encord.metadata.verdicts import has_misfits, reporting
from manifestry.rules.base import Bad, Good, Rule

_SCHEMA: dict[str, object] = {"metadata_schema": MetadataSchema({"my-embedding": Embedding(3)})}

RULE = Rule[Item, Member](
    code="M217",
    name="whole-video-embedding",
    severity=Severity.WARNING,
    summary="Embedding of a whole video",
    why=(
        "Embeddings of videos belong to single frames; one for the video as a whole is not "
        "supported, and the value is not indexed."
    ),
    help='Put the embedding under a frame: "$encord": {"frames": {"0": {...}}}.',
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"my-embedding": [0.5, 0.25, 1]}}]}',
            at="/videos/0/clientMetadata/my-embedding",
            settings=_SCHEMA,
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"my-embedding": [1, 2]}}]}',
            at="/videos/0/clientMetadata/my-embedding",
            settings=_SCHEMA,
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"0": {"my-embedding": [0.5, 0.25, 1]}}}}}]}',
            settings=_SCHEMA,
        ),
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"my-embedding": [0.5, 0.25, 1]}}]}',
            settings=_SCHEMA,
        ),
    ),
    source="Documentation (embeddings)",
    fix="unsafe",
    check=reporting("whole-video-embedding"),
    when=has_misfits,
)
