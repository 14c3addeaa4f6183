"""Media metadata that lacks some of its members."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.media import MEMBERS, is_doubtful, missing_members, spellings
from manifestry.formats.encord.mime_mends import type_of_file
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.rules.patch import Patch, add, remove
from manifestry.text import listing


def _check(item: Item) -> Iterable[Hit]:
    block = item.media
    media = item.section.media
    if block is None or media is None:
        return ()
    missing = missing_members(media, block)
    if not missing:
        return ()
    text = f'"{media}" lacks {listing(missing, len(missing))}'
    return [Hit((media,), text, patch=_patch(item, media, missing))]


def _patch(item: Item, media: str, missing: list[str]) -> Patch | None:
    """Adds a type that the file's name tells, or lets the platform look into the file."""
    mime = type_of_file(item) if missing in (["mime_type"], ["mimeType"]) else None
    if mime is not None:
        # In the spelling that the block keeps to.
        block = item.media or {}
        pairs = (("fileSize", "mimeType"), ("file_size", "mime_type"))
        key = next((key for size, key in pairs if size in block), missing[0])
        return add((media, key if key in spellings(media) else missing[0]), mime)
    return None if item.settings.profile == "strict-client-only" else remove((media,))


def _claims(error: SchemaError) -> bool:
    """Every member missing from the block, however the schema puts it: one finding for all."""
    match error.path:
        case [str(media)] if media in MEMBERS and error.keyword == "required":
            return isinstance(error.value, dict) and bool(missing_members(media, error.value))
    return False


RULE = Rule[Item, Member](
    code="E402",
    name="incomplete-media-metadata",
    severity=Severity.ERROR,
    summary="Media metadata that lacks some of its members",
    why=(
        "Media metadata is taken as it is, without a look at the file, so it must be complete: "
        "a block that lacks a member is refused, and the item with it."
    ),
    help="Add what is missing, or leave out the whole block to have the file looked at.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "videoMetadata": '
            '{"fps": 25.0, "duration": 12.4, "width": 1280, "height": 720}}]}',
            at="/videos/0/videoMetadata",
        ),
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", "imageMetadata": {}}]}',
            at="/images/0/imageMetadata",
        ),
        Bad(
            '{"pdfs": [{"objectUrl": "s3://acme-docs/r.pdf", "pdfMetadata": {"num_pages": 3}}]}',
            at="/pdfs/0/pdfMetadata",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "videoMetadata": '
            '{"fps": 25.0, "duration": 12.4, "width": 1280, "height": 720, '
            '"file_size": 904512, "mime_type": "video/mp4"}}]}'
        ),
        Good('{"images": [{"objectUrl": "gs://acme-media/a/0.jpg"}]}'),
    ),
    source="Documentation (media metadata), SDK (no member has a default)",
    fix="unsafe",
    check=_check,
    when=is_doubtful,
    claims=_claims,
)
