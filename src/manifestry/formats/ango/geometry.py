"""The geometries of tools: which there are, and how far they reach."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from manifestry.formats.ango.asset import Json

GEOMETRIES: Final = frozenset({
    "bounding-box", "rotated-bounding-box", "polygon", "polyline", "spline", "point",
    "segmentation", "ner", "pdf", "angle", "circle", "pct",
})  # fmt: skip
"""The keys of a tool that hold where it is."""

_NUMBER: Final = (int, float)  # faster than their union, and asked for every box
_DIGITS: Final = re.compile(r"[0-9]{1,9}(?:[.][0-9]{1,9})?")


_FARTHEST_TURN: Final = 1e6  # degrees


class Extent(NamedTuple):
    """The smallest box around some points."""

    left: float
    top: float
    right: float
    bottom: float


def kinds_in(tool: Json) -> list[str]:
    """The keys of a tool that hold a geometry, null standing for none."""
    return [key for key in tool if key in GEOMETRIES and tool[key] is not None]


def number(value: object) -> float | None:
    """A number, also one written as a text in digits; None for all else."""
    if isinstance(value, str):
        return float(value) if _DIGITS.fullmatch(value) else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def turned_back(degrees: float) -> float | None:
    """A rotation from -180 to 180 degrees that comes to the same; None for one beyond reason.

    >>> turned_back(270), turned_back(-180.5), turned_back(270.1)
    (-90, 179.5, -89.9)
    """
    from decimal import Decimal  # late, for it is seldom needed

    if not -_FARTHEST_TURN <= degrees <= _FARTHEST_TURN:
        return None
    exact = Decimal(repr(degrees))
    rest = exact - 360 * ((exact + 180) // 360 - (1 if exact < -180 else 0))
    return int(rest) if isinstance(degrees, int) else float(rest)


def extent(points: object) -> Extent | None:
    """The extent of a list of points; None where one of them is none, or there are none."""
    if not isinstance(points, list) or not points:
        return None
    try:
        xs = [point[0] for point in points]
        ys = [point[1] for point in points]
        found = Extent(min(xs), min(ys), max(xs), max(ys))
    except (TypeError, LookupError):
        return None
    # Texts compare with one another as well, but nothing compares with other kinds of value.
    return found if all(isinstance(edge, int | float) for edge in found) else None


def box_extent(box: object) -> Extent | None:
    """The extent of a flat box, whose size may be negative."""
    if not isinstance(box, dict):
        return None
    x, y, width, height = box.get("x"), box.get("y"), box.get("width"), box.get("height")
    if not (isinstance(x, _NUMBER) and isinstance(y, _NUMBER)):
        return None
    if not (isinstance(width, _NUMBER) and isinstance(height, _NUMBER)):
        return None
    try:
        right, bottom = x + width, y + height
    except OverflowError:  # an integer that no float can hold
        return None
    if width >= 0 and height >= 0:
        return Extent(x, y, right, bottom)
    return Extent(min(x, right), min(y, bottom), max(x, right), max(y, bottom))
