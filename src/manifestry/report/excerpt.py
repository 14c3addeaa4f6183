"""A line of source with what is wrong in it underlined."""

from __future__ import annotations

from typing import NamedTuple

from manifestry.findings import Excerpt
from manifestry.report.cells import DOTS, head, shown, tail, width


class Drawing(NamedTuple):
    """A line fit to be printed, and which cells of it to underline."""

    line: str
    start: int
    length: int


def draw(excerpt: Excerpt, room: int, encoding: str = "utf-8") -> Drawing:
    """The line of an excerpt in at most `room` cells, cut around what is underlined.

    Its indentation is left out: the deeper a document, the less room it would leave.

    >>> drawing = draw(Excerpt('"名": 25,', 5, 7), 40)
    >>> drawing.line, drawing.start, drawing.length
    ('"名": 25,', 6, 2)
    """
    # A line may be millions of characters long: only what can be shown is worth a look.
    marked_end = min(excerpt.end, excerpt.start + room + 1)
    pieces = _dotted(
        excerpt.text[max(0, excerpt.start - 4 * room) : excerpt.start].lstrip(" \t"),
        excerpt.text[excerpt.start : marked_end],
        excerpt.text[marked_end : marked_end + 4 * room],
    )
    before, marked, after = (shown(piece, encoding) for piece in pieces)
    if width(before + marked + after) > room:
        before, marked, after = _cut(before, marked, after, room)
    start = width(before)
    return Drawing(before + marked + after, start, max(1, width(before + marked) - start))


def _dotted(before: str, marked: str, after: str) -> tuple[str, str, str]:
    """The three pieces with the marks where the line was cut before, in plain ASCII."""
    if before.startswith("…"):
        before = DOTS + before[1:]
    if marked.endswith("…"):
        marked = marked[:-1] + DOTS
    if after.endswith("…"):
        after = after[:-1] + DOTS
    return before, marked, after


def _cut(before: str, marked: str, after: str, room: int) -> tuple[str, str, str]:
    """The three pieces, shortened at their outer ends."""
    most = room - 2 * (len(DOTS) + 5)
    if width(marked) > most:
        marked, after = head(marked, most - len(DOTS)) + DOTS, ""
    rest = room - width(marked)
    share = min(width(before), max(rest // 2, rest - width(after)))
    if width(before) > share:
        before = DOTS + tail(before, share - len(DOTS))
    rest -= width(before)
    if width(after) > rest:
        after = head(after, rest - len(DOTS)) + DOTS
    return before, marked, after
