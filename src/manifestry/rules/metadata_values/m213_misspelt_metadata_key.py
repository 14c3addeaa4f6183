"""A metadata key that the metadata schema has in another spelling."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import Scalar
from manifestry.formats.encord.metadata.verdicts import has_misfits, reporting
from manifestry.rules.base import Bad, Good, Rule

_SCHEMA: dict[str, object] = {
    "metadata_schema": MetadataSchema(
        {"taken_at": Scalar("datetime"), "video.site": Scalar("varchar")}
    )
}

RULE = Rule[Item, Member](
    code="M213",
    name="misspelt-metadata-key",
    severity=Severity.WARNING,
    strict=Severity.ERROR,
    summary="Metadata key is spelt otherwise in the schema",
    why=(
        "Keys are exact. A key that differs only in case, hyphens, underscores or blanks is "
        "another key, which no filter knows, and its value is never found."
    ),
    help="Write the key as the schema does.",
    bad=(
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"taken-at": "2024-07-18"}}]}',
            at="/images/0/clientMetadata/taken-at",
            settings=_SCHEMA,
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"Video.Site": "north"}}}}}]}',
            at="/videos/0/clientMetadata/$encord/frames/11/Video.Site",
            settings=_SCHEMA,
        ),
    ),
    good=(
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"taken_at": "2024-07-18"}}]}',
            settings=_SCHEMA,
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"video.site": "north"}}}}}]}',
            settings=_SCHEMA,
        ),
    ),
    source="Documentation (keys are case-sensitive)",
    fix="safe",
    check=reporting("misspelt-metadata-key"),
    when=has_misfits,
)
