"""A document that is read here and checked by several."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from manifestry.document import fast
from manifestry.document.ahead import Ahead
from manifestry.document.reader import BATCH, Batch, Event, Noted, Reader, Skim, Skimmed
from manifestry.document.records import Records
from manifestry.document.window import Read, Window
from manifestry.engine.parts import Part, Worked
from manifestry.engine.ranges import Hands, Session
from manifestry.errors import LimitError
from manifestry.rules.base import Path
from manifestry.settings import Settings

if TYPE_CHECKING:
    from manifestry.formats.base import Format


@dataclass(frozen=True, slots=True)
class Sharing:
    """A check of which `hands` do a part. Documents are read by it, records a line each or else."""

    settings: Settings
    hands: Hands

    def events(
        self, format_: Format[Any, Any], read: Read, start: bytes, limit: int, skim: Skim | None
    ) -> Iterator[Event]:
        """As `read_document`."""
        return self._events(
            format_, read, start, lambda session, window: _Lists(session, window, limit, skim)
        )

    def records(
        self, format_: Format[Any, Any], read: Read, start: bytes, limit: int
    ) -> Iterator[Event]:
        """As `read_records`."""
        return self._events(
            format_,
            read,
            start,
            lambda session, window: _Records(session, window, limit),
            lines=True,
        )

    def _events(
        self,
        format_: Format[Any, Any],
        read: Read,
        start: bytes,
        reader: Callable[[Session, Window], Reader],
        *,
        lines: bool = False,
    ) -> Iterator[Event]:
        ahead = Ahead(read, start)
        session = Session(format_, self.settings, self.hands, ahead, lines=lines)
        try:
            yield from reader(session, Window(ahead.read, start)).events()
        finally:
            session.close()


def _worked(path: Path, first: int, part: Part, window: Window) -> Worked:
    """The batch that a part is, with those of its values that are looked at again."""
    chunk = window.chunk(part.size)
    if part.values is None:
        values = fast.values(chunk.data) if not part.starts else _lines_of(chunk.data, part.starts)
    else:
        values = [None] * part.count
        for number, value in part.values.items():
            values[number] = value
    return Worked(path, first, values, chunk, starts=part.starts, part=part)


def _lines_of(data: bytes, starts: list[int]) -> list[object]:
    ends = [*starts[1:], len(data)]
    return fast.values(b",".join(data[s:e] for s, e in zip(starts, ends, strict=True)))


class _Lists(Reader):
    """Takes what is there of the items of a list."""

    def __init__(self, session: Session, window: Window, limit: int, skim: Skim | None) -> None:
        super().__init__(window, limit, skim)
        self._session = session
        self._asked: tuple[int, Part | None] = -1, None

    def _part(self, path: Path, first: int) -> Part | None:
        """What came of the items at the window's start; a list's first ones go to nobody."""
        if not first:
            return None
        offset = self.window.offset
        if self._asked[0] != offset:
            self._asked = offset, self._session.part_at(path, offset)
        return self._asked[1]

    def _skimmed(self, path: Path, first: int) -> Skimmed | None:
        part = self._part(path, first)
        near = 0 < self._session.room < BATCH  # it would go on beyond the next part
        return None if part is not None or near else super()._skimmed(path, first)

    def _batch(self, path: Path, first: int) -> tuple[Batch, list[Noted]]:
        part = self._part(path, first)
        if part is not None:
            return _worked(path, first, part, self.window), []
        room = self._session.room if first else 0
        if room and self._session.is_hole:
            limit, self.limit = self.limit, min(self.limit, room)
            try:
                return super()._batch(path, first)
            except LimitError:  # it is none, or the hole was no hole
                self._session.close()
            finally:
                self.limit = limit
        elif room and self._batch_size:
            self._batch_size = min(self._batch_size, room)
        return super()._batch(path, first)


class _Records(Records):
    """Takes what is there of records."""

    def __init__(self, session: Session, window: Window, limit: int) -> None:
        super().__init__(window, limit)
        self._session = session

    def _lines(self, first: int) -> Generator[Event, None, int]:
        part = self._session.part_at((), self.window.offset) if first else None
        if part is not None:
            yield _worked((), first, part, self.window)
            self.window.drop(part.size)
            return part.count
        if first and 0 < self._session.room < BATCH:
            return 0  # one by one, so that none goes beyond the next part
        return (yield from super()._lines(first))
