"""A frame behind the end of the video."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.frames import (
    AT,
    FRAME,
    Encord,
    encord_of,
    good_keys,
    is_doubtful,
    is_frame_number,
    is_past_end,
)
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import remove
from manifestry.text import quote


def _check(item: Item) -> Iterator[Hit]:
    encord = encord_of(item)
    if encord is None or encord.limit is None:
        return
    for key in good_keys(encord):
        if is_past_end(encord, key):
            what = f"the {'frame' if encord.mode == 'frame' else 'time'} {quote(key)}"
            help_ = _TIMES if encord.mode == "seconds" and FRAME.match(key) else None
            path = (*AT, "frames", key)
            # Metadata may be of another frame, so it is not thrown away.
            patch = None if encord.keyed[key] else remove(path)
            yield Hit(path, f"{what} is {_end(encord)}", help_, patch=patch)
    for index, entry in enumerate(encord.listed):
        if is_frame_number(entry) and is_past_end(encord, entry):
            message = f'entry {index} of "frames" is {quote(entry)}, {_end(encord)}'
            path = (*AT, "frames", index)
            yield Hit(path, message, patch=remove(path))


def _end(encord: Encord) -> str:
    """Words for the end of the video."""
    if encord.mode == "seconds":
        return f"behind the end of the video, which lasts {quote(encord.duration)} seconds"
    length = f"{quote(encord.fps)} frames per second for {quote(encord.duration)} seconds"
    return f"behind the end of the video: {length} are about {encord.limit:,}"


_TIMES = 'Correct the time, or set "keyframe_mode" to "frame" if keys are numbers of frames.'

_VIDEO = (
    '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "videoMetadata": {"fps": 25.0, '
    '"duration": 12.4, "width": 1280, "height": 720, "file_size": 904512, "mime_type": '
    '"video/mp4"}, "clientMetadata": {"$encord": {%s}}}]}'
)
_SECONDS = '"config": {"keyframe_mode": "seconds"}, '
_AT = "/videos/0/clientMetadata/$encord/frames/"

RULE = Rule[Item, Member](
    code="M104",
    name="frame-past-end",
    severity=Severity.WARNING,
    summary="Frame lies behind the end of the video",
    why=(
        "Frame rate and duration say how many frames the video has; one more is let pass, for "
        "they are rounded. What becomes of a frame behind the end is not documented. Either the "
        "frames were counted in another way, or the media metadata is that of another file."
    ),
    help='Correct the frame, or "fps" and "duration" in "videoMetadata".',
    bad=(
        Bad(_VIDEO % '"frames": {"0": {}, "400": {"weather": "rain"}}', at=_AT + "400"),
        Bad(_VIDEO % '"frames": [0, 50, 400]', at=_AT + "2"),
        Bad(_VIDEO % (_SECONDS + '"frames": {"0.53": {}, "12.6": {}}'), at=_AT + "12.6"),
    ),
    good=(
        Good(_VIDEO % '"frames": {"0": {}, "310": {"weather": "rain"}}'),
        Good(_VIDEO % (_SECONDS + '"frames": {"0.53": {}, "12.4": {}}')),
    ),
    source="Our own choice; frames are documented to be counted from 0",
    fix="unsafe",
    check=_check,
    when=is_doubtful,
)
