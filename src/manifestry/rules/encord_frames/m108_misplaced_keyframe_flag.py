"""`keyframe`: false among the metadata of a frame."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.frames import AT, encord_of, is_doubtful, moment
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import Move, Patch


def _check(item: Item) -> Iterator[Hit]:
    encord = encord_of(item)
    if encord is None:
        return
    for key, frame in encord.keyed.items():
        if isinstance(frame, dict) and frame.get("keyframe") is False:
            message = '"keyframe" stands among metadata here, so the frame is a key frame'
            path = (*AT, "frames", key)
            own = frame.get("$encord", {})
            # Of the first frame the flag says nothing.
            is_free = isinstance(own, dict) and "keyframe" not in own and moment(key) != "0"
            move = Move((*path, "keyframe"), (*path, "$encord", "keyframe"))
            yield Hit(move.path, message, patch=Patch((move,)) if is_free else None)


_VIDEO = (
    '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
    '"clientMetadata": {"$encord": {"frames": {"11": %s}}}}]}'
)
_AT = "/videos/0/clientMetadata/$encord/frames/11/"

RULE = Rule[Item, Member](
    code="M108",
    name="misplaced-keyframe-flag",
    severity=Severity.WARNING,
    summary="keyframe: false stands beside a frame's metadata, not in its $encord",
    why=(
        "A frame that is named is a key frame, unless its own $encord says otherwise. Outside of "
        "it, keyframe is metadata like any other: the frame is taken as a key frame all the same."
    ),
    help='Write "$encord": {"keyframe": false}, or give the metadata another key.',
    bad=(
        Bad(_VIDEO % '{"keyframe": false}', at=_AT + "keyframe"),
        Bad(_VIDEO % '{"weather": "rain", "keyframe": false}', at=_AT + "keyframe"),
    ),
    good=(
        Good(_VIDEO % '{"$encord": {"keyframe": false}}'),
        Good(_VIDEO % '{"weather": "rain"}'),
    ),
    source="Documentation (key frames); that the flag was meant is our inference",
    fix="unsafe",
    check=_check,
    when=is_doubtful,
)
