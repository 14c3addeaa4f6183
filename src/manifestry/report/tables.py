"""Tables on a screen: columns side by side, the last one wrapped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from manifestry.report import Look
from manifestry.report.cells import squeezed, width, wrapped

TIE = "\xa0"
"""Stands for a blank at which no line is broken."""

_GAP = "  "
_WIDEST_FIRST = 28
_LEAST = 8


def table(
    head: Sequence[str], rows: Sequence[Sequence[str]], look: Look, *, numbers: int
) -> Iterator[list[str]]:
    """The lines of each row, the head first, none wider than the screen.

    The first column is text, then come `numbers` columns of numbers and others of text, the last
    of which is wrapped.
    """
    everything = [head, *rows]
    widths = [max(width(row[column]) for row in everything) for column in range(len(head) - 1)]
    room = look.width - sum(widths[1:]) - len(_GAP) * len(widths)
    widths[0] = min(widths[0], _WIDEST_FIRST, max(room - _LEAST, _LEAST))
    rest = max(room - widths[0], _LEAST)
    for number, row in enumerate(everything):
        cells = [
            _aligned(squeezed(cell, size), size, right=0 < column <= numbers)
            for column, (cell, size) in enumerate(zip(row, widths, strict=False))
        ]
        start = _GAP.join([*cells, ""])
        last = (line.replace(TIE, " ") for line in wrapped(row[-1], rest))
        lines = [
            squeezed(f"{first}{squeezed(line, rest)}".rstrip(), look.width)
            for first, line in zip_longest([start], last, fillvalue=" " * width(start))
        ]
        yield [f"\x1b[1m{line}\x1b[0m" for line in lines] if look.color and not number else lines


def _aligned(text: str, cells: int, *, right: bool) -> str:
    blanks = " " * (cells - width(text))
    return blanks + text if right else text + blanks
