"""Byte offsets to lines and columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from manifestry.findings import Excerpt
from manifestry.text import mask_secrets

MAX_EXCERPT = 160
"""The most code points of a line that an excerpt shows."""

CONTEXT = 4096
"""How many bytes around a place are looked at: more than is shown, to tell a secret by its key."""


class Place(NamedTuple):
    """A line and a column, both from 1; columns in code points. LF, CRLF and CR end a line."""

    line: int = 1
    column: int = 1
    after_cr: bool = False

    def advanced(self, data: bytes) -> Place:
        """The place behind `data`, which stands at this place."""
        if not data:
            return self
        breaks = data.count(b"\n")
        if b"\r" in data:
            breaks += data.count(b"\r") - data.count(b"\r\n")
        if self.after_cr and data[0] == 0x0A:
            breaks -= 1  # the second half of a CRLF that was cut in two
        last = max(data.rfind(b"\n"), data.rfind(b"\r"))
        column = (self.column if last < 0 else 1) + _length(data[last + 1 :])
        return Place(self.line + breaks, column, after_cr=data[-1] == 0x0D)


@dataclass(slots=True)
class Chunk:
    """A piece of a document and the place where it starts.

    `before` and `behind` stand around it, as far as an excerpt may need them. `offset` is how many
    bytes of the document lie before it, None where nobody counted.
    """

    data: bytes
    start: Place
    before: bytes = b""
    behind: bytes = b""
    offset: int | None = None
    # Places are mostly asked for from top to bottom: each is counted on from the one before.
    _known: tuple[int, Place] | None = field(default=None, init=False, repr=False, compare=False)

    def place(self, offset: int) -> Place:
        """The place of a byte offset in `data`, or in what stands behind it or, at -1, before.

        Raises LookupError where that is too far before it for the column to be known.
        """
        if offset < 0:
            return self._place_before(-offset)
        if offset > (size := len(self.data)):
            return self.place(size).advanced(self.behind[: offset - size])
        known, place = self._known or (0, self.start)
        if offset < known:
            known, place = 0, self.start
        place = place.advanced(self.data[known:offset])
        self._known = offset, place
        return place

    def _place_before(self, distance: int) -> Place:
        between = self.before[-distance:]
        head = self.before[:-distance]
        if len(between) < distance:
            raise LookupError
        behind = Place().advanced(between)
        if behind.line == 1:
            return Place(self.start.line, self.start.column - _length(between))
        line_start = max(head.rfind(b"\n"), head.rfind(b"\r")) + 1
        if not line_start and len(self.before) != self.offset:
            raise LookupError
        return Place(self.start.line - behind.line + 1, 1 + _length(head[line_start:]))

    def excerpt(self, start: int, end: int) -> Excerpt:
        """The line around `start`, cut to a sane length, with `start` to `end` underlined.

        Signatures, tokens and passwords in it are struck out.
        """
        head = self.data[max(0, start - CONTEXT) : start]
        if start < CONTEXT:
            head = self.before[start - CONTEXT :] + head
        head = head[max(head.rfind(b"\n"), head.rfind(b"\r")) + 1 :]
        rest = (self.data[start : start + 2 * CONTEXT] + self.behind)[: 2 * CONTEXT]
        ends = [at for at in (rest.find(b"\r"), rest.find(b"\n")) if at >= 0]
        line = rest[: min(ends, default=len(rest))]
        body, tail = line[: end - start], line[end - start :]
        parts = [part.decode("utf-8", "replace") for part in (head, body, tail)]
        shown = mask_secrets("".join(parts))  # of the same length
        cut, end = len(parts[0]), len(parts[0]) + len(parts[1])
        return _fit(shown[:cut], shown[cut:end], shown[end:])


def _length(data: bytes) -> int:
    return len(data) if data.isascii() else len(data.decode("utf-8", "replace"))


def _fit(head: str, body: str, tail: str) -> Excerpt:
    """Cuts a line to MAX_EXCERPT code points around what is underlined."""
    if len(head) + len(body) + len(tail) > MAX_EXCERPT:
        body_room = MAX_EXCERPT // 2
        if len(body) > body_room:
            body, tail = body[: body_room - 1] + "…", ""
        room = MAX_EXCERPT - len(body)
        tail_room = max(room // 2, room - len(head))
        head_room = room - min(len(tail), tail_room)
        if len(head) > head_room:
            head = "…" + head[len(head) - head_room + 1 :]
        if len(tail) > tail_room:
            tail = tail[: tail_room - 1] + "…"
    return Excerpt(head + body + tail, len(head), len(head) + len(body))
