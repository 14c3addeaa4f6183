"""A key of client metadata that begins with a dollar sign."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.client_metadata import KEY, RESERVED, is_doubtful
from manifestry.formats.encord.frame_fixes import is_fine
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata_names import may_stand
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import Patch, rename
from manifestry.spelling import did_you_mean
from manifestry.text import quote


def _check(item: Item) -> Iterator[Hit]:
    metadata = item.value.get(KEY)
    if not isinstance(metadata, dict):
        return
    keys = [key for key in metadata if key[:1] == "$" and key != RESERVED]
    taken = {*metadata} if keys else set()
    for key in keys:
        message = f"{quote(key)} begins with a reserved $"
        if did_you_mean(key, (RESERVED,)):
            patch = _meant(item, taken, key, metadata[key])
            yield Hit((KEY, key), message, 'Write "$encord".', patch=patch)
        else:
            yield Hit((KEY, key), message, patch=_freed(item, taken, key, metadata[key]))


def _meant(item: Item, taken: set[str], key: str, value: object) -> Patch | None:
    if RESERVED in taken or item.section.kind != "video" or not is_fine(item, value):
        return None
    taken.add(RESERVED)
    return rename((KEY, key), RESERVED)


def _freed(item: Item, taken: set[str], key: str, value: object) -> Patch | None:
    name = key.lstrip("$")
    if not may_stand(item, taken, name, value):
        return None
    taken.add(name)
    return rename((KEY, key), name, safe=False)


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
    fix="safe",
    check=_check,
    when=is_doubtful,
)
