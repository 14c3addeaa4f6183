"""A key that is a known one, misspelt."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.unknown import has_unknown_keys, renaming, unknown_keys
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def check(item: Item) -> Iterator[Hit]:
    for unknown in unknown_keys(item):
        if unknown.reason == "misspelt":
            yield Hit(
                unknown.path,
                f"{quote(unknown.key)} should be {quote(unknown.meant)}",
                help=f"Write {quote(unknown.meant)}; keys are exact, capitals count.",
                patch=renaming(item, unknown),
            )


RULE = Rule[Item, Member](
    code="E108",
    name="misspelt-key",
    severity=Severity.WARNING,
    strict=Severity.ERROR,
    summary="Key is misspelt",
    why=(
        "Keys are exact, capitals count. A misspelt one is most likely passed over, and what it "
        "should have set is set by default or left empty."
    ),
    help="Write the key as the message shows it.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "clientmetadata": {"n": 1}}]}',
            at="/videos/0/clientmetadata",
        ),
        Bad(
            '{"image_groups": [{"title": "g", "create_video": true, '
            '"objectUrl_0": "s3://acme-media/a.jpg"}]}',
            at="/image_groups/0/create_video",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "clientMetadata": {"n": 1}}]}',
        ),
        Good(
            '{"image_groups": [{"title": "g", "createVideo": true, '
            '"objectUrl_0": "s3://acme-media/a.jpg"}]}'
        ),
    ),
    source="Documentation; all-lower-case forms stand in its prose and are a slip",
    fix="safe",
    check=check,
    when=has_unknown_keys,
)
