"""Outlines that cross themselves. Shapely finds them, where it is installed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from typing import Any, Final

from manifestry.rules.base import Path

_REASON: Final = re.compile(r"Self-intersection\[(\S+) (\S+)\]")


@cache
def has_shapely() -> bool:
    """Whether Shapely is installed. It is looked for only when there is an outline to check."""
    try:
        import_module("shapely")
    except ImportError:
        return False
    return True


def crossings(outlines: Sequence[tuple[Path, list[Any]]]) -> Iterator[tuple[Path, str]]:
    """Those outlines that cross themselves, and where.

    Each has three points or more, every one of them two numbers that a float can hold.
    """
    import numpy as np
    import shapely  # type: ignore[import-untyped,unused-ignore]

    # Two flat lists are turned into arrays many times faster than one of pairs.
    xs = [point[0] for _, outline in outlines for point in outline]
    ys = [point[1] for _, outline in outlines for point in outline]
    points = np.column_stack((np.array(xs, dtype=float), np.array(ys, dtype=float)))
    owners = np.repeat(np.arange(len(outlines)), [len(outline) for _, outline in outlines])
    shapes = shapely.polygons(shapely.linearrings(points, indices=owners))
    invalid = np.flatnonzero(~shapely.is_valid(shapes))
    for number, words in zip(
        invalid.tolist(), shapely.is_valid_reason(shapes[invalid]), strict=True
    ):
        # An outline that merely touches itself has another reason.
        reason = _REASON.match(words)
        if reason is not None:
            yield outlines[number][0], f"x {float(reason[1]):.6g}, y {float(reason[2]):.6g}"
