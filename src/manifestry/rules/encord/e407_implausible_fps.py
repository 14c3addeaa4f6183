"""A frame rate that hardly any video has."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.media import MAX_FPS, MIN_FPS, is_doubtful, number
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    if item.section.kind != "video":
        return ()
    block = item.media
    fps = None if block is None else number(block.get("fps"))
    if fps is None or MIN_FPS <= fps <= MAX_FPS or not fps > 0:
        return ()
    return [Hit(("videoMetadata", "fps"), f'"fps" is {quote(fps)} frames per second')]


RULE = Rule[Item, Member](
    code="E407",
    name="implausible-fps",
    severity=Severity.WARNING,
    summary="Frame rate below 0.1 or above 1,000 frames per second",
    why=(
        "The frame rate is taken as given, and every label of the video hangs on it. A value "
        "like this is usually the length of one frame, a time base, or a number that lost its "
        "decimal point, and all labels end up on the wrong frames."
    ),
    help="Give the number of frames per second, such as 29.97.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "videoMetadata": '
            '{"fps": 29970, "duration": 12.4, "width": 1280, "height": 720, '
            '"file_size": 904512, "mime_type": "video/mp4"}}]}',
            at="/videos/0/videoMetadata/fps",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "videoMetadata": '
            '{"fps": 0.04, "duration": 12.4, "width": 1280, "height": 720, '
            '"file_size": 904512, "mime_type": "video/mp4"}}]}',
            at="/videos/0/videoMetadata/fps",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "videoMetadata": '
            '{"fps": 29.970, "duration": 12.4, "width": 1280, "height": 720, '
            '"file_size": 904512, "mime_type": "video/mp4"}}]}'
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "videoMetadata": '
            '{"fps": 1000, "duration": 12.4, "width": 1280, "height": 720, '
            '"file_size": 904512, "mime_type": "video/mp4"}}]}'
        ),
    ),
    source="Our own choice of limits",
    check=_check,
    when=is_doubtful,
)
