"""A date and time that does not say in which zone."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import Scalar
from manifestry.formats.encord.metadata.verdicts import has_misfits, reporting
from manifestry.rules.base import Bad, Good, Rule

_SCHEMA: dict[str, object] = {"metadata_schema": MetadataSchema({"taken_at": Scalar("datetime")})}

RULE = Rule[Item, Member](
    code="M204",
    name="datetime-without-zone",
    severity=Severity.INFO,
    summary="Metadata value has a time without a zone",
    why=(
        "The platform keeps moments in UTC. A time without a zone is most likely taken for "
        "UTC, which moves it by hours if it was local time."
    ),
    help="Add the zone: Z or +00:00 for UTC, +02:00 for two hours before it.",
    bad=(
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"taken_at": "2024-07-18T16:04:26"}}]}',
            at="/images/0/clientMetadata/taken_at",
            settings=_SCHEMA,
        ),
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"taken_at": "20240718T1604"}}]}',
            at="/image_groups/0/clientMetadata/taken_at",
            settings=_SCHEMA,
        ),
    ),
    good=(
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"taken_at": "2024-07-18T16:04:26Z"}}]}',
            settings=_SCHEMA,
        ),
        Good(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"taken_at": "20240718"}}]}',
            settings=_SCHEMA,
        ),
    ),
    source="SDK (the type has the time zone UTC only); that UTC is assumed is our inference",
    fix="unsafe",
    check=reporting("datetime-without-zone"),
    when=has_misfits,
)
