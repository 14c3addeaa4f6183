"""The numbers in an asset's metadata, and the names under which a number of pages may stand."""

from __future__ import annotations

import re
from typing import Final

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
