"""The ids of Ango Hub."""

from __future__ import annotations

import re
from typing import Final

_OBJECT_ID: Final = re.compile(r"[0-9a-fA-F]{24}\Z")


def is_object_id(text: str) -> bool:
    """Whether a text has the form of the id of an asset, task, batch or storage.

    >>> is_object_id("65a000000000000000000001"), is_object_id("week 12")
    (True, False)
    """
    return _OBJECT_ID.match(text) is not None
