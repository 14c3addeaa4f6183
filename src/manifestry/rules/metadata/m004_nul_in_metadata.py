"""The character NUL in client metadata."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.client_metadata import KEY, is_doubtful, nul_paths, survey
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    if KEY not in item.value or not survey(item).has_nul:
        return ()
    return [
        Hit(path, rf"{'The key' if in_key else 'The value of'} {_name(path)} holds \u0000")
        for path, in_key in nul_paths(item)
    ]


def _name(path: tuple[str | int, ...]) -> str:
    """The key, or the place in a list and the key that list stands under."""
    last = path[-1]
    if isinstance(last, str):
        return quote(last)
    owner = next((step for step in reversed(path) if isinstance(step, str)), KEY)
    return f"entry {last} of {quote(owner)}"


RULE = Rule[Item, Member](
    code="M004",
    name="nul-in-metadata",
    severity=Severity.ERROR,
    summary=r"Client metadata holds the character \u0000",
    why=(
        "Client metadata is kept in a PostgreSQL database, whose jsonb cannot store this "
        "character: the item is refused. It is usually left over from a fixed-width field."
    ),
    help=r"Remove the character \u0000 from the text.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            r'"clientMetadata": {"site": "north\u0000\u0000"}}]}',
            at="/videos/0/clientMetadata/site",
        ),
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            r'"clientMetadata": {"tags": ["a", {"list": ["b", "\u0000"]}]}}]}',
            at="/images/0/clientMetadata/tags/1/list/1",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            r'"clientMetadata": {"site": "north\u0001\t"}}]}'
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            r'"clientMetadata": {"site": "north\\u0000"}}]}'
        ),
    ),
    source="Documentation (kept as jsonb), PostgreSQL",
    check=_check,
    when=is_doubtful,
)
