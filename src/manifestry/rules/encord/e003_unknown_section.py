"""A top-level key that no manifest has."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.top_level import is_known, misspelt
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def member(member: Member) -> Iterator[Hit]:
    if not is_known(member.key) and misspelt(member.key) is None:
        what = "no section or flag of a manifest"
        yield Hit((member.key,), f"{quote(member.key)} is {what}: what stands here is not imported")


RULE = Rule[Item, Member](
    code="E003",
    name="unknown-section",
    severity=Severity.WARNING,
    summary="Top-level key is no section or flag",
    why=(
        "The platform passes over keys it does not know. If items stand under one, they are "
        "left out and nothing says so."
    ),
    help="Remove the key, or give it the name of the section its items belong to.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}], "dataset": "spring"}',
            at="/dataset",
        ),
        Bad(
            '{"films": [{"objectUrl": "s3://acme-media/b.mp4"}], '
            '"videos": [{"objectUrl": "s3://acme-media/a.mp4"}]}',
            at="/films",
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}], "skip_duplicate_urls": true}'),
        Good('{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}], "images": []}'),
    ),
    source="Documentation (register cloud data); that unknown keys are ignored is our inference",
    member=member,
)
