"""snake_case and camelCase mixed in one block of media metadata."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.media import MEMBERS, is_doubtful, spellings
from manifestry.formats.sameness import is_same
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import Move, Operation, Patch, Remove
from manifestry.text import listing


def _check(item: Item) -> Iterable[Hit]:
    media = item.section.media
    block = item.media
    if media is None or block is None or item.section.kind in ("video", "audio"):
        return ()
    for member in MEMBERS[media]:
        if len(member) > 1 and all(name in block for name in member):
            text = f"{listing(member)} are two spellings of one member: only one can count"
            patch = _patch(media, block)
            return [Hit((media,), text, severity=Severity.WARNING, patch=patch)]
    spelt = [name for member in MEMBERS[media] if len(member) > 1 for name in member]
    names = [name for name in spelt if name in block]
    if len({"_" in name for name in names}) < 2:
        return ()
    text = f'"{media}" mixes two ways of spelling: {listing(names)}'
    return [Hit((media,), text, patch=_patch(media, block))]


def _patch(media: str, block: dict[str, object]) -> Patch | None:
    """The usual spelling of all members; of two that say the same the unusual one goes."""
    if not spellings(media).keys() >= block.keys():
        return None  # what is misspelt may stand for one of them
    operations: list[Operation] = []
    for usual, *others in MEMBERS[media]:
        for other in others:
            if other not in block:
                continue
            if usual not in block:
                operations.append(Move((media, other), (media, usual)))
            elif is_same(block[usual], block[other]):
                operations.append(Remove((media, other)))
            else:
                return None
    return Patch(tuple(operations))


RULE = Rule[Item, Member](
    code="E411",
    name="mixed-metadata-spelling",
    severity=Severity.INFO,
    summary="Both spellings of keys mixed in one block of media metadata",
    why=(
        "Some members go by two spellings, and each seems to be taken. A block that mixes "
        "them has been seen to work, but it rests on something that is not documented."
    ),
    help="Keep to one spelling: mimeType and fileSize, or mime_type and file_size.",
    bad=(
        Bad(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", "imageMetadata": '
            '{"mime_type": "image/jpeg", "fileSize": 2048, "width": 64, "height": 48}}]}',
            at="/images/0/imageMetadata",
        ),
        Bad(
            '{"text": [{"objectUrl": "s3://acme-docs/n.txt", "textMetadata": '
            '{"fileSize": 120, "mime_type": "text/plain"}}]}',
            at="/text/0/textMetadata",
        ),
        Bad(
            '{"pdfs": [{"objectUrl": "s3://acme-docs/r.pdf", "pdfMetadata": '
            '{"file_size": 40960, "num_pages": 3, "numPages": 3}}]}',
            at="/pdfs/0/pdfMetadata",
        ),
    ),
    good=(
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", "imageMetadata": '
            '{"mimeType": "image/jpeg", "fileSize": 2048, "width": 64, "height": 48}}]}'
        ),
        Good(
            '{"images": [{"objectUrl": "gs://acme-media/a/0.jpg", "imageMetadata": '
            '{"mime_type": "image/jpeg", "file_size": 2048, "width": 64, "height": 48}}]}'
        ),
    ),
    source="Documentation (camelCase for images, snake_case elsewhere), seen mixed in use",
    fix="safe",
    check=_check,
    when=is_doubtful,
)
