"""A MIME type that does not belong in the section."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.media import is_doubtful, mime_type
from manifestry.formats.encord.mime import bare, fits_section
from manifestry.formats.encord.mime_mends import type_of_file
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import replace
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    media = item.section.media
    if media is None or media not in item.value:
        return ()
    found = mime_type(item)
    if found is None:
        return ()
    mime = bare(found[1])
    if mime is None or fits_section(mime, item.section.mime, item.section.kind):
        return ()
    section = f'"{item.section.key}"'
    text = f"{quote(found[1])} is not the type of an item of {section}"
    right = type_of_file(item)
    patch = replace((media, found[0]), right) if right else None
    return [Hit((media, found[0]), text, patch=patch)]


RULE = Rule[Item, Member](
    code="E404",
    name="mime-section-mismatch",
    severity=Severity.WARNING,
    summary="MIME type that does not belong in the section",
    why=(
        "The MIME type is taken as given and decides how the file is shown. One of another "
        "kind means that the type is wrong, or that the item stands in the wrong section."
    ),
    help="Correct the MIME type, or move the item to the section of its kind.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "videoMetadata": '
            '{"fps": 25.0, "duration": 12.4, "width": 1280, "height": 720, '
            '"file_size": 904512, "mime_type": "image/png"}}]}',
            at="/videos/0/videoMetadata/mime_type",
        ),
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", "imageMetadata": {"mimeType": '
            '"application/octet-stream", "fileSize": 2048, "width": 64, "height": 48}}]}',
            at="/images/0/imageMetadata/mimeType",
        ),
        Bad(
            '{"text": [{"objectUrl": "s3://acme-docs/n.txt", "textMetadata": '
            '{"file_size": 120, "mime_type": "video/mp4"}}]}',
            at="/text/0/textMetadata/mime_type",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "videoMetadata": '
            '{"fps": 25.0, "duration": 12.4, "width": 1280, "height": 720, '
            '"file_size": 904512, "mime_type": "video/mp4"}}]}'
        ),
        Good(
            '{"text_files": [{"objectUrl": "s3://acme-docs/n.jsonl", "textMetadata": '
            '{"file_size": 120, "mime_type": "application/x-ndjson"}}]}'
        ),
    ),
    source="Documentation (media metadata)",
    fix="unsafe",
    check=_check,
    when=is_doubtful,
)
