"""A metadata key that the metadata schema lacks."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import Scalar
from manifestry.formats.encord.metadata.verdicts import once_a_key
from manifestry.rules.base import Bad, Good, Rule

_SCHEMA: dict[str, object] = {
    "metadata_schema": MetadataSchema({"site": Scalar("varchar"), "video.site": Scalar("varchar")})
}

RULE = Rule[Item, Member](
    code="M212",
    name="undeclared-metadata-key",
    severity=Severity.INFO,
    summary="Metadata key is not in the schema",
    why=(
        "Metadata under a key that the schema lacks is stored, but takes part in no filter. "
        "Each key is told once, where it first stands."
    ),
    help="Add the key to the schema if the data is to be filtered by it.",
    bad=(
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"shift": 2}}]}',
            at="/images/0/clientMetadata/shift",
            settings=_SCHEMA,
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"shift": 2}, "12": {"shift": 3}}}}}]}',
            at="/videos/0/clientMetadata/$encord/frames/11/shift",
            settings=_SCHEMA,
        ),
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"video": {"site": "north"}}}]}',
            at="/image_groups/0/clientMetadata/video",
            settings=_SCHEMA,
        ),
    ),
    good=(
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"site": "north", "shift": null, "car": {"doors": 4}, "encord-layout-group": "a"}}]}',
            settings=_SCHEMA,
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"site": "north"}}}}}]}',
            settings=_SCHEMA,
        ),
    ),
    source="Documentation (the schema is for filters; no key needs to be in it)",
    track=once_a_key("undeclared-metadata-key"),
)
