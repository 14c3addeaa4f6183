"""A text key that has but a few values again and again."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.repetition import Repetition
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import Enum, Scalar
from manifestry.rules.base import Bad, Good, Rule

_ON: dict[str, object] = {
    "select": ("M303",),
    "metadata_schema": MetadataSchema(
        {"site": Scalar("varchar"), "note": Scalar("text"), "run": Enum(("north", "south"))}
    ),
}


def _images(key: str, *values: str) -> str:
    """A manifest of 101 images with these values in turn."""
    items = [
        f'{{"objectUrl": "gs://acme-media/a/{number}.jpg", '
        f'"clientMetadata": {{"{key}": "{values[number % len(values)]}"}}}}'
        for number in range(101)
    ]
    return '{"images": [' + ",\n".join(items) + "]}"


RULE = Rule[Item, Member](
    code="M303",
    name="enum-like-varchar",
    severity=Severity.INFO,
    default=False,
    summary="Text key has only a few different values",
    why=(
        "A key with a few values that come again and again is easier to filter by as an enum, "
        "which also keeps misspelt values out: an enum knows which there are."
    ),
    help="Consider the type enum for a key of your next schema; this one cannot be changed into one.",
    bad=(
        Bad(_images("site", "north", "south"), at="/images/0/clientMetadata/site", settings=_ON),
        Bad(_images("note", "north"), at="/images/0/clientMetadata/note", settings=_ON),
    ),
    good=(
        Good(_images("site", *(f"gate {number}" for number in range(21))), settings=_ON),
        Good(_images("run", "north", "south"), settings=_ON),
    ),
    source="Our own choice",
    track=Repetition,
)
