"""A key that only the SDK's own objects have."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.unknown import has_unknown_keys, unknown_keys
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import remove
from manifestry.text import quote


def check(item: Item) -> Iterator[Hit]:
    for unknown in unknown_keys(item):
        if unknown.reason == "sdk-only":
            text = f"{quote(unknown.key)} exists only in the SDK's own objects"
            yield Hit(unknown.path, text, patch=remove(unknown.path))


RULE = Rule[Item, Member](
    code="E111",
    name="sdk-only-key",
    severity=Severity.WARNING,
    summary="Key exists only in the SDK",
    why=(
        "The SDK's objects carry keys for the system's own use. In a manifest they are most "
        "likely passed over."
    ),
    help="Remove the key.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "external_file_type": "VIDEO"}]}',
            at="/videos/0/external_file_type",
        ),
        Bad(
            '{"images": [{"objectUrl": "s3://acme-media/a.jpg", "placeholderItemUuid": null}]}',
            at="/images/0/placeholderItemUuid",
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}]}'),
        Good('{"images": [{"objectUrl": "s3://acme-media/a.jpg", "title": "a"}]}'),
    ),
    source="SDK",
    fix="safe",
    check=check,
    when=has_unknown_keys,
)
