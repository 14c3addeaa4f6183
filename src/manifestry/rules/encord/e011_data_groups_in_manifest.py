"""Data groups, which no manifest can make."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule


def member(member: Member) -> Iterator[Hit]:
    if member.key == "data_groups" and (member.count or member.value):
        yield Hit(("data_groups",), "data groups cannot be made by a manifest")


RULE = Rule[Item, Member](
    code="E011",
    name="data-groups-in-manifest",
    severity=Severity.WARNING,
    summary="Manifest holds data groups",
    why=(
        "Data groups are made through the API from items that are registered already. The key "
        "has only been seen with an empty list; what stands in it is most likely ignored."
    ),
    help="Register the files first, then make the groups with the SDK.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}], "data_groups": [{"name": "g"}]}',
            at="/data_groups",
        ),
        Bad(
            '{"data_groups": [{"name": "g"}, {"name": "h"}], '
            '"videos": [{"objectUrl": "s3://acme-media/a.mp4"}]}',
            at="/data_groups",
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}], "data_groups": []}'),
        Good('{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}]}'),
    ),
    source="SDK; seen in use only as an empty list",
    member=member,
)
