"""A key of a frame's metadata that begins with a dollar sign."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.client_metadata import RESERVED
from manifestry.formats.encord.frame_fixes import suits
from manifestry.formats.encord.frames import AT, Encord, encord_of, is_doubtful
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata_names import may_stand
from manifestry.rules.base import Bad, Good, Hit, Path, Rule
from manifestry.rules.patch import Patch, rename
from manifestry.spelling import did_you_mean
from manifestry.text import quote


def _check(item: Item) -> Iterator[Hit]:
    encord = encord_of(item)
    if encord is None:
        return
    for frame, metadata in encord.keyed.items():
        if not isinstance(metadata, dict):
            continue
        keys = [key for key in metadata if key[:1] == "$" and key != RESERVED]
        taken = {*metadata} if keys else set()
        for key in keys:
            path = (*AT, "frames", frame, key)
            message = f"{quote(key)} begins with a reserved $"
            if RESERVED not in metadata and did_you_mean(key, (RESERVED,)):
                patch = _meant(item, encord, path, metadata, taken)
                yield Hit(path, message, 'Write "$encord".', patch=patch)
            else:
                yield Hit(path, message, patch=_freed(item, path, metadata[key], taken))


def _meant(
    item: Item, encord: Encord, path: Path, metadata: dict[str, object], taken: set[str]
) -> Patch | None:
    own = metadata[str(path[-1])]
    if RESERVED in taken or not isinstance(own, dict) or not own.keys() <= {"keyframe"}:
        return None
    if not suits(item, encord, "keyframe", own.get("keyframe", True), str(path[3])):
        return None
    taken.add(RESERVED)
    return rename(path, RESERVED)


def _freed(item: Item, path: Path, value: object, taken: set[str]) -> Patch | None:
    name = str(path[-1]).lstrip("$")
    if not may_stand(item, taken, name, value, in_frame=True):
        return None
    taken.add(name)
    return rename(path, name, safe=False)


_VIDEO = (
    '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
    '"clientMetadata": {"$encord": {"frames": {"11": %s}}}}]}'
)
_AT = "/videos/0/clientMetadata/$encord/frames/11/"

RULE = Rule[Item, Member](
    code="M109",
    name="reserved-frame-key",
    severity=Severity.ERROR,
    summary="Key of a frame's metadata begins with $ and is not $encord",
    why=(
        "Keys that begin with a dollar sign belong to the platform, which knows only $encord. "
        "Any other one is refused, or passed over with all that stands under it."
    ),
    help="Choose a key that begins with a letter or a digit.",
    bad=(
        Bad(_VIDEO % '{"$weather": "rain"}', at=_AT + "$weather"),
        Bad(_VIDEO % '{"$Encord": {"keyframe": false}}', at=_AT + "$Encord"),
    ),
    good=(
        Good(_VIDEO % '{"weather$": "rain"}'),
        Good(_VIDEO % '{"$encord": {"keyframe": false}}'),
    ),
    source="SDK (names of metadata keys), documentation",
    fix="safe",
    check=_check,
    when=is_doubtful,
)
