"""Records one after another, a line each (NDJSON), or one object over as many as it likes.

A line is good or bad by itself: behind a bad one the reading goes on with the next.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Final, NamedTuple

from manifestry.document import fast, mending
from manifestry.document.nodes import Fault, Node, Remark
from manifestry.document.reader import (
    BATCH,
    PIECE,
    Batch,
    Event,
    Noted,
    Reader,
    Stop,
    TopLevel,
)
from manifestry.document.scanner import Scanner
from manifestry.document.window import Read, Window
from manifestry.errors import LimitError

_BLANKS: Final = b" \t\n\r"
_OPENER: Final = 0x7B
_AT_ONCE: Final = 16 * 2**20  # a record on many lines is read by the fast parser up to this


def read_records(read: Read, start: bytes, max_item_bytes: int) -> Iterator[Event]:
    """Reads records (`start`, then what `read` gives) from top to bottom.

    Gives batches with the path (): the next step of a pointer is the record's index, but for a
    record that is `alone`. Ends with `Done`, which is whole if every record could be read.
    Raises LimitError for a single record larger than `max_item_bytes`.
    """
    return Records(Window(read, start), max_item_bytes).events()


class Lines(NamedTuple):
    """The records of some lines, where they start, where the last ends, and what comes next."""

    values: list[object]
    starts: list[int]
    end: int
    following: int
    texts: list[bytes]


class Records(Reader):
    """Reads records step by step from a window."""

    _behind_lines = False  # whether a record had more lines than one

    def document(self) -> Iterator[Event]:
        """The events from the first byte to the last."""
        window = self.window
        yield from self.byte_order_mark()
        yield from self.blank()
        if window.drop_blank() < 0:
            self.stop(Remark("empty-document", 0, 0, "the file holds no document"))
        yield TopLevel("records", window.place)
        count = 0
        while window.drop_blank() >= 0:
            if self._behind_lines:
                message = "a second document starts here; of several each has a line of its own"
                self.stop(Remark("several-documents", 0, 1, message))
            count += (yield from self._lines(count)) or (yield from self._record(count))
            yield from self.blank()

    def _lines(self, first: int) -> Generator[Event, None, int]:
        """Gives the records of the next lines, as far as each is good; how many there were."""
        data, final = self.window.peek(min(BATCH, self.limit + 1))
        values, starts, end, at, texts = good_lines(data, self.limit, final=final, doubting=False)
        if values and fast.is_doubtful(b",".join(texts), values):
            values, starts, end, at, _ = good_lines(data, self.limit, final=final, doubting=True)
        if values:
            alone = first == 0 and len(values) == 1 and final and at >= len(data)
            yield Batch((), first, values, self.window.chunk(end), starts=starts, alone=alone)
            self.window.drop(end)
        return len(values)

    def _record(self, first: int) -> Generator[Event, None, int]:
        """Gives the next record, which is long or odd. It is one whatever is wrong with it."""
        line, following = self._line()
        is_last = following < 0
        path = () if first == 0 and is_last else (first,)
        value = fast.item(line) if len(line) >= BATCH else None
        if value is not None:
            end = len(line.rstrip(_BLANKS))
            chunk = self.window.chunk(end)
            yield Batch((), first, [value], chunk, starts=[0], alone=not path)
            self.window.drop(end)
            return 1
        scanner = Scanner(line, path=path)
        try:
            node = _value(scanner)
        except Fault as fault:
            # The first record may be the only one, on several lines.
            if first == 0 and not is_last and (fault.truncated or following != _OPENER):
                one = self._over_lines(certain=following != _OPENER)
                if one is not None:
                    yield from one
                    return 1
            remark = _of_line(line, fault) if path else fault.remark
            yield from self.noted([*scanner.remarks, remark])
            self.window.drop(len(line))
            self.whole = False
            return 1
        yield from self.noted(scanner.remarks)
        yield Batch((), first, [node.value], self.window.chunk(node.end), [node], alone=not path)
        self.window.drop(scanner.pos)
        return 1

    def _over_lines(self, *, certain: bool) -> Iterator[Event] | None:
        """The one record of a document; None if it is not `certain` that it is one."""
        data, final = self.window.peek(min(_AT_ONCE, self.limit + 1))
        value = fast.item(data) if final and len(data) >= BATCH else None
        if value is not None:
            end = len(data.rstrip(_BLANKS))
            batch = Batch((), 0, [value], self.window.chunk(end), starts=[0], alone=True)
            noted: list[Noted] = []
        else:
            try:
                node, scanner = self.scan(Scanner.value, (), self.limit)
            except (Stop, LimitError):
                if certain:
                    raise
                return None
            end = node.end
            batch = Batch((), 0, [node.value], self.window.chunk(end), [node], alone=True)
            noted = self.noted(scanner.remarks)
        self._behind_lines = True
        self.window.drop(end)
        events: list[Event] = [*noted, batch]
        return iter(events)

    def _line(self) -> tuple[bytes, int]:
        """The line that starts here, and the first byte of the next one that is not blank or -1."""
        size = min(PIECE, self.limit + 1)
        while True:
            data, final = self.window.peek(size)
            end = data.find(b"\n")
            if end >= 0 or final:
                break
            size = min(2 * size, self.larger(size, self.limit + 1))
        if (len(data) if end < 0 else end) > self.limit:
            self.larger(self.limit, self.limit)
        if end < 0:
            return data, -1
        line = data[:end].removesuffix(b"\r")
        size = end
        while True:
            data, final = self.window.peek(size + PIECE)
            behind = data[size:].lstrip(_BLANKS)
            if behind or final:
                return line, behind[0] if behind else -1
            if size > end + BATCH:
                return line, _OPENER  # whatever there is behind so much white space
            size += PIECE


def good_lines(data: bytes, limit: int, *, final: bool, doubting: bool) -> Lines:
    """The records of the lines in `data`, until there is one that is not good."""
    values: list[object] = []
    starts: list[int] = []
    texts: list[bytes] = []
    at = end = 0
    while at < len(data):
        stop = data.find(b"\n", at)
        if stop < 0:
            if not final:
                break
            stop = len(data)
        line = data[at:stop]
        if bare := line.lstrip(_BLANKS):
            value = fast.item(bare, doubting=doubting) if len(bare) <= limit else None
            if value is None:
                break
            values.append(value)
            starts.append(stop - len(bare))
            texts.append(bare)
            end = at + len(line.rstrip(_BLANKS))
        at = stop + 1
    return Lines(values, starts, end, at, texts)


def _value(scanner: Scanner) -> Node:
    """Reads the one value that a line has."""
    node = scanner.value()
    if scanner.skip_blank() >= 0:
        message = "there is more behind the record; each has a line of its own"
        mends = mending.without_brackets(scanner.data[scanner.pos :], scanner.pos)
        at = scanner.pos
        raise Fault(Remark("trailing-content", at, at + 1, message, mends=mends))
    return node


def _of_line(line: bytes, fault: Fault) -> Remark:
    """What is wrong with a line, in words that speak of a line."""
    remark = fault.remark
    if not fault.truncated:
        return remark
    try:
        _value(Scanner(line))  # which knows of no list around the line that had to be closed
    except Fault as again:
        remark = again.remark
    whole = "the file "
    if remark.message.startswith(whole):
        remark = remark._replace(message=f"the line {remark.message.removeprefix(whole)}")
    return remark
