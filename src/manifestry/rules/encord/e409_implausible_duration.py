"""A duration that is most likely not in seconds."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.media import DAY, LONG, MIN_BYTE_RATE, is_doubtful, number
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    if item.section.kind not in ("video", "audio"):
        return ()
    block = item.media
    duration = None if block is None else number(block.get("duration"))
    if block is None or duration is None or not duration > LONG:
        return ()
    at = (item.section.media or "", "duration")
    if duration > DAY:
        return [Hit(at, f'"duration" is {quote(duration)} seconds, more than a day')]
    size = number(block.get("file_size"))
    # an empty file is a fault of its own
    if size is None or size <= 0 or size >= duration * MIN_BYTE_RATE:
        return ()
    rate = f"{size * 8 / duration:,.0f} bits a second"
    return [Hit(at, f'"duration" is {quote(duration)} seconds: the file would have only {rate}')]


RULE = Rule[Item, Member](
    code="E409",
    name="implausible-duration",
    severity=Severity.WARNING,
    summary="Duration that is most likely not in seconds",
    why=(
        "The duration is taken as given, in seconds. Given in milliseconds it makes the video "
        "a thousand times too long, and its number of frames with it."
    ),
    help="Give the duration in seconds.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "videoMetadata": '
            '{"fps": 25, "duration": 12400, "width": 1280, "height": 720, '
            '"file_size": 904512, "mime_type": "video/mp4"}}]}',
            at="/videos/0/videoMetadata/duration",
        ),
        Bad(
            '{"audio": [{"objectUrl": "s3://acme-media/calls/7.wav", "audioMetadata": '
            '{"duration": 90000, "file_size": 900000000, "mime_type": "audio/wav", '
            '"sample_rate": 44100, "bit_depth": 16, "codec": "pcm", "num_channels": 2}}]}',
            at="/audio/0/audioMetadata/duration",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "videoMetadata": '
            '{"fps": 25, "duration": 12.4, "width": 1280, "height": 720, '
            '"file_size": 904512, "mime_type": "video/mp4"}}]}'
        ),
        Good(
            '{"audio": [{"objectUrl": "s3://acme-media/calls/7.wav", "audioMetadata": '
            '{"duration": 80000, "file_size": 900000000, "mime_type": "audio/wav", '
            '"sample_rate": 44100, "bit_depth": 16, "codec": "pcm", "num_channels": 2}}]}'
        ),
    ),
    source="Our own choice of limits; the unit is documented",
    check=_check,
    when=is_doubtful,
)
