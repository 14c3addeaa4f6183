"""A metadata key that all items of a section have but one."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.across import Presence
from manifestry.rules.base import Bad, Good, Rule


def _images(*members: str) -> str:
    """A manifest of images, of each a member of its own."""
    items = [
        f'{{"objectUrl": "gs://acme-media/a/{number}.jpg", {member}}}'
        for number, member in enumerate(members)
    ]
    return '{"images": [' + ",\n".join(items) + "]}"


_ELEVEN = ('"clientMetadata": {"site": "north"}',) * 11

RULE = Rule[Item, Member](
    code="M302",
    name="key-missing-from-one-item",
    severity=Severity.INFO,
    summary="All items of a section have a metadata key but one",
    why=(
        "What ten items or more all have and one lacks was most likely forgotten there. The item "
        "cannot be found by a filter on the key."
    ),
    help="Add the key, with null if there is no value.",
    bad=(
        Bad(
            _images(*_ELEVEN, '"clientMetadata": {"car": 7}'),
            at="/images/11/clientMetadata",
        ),
        Bad(_images('"title": "the first"', *_ELEVEN), at="/images/0"),
        Bad(
            _images(*_ELEVEN[:5], '"clientMetadata": {"Site": "north"}', *_ELEVEN[5:]),
            at="/images/5/clientMetadata",
        ),
    ),
    good=(
        Good(_images(*_ELEVEN, '"clientMetadata": {"site": null}')),
        Good(_images(*_ELEVEN, '"clientMetadata": {}', '"clientMetadata": {}')),
        Good(_images(*_ELEVEN[:8], '"clientMetadata": {}')),
    ),
    source="Our own choice",
    fix="unsafe",
    track=Presence,
)
