"""The records of a CSV document with their places: a window of the file at a time.

The standard library's strict reader takes the text apart; where a cell stands is only looked
for when somebody asks.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from manifestry.document.nodes import Fault, Remark
from manifestry.document.reader import BATCH, Reader
from manifestry.document.strings import not_utf8


class Record(NamedTuple):
    """A row: its cells, and the bytes it takes up in the data, its line end included.

    A line without anything is a record without cells.
    """

    cells: list[str]
    start: int
    end: int


class Parsed(NamedTuple):
    """The records in a piece of data as far as they are good, and where the next one starts.

    `fault` says what is wrong there. It is `truncated` if more data might mend it.
    """

    records: list[Record]
    end: int
    fault: Fault | None = None


def parsed(data: bytes, delimiter: str) -> Parsed:
    """The records in `data`, which ends where a line does. LF, CRLF and CR end a line."""
    lines = data.splitlines(keepends=True)
    offsets = [0, *accumulate(map(len, lines))]
    texts, bad = _decoded(lines, offsets)
    feed = iter(texts)
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    records: list[Record] = []
    line = 0
    try:
        for cells in reader:
            following = reader.line_num
            records.append(Record(cells, offsets[line], offsets[following]))
            line = following
    except csv.Error:
        at = offsets[line]
        # What the reader stumbles over at the very end may be a cell that goes on behind it.
        truncated = next(feed, None) is None
        fault = bad if truncated and bad else _broken(data, at, delimiter, truncated=truncated)
        return Parsed(records, at, fault)
    return Parsed(records, offsets[line], bad)


def _decoded(lines: Sequence[bytes], offsets: Sequence[int]) -> tuple[list[str], Fault | None]:
    """The lines before the first that is not UTF-8, and the fault of that one."""
    texts: list[str] = []
    try:
        for line in lines:
            texts.append(line.decode())  # noqa: PERF401 - those that are good are kept
    except UnicodeDecodeError as error:
        remark = not_utf8(lines[len(texts)], error.start, error).remark
        at = offsets[len(texts)]
        return texts, Fault(remark._replace(start=remark.start + at, end=remark.end + at))
    return texts, None


@cache
def _cell(delimiter: str) -> re.Pattern[bytes]:
    mark = re.escape(delimiter.encode())
    return re.compile(rb'"(?:[^"]++|"")*+"|[^\r\n' + mark + rb"]*+")


def spans(data: bytes, start: int, delimiter: str) -> list[tuple[int, int]]:
    """Where the cells of the record at `start` stand, quotes included."""
    cell, mark = _cell(delimiter), delimiter.encode()
    found: list[tuple[int, int]] = []
    while True:
        match = cell.match(data, start)
        if match is None:  # an empty match is one; this is for the type checker
            return found
        found.append(match.span())
        start = match.end()
        if data[start : start + 1] != mark:
            return found
        start += 1


def _broken(data: bytes, start: int, delimiter: str, *, truncated: bool) -> Fault:
    """What the strict reader refuses in the record at `start`."""
    first, last = spans(data, start, delimiter)[-1]
    if data[first : first + 1] != b'"':
        message = f"a cell of this row has more than {csv.field_size_limit():,} characters"
    elif last - first > 1 and data[last - 1 : last] == b'"' and _is_closed(data[first:last]):
        if last - first > csv.field_size_limit():
            message = f"this cell has more than {csv.field_size_limit():,} characters"
        else:
            message = "there is text behind the quote that closes this cell"
            first = last
    else:
        message = "the quote that opens this cell is never closed"
    return Fault(Remark("malformed-csv", first, first + 1, message), truncated=truncated)


def _is_closed(cell: bytes) -> bool:
    return cell.count(b'"') % 2 == 0


class RowReader(Reader):
    """Reads records from a window."""

    def next_records(self, delimiter: str) -> tuple[list[Record], bytes]:
        """The next records, and the data at the window's start that they count in.

        None at the end. Raises Stop for what cannot be read, LimitError for a record that is
        larger than the limit.
        """
        size = min(BATCH, self.limit + 1)
        while True:
            data, final = self.window.peek(size)
            end = len(data) if final else _lines_end(data)
            found = parsed(data[:end], delimiter)
            if found.records:
                return found.records, data[: found.end]
            if final and found.fault is None:
                return [], data
            if found.fault is not None and (final or not found.fault.truncated):
                self.stop(found.fault.remark)
            size = self.larger(size, self.limit + 1)


def _lines_end(data: bytes) -> int:
    """Where the last whole line in `data` ends; a CR at its end may be half of a CRLF."""
    return max(data.rfind(b"\n"), data.rfind(b"\r", 0, max(len(data) - 1, 0))) + 1
