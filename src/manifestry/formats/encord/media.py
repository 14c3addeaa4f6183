"""What media metadata (`videoMetadata` and its kin) consists of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from manifestry.formats.encord.item import Item
from manifestry.formats.encord.mime import ENDINGS_OF, fits_section
from manifestry.formats.encord.sections import SECTIONS
from manifestry.spelling import did_you_mean

_SNAKE_SIZE = ("file_size", "fileSize")
_SNAKE_MIME = ("mime_type", "mimeType")

MEMBERS: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType({
    "videoMetadata": (
        ("fps",), ("duration",), ("width",), ("height",), ("file_size",), ("mime_type",),
    ),
    "audioMetadata": (
        ("duration",), ("file_size",), ("mime_type",), ("sample_rate",), ("bit_depth",),
        ("codec",), ("num_channels",),
    ),
    "imageMetadata": (
        ("mimeType", "mime_type"), ("fileSize", "file_size"), ("width",), ("height",),
    ),
    "textMetadata": (_SNAKE_SIZE, _SNAKE_MIME),
    "pdfMetadata": (_SNAKE_SIZE, ("num_pages", "numPages")),
})  # fmt: skip
"""The members of each block, all of which it must have: the spellings that are taken, the
usual one first."""

SECONDS_KEYS: frozenset[str] = frozenset({"duration_seconds", "durationSeconds"})
"""Older names of `duration`."""


MIN_FPS, MAX_FPS = 0.1, 1000
MAX_PIXELS: Mapping[str, int] = MappingProxyType({"video": 65_536, "image": 100_000})
"""No video codec knows more; the widest scans of slides get near."""

LONG = 1000
"""The duration of a second, in milliseconds: one that is shorter is in seconds for sure."""

DAY = 24 * 60 * 60
MIN_BYTE_RATE = 500
"""Bytes a second; hardly any codec gets by with so few, and videos need far more."""

SAMPLE_RATES = (8_000, 96_000)
BIT_DEPTHS = (16, 32)


def spellings(key: str) -> dict[str, str]:
    """Every spelling a block takes -> the usual spelling of that member."""
    return {name: member[0] for member in MEMBERS[key] for name in member}


_TAKEN = {key: frozenset(spellings(key)) for key in MEMBERS}


def _whole(key: str) -> tuple[frozenset[str], ...]:
    firsts = frozenset(member[0] for member in MEMBERS[key])
    lasts = frozenset(member[-1] for member in MEMBERS[key])
    return (firsts,) if firsts == lasts else (firsts, lasts)


_WHOLE = {key: _whole(key) for key in MEMBERS}


def missing_members(key: str, block: Mapping[str, object]) -> list[str]:
    """The members the block lacks, in their usual spelling.

    A member is not missing when a misspelt key stands for it: that key is the fault.
    """
    names = block.keys()
    for whole in _WHOLE[key]:
        if names >= whole:
            return []
    absent = [member[0] for member in MEMBERS[key] if names.isdisjoint(member)]
    known = spellings(key)
    for name in names:
        if name not in known and absent:
            meant = "duration" if name in SECONDS_KEYS else did_you_mean(name, known)
            if meant is not None and known.get(meant) in absent:
                absent.remove(known[meant])
    return absent


def number(value: object) -> int | float | None:
    """The value if it is a number; true and false are none."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def mime_type(item: Item) -> tuple[str, str] | None:
    """The MIME type in an item's media metadata, as written, and its key."""
    found = _member(item, _SNAKE_MIME)
    return (found[0], found[1]) if found and isinstance(found[1], str) else None


def _member(item: Item, names: tuple[str, str]) -> tuple[str, object] | None:
    """The first of two spellings that stands in the block, if the block takes it."""
    media = item.section.media
    block = item.media
    if media is not None and block is not None:
        for name in names:
            if name in block and name in _TAKEN[media]:
                return name, block[name]
    return None


def speaks_for(block: str, key: str) -> bool:
    """Whether a rule on media metadata has something of its own to say about a key of it."""
    return key in SECONDS_KEYS and ("duration",) in MEMBERS.get(block, ())


# --- the cheap test -------------------------------------------------------------------------
#
# Most blocks are complete and ordinary. These functions clear them; what they do not clear is
# not wrong, but the rules have a look. Whatever a value's type is, comparing it with a number
# gives an answer or raises TypeError.

ENDINGS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    section.media: {
        mime: endings
        for mime, endings in ENDINGS_OF.items()
        if fits_section(mime, section.mime, section.kind)
    }
    for section in SECTIONS.values()
    if section.media is not None
}
"""Media metadata -> MIME type of such a section -> the endings of file names it goes with."""

_Plain = Callable[[Any, str], bool]  # a block and the URL beside it


def is_doubtful(item: Item) -> bool:
    """Whether the media metadata of an item is worth a closer look."""
    media = item.section.media
    if media is None or media not in item.value:
        return False
    url = item.value.get("objectUrl")
    if not isinstance(url, str):
        return True
    try:
        return not _PLAIN[media](item.value[media], url)
    except (KeyError, TypeError):
        return True


def _plain_video(block: Any, url: str) -> bool:
    return (
        len(block) == 6
        and MIN_FPS <= block["fps"] <= MAX_FPS
        and block["width"] <= MAX_PIXELS["video"] >= block["height"]
        and _is_plain_duration(block["duration"], block["file_size"])
        and url.endswith(ENDINGS["videoMetadata"][block["mime_type"]])
    )


def _plain_audio(block: Any, url: str) -> bool:
    return (
        len(block) == 7
        and "codec" in block
        and "num_channels" in block
        and SAMPLE_RATES[0] <= block["sample_rate"] <= SAMPLE_RATES[1]
        and BIT_DEPTHS[0] <= block["bit_depth"] <= BIT_DEPTHS[1]
        and _is_plain_duration(block["duration"], block["file_size"])
        and url.endswith(ENDINGS["audioMetadata"][block["mime_type"]])
    )


def _is_plain_duration(seconds: Any, size: Any) -> bool:
    plain: bool = seconds <= LONG or (seconds <= DAY and seconds * MIN_BYTE_RATE <= size)
    return plain and size > 0


def _plain_image(block: Any, url: str) -> bool:
    camel = "mimeType" in block
    return (
        len(block) == 4
        and block["width"] <= MAX_PIXELS["image"] >= block["height"]
        and block["fileSize" if camel else "file_size"] > 0
        and url.endswith(ENDINGS["imageMetadata"][block["mimeType" if camel else "mime_type"]])
    )


def _plain_text(block: Any, url: str) -> bool:
    camel = "mimeType" in block
    return (
        len(block) == 2
        and block["fileSize" if camel else "file_size"] > 0
        and url.endswith(ENDINGS["textMetadata"][block["mimeType" if camel else "mime_type"]])
    )


def _plain_pdf(block: Any, _url: str) -> bool:
    camel = "numPages" in block
    return (
        len(block) == 2
        and (camel or "num_pages" in block)
        and block["fileSize" if camel else "file_size"] > 0
    )


_PLAIN: Mapping[str, _Plain] = {
    "videoMetadata": _plain_video,
    "audioMetadata": _plain_audio,
    "imageMetadata": _plain_image,
    "textMetadata": _plain_text,
    "pdfMetadata": _plain_pdf,
}
