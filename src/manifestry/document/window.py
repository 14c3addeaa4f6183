"""The piece of a document that is in memory."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from manifestry.document.places import CONTEXT, Chunk, Place
from manifestry.errors import UnreadableError

Read = Callable[[int], bytes]
"""Gives at most so many bytes, none at the end: a file's `read`."""

_PORTION: Final = 256 * 1024  # what is read at a time at least
_BLANK: Final = re.compile(rb"[ \t\n\r]*")


class Window:
    """The piece of the document that is in memory, and where it starts.

    Where the reading fails, what could be read before is given first. So how much of it is
    looked at does not depend on the portions in which it came.
    """

    def __init__(self, read: Read, start: bytes) -> None:
        self._read = read
        self._data = start
        self._pos = 0
        self._eof = False
        self._end = len(start)  # how much of the document has been read
        self._error: UnreadableError | None = None
        self._asked = (-1, 0)  # where so much was asked for in vain
        self.place = Place()

    @property
    def offset(self) -> int:
        """How many bytes of the document lie before this piece."""
        return self._end - len(self._data) + self._pos

    def peek(self, size: int) -> tuple[bytes, bool]:
        """The next `size` bytes, or all there are; and whether the document ends there.

        Raises UnreadableError when it is asked for more where the reading failed.
        """
        self._fill(size + 1)
        end = self._pos + size
        if self._error is not None and end >= len(self._data):
            where, asked = self._asked
            if where == self.offset and size > asked:
                raise self._error
            self._asked = self.offset, max(size, asked if where == self.offset else 0)
            return self._data[self._pos : end], False
        return self._data[self._pos : end], end >= len(self._data)

    def _fill(self, size: int) -> None:
        """Reads on until `size` bytes are there or the document ends."""
        missing = size - (len(self._data) - self._pos)
        if missing <= 0 or self._eof:
            return
        kept = max(0, self._pos - CONTEXT)
        pieces = [self._data[kept:]]
        while missing > 0:
            try:
                piece = self._read(max(missing, _PORTION))
            except UnreadableError as error:
                self._error, piece = error, b""
            if not piece:
                self._eof = True
                break
            pieces.append(piece)
            missing -= len(piece)
            self._end += len(piece)
        self._data = b"".join(pieces)
        self._pos -= kept

    def chunk(self, size: int) -> Chunk:
        """The next `size` bytes with their place and what stands around them."""
        self._fill(size + CONTEXT)
        data, start, end = self._data, self._pos, self._pos + size
        before = data[max(0, start - CONTEXT) : start]
        behind = data[end : end + CONTEXT]
        return Chunk(data[start:end], self.place, before, behind, self.offset)

    def strip(self, mark: bytes) -> None:
        """Takes away what no line or column counts."""
        self._data = self._data[self._pos :].removeprefix(mark)
        self._pos = 0

    def drop(self, size: int) -> None:
        """Forgets the first `size` bytes."""
        end = self._pos + size
        self.place = self.place.advanced(self._data[self._pos : end])
        self._pos = end

    def drop_blank(self) -> int:
        """Forgets white space; gives the next byte, or -1 at the end."""
        while True:
            end = _BLANK.match(self._data, self._pos).end()  # type: ignore[union-attr]
            self.drop(end - self._pos)
            if end < len(self._data):
                return self._data[end]
            if self._error is not None:
                raise self._error
            if self._eof:
                return -1
            self._fill(1)
