"""The keys that `$encord` and its parts may have, and what others were most likely meant as."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from manifestry.spelling import did_you_mean, fold

Names = Mapping[str, tuple[str, ...]]
"""The keys an object may have, each with folded words that people write for it."""

MEMBERS: Final[Names] = MappingProxyType(
    {"config": ("configuration", "settings"), "frames": ("keyframes",)}
)
"""The members of `$encord`."""

CONFIG: Final[Names] = MappingProxyType(
    {"sampling_rate": ("sampling", "rate", "fps"), "keyframe_mode": ("mode",)}
)
"""The members of `config`."""

OWN: Final[Names] = MappingProxyType({"keyframe": ("keyframes",)})
"""The members of a single frame's `$encord`."""

_EVERYWHERE: Final = frozenset(
    fold(word)
    for names in (MEMBERS, CONFIG, OWN)
    for name, words in names.items()
    for word in (name, *words)
)
_MAX_LENGTH: Final = 40
_DECIMAL: Final = re.compile(r"([0-9]*)(?:(\.)([0-9]*))?\Z")


def near(key: str, names: Names) -> str | None:
    """The known key that an unknown one was most likely meant as.

    >>> near("keyFrames", MEMBERS), near("samplingRate", CONFIG), near("site", MEMBERS)
    ('frames', 'sampling_rate', None)
    """
    # Who misspells a key does so in every video, or in every frame.
    return _near(key, tuple(names.items())) if len(key) <= _MAX_LENGTH else None


@lru_cache(maxsize=1024)
def _near(key: str, names: tuple[tuple[str, tuple[str, ...]], ...]) -> str | None:
    folded = fold(key)
    for name, words in names:
        if folded in words:
            return name
    known = [name for name, _ in names]
    # What is known elsewhere is near by its letters only: "keyframe" is not "keyframe_mode".
    if folded in _EVERYWHERE:
        return next((name for name in known if fold(name) == folded), None)
    return did_you_mean(key, known)


def plain_frame(key: str) -> str | None:
    """The canonical number of a frame that a key says in another way.

    >>> plain_frame("01"), plain_frame(" 7"), plain_frame("1.0"), plain_frame("-1")
    ('1', '7', None, None)
    """
    match = _DECIMAL.match(_ascii(key))
    return None if match is None or match[2] or not match[1] else match[1].lstrip("0") or "0"


def plain_seconds(key: str) -> str | None:
    """The plain decimal that a key says in another way.

    >>> plain_seconds(".5"), plain_seconds("01,50"), plain_seconds("5."), plain_seconds("1e3")
    ('0.5', '1.50', '5', None)
    """
    match = _DECIMAL.match(_ascii(key))
    if match is None or not (match[1] or match[3]):
        return None
    whole = match[1].lstrip("0") or "0"
    return f"{whole}.{match[3]}" if match[3] else whole


def _ascii(key: str) -> str:
    """A short key with digits of ASCII, a decimal point, and nothing around them."""
    if len(key) > _MAX_LENGTH:
        return ""
    text = key.strip().removeprefix("+").replace(",", ".")
    return "".join(str(unicodedata.decimal(c, c)) for c in text)
