"""A key of client metadata that begins with a dollar sign."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.client_metadata import KEY, is_doubtful
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.spelling import did_you_mean
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    metadata = item.value.get(KEY)
    if not isinstance(metadata, dict):
        return ()
    keys = [key for key in metadata if key[:1] == "$" and key != "$encord"]
    return [Hit((KEY, key), f"{quote(key)} begins with a reserved $", _help(key)) for key in keys]


def _help(key: str) -> str | None:
    return 'Write "$encord".' if did_you_mean(key, ("$encord",)) else None


RULE = Rule[Item, Member](
    code="M005",
    name="reserved-metadata-key",
    severity=Severity.ERROR,
    summary="Key of client metadata begins with $ and is not $encord",
    why=(
        "Keys that begin with a dollar sign belong to the platform, which knows only $encord. "
        "Any other one is refused, or passed over with all that stands under it."
    ),
    help="Choose a key that begins with a letter or a digit.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$site": "north"}}]}',
            at="/videos/0/clientMetadata/$site",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$Encord": {"frames": [0, 50]}}}]}',
            at="/videos/0/clientMetadata/$Encord",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"site$": "north"}}]}'
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"$encord": {"frames": [0, 50]}}}]}'
        ),
    ),
    source="SDK (names of metadata keys), documentation",
    check=_check,
    when=is_doubtful,
)
