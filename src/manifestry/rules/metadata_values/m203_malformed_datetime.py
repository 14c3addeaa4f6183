"""A text that is no date under a key of dates."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import Scalar
from manifestry.formats.encord.metadata.verdicts import has_misfits, reporting
from manifestry.rules.base import Bad, Good, Rule

_SCHEMA: dict[str, object] = {"metadata_schema": MetadataSchema({"taken_at": Scalar("datetime")})}

RULE = Rule[Item, Member](
    code="M203",
    name="malformed-datetime",
    severity=Severity.WARNING,
    strict=Severity.ERROR,
    summary="Metadata value is no date in ISO 8601",
    why=(
        "Dates are read in the form of ISO 8601: year, month, day, perhaps with a time and "
        "its zone. What is written otherwise is no date to the platform, and drops out of "
        "every filter on the key; where day and month could be either, it may be read as "
        "another day."
    ),
    help="Write the date as 2024-07-18, or with the time as 2024-07-18T16:04:26+00:00.",
    bad=(
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"taken_at": "03/04/2024"}}]}',
            at="/images/0/clientMetadata/taken_at",
            settings=_SCHEMA,
        ),
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"taken_at": "18.07.2024"}}]}',
            at="/images/0/clientMetadata/taken_at",
            settings=_SCHEMA,
        ),
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"taken_at": "2023-02-29"}}]}',
            at="/images/0/clientMetadata/taken_at",
            settings=_SCHEMA,
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"taken_at": "2016-12-31T23:59:60Z"}}}}}]}',
            at="/videos/0/clientMetadata/$encord/frames/11/taken_at",
            settings=_SCHEMA,
        ),
    ),
    good=(
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"taken_at": "2024-04-03"}}]}',
            settings=_SCHEMA,
        ),
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"taken_at": "2024-02-29T16:04:26.686087+00:00"}}]}',
            settings=_SCHEMA,
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"taken_at": "2024W051"}}}}}]}',
            settings=_SCHEMA,
        ),
    ),
    source="Documentation (date-times are ISO 8601)",
    fix="safe",
    check=reporting("malformed-datetime"),
    when=has_misfits,
)
