"""The first frame, said to be no key frame."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.frames import (
    AT,
    encord_of,
    good_keys,
    is_doubtful,
    moment,
    own_encord,
)
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import remove


def _check(item: Item) -> Iterator[Hit]:
    encord = encord_of(item)
    if encord is None:
        return
    for key in good_keys(encord):
        if moment(key) == "0" and own_encord(encord.keyed[key]).get("keyframe") is False:
            path = (*AT, "frames", key, "$encord", "keyframe")
            message = '"keyframe" has no effect on the first frame, which is always taken'
            alone = len(own_encord(encord.keyed[key])) == 1
            yield Hit(path, message, patch=remove(path[:-1] if alone else path))


_VIDEO = (
    '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": {"$encord": {%s}}}]}'
)
_AT = "/videos/0/clientMetadata/$encord/frames/"

RULE = Rule[Item, Member](
    code="M106",
    name="frame-zero-excluded",
    severity=Severity.INFO,
    summary="First frame is said to be no key frame",
    why=(
        "The first frame of a video is always taken, whatever is said of it, so the flag does "
        "nothing. Metadata beside it is kept all the same."
    ),
    help="Leave out the flag; nothing else changes.",
    bad=(
        Bad(
            _VIDEO % '"frames": {"0": {"$encord": {"keyframe": false}}, "11": {}}',
            at=_AT + "0/$encord/keyframe",
        ),
        Bad(
            _VIDEO % '"config": {"keyframe_mode": "seconds"}, "frames": {"0.0": '
            '{"$encord": {"keyframe": false}, "weather": "rain"}}',
            at=_AT + "0.0/$encord/keyframe",
        ),
    ),
    good=(
        Good(_VIDEO % '"frames": {"0": {"weather": "rain"}, "11": {}}'),
        Good(_VIDEO % '"frames": {"0": {}, "11": {"$encord": {"keyframe": false}}}'),
    ),
    source="Documentation (key frames)",
    fix="safe",
    check=_check,
    when=is_doubtful,
)
