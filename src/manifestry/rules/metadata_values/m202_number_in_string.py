"""A number written as a string under a key of numbers."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import Scalar
from manifestry.formats.encord.metadata.verdicts import has_misfits, reporting
from manifestry.rules.base import Bad, Good, Rule

_SCHEMA: dict[str, object] = {"metadata_schema": MetadataSchema({"shift": Scalar("number")})}

RULE = Rule[Item, Member](
    code="M202",
    name="number-in-string",
    severity=Severity.WARNING,
    strict=Severity.ERROR,
    summary="Metadata value is a number in a string",
    why=(
        "The key is one of numbers. Whether the platform reads a number out of a string is "
        "not documented; if it does not, the value drops out of every filter on the key."
    ),
    help="Write the number without quotes.",
    bad=(
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"shift": "2"}}]}',
            at="/images/0/clientMetadata/shift",
            settings=_SCHEMA,
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"shift": "-2.5e3"}}}}}]}',
            at="/videos/0/clientMetadata/$encord/frames/11/shift",
            settings=_SCHEMA,
        ),
    ),
    good=(
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"shift": 2}}]}',
            settings=_SCHEMA,
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"shift": -2.5e3}}}}}]}',
            settings=_SCHEMA,
        ),
    ),
    source="Documentation (values of number keys; its own examples quote some)",
    fix="safe",
    check=reporting("number-in-string"),
    when=has_misfits,
)
