"""A top-level key that is a section's or flag's name, misspelt."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.renames import Renames
from manifestry.formats.encord.top_level import misspelt
from manifestry.rules.base import Bad, Good, Rule
from manifestry.settings import Settings
from manifestry.text import quote


def _track(_: Settings) -> Renames:
    return Renames(lambda member: misspelt(member.key), _words, _advice)


def _words(key: str) -> str:
    return f"{quote(key)} should be {quote(misspelt(key))}"


def _advice(meant: str) -> str:
    return f"Write {quote(meant)}; top-level keys are in snake_case."


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
    track=_track,
)
