"""A value of a type whose form is not documented."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import Geospatial, User
from manifestry.formats.encord.metadata.verdicts import once_a_key
from manifestry.rules.base import Bad, Good, Rule

_SCHEMA: dict[str, object] = {
    "metadata_schema": MetadataSchema({"place": Geospatial(), "checked_by": User()})
}

RULE = Rule[Item, Member](
    code="M216",
    name="unverified-metadata-type",
    severity=Severity.INFO,
    summary="Metadata of this type was not checked",
    why=(
        "What values of this type look like is documented nowhere we know of, so nothing can "
        "be said about them. Each key is told once, where it first stands."
    ),
    help="Upload one item and look how the platform shows the value, before you upload all.",
    bad=(
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"place": {"lat": 47.3, "lon": 8.5}}}]}',
            at="/images/0/clientMetadata/place",
            settings=_SCHEMA,
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"checked_by": "a"}, "12": {"checked_by": "b"}}}}}]}',
            at="/videos/0/clientMetadata/$encord/frames/11/checked_by",
            settings=_SCHEMA,
        ),
    ),
    good=(
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"place": null}}]}',
            settings=_SCHEMA,
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"checked_by": null}}}}}]}',
            settings=_SCHEMA,
        ),
    ),
    source="SDK (the types exist; it says nothing of their values)",
    track=once_a_key("unverified-metadata-type"),
)
