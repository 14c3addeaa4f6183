"""`duration_seconds` where `duration` belongs."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.media import SECONDS_KEYS, is_doubtful, missing_members, speaks_for
from manifestry.formats.sameness import is_same
from manifestry.rules.base import Bad, Good, Hit, Path, Rule, SchemaError
from manifestry.rules.patch import Patch, remove, rename


def _check(item: Item) -> Iterable[Hit]:
    if item.section.kind not in ("video", "audio"):
        return ()
    block = item.media
    if block is None or SECONDS_KEYS.isdisjoint(block):
        return ()
    media = item.section.media or ""
    there = ' beside "duration"' if "duration" in block else ""
    words = f'{there} is not the name in use: it is "duration"'
    return [
        Hit((media, key), f'"{key}"{words}', patch=_patch(block, (media, key)))
        for key in block
        if key in SECONDS_KEYS
    ]


def _patch(block: dict[str, object], path: Path) -> Patch | None:
    """The one name in place of the other; where both are there, they should say the same."""
    names = SECONDS_KEYS.intersection(block)
    if "duration" not in block:
        return rename(path, "duration") if len(names) == 1 else None
    return remove(path) if is_same(block["duration"], block[str(path[-1])]) else None


def _claims(error: SchemaError) -> bool:
    """The duration is missing because it stands there under the old name."""
    match error.path:
        case [str(media)] if error.keyword == "required" and isinstance(error.value, dict):
            return (
                any(speaks_for(media, key) for key in error.value)
                and "duration" not in error.value
                and not missing_members(media, error.value)
            )
    return False


RULE = Rule[Item, Member](
    code="E410",
    name="duration-seconds-key",
    severity=Severity.WARNING,
    summary="Key duration_seconds where duration belongs",
    why=(
        "For a few days in 2024 the key was called duration_seconds, and a list in the "
        "documentation still has that name. All examples, and the SDK, say duration."
    ),
    help='Call it "duration"; the unit is seconds all the same.',
    bad=(
        Bad(
            '{"audio": [{"objectUrl": "s3://acme-media/calls/7.wav", "audioMetadata": '
            '{"duration_seconds": 3.5, "file_size": 617444, "mime_type": "audio/wav", '
            '"sample_rate": 44100, "bit_depth": 16, "codec": "pcm", "num_channels": 2}}]}',
            at="/audio/0/audioMetadata/duration_seconds",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "videoMetadata": '
            '{"fps": 25, "duration_seconds": 12.4, "width": 1280, "height": 720, '
            '"file_size": 904512, "mime_type": "video/mp4"}}]}',
            at="/videos/0/videoMetadata/duration_seconds",
        ),
    ),
    good=(
        Good(
            '{"audio": [{"objectUrl": "s3://acme-media/calls/7.wav", "audioMetadata": '
            '{"duration": 3.5, "file_size": 617444, "mime_type": "audio/wav", '
            '"sample_rate": 44100, "bit_depth": 16, "codec": "pcm", "num_channels": 2}}]}'
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", '
            '"clientMetadata": {"duration_seconds": 12.4}}]}'
        ),
    ),
    source="Documentation (the list and the examples differ), SDK history",
    fix="safe",
    check=_check,
    when=is_doubtful,
    claims=_claims,
)
