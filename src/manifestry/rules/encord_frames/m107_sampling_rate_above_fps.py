"""A sampling rate higher than the frame rate."""

from __future__ import annotations

import math
from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.frames import AT, encord_of, is_doubtful
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.media import number
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import replace
from manifestry.text import quote


def _check(item: Item) -> Iterator[Hit]:
    encord = encord_of(item)
    if encord is None or encord.fps is None:
        return
    rate = number(encord.config.get("sampling_rate"))
    # Who writes 30 for a video of 29.97 frames per second means all of them.
    if rate is not None and rate > math.ceil(encord.fps):
        message = (
            f'"sampling_rate" is {quote(rate)}; the video has {quote(encord.fps)} frames per second'
        )
        path = (*AT, "config", "sampling_rate")
        fps = int(encord.fps) if encord.fps == int(encord.fps) else encord.fps
        yield Hit(path, message, patch=replace(path, fps))


_VIDEO = (
    '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "videoMetadata": {"fps": %s, '
    '"duration": 12.4, "width": 1280, "height": 720, "file_size": 904512, "mime_type": '
    '"video/mp4"}, "clientMetadata": {"$encord": {"config": {"sampling_rate": %s}}}}]}'
)
_AT = "/videos/0/clientMetadata/$encord/config/sampling_rate"

RULE = Rule[Item, Member](
    code="M107",
    name="sampling-rate-above-fps",
    severity=Severity.INFO,
    summary="More frames per second are asked for than the video has",
    why=(
        "The sampling rate is the number of frames taken per second. There are no more than the "
        "video has, so a higher rate does nothing more; perhaps it was meant as something else."
    ),
    help="Give the number of frames to take per second, 1 if left out.",
    bad=(
        Bad(_VIDEO % ("25.0", "60"), at=_AT),
        Bad(_VIDEO % ("29.97", "30.5"), at=_AT),
    ),
    good=(
        Good(_VIDEO % ("25.0", "25")),
        Good(_VIDEO % ("29.97", "30")),
        Good(_VIDEO % ("25.0", "0")),
    ),
    source="Our own choice; the unit is documented",
    fix="unsafe",
    check=_check,
    when=is_doubtful,
)
