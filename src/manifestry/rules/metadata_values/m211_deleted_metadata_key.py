"""A metadata key that was deleted from the metadata schema."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import Scalar, Tombstone
from manifestry.formats.encord.metadata.verdicts import has_misfits, reporting
from manifestry.rules.base import Bad, Good, Rule

_SCHEMA: dict[str, object] = {
    "metadata_schema": MetadataSchema({"site": Tombstone(Scalar("varchar")), "place": Tombstone()})
}

RULE = Rule[Item, Member](
    code="M211",
    name="deleted-metadata-key",
    severity=Severity.WARNING,
    summary="Metadata key was deleted from the schema",
    why="Values under a deleted key are stored but not indexed: no filter shows them.",
    help=(
        "Leave the key out, restore it in the schema if it was not deleted for good, or "
        "choose another key."
    ),
    bad=(
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"site": "north"}}]}',
            at="/images/0/clientMetadata/site",
            settings=_SCHEMA,
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"place": 7}}}}}]}',
            at="/videos/0/clientMetadata/$encord/frames/11/place",
            settings=_SCHEMA,
        ),
    ),
    good=(
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"site": null}}]}',
            settings=_SCHEMA,
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"place": null}}}}}]}',
            settings=_SCHEMA,
        ),
    ),
    source="SDK (deleted keys become tombstones)",
    fix="unsafe",
    check=reporting("deleted-metadata-key"),
    when=has_misfits,
)
