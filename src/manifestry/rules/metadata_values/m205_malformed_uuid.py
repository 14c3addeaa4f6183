"""A text that is no UUID under a key of UUIDs."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import Scalar
from manifestry.formats.encord.metadata.verdicts import has_misfits, reporting
from manifestry.rules.base import Bad, Good, Rule

_SCHEMA: dict[str, object] = {"metadata_schema": MetadataSchema({"run": Scalar("uuid")})}

RULE = Rule[Item, Member](
    code="M205",
    name="malformed-uuid",
    severity=Severity.WARNING,
    strict=Severity.ERROR,
    summary="Metadata value is no UUID",
    why=(
        "A key of UUIDs takes 32 hexadecimal digits in five groups. Anything else drops out "
        "of every filter on the key."
    ),
    help="Write the UUID in five groups, such as 1f8e2c1a-9d3b-4c5e-8f70-0a1b2c3d4e5f.",
    bad=(
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"run": "run 17"}}]}',
            at="/images/0/clientMetadata/run",
            settings=_SCHEMA,
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"run": "{1f8e2c1a-9d3b-4c5e-8f70-0a1b2c3d4e5f}"}}]}',
            at="/videos/0/clientMetadata/run",
            settings=_SCHEMA,
        ),
    ),
    good=(
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"run": "1f8e2c1a-9d3b-4c5e-8f70-0a1b2c3d4e5f"}}]}',
            settings=_SCHEMA,
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"run": "1F8E2C1A-9D3B-4C5E-8F70-0A1B2C3D4E5F"}}]}',
            settings=_SCHEMA,
        ),
    ),
    source="Documentation (values of uuid keys)",
    fix="safe",
    check=reporting("malformed-uuid"),
    when=has_misfits,
)
