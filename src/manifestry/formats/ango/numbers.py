"""The numbers in an asset's metadata, and the names under which a number of pages may stand."""

from __future__ import annotations

import re
from typing import Final

from manifestry.document.numbers import loses_digits

COUNTS: Final = ("width", "height", "frameTotal")
"""Keys of whole numbers."""

NUMBERS: Final = (*COUNTS, "frameRate")

PAGE_COUNTS: Final = ("frameTotal", "pageTotal", "totalPages", "numPages", "pageCount", "pages")
"""What the number of pages of a PDF may be called: its name is not documented."""

FRAME_COUNTS: Final = (*PAGE_COUNTS, "frames", "frameCount", "numberOfFrames")
"""What the number of frames of a DICOM file or a volume may be called, likewise."""

_WHOLE: Final = re.compile(r"0*[1-9][0-9]*(?:[.]0*)?\Z")
_FRACTION: Final = re.compile(r"[0-9]*[.]?[0-9]*\Z")


def is_number_text(key: str, text: str) -> bool:
    """Whether a text is a number that may stand under a key of `NUMBERS`.

    >>> is_number_text("width", "640"), is_number_text("frameRate", "29.97")
    (True, True)
    >>> is_number_text("width", "640.5"), is_number_text("width", "0")
    (False, False)
    """
    if key == "frameRate":
        return _FRACTION.match(text) is not None and text.strip("0.") != ""
    return _WHOLE.match(text) is not None


def plain_number(text: str) -> str | None:
    """The number that such a text is, as JSON writes it; None for one that loses digits.

    >>> plain_number("0640.0"), plain_number("29.970"), plain_number(".5")
    ('640', '29.97', '0.5')
    """
    whole, _, digits = text.partition(".")
    whole, digits = whole.lstrip("0") or "0", digits.rstrip("0")
    number = f"{whole}.{digits}" if digits else whole
    return None if loses_digits(number.encode()) else number
