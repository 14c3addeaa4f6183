"""Items that stand in rows: their places, and the pointers that lead to them.

A pointer begins with the index of a data row (header rows and blank lines are not counted),
followed by the name of a column: `/3/Video title`. `/3` is the row, or the whole group whose
first row it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from manifestry.document.nodes import Node
from manifestry.document.places import Chunk, Place
from manifestry.document.reader import Batch
from manifestry.document.rows import spans
from manifestry.findings import Excerpt
from manifestry.formats.encord.csv.columns import Header
from manifestry.rules.base import Path

_NUMBERED = "objectUrl_"


def pointed(row: int, header: Header, column: int) -> Path:
    """The path to a cell, or to the row where that has no such column."""
    return (row, header.names[column]) if 0 <= column < len(header.names) else (row,)


class Row(NamedTuple):
    """A row of a batch: its number (from 0), the header above it, and its bytes in the chunk.

    The end is that of the line, or behind it.
    """

    number: int
    header: Header
    start: int
    end: int


@dataclass(slots=True, kw_only=True)
class RowBatch(Batch):
    """Items of a row each, or one item of many rows: a group. `delimiter` is between cells."""

    rows: Sequence[Row]
    delimiter: str
    is_group: bool = False

    def item_path(self, number: int) -> Path:
        """The path to the item's row, for a group to its first one."""
        return (self.rows[number].number,)

    def path_to(self, number: int, path: Path) -> Path:
        """The path to the cell that a key of the item stands in; what is in no cell, to the row."""
        if not path:
            return self.item_path(number)
        key = str(path[0])
        row = self.rows[self._number_of(number, key)]
        return pointed(row.number, row.header, row.header.column_of(key))

    def node(self, number: int) -> Node:
        """The item's tree: the cells that its keys stand in."""
        value = self.values[number]
        rows = self.rows if self.is_group else self.rows[number : number + 1]
        data = self.chunk.data
        members: list[tuple[str, int, Node]] = []
        cells: dict[int, list[tuple[int, int]]] = {}
        for key, cell in value.items() if isinstance(value, dict) else ():
            at = self._number_of(number, key)
            row = self.rows[at]
            if at not in cells:
                cells[at] = spans(data, row.start, self.delimiter)
            column = row.header.column_of(key)
            whole = row.start, _end(data, row)  # where the cell is missing
            start, end = cells[at][column] if 0 <= column < len(cells[at]) else whole
            members.append((key, start, Node(start, end, cell)))
        return Node(rows[0].start, _end(data, rows[-1]), value, members=members)

    def _number_of(self, number: int, key: str) -> int:
        """Which of `rows` a key of an item stands in."""
        return int(key[len(_NUMBERED) :]) if key.startswith(_NUMBERED) else number


def _end(data: bytes, row: Row) -> int:
    """Where the last line of a row ends, its line end not counted."""
    return row.start + len(data[row.start : row.end].rstrip(b"\r\n"))


class Patchwork(Chunk):
    """Pieces of a document that do not follow one another, as if they did."""

    __slots__ = ("_offsets", "_pieces")

    def __init__(self, pieces: Sequence[tuple[bytes, int]]) -> None:
        """`pieces` are bytes with the line that they begin on."""
        chunks = [Chunk(data, Place(line)) for data, line in pieces]
        super().__init__(b"".join(data for data, _ in pieces), chunks[0].start)
        self._pieces = chunks
        self._offsets = [0, *accumulate(len(data) for data, _ in pieces[:-1])]

    def place(self, offset: int) -> Place:
        """The place of a byte offset in all pieces together."""
        piece, start = self._piece(offset)
        return piece.place(offset - start)

    def excerpt(self, start: int, end: int) -> Excerpt:
        """The line around `start`, with `start` to `end` underlined."""
        piece, offset = self._piece(start)
        return piece.excerpt(start - offset, end - offset)

    def _piece(self, offset: int) -> tuple[Chunk, int]:
        at = bisect_right(self._offsets, offset) - 1
        return self._pieces[at], self._offsets[at]
