"""A section that only the SDK's objects have."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.top_level import SDK_ONLY
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def member(member: Member) -> Iterator[Hit]:
    if member.key in SDK_ONLY and (member.count or member.value):
        yield Hit((member.key,), f"{quote(member.key)} exists only in the SDK's own objects")


RULE = Rule[Item, Member](
    code="E012",
    name="sdk-only-section",
    severity=Severity.WARNING,
    summary="Section exists only in the SDK",
    why=(
        "Groups made from registered items need the items' ids, which a manifest does not know. "
        "The section has never been seen in one."
    ),
    help="Use the SDK's DataUploadItems for these, or list the files under image_groups.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}], '
            '"image_groups_from_items": [{"title": "g"}]}',
            at="/image_groups_from_items",
        ),
        Bad(
            '{"image_groups_from_items": [{"title": "g", "image_items": []}], '
            '"videos": [{"objectUrl": "s3://acme-media/a.mp4"}]}',
            at="/image_groups_from_items",
        ),
    ),
    good=(
        Good('{"image_groups": [{"title": "g", "objectUrl_0": "s3://acme-media/a.jpg"}]}'),
        Good('{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}], "image_groups_from_items": []}'),
    ),
    source="SDK",
    member=member,
)
