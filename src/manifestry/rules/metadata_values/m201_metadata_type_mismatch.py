"""A metadata value of another type than its key has in the metadata schema."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import Scalar
from manifestry.formats.encord.metadata.verdicts import has_misfits, reporting
from manifestry.rules.base import Bad, Good, Rule

_SCHEMA: dict[str, object] = {
    "metadata_schema": MetadataSchema(
        {"shift": Scalar("number"), "night": Scalar("boolean"), "note": Scalar("text")}
    )
}

RULE = Rule[Item, Member](
    code="M201",
    name="metadata-type-mismatch",
    severity=Severity.WARNING,
    strict=Severity.ERROR,
    summary="Metadata value does not have its key's type",
    why=(
        "The platform stores the value as it is, but keeps it under its key's type for "
        "filters. A value of another type drops out of every filter, and nobody is told."
    ),
    help="Give the value the type that the message names, or change the key's type in the schema.",
    bad=(
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"shift": "late"}}]}',
            at="/images/0/clientMetadata/shift",
            settings=_SCHEMA,
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"night": 1}}}}}]}',
            at="/videos/0/clientMetadata/$encord/frames/11/night",
            settings=_SCHEMA,
        ),
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"note": ["a", "b"]}}]}',
            at="/image_groups/0/clientMetadata/note",
            settings=_SCHEMA,
        ),
    ),
    good=(
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"shift": 2.5, "night": null}}]}',
            settings=_SCHEMA,
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"night": "true"}}}}}]}',
            settings=_SCHEMA,
        ),
        Good(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"note": "a, b"}}]}',
            settings=_SCHEMA,
        ),
    ),
    source="Documentation (metadata schema: types and their values)",
    fix="safe",
    check=reporting("metadata-type-mismatch"),
    when=has_misfits,
)
