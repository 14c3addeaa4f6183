"""Where the axes of a convention point, and whether they are right-handed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# Direction -> the line it lies on and which way. Right, forward and up are right-handed.
_LINES: Final[Mapping[object, tuple[int, int]]] = {
    "right": (0, 1),
    "left": (0, -1),
    "forward": (1, 1),
    "backward": (1, -1),
    "up": (2, 1),
    "down": (2, -1),
}
_EVEN: Final = ((0, 1, 2), (1, 2, 0), (2, 0, 1))


def is_flat(convention: object) -> bool:
    """Whether two of three good directions lie on one line.

    >>> is_flat({"x": "left", "y": "right", "z": "up"})
    True
    """
    lines = _lines(convention)
    return lines is not None and len({line for line, _ in lines}) < 3


def is_right_handed(convention: object) -> bool | None:
    """Whether three axes are right-handed; None where that cannot be told.

    >>> is_right_handed({"x": "forward", "y": "left", "z": "up"})
    True
    """
    lines = _lines(convention)
    if lines is None or is_flat(convention):
        return None
    (a, one), (b, two), (c, three) = lines
    return (one * two * three > 0) == ((a, b, c) in _EVEN)


def _lines(convention: object) -> list[tuple[int, int]] | None:
    """The three axes, or None if the schema has something to say about them."""
    if not isinstance(convention, dict):
        return None
    names = [convention.get(axis) for axis in "xyz"]
    found = [_LINES[name] for name in names if isinstance(name, str) and name in _LINES]
    return found if len(found) == 3 else None
