"""The character NUL in client metadata."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from manifestry.findings import Severity
from manifestry.formats.encord.client_metadata import (
    KEY,
    RESERVED,
    is_doubtful,
    nul_paths,
    survey,
)
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata_names import may_stand
from manifestry.rules.base import Bad, Good, Hit, Path, Rule
from manifestry.rules.patch import Patch, rename, replace
from manifestry.text import quote


def _check(item: Item) -> Iterator[Hit]:
    if KEY not in item.value or not survey(item).has_nul:
        return
    renamed: set[Path] = set()
    for path, in_key in nul_paths(item):
        message = rf"{'The key' if in_key else 'The value of'} {_name(path)} holds \u0000"
        yield Hit(path, message, patch=_without(item, path, renamed if in_key else None))


def _without(item: Item, path: Path, renamed: set[Path] | None) -> Patch | None:
    """Takes the character out of a value or, where `renamed` has what was told before, a key."""
    holder: Any = item.value
    for step in path[:-1]:
        holder = holder[step]
    if renamed is None:
        return replace(path, holder[path[-1]].replace("\0", ""))
    key = str(path[-1]).replace("\0", "")
    to = (*path[:-1], key)
    if to in renamed or not _is_good(item, path, holder, key):
        return None
    renamed.add(to)
    return rename(path, key)


def _is_good(item: Item, path: Path, holder: dict[str, object], key: str) -> bool:
    in_frame = item.section.kind == "video" and path[1] == RESERVED
    if len(path) == 2 or (in_frame and len(path) == 5):
        return may_stand(item, holder, key, holder[str(path[-1])], in_frame=in_frame)
    # What the platform reads itself is left to the rules that know it.
    return bool(key) and key not in holder and not (in_frame and len(path) < 5)


def _name(path: Path) -> str:
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
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", '
            r'"clientMetadata": {"site\u0000\u0000": "north"}}]}',
            at="/images/0/clientMetadata/site\0\0",
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
    fix="unsafe",
    check=_check,
    when=is_doubtful,
)
