"""A number outside the range the format allows."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.media import MEMBERS as MEDIA
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.rules.wording import RANGE, expected, subject
from manifestry.text import quote

_CHOSEN = "Give a number in the range that the message names."


def translate(error: SchemaError) -> Hit | None:
    if error.keyword not in RANGE:
        return None
    message = f"{subject(error)} must be {expected(error.schema)}, got {quote(error.value)}"
    is_measured = error.path[:1] and error.path[0] in MEDIA
    return Hit(error.path, message, None if is_measured else _CHOSEN)


RULE = Rule[Item, Member](
    code="E102",
    name="value-out-of-range",
    severity=Severity.ERROR,
    summary="Number is outside the allowed range",
    why=(
        "Media metadata is used as it stands, without a look at the file. A frame rate or size "
        "of zero or below puts every label in the wrong place, or stops the import."
    ),
    help="Measure the file (for example with ffprobe) and write what it says.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "videoMetadata": {"fps": 0, '
            '"duration": 12.4, "width": 1280, "height": 720, "file_size": 904512, '
            '"mime_type": "video/mp4"}}]}',
            at="/videos/0/videoMetadata/fps",
        ),
        Bad(
            '{"images": [{"objectUrl": "s3://acme-media/a.png", "imageMetadata": {"mimeType": '
            '"image/png", "fileSize": 2048, "width": -64, "height": 48}}]}',
            at="/images/0/imageMetadata/width",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "videoMetadata": {"fps": 25, '
            '"duration": 12.4, "width": 1280, "height": 720, "file_size": 904512, '
            '"mime_type": "video/mp4"}}]}'
        ),
        Good(
            '{"images": [{"objectUrl": "s3://acme-media/a.png", "imageMetadata": {"mimeType": '
            '"image/png", "fileSize": 2048, "width": 64, "height": 48}}]}'
        ),
    ),
    source="SDK models; the signs are our inference from their meaning",
    translate=translate,
)
