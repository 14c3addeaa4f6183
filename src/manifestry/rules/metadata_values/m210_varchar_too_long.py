"""A text that is longer than its key allows."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import Scalar
from manifestry.formats.encord.metadata.verdicts import has_misfits, reporting
from manifestry.rules.base import Bad, Good, Rule

_SCHEMA: dict[str, object] = {
    "metadata_schema": MetadataSchema(
        {"note": Scalar("varchar", "varchar", max_length=8), "site": Scalar("varchar")}
    )
}

RULE = Rule[Item, Member](
    code="M210",
    name="varchar-too-long",
    severity=Severity.WARNING,
    strict=Severity.ERROR,
    summary="Metadata value is too long for a varchar",
    why=(
        "A varchar has at most 8,192 characters, fewer if the schema says so. A longer text "
        "does not fit the filter, or is cut."
    ),
    help="Shorten the text, or give the key the type text, which has no such limit.",
    bad=(
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"note": "by the gate"}}]}',
            at="/images/0/clientMetadata/note",
            settings=_SCHEMA,
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"note": "by the gate"}}}}}]}',
            at="/videos/0/clientMetadata/$encord/frames/11/note",
            settings=_SCHEMA,
        ),
    ),
    good=(
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            '"clientMetadata": {"note": "the gate", "site": "by the gate"}}]}',
            settings=_SCHEMA,
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": {"11": {"note": "überübee"}}}}}]}',
            settings=_SCHEMA,
        ),
    ),
    source="SDK (max_length of varchar); that it holds for variants as well is our inference",
    check=reporting("varchar-too-long"),
    when=has_misfits,
)
