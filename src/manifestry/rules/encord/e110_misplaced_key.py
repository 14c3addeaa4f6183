"""A key that belongs to items of another section."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.unknown import has_unknown_keys, removing, unknown_keys
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import listing, quote


def check(item: Item) -> Iterator[Hit]:
    for unknown in unknown_keys(item):
        if unknown.reason == "misplaced":
            yield Hit(
                unknown.path,
                f"{quote(unknown.key)} belongs to items of {listing(unknown.homes)}, "
                f"not to this {item.section.noun}",
                patch=removing(item, unknown),
            )


RULE = Rule[Item, Member](
    code="E110",
    name="misplaced-key",
    severity=Severity.WARNING,
    summary="Key belongs to another section",
    why=(
        "Each section has keys of its own; others are most likely passed over. Often the item "
        "itself stands in the wrong section."
    ),
    help="Remove the key, or move the item to the section it belongs to.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "imageMetadata": {"width": 64}}]}',
            at="/videos/0/imageMetadata",
        ),
        Bad(
            '{"images": [{"objectUrl": "s3://acme-media/a.jpg", "createVideo": true}]}',
            at="/images/0/createVideo",
        ),
    ),
    good=(
        Good(
            '{"images": [{"objectUrl": "s3://acme-media/a.png", "imageMetadata": {"mimeType": '
            '"image/png", "fileSize": 2048, "width": 64, "height": 48}}]}'
        ),
        Good(
            '{"image_groups": [{"title": "g", "createVideo": true, '
            '"objectUrl_0": "s3://acme-media/a.jpg"}]}'
        ),
    ),
    source="Documentation of each item type",
    fix="unsafe",
    check=check,
    when=has_unknown_keys,
)
