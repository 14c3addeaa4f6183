"""One document, several processes: its pieces are checked ahead by others, in any order.

The reader stays one, and meets every item in its turn. Where pieces begin is guessed, which costs
nothing but time if it is wrong: what came of a piece is used only if the reader, by what it knows
is so, arrives exactly where the piece began.
"""

from __future__ import annotations

import uuid
from collections import deque
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from manifestry.document.ahead import Ahead, cut_items, cut_lines
from manifestry.engine.parts import Answer, Hole, Part, Piece
from manifestry.rules.base import Path
from manifestry.settings import Settings

if TYPE_CHECKING:
    from manifestry.formats.base import Format

_AHEAD = 3  # pieces in work or waiting, for each worker
_MAX_PAUSE = 6  # in doublings


class Hands(Protocol):
    """Who checks pieces of `piece_bytes`, `workers` at a time."""

    @property
    def workers(self) -> int:
        """See above."""

    @property
    def piece_bytes(self) -> int:
        """See above."""

    def ready(self, offset: int, *, is_quick: bool) -> bool:
        """Whether it is worth while, so far into a document, and they could begin at once.

        `is_quick` of one that the reader alone is hardly slower at, for a gate clears its items.
        """

    def submit(self, piece: Piece) -> Future[Answer]:
        """Hands a piece over."""

    def result(self, future: Future[Answer]) -> Answer:
        """What came of one. Raises StoppedError if nobody wants to know any more."""


class _Sent(NamedTuple):
    """A piece that somebody has: from where to where, and what comes of it."""

    start: int
    end: int
    future: Future[Answer]


class Session:
    """What is being done ahead of the reader of one document."""

    def __init__(
        self,
        format_: Format[Any, Any],
        settings: Settings,
        hands: Hands,
        ahead: Ahead,
        *,
        lines: bool,
    ) -> None:
        self._format = format_
        self._settings = settings
        self._hands = hands
        self._is_quick = format_.gate is not None
        self._ahead = ahead
        self._lines = lines
        self._path: Path | None = None
        self._section: str | None = None
        self._known: deque[Part | Hole] = deque()  # offsets count in the document
        self._sent: deque[_Sent] = deque()
        self._name = uuid.uuid4().hex
        self._stretch = self._number = 0
        self._next: int | None = None
        self._is_sure = lines
        self._good = self._bad = 0  # pieces of this list; and those on end of which nothing came
        self._pause = 0  # the offset before which nothing is sent
        self.room = 0
        self.is_hole = False

    def part_at(self, path: Path, offset: int) -> Part | None:
        """What came of the items at an offset, in the list to which a path leads.

        If nothing, `room` is how many bytes behind it the next part begins, 0 where nobody knows,
        and `is_hole` tells that good items fill that room.
        """
        if path != self._path:
            self._begin(path)
        self._ahead.forget(offset)
        self.room, self.is_hole = 0, False
        while True:
            self._drop_passed(offset)
            if self._known:
                return self._known_at(offset)
            if self._sent and self._sent[0].start > offset:
                self.room = self._sent[0].start - offset
                return None
            if not self._send(offset):
                return None
            self._take()

    def _drop_passed(self, offset: int) -> None:
        """Forgets what lies before an offset. If it was to be used, a guess was wrong."""
        while self._known and isinstance(self._known[0], Hole) and self._known[0].end <= offset:
            self._known.popleft()
        queue: deque[Part | Hole] | deque[_Sent] = self._known or self._sent
        if queue and queue[0].start < offset and not isinstance(queue[0], Hole):
            self._fail(offset)

    def _known_at(self, offset: int) -> Part | None:
        first = self._known[0]
        if isinstance(first, Part) and first.start == offset:
            self._known.popleft()
            return first
        self.is_hole = isinstance(first, Hole) and first.start <= offset
        self.room = (
            first.end if isinstance(first, Hole) and self.is_hole else first.start
        ) - offset
        return None

    def close(self) -> None:
        """Lets go of all that was done ahead: it is of no use."""
        for piece in self._sent:
            piece.future.cancel()
        self._sent.clear()
        self._known.clear()
        self._next = None
        self._stretch += 1
        self._number = 0

    def _begin(self, path: Path) -> None:
        self.close()
        self._path = path
        self._section = self._format.section_for(str(path[0]) if path else "")
        self._is_sure = self._lines
        self._good = self._bad = self._pause = 0

    def _fail(self, offset: int) -> None:
        """The reader did not come by where something began: the guess was wrong."""
        self.close()
        self._hesitate(offset)

    def _hesitate(self, offset: int) -> None:
        self._bad += 1
        self._pause = offset + (self._hands.piece_bytes << min(self._bad, _MAX_PAUSE))

    def _send(self, offset: int) -> bool:
        """Sees to it that enough is in work; whether anything is."""
        if self._section is None or not (
            self._sent or self._hands.ready(offset, is_quick=self._is_quick)
        ):
            return False
        # What lies behind the end of a list is cut in vain: so not much of a short one is.
        most = self._hands.workers + min(self._good, (_AHEAD - 1) * self._hands.workers)
        if not self._sent and offset >= self._pause:
            self._next = offset
        while self._next is not None and len(self._sent) < most:
            data = self._ahead.span(self._next, self._hands.piece_bytes)
            cut = (cut_lines if self._lines else cut_items)(data)
            if cut is None:
                self._next = None
                self._pause = max(self._pause, offset + self._hands.piece_bytes)
                break
            piece = Piece(
                f"{self._name}-{self._stretch}",
                self._number,
                self._format.kind,
                self._section,
                self._settings,
                self._lines,
                self._is_sure,
                data[: cut.end],
            )
            sent = _Sent(self._next, self._next + cut.end, self._hands.submit(piece))
            self._sent.append(sent)
            self._number += 1
            self._next += cut.following
        return bool(self._sent)

    def _take(self) -> None:
        """Waits for what comes of the first piece that is in work."""
        start, end, future = self._sent[0]
        answer = self._hands.result(future)
        if answer is None:  # but the reader is there, in the list
            self.close()
            self._is_sure = True
            return
        self._sent.popleft()
        done = 0
        for part in answer:
            if isinstance(part, Hole):
                self._known.append(Hole(start + part.start, start + part.end))
            else:
                part.start += start
                done += part.size
                self._known.append(part)
        if 2 * done < end - start:
            self._next = None
            self._hesitate(end)
        else:
            self._good, self._bad = self._good + 1, 0
