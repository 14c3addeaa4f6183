"""A key that the format does not know."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.unknown import has_unknown_keys, moving, unknown_keys
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def check(item: Item) -> Iterator[Hit]:
    for unknown in unknown_keys(item):
        if unknown.reason == "unknown":
            where = "an item of " + quote(item.section.key) if len(unknown.path) == 1 else "it"
            text = f"{quote(unknown.key)} is no key that {where} can have"
            yield Hit(unknown.path, text, patch=moving(item, unknown))


RULE = Rule[Item, Member](
    code="E107",
    name="unknown-key",
    severity=Severity.WARNING,
    summary="Key is unknown",
    why=(
        "The platform passes over keys it does not know: the value is not stored. Data of your "
        "own belongs into clientMetadata."
    ),
    help="Remove the key, or move it into clientMetadata.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "camera": "left"}]}',
            at="/videos/0/camera",
        ),
        Bad(
            '{"audio": [{"objectUrl": "s3://acme-media/a.wav", "audioMetadata": {"duration": 3.5, '
            '"file_size": 617444, "mime_type": "audio/wav", "sample_rate": 44100, "bit_depth": 16, '
            '"codec": "pcm", "num_channels": 2, "language": "en"}}]}',
            at="/audio/0/audioMetadata/language",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "clientMetadata": '
            '{"camera": "left"}}]}'
        ),
        Good('{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "title": "left"}]}'),
    ),
    source="Documentation of each item type; that unknown keys are ignored is our inference",
    fix="unsafe",
    check=check,
    when=has_unknown_keys,
)
