"""Which items of many have anything but plain media metadata or numbering.

As in `media`, whatever a value's type is, comparing it gives an answer or raises. Everything a
schema says of numbers is asked here as well, for whoever asks these does not ask the schema. The
loops are long for their purpose, since a call for each item would cost as much as all the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from manifestry.formats.encord.groups import is_plainly_numbered
from manifestry.formats.encord.media import (
    BIT_DEPTHS,
    DAY,
    ENDINGS,
    LONG,
    MAX_FPS,
    MAX_PIXELS,
    MIN_BYTE_RATE,
    MIN_FPS,
    SAMPLE_RATES,
)
from manifestry.formats.encord.metadata.words import NUMBERS

Odd = Callable[[list[Any]], Iterator[int]]
"""Items -> the numbers of those that are not plain."""

_WRONG: Final = (KeyError, TypeError, AttributeError)  # an item may be anything, null as well


def _videos(values: list[Any]) -> Iterator[int]:
    endings, most = ENDINGS["videoMetadata"], MAX_PIXELS["video"]
    for number, value in enumerate(values):
        try:
            if "videoMetadata" not in value:
                continue
            block = value["videoMetadata"]
            fps, seconds, size = block["fps"], block["duration"], block["file_size"]
            width, height = block["width"], block["height"]
            if (
                len(block) == 6
                and type(fps) in NUMBERS
                and MIN_FPS <= fps <= MAX_FPS
                and type(seconds) in NUMBERS
                and (
                    0 < seconds <= LONG
                    or (LONG < seconds <= DAY and seconds * MIN_BYTE_RATE <= size)
                )
                and type(width) is type(height) is type(size) is int
                and 0 < width <= most
                and 0 < height <= most
                and size > 0
                and value["objectUrl"].endswith(endings[block["mime_type"]])
            ):
                continue
        except _WRONG:
            pass
        yield number


def _audio(values: list[Any]) -> Iterator[int]:
    endings = ENDINGS["audioMetadata"]
    (slowest, fastest), (least, most) = SAMPLE_RATES, BIT_DEPTHS
    for number, value in enumerate(values):
        try:
            if "audioMetadata" not in value:
                continue
            block = value["audioMetadata"]
            seconds, size = block["duration"], block["file_size"]
            rate, depth, channels = block["sample_rate"], block["bit_depth"], block["num_channels"]
            if (
                len(block) == 7
                and type(seconds) in NUMBERS
                and (
                    0 < seconds <= LONG
                    or (LONG < seconds <= DAY and seconds * MIN_BYTE_RATE <= size)
                )
                and type(size) is type(rate) is type(depth) is type(channels) is int
                and size > 0
                and slowest <= rate <= fastest
                and least <= depth <= most
                and channels > 0
                and type(block["codec"]) is str
                and value["objectUrl"].endswith(endings[block["mime_type"]])
            ):
                continue
        except _WRONG:
            pass
        yield number


def _images(values: list[Any]) -> Iterator[int]:
    endings, most = ENDINGS["imageMetadata"], MAX_PIXELS["image"]
    for number, value in enumerate(values):
        try:
            if "imageMetadata" not in value:
                continue
            block = value["imageMetadata"]
            mime, size = ("mimeType", "fileSize") if "mimeType" in block else _SNAKE
            size, width, height = block[size], block["width"], block["height"]
            if (
                len(block) == 4
                and type(width) is type(height) is type(size) is int
                and 0 < width <= most
                and 0 < height <= most
                and size > 0
                and value["objectUrl"].endswith(endings[block[mime]])
            ):
                continue
        except _WRONG:
            pass
        yield number


_SNAKE: Final = ("mime_type", "file_size")


def _texts(values: list[Any]) -> Iterator[int]:
    endings = ENDINGS["textMetadata"]
    for number, value in enumerate(values):
        try:
            if "textMetadata" not in value:
                continue
            block = value["textMetadata"]
            mime, size = ("mimeType", "fileSize") if "mimeType" in block else _SNAKE
            if (
                len(block) == 2
                and type(block[size]) is int
                and block[size] > 0
                and value["objectUrl"].endswith(endings[block[mime]])
            ):
                continue
        except _WRONG:
            pass
        yield number


def _pdfs(values: list[Any]) -> Iterator[int]:
    for number, value in enumerate(values):
        try:
            if "pdfMetadata" not in value:
                continue
            block = value["pdfMetadata"]
            pages, size = ("numPages", "fileSize") if "numPages" in block else _SNAKE_PDF
            if (
                len(block) == 2
                and type(block[size]) is type(block[pages]) is int
                and block[size] > 0
                and block[pages] > 0
            ):
                continue
        except _WRONG:
            pass
        yield number


_SNAKE_PDF: Final = ("num_pages", "file_size")


def _groups(values: list[Any]) -> Iterator[int]:
    return (
        number
        for number, value in enumerate(values)
        if not isinstance(value, dict) or not is_plainly_numbered(value)
    )


PLAIN: Final[Mapping[str | bool, Odd]] = {
    "videoMetadata": _videos,
    "audioMetadata": _audio,
    "imageMetadata": _images,
    "textMetadata": _texts,
    "pdfMetadata": _pdfs,
    True: _groups,
    False: lambda _: iter(()),
}
"""By the key of a section's media metadata, else by whether its URLs are numbered."""
