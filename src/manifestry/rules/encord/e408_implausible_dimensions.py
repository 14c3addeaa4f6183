"""A width or height that hardly any picture has."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.media import MAX_PIXELS, is_doubtful, number
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    most = MAX_PIXELS.get(item.section.kind)
    block = item.media if most is not None else None
    if block is None or most is None:
        return ()
    hits: tuple[Hit, ...] = ()
    for key in ("width", "height"):
        pixels = number(block.get(key))
        if pixels is not None and pixels > most and not pixels % 1:
            text = f'"{key}" is {quote(pixels)} pixels, more than {most:,}'
            hits = (*hits, Hit((item.section.media or "", key), text))
    return hits


RULE = Rule[Item, Member](
    code="E408",
    name="implausible-dimensions",
    severity=Severity.WARNING,
    summary="Width or height beyond that of any usual picture",
    why=(
        "Width and height are taken as given, and labels are kept as parts of them. A value "
        "like this is usually a number of bytes, or two numbers written as one, and labels "
        "drawn on such a picture come out in the wrong place."
    ),
    help="Give width and height in pixels, or leave out the whole block.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "videoMetadata": '
            '{"fps": 25, "duration": 12.4, "width": 1280720, "height": 720, '
            '"file_size": 904512, "mime_type": "video/mp4"}}]}',
            at="/videos/0/videoMetadata/width",
        ),
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", "imageMetadata": '
            '{"mimeType": "image/jpeg", "fileSize": 2048, "width": 64, "height": 100001}}]}',
            at="/images/0/imageMetadata/height",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "videoMetadata": '
            '{"fps": 25, "duration": 12.4, "width": 7680, "height": 4320, '
            '"file_size": 904512, "mime_type": "video/mp4"}}]}'
        ),
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", "imageMetadata": '
            '{"mimeType": "image/jpeg", "fileSize": 2048, "width": 64, "height": 100000}}]}'
        ),
    ),
    source="Our own choice of limits",
    check=_check,
    when=is_doubtful,
)
