"""A MIME type that is none."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.media import is_doubtful, mime_type
from manifestry.formats.encord.mime import TYPES_OF, bare
from manifestry.formats.encord.mime_mends import is_fine, type_of_file
from manifestry.rules.base import Bad, Good, Hit, Path, Rule
from manifestry.rules.patch import Patch, replace
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    media = item.section.media
    if media is None or media not in item.value:
        return ()
    found = mime_type(item)
    if found is None or bare(found[1]) is not None:
        return ()
    key, text = found
    hit = f'"{key}" must have the form type/subtype, got {quote(text)}'
    patch = _patch(item, (media, key), text)
    return [Hit((media, key), hit, help=_help(text, item.section.mime), patch=patch)]


def _patch(item: Item, path: Path, text: str) -> Patch | None:
    """The type without blanks, or the one that files with this ending have."""
    solid = "".join(text.split())
    if is_fine(item, solid):
        return replace(path, solid)
    right = type_of_file(item)
    return replace(path, right, safe=False) if right else None


def _help(text: str, prefixes: tuple[str, ...]) -> str | None:
    """Names the type if the text is a file name ending that goes with one of the section."""
    for mime in TYPES_OF.get("." + text.strip(". ").lower(), ()):
        if f"{prefixes[0] if prefixes else ''}{text.strip('. ').lower()}" == mime:
            return f'Write "{mime}".'
    return None


RULE = Rule[Item, Member](
    code="E406",
    name="malformed-mime-type",
    severity=Severity.WARNING,
    summary="MIME type that does not have the form type/subtype",
    why=(
        "The MIME type is taken as given and decides how the file is shown. A bare word such "
        "as mp4 says nothing to a browser, so the file may never be shown."
    ),
    help="Write a type and a subtype with a slash between them, such as video/mp4.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "videoMetadata": '
            '{"fps": 25.0, "duration": 12.4, "width": 1280, "height": 720, '
            '"file_size": 904512, "mime_type": "mp4"}}]}',
            at="/videos/0/videoMetadata/mime_type",
        ),
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", "imageMetadata": '
            '{"mimeType": "image/", "fileSize": 2048, "width": 64, "height": 48}}]}',
            at="/images/0/imageMetadata/mimeType",
        ),
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", "imageMetadata": '
            '{"mimeType": "image / jpeg", "fileSize": 2048, "width": 64, "height": 48}}]}',
            at="/images/0/imageMetadata/mimeType",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "videoMetadata": '
            '{"fps": 25.0, "duration": 12.4, "width": 1280, "height": 720, '
            '"file_size": 904512, "mime_type": "video/mp4; codecs=avc1"}}]}'
        ),
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", "imageMetadata": '
            '{"mimeType": "IMAGE/JPEG", "fileSize": 2048, "width": 64, "height": 48}}]}'
        ),
    ),
    source="RFC 6838 (form of media types)",
    fix="safe",
    check=_check,
    when=is_doubtful,
)
