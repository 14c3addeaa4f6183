"""Names of metadata keys: what the documentation allows, and what the SDK does."""

from __future__ import annotations

import re
from typing import Final, Literal

Verdict = Literal["good", "beyond-ascii", "reserved", "keyframes", "bad"]

KEYFRAMES: Final = "keyframes"
"""The one word no name may be, separators left out."""

SEPARATORS: Final = "-_ ."

_DOCUMENTED: Final = re.compile(r"[ ._-]*[A-Za-z0-9][A-Za-z0-9 ._-]*\Z")
_EMBEDDING: Final = re.compile(r"[A-Za-z0-9_-]+\Z")
_STRIP: Final = str.maketrans("", "", SEPARATORS)


def judge(name: str) -> Verdict:
    """What there is to say of a key's name.

    The documentation allows letters and digits of ASCII, space, `-`, `_` and `.`; the SDK any
    character that Unicode calls a letter or a number ("beyond-ascii"). It takes the separators
    out first, so that `key.frames` is refused with `keyframes`, which is reserved.

    >>> [judge(name) for name in ("video.site", "größe", "$site", "key-frames", "a/b", "-")]
    ['good', 'beyond-ascii', 'reserved', 'keyframes', 'bad', 'bad']
    """
    if name[:1] == "$":
        return "reserved"
    bare = name.translate(_STRIP)
    if bare == KEYFRAMES:
        return "keyframes"
    if _DOCUMENTED.match(name):
        return "good"
    return "beyond-ascii" if bare.isalnum() else "bad"


def is_accepted(name: str) -> bool:
    """Whether the SDK takes the name."""
    return judge(name) in ("good", "beyond-ascii")


def suits_embedding(name: str) -> bool:
    """Whether the documentation allows the name for an embedding: no blanks, no dots."""
    return _EMBEDDING.match(name) is not None
