"""A MIME type that contradicts the ending of the URL."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.media import is_doubtful, mime_type
from manifestry.formats.encord.mime import ENDINGS_OF, TYPES_OF, bare, fits_section
from manifestry.formats.encord.mime_mends import type_of_file
from manifestry.formats.encord.urls import diagnose
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import replace
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    media = item.section.media
    if media is None or media not in item.value:
        return ()
    found = mime_type(item)
    url = item.text("objectUrl")
    mime = bare(found[1]) if found else None
    if found is None or url is None or mime is None or mime not in ENDINGS_OF:
        return ()
    if url.endswith(ENDINGS_OF[mime]) or not _contradicts(item, mime, url):
        return ()
    extension = quote(diagnose(url, item.settings.url_schemes).extension)
    text = f"{quote(found[1])} is not the type of a {extension} file"
    right = type_of_file(item)
    patch = replace((media, found[0]), right) if right else None
    return [Hit((media, found[0]), text, patch=patch)]


def _contradicts(item: Item, mime: str, url: str) -> bool:
    """Whether both are known and differ, and neither is wrong for the section already."""
    extension = diagnose(url, item.settings.url_schemes).extension
    section = item.section
    return (
        extension in TYPES_OF
        and mime not in TYPES_OF[extension]
        and (not section.extensions or extension in section.extensions)
        and fits_section(mime, section.mime, section.kind)
    )


RULE = Rule[Item, Member](
    code="E405",
    name="mime-extension-mismatch",
    severity=Severity.WARNING,
    summary="MIME type that contradicts the ending of the URL",
    why=(
        "The MIME type is taken as given. When the file is another format than it says, a "
        "browser may refuse to show it, long after the import has succeeded."
    ),
    help="Give the MIME type of the file the URL leads to.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "videoMetadata": '
            '{"fps": 25.0, "duration": 12.4, "width": 1280, "height": 720, '
            '"file_size": 904512, "mime_type": "video/webm"}}]}',
            at="/videos/0/videoMetadata/mime_type",
        ),
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", "imageMetadata": '
            '{"mimeType": "image/png", "fileSize": 2048, "width": 64, "height": 48}}]}',
            at="/images/0/imageMetadata/mimeType",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.webm", "videoMetadata": '
            '{"fps": 25.0, "duration": 12.4, "width": 1280, "height": 720, '
            '"file_size": 904512, "mime_type": "video/webm"}}]}'
        ),
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", "imageMetadata": '
            '{"mimeType": "image/jpg", "fileSize": 2048, "width": 64, "height": 48}}]}'
        ),
    ),
    source="Registered media types and the aliases seen in use",
    fix="unsafe",
    check=_check,
    when=is_doubtful,
)
