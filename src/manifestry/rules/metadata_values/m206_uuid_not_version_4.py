"""A UUID of another version than 4."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import Scalar
from manifestry.formats.encord.metadata.verdicts import has_misfits, reporting
from manifestry.rules.base import Bad, Good, Rule

_SCHEMA: dict[str, object] = {"metadata_schema": MetadataSchema({"run": Scalar("uuid")})}

RULE = Rule[Item, Member](
    code="M206",
    name="uuid-not-version-4",
    severity=Severity.INFO,
    summary="Metadata value is a UUID of another version than 4",
    why=(
        "The documentation speaks of UUIDs of version 4. Others are most likely taken as "
        "well, but nobody has said so."
    ),
    help="Look whether a filter on the key finds the item before you rely on it.",
    bad=(
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"run": "1f8e2c1a-9d3b-11ee-8f70-0a1b2c3d4e5f"}}]}',
            at="/images/0/clientMetadata/run",
            settings=_SCHEMA,
        ),
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"run": "00000000-0000-0000-0000-000000000000"}}]}',
            at="/image_groups/0/clientMetadata/run",
            settings=_SCHEMA,
        ),
    ),
    good=(
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"run": "1f8e2c1a-9d3b-41ee-8f70-0a1b2c3d4e5f"}}]}',
            settings=_SCHEMA,
        ),
        Good(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"run": null}}]}',
            settings=_SCHEMA,
        ),
    ),
    source="Documentation (values of uuid keys)",
    check=reporting("uuid-not-version-4"),
    when=has_misfits,
)
