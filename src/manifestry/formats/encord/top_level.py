"""What the top level of a manifest may hold, and what a misspelt key there stands for."""

from __future__ import annotations

from functools import cache
from typing import Final

from manifestry.formats.encord.sections import FLAGS, SECTIONS
from manifestry.spelling import did_you_mean, fold

SDK_ONLY: Final = ("image_groups_from_items",)
"""Keys of the SDK's objects that no raw manifest has."""

_KNOWN: Final = frozenset({*SECTIONS, *FLAGS, *SDK_ONLY, "data_groups", "$schema"})


def is_known(key: str) -> bool:
    """Whether a key has a meaning at the top level ("$schema" has one for editors)."""
    return key in _KNOWN


@cache
def misspelt(key: str) -> str | None:
    """The section or flag that an unknown key most likely stands for."""
    return None if key in _KNOWN else did_you_mean(key, [*SECTIONS, *FLAGS, "data_groups"])


_FLAG_WORDS: Final = frozenset(map(fold, (*FLAGS, "skip_duplicate_url", "is_url_federated")))


def means_flag(key: str) -> bool:
    """Whether a key is a flag of the top level, or one that other ways of importing have.

    >>> means_flag("skipDuplicateUrls"), means_flag("isUrlFederated"), means_flag("skip_frames")
    (True, True, False)
    """
    return fold(key) in _FLAG_WORDS


def section_of(key: str) -> str | None:
    """The section a key stands for, misspelt or not: "imageGroups" is "image_groups"."""
    name = key if key in SECTIONS else misspelt(key)
    return name if name in SECTIONS else None
