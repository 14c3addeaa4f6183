"""A text that is none of the values of its enum."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import Enum
from manifestry.formats.encord.metadata.verdicts import has_misfits, reporting
from manifestry.rules.base import Bad, Good, Rule

_SCHEMA: dict[str, object] = {"metadata_schema": MetadataSchema({"site": Enum(("north", "south"))})}

RULE = Rule[Item, Member](
    code="M207",
    name="unknown-enum-value",
    severity=Severity.WARNING,
    strict=Severity.ERROR,
    summary="Metadata value is none of its enum's values",
    why=(
        "A key of the type enum knows a fixed list of values. Another one cannot be chosen in "
        "a filter, so the item is never found by it."
    ),
    help="Write one of the enum's values, or add the value to the schema.",
    bad=(
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"site": "North"}}]}',
            at="/images/0/clientMetadata/site",
            settings=_SCHEMA,
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"site": "west"}}}}}]}',
            at="/videos/0/clientMetadata/$encord/frames/11/site",
            settings=_SCHEMA,
        ),
    ),
    good=(
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"site": "north"}}]}',
            settings=_SCHEMA,
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"site": "south"}}}}}]}',
            settings=_SCHEMA,
        ),
    ),
    source="SDK (an enum has a list of values)",
    fix="safe",
    check=reporting("unknown-enum-value"),
    when=has_misfits,
)
