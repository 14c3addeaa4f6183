"""A document's bytes before it is their turn, so that others can begin with them."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final, NamedTuple

from manifestry.document.window import Read
from manifestry.errors import UnreadableError

_PORTION: Final = 256 * 1024
_GUESSES: Final = 16  # openings of items that are tried, until one has a separator before it
_BLANKS: Final = b" \t\n\r"

_OPENING: Final = re.compile(rb'\{[ \t\n\r]*"[^"\\]{0,64}"')
_GAP: Final = re.compile(rb"\}[ \t\n\r]*,[ \t\n\r]*\Z")
_GAP_SIZE: Final = 200


class Ahead:
    """What a document's `read` gives, kept from `forget` on.

    Its own `read` gives the same in its turn; what the reading failed with comes then.
    """

    def __init__(self, read: Read, start: bytes) -> None:
        self._read = read
        self._blocks = [start]
        self._starts = [0]
        self._end = self._given = len(start)
        self._over = False
        self._error: UnreadableError | None = None

    def read(self, size: int) -> bytes:
        """What comes next, as a file's `read`. Raises UnreadableError where that did."""
        if self._given == self._end:
            self._more(size)
        if self._given == self._end:
            if self._error is not None:
                raise self._error
            return b""
        number = bisect_right(self._starts, self._given) - 1
        at = self._given - self._starts[number]
        piece = self._blocks[number][at : at + size]
        self._given += len(piece)
        return piece

    def span(self, start: int, size: int) -> bytes:
        """So many bytes from an offset on that is not forgotten, or all there are."""
        while self._end < start + size and not self._over:
            self._more(start + size - self._end)
        found = []
        number = bisect_right(self._starts, start) - 1
        while size > 0 and number < len(self._blocks):
            at = start - self._starts[number]
            found.append(self._blocks[number][at : at + size])
            start += len(found[-1])
            size -= len(found[-1])
            number += 1
        return b"".join(found)

    def forget(self, before: int) -> None:
        """Lets go of what lies before an offset and has been given."""
        number = bisect_right(self._starts, min(before, self._given)) - 1
        if number > 0:
            del self._blocks[:number], self._starts[:number]

    def _more(self, size: int) -> None:
        """Reads on, so much at least if there is so much."""
        if self._over:
            return
        found = []
        missing = max(size, _PORTION)
        try:
            while missing > 0 and (piece := self._read(missing)):
                found.append(piece)
                missing -= len(piece)
        except UnreadableError as error:
            self._error = error
        self._over = missing > 0
        block = b"".join(found)
        if block:
            self._starts.append(self._end)
            self._blocks.append(block)
            self._end += len(block)


class Cut(NamedTuple):
    """A piece ends at `end`, the next one begins at `following`; both count in the data."""

    end: int
    following: int


def cut_items(data: bytes) -> Cut | None:
    """A likely place between two items of a list, the first of which `data` begins with.

    As far behind as there is one, None if there is none. Items of a list tend to open alike.
    """
    opening = _OPENING.match(data)
    mark = b"{" if opening is None else opening.group()
    stop = len(data)
    for _ in range(_GUESSES):
        at = data.rfind(mark, 1, stop)
        if at <= 0:
            return None
        gap = _GAP.search(data, max(0, at - _GAP_SIZE), at)
        if gap is not None:
            return Cut(gap.start() + 1, at)
        stop = at
    return None


def cut_lines(data: bytes) -> Cut | None:
    """The end of the last line that is whole and is followed by another record."""
    at = data.rfind(b"\n{")
    return None if at < 0 or not data[:at].strip(_BLANKS) else Cut(at + 1, at + 1)
