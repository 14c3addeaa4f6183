"""A top-level key that is a section's or flag's name, misspelt."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.top_level import misspelt
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def member(member: Member) -> Iterator[Hit]:
    meant = misspelt(member.key)
    if meant is not None:
        yield Hit(
            (member.key,),
            f"{quote(member.key)} should be {quote(meant)}",
            help=f"Write {quote(meant)}; top-level keys are in snake_case.",
        )


RULE = Rule[Item, Member](
    code="E004",
    name="misspelt-section",
    severity=Severity.WARNING,
    strict=Severity.ERROR,
    summary="Section or flag is misspelt",
    why=(
        "Top-level keys are in snake_case and exact. Under a misspelt one a whole list, or the "
        "protection against registering files twice, is most likely ignored without a word."
    ),
    help="Write the key as the message shows it.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}], "skipDuplicateUrls": true}',
            at="/skipDuplicateUrls",
        ),
        Bad(
            '{"imageGroups": [{"title": "g", "objectUrl_0": "s3://acme-media/a.jpg"}]}',
            at="/imageGroups",
        ),
        Bad('{"video": [{"objectUrl": "s3://acme-media/a.mp4"}]}', at="/video"),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}], "skip_duplicate_urls": true}'),
        Good('{"image_groups": [{"title": "g", "objectUrl_0": "s3://acme-media/a.jpg"}]}'),
    ),
    source="Documentation; camelCase forms seen in use with unknown effect",
    fix="safe",
    member=member,
)
