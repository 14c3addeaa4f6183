"""A number that its key's precision cannot hold."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import Scalar
from manifestry.formats.encord.metadata.verdicts import has_misfits, reporting
from manifestry.rules.base import Bad, Good, Rule

_SCHEMA: dict[str, object] = {
    "metadata_schema": MetadataSchema({"mass": Scalar("number", "number", format="F32")})
}

RULE = Rule[Item, Member](
    code="M209",
    name="number-out-of-format",
    severity=Severity.WARNING,
    strict=Severity.ERROR,
    summary="Metadata value is too large for its key's number format",
    why="The key keeps its numbers in single precision, in which this one is infinite.",
    help="Correct the number, or give the key the format F64.",
    bad=(
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"mass": 1e39}}]}',
            at="/images/0/clientMetadata/mass",
            settings=_SCHEMA,
        ),
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"mass": -3.5e38}}]}',
            at="/image_groups/0/clientMetadata/mass",
            settings=_SCHEMA,
        ),
    ),
    good=(
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"mass": 1e38}}]}',
            settings=_SCHEMA,
        ),
        Good(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"mass": -3.4e38}}]}',
            settings=_SCHEMA,
        ),
    ),
    source="SDK (number keys have a format, F32 or F64)",
    check=reporting("number-out-of-format"),
    when=has_misfits,
)
