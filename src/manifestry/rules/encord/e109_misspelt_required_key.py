"""A required key that is there under a misspelt name."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.keys import near_miss, properties_of
from manifestry.formats.encord.unknown import has_unknown_keys, renaming, unknown_keys
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.text import quote


def check(item: Item) -> Iterator[Hit]:
    for unknown in unknown_keys(item):
        if unknown.reason == "misspelt-required":
            yield Hit(
                unknown.path,
                f"{quote(unknown.key)} should be {quote(unknown.meant)}, which is required",
                help=f"Write {quote(unknown.meant)}; keys are exact, capitals count.",
                patch=renaming(item, unknown),
            )


def claims(error: SchemaError) -> bool:
    """All that is missing is there under other names."""
    if error.keyword != "required" or not isinstance(error.value, dict):
        return False
    missing = error.detail if isinstance(error.detail, tuple) else ()
    keys, known = error.value, properties_of(error)
    return bool(missing) and all(near_miss(str(name), keys, known) is not None for name in missing)


RULE = Rule[Item, Member](
    code="E109",
    name="misspelt-required-key",
    severity=Severity.ERROR,
    summary="Required key is misspelt",
    why="Keys are exact, capitals count. Without the required key the item cannot be imported.",
    help="Write the key as the message shows it.",
    bad=(
        Bad('{"videos": [{"objectURL": "s3://acme-media/a.mp4"}]}', at="/videos/0/objectURL"),
        Bad('{"images": [{"url": "s3://acme-media/a.jpg"}]}', at="/images/0/url"),
        Bad(
            '{"image_groups": [{"Title": "g", "objectUrl_0": "s3://acme-media/a.jpg"}]}',
            at="/image_groups/0/Title",
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}]}'),
        Good('{"image_groups": [{"title": "g", "objectUrl_0": "s3://acme-media/a.jpg"}]}'),
    ),
    source="Documentation of each item type",
    fix="safe",
    check=check,
    when=has_unknown_keys,
    claims=claims,
)
