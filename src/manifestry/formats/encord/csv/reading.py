"""CSV manifests read: `read_csv` gives the items, `read_events` what a check is fed with.

One pass, a window of the file at a time. The rows of videos and images are items and come
where they stand. Groups and series come at the end: rows of one title are one group, wherever
they stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from manifestry.document.nodes import Remark
from manifestry.document.places import Chunk, Place
from manifestry.document.reader import PIECE, Done, Event, MemberRead, Noted, Stop, TopLevel
from manifestry.document.rows import Record, RowReader, parsed, spans
from manifestry.document.window import Read, Window
from manifestry.errors import UnreadableError
from manifestry.formats.encord.csv.batches import Patchwork, Row, RowBatch, pointed
from manifestry.formats.encord.csv.columns import (
    GROUPED,
    URL,
    Header,
    delimiter_of,
    is_header,
    read_header,
)
from manifestry.formats.encord.csv.groups import Groups, Run
from manifestry.text import quote

MAX_ITEM_BYTES: Final = 64 * 2**20

_BOM: Final = b"\xef\xbb\xbf"
_NO: Final = ("no", "0", "n", "f", "off")
"""Words that are no "false" but certainly mean it."""


class CsvItem(NamedTuple):
    """An item of a CSV manifest.

    section: its section in a JSON manifest ("image_groups"); item: what it is there. Groups
    have `createVideo`, always said, for its default in CSV is another than in JSON.
    row: the index of its first data row, as pointers have it (from 0).
    """

    section: str
    item: dict[str, object]
    row: int
    batch: RowBatch
    number: int

    def places(self) -> Mapping[str, tuple[int, int]]:
        """Line and column of the cell of each key; "" stands for the whole item."""
        node, chunk = self.batch.node(self.number), self.batch.chunk
        found = {"": chunk.place(node.start)[:2]}
        for key, start, _ in node.members or ():
            found[key] = chunk.place(start)[:2]
        return found


def read_csv(
    read: Read, start: bytes = b"", max_item_bytes: int = MAX_ITEM_BYTES
) -> Iterator[CsvItem]:
    """The items of a CSV manifest (`start`, then what `read` gives), in bounded memory.

    Raises UnreadableError for a document that is broken somewhere (a check says how), behind
    the items before that, and LimitError for a single item of more bytes than allowed.
    """
    for event in read_events(read, start, max_item_bytes):
        if isinstance(event, RowBatch):
            section = str(event.path[0])
            for number, value in enumerate(event.values):
                if isinstance(value, dict):
                    yield CsvItem(section, value, event.rows[number].number, event, number)
        elif isinstance(event, Done) and not event.whole:
            raise UnreadableError("is no CSV manifest that can be read to its end")


def read_events(read: Read, start: bytes, max_item_bytes: int) -> Iterator[Event]:
    """Reads a CSV manifest as the events of a document.

    The batches have the sections of a JSON manifest as their paths, and pointers into the CSV
    (see `RowBatch`); of each section there is a member at the end, which names its first header.
    """
    return _Manifest(Window(read, start), max_item_bytes).events()


class _Manifest(RowReader):
    _delimiter = ","
    _header: Header  # the one above the row that is read
    _number = -1  # which one of all
    _row = 0  # the index of the next data row
    _joined = False  # whether the line before is a row of a group

    def document(self) -> Iterator[Event]:
        """The events from the first byte to the last."""
        window = self.window
        yield from self.byte_order_mark()
        if window.drop_blank() < 0:
            self.stop(Remark("empty-document", 0, 0, "the file holds no document"))
        yield TopLevel("records", window.place)
        line = re.split(rb"[\r\n]", window.peek(PIECE)[0], maxsplit=1)[0]
        self._delimiter, _ = delimiter_of(line.decode("utf-8", "replace"))
        self._headers: dict[Header, int] = {}
        self._sections: dict[str, Place] = {}
        self._counts: Counter[str] = Counter()
        with Groups() as self._groups:
            while True:
                records, data = self.next_records(self._delimiter)
                if not records:
                    break
                yield from self._piece(records, window.chunk(len(data)))
                window.drop(len(data))
            yield from self._grouped()
        for section, place in self._sections.items():
            count = self._counts[section]
            yield MemberRead(section, None, count, place, place, Chunk(b"", place), None)

    def byte_order_mark(self) -> Iterator[Event]:
        """Passes over a byte order mark, which Excel writes, with a remark."""
        if self.window.peek(len(_BOM))[0] == _BOM:
            message = "the file starts with a byte order mark"
            yield from self.noted([Remark("csv-byte-order-mark", 0, len(_BOM), message)])
            self.window.strip(_BOM)

    def _piece(self, records: Sequence[Record], chunk: Chunk) -> Iterator[Event]:
        """The events of some records."""
        values: list[object] = []
        rows: list[Row] = []
        for record in records:
            cells = record.cells
            if not any(cells) or not "".join(cells).strip():
                self._joined = False
                continue
            if self._number < 0 or is_header(cells, self._header.url):
                yield from self._flushed(values, rows, chunk)
                values, rows = [], []
                yield from self._begin(record, chunk)
                continue
            header = self._header
            row = Row(self._row, header, record.start, record.end)
            if len(cells) != len(header.names) or header.nameless:
                yield from self._uneven(cells, row, chunk)
            if header.section in GROUPED:
                yield from self._file_of_group(cells, row, chunk)
            else:
                self._joined = False
                values.append(_single(cells, header))
                rows.append(row)
            self._row += 1
        yield from self._flushed(values, rows, chunk)

    def _flushed(self, values: list[object], rows: list[Row], chunk: Chunk) -> Iterator[Event]:
        """The items of some rows."""
        if rows:
            section = self._header.section
            self._counts[section] += len(rows)
            chunk = replace(chunk, offset=None)  # fixes are edits of JSON, which cells are not
            yield RowBatch(
                (section,), rows[0].number, values, chunk, rows=rows, delimiter=self._delimiter
            )

    def _begin(self, record: Record, chunk: Chunk) -> Iterator[Event]:
        """Takes a header row."""
        header = read_header(record.cells)
        cells = spans(chunk.data, record.start, self._delimiter)
        if header.url < 0:
            message = f'the first row names no column "{URL}"'
            raise Stop([Noted(Remark("missing-csv-url-column", *cells[0], message), chunk)])
        if self._number < 0 and self._delimiter != ",":
            end = cells[0][1]
            name = "tabs" if self._delimiter == "\t" else "semicolons"
            message = f"the cells are separated by {name}"
            yield Noted(Remark("csv-delimiter", end, end + 1, message), chunk)
        for doubt in header.doubts:
            path = (header.names[doubt.column],)
            yield Noted(Remark(doubt.rule, *cells[doubt.column], doubt.message, path), chunk)
        self._header = header
        self._number = self._headers.setdefault(header, len(self._headers))
        self._joined = False
        self._sections.setdefault(header.section, chunk.place(record.start))

    def _uneven(self, cells: Sequence[str], row: Row, chunk: Chunk) -> Iterator[Event]:
        """Says of a row that its cells are not those that the header has columns for."""
        header = row.header
        for at, cell in enumerate(cells):
            if cell.strip() and (at >= header.width or at in header.nameless):
                message = f"{quote(cell)} stands in cell {at + 1}, which no column is named for"
                yield self._noted("surplus-csv-cells", row, at, chunk, message)
                return
        needed = header.title if header.section in GROUPED else header.url
        if max(needed, header.url) < len(cells) < header.width:
            message = f"the row has {len(cells)} of {header.width} cells"
            yield self._noted("missing-csv-cells", row, -1, chunk, message)

    def _noted(self, rule: str, row: Row, column: int, chunk: Chunk, message: str) -> Noted:
        """A remark on a cell, or on a row."""
        cells = spans(chunk.data, row.start, self._delimiter)
        start, end = (cells[0][0], cells[-1][1]) if column < 0 else cells[column]
        path = pointed(row.number, row.header, column)
        return Noted(Remark(rule, start, end, message, path), chunk)

    # --- groups ---------------------------------------------------------------------------

    def _file_of_group(self, cells: Sequence[str], row: Row, chunk: Chunk) -> Iterator[Event]:
        """Puts a row aside until the end, and says what is odd about it beside the others."""
        header = row.header
        flag, word = _flag(cells, header)
        title = _cell(cells, header.title)
        key = title if title.strip() else ""
        data = chunk.data[row.start : row.end]
        joined = self._groups.extend(header.section, key, data) if self._joined else None
        if joined is None:
            run = Run(data, chunk.place(row.start).line, row.number, self._number)
            joined = self._groups.add(header.section, key, run, flag=flag)
        self._joined = True
        if word is not None:
            message = f"{quote(header.names[header.flag])} must be true or false, got {quote(word)}"
            yield self._noted("unclear-create-video", row, header.flag, chunk, message)
        elif flag is not joined.flag:
            first = "true" if joined.flag else "false"
            message = (
                f"the first row of {quote(title)} says {first}, this one {quote(str(flag).lower())}"
            )
            column = header.flag if header.flag < len(cells) else -1
            yield self._noted("unclear-create-video", row, column, chunk, message)
        if joined.after and key:
            message = f"{quote(title)} has other rows already, from line {joined.after:,} on"
            yield self._noted("split-csv-group", row, header.title, chunk, message)

    def _grouped(self) -> Iterator[Event]:
        """The items of all groups and series."""
        headers = list(self._headers)
        for runs in self._groups.runs(self.limit):
            value: dict[str, object] = {}
            rows: list[Row] = []
            offset = 0
            for run in runs:
                header = headers[run.header]
                for at, record in enumerate(parsed(run.data, self._delimiter).records):
                    if not rows:
                        value = _opened(record.cells, header)
                    value[f"objectUrl_{len(rows)}"] = _cell(record.cells, header.url)
                    start, end = record.start + offset, record.end + offset
                    rows.append(Row(run.row + at, header, start, end))
                offset += len(run.data)
            section = rows[0].header.section
            chunk = _chunk(runs)
            self._counts[section] += 1
            yield RowBatch(
                (section,), rows[0].number, [value], chunk,
                rows=rows, delimiter=self._delimiter, is_group=True,
            )  # fmt: skip


def _cell(cells: Sequence[str], column: int) -> str:
    return cells[column] if 0 <= column < len(cells) else ""


def _single(cells: Sequence[str], header: Header) -> dict[str, object]:
    """The item of one row. A title that is blank is none."""
    value: dict[str, object] = {"objectUrl": _cell(cells, header.url)}
    title = _cell(cells, header.title)
    if title.strip():
        value["title"] = title
    return value


def _opened(cells: Sequence[str], header: Header) -> dict[str, object]:
    """A group without its files, as its first row has it."""
    value: dict[str, object] = {}
    if 0 <= header.title < len(cells):
        value["title"] = cells[header.title]
    if header.section == "image_groups":
        value["createVideo"] = _flag(cells, header)[0]
    return value


def _flag(cells: Sequence[str], header: Header) -> tuple[bool, str | None]:
    """Whether a row's group becomes a video (it does if nothing is said), and an odd word."""
    word = _cell(cells, header.flag)
    folded = word.strip().lower()
    if folded in ("", "true", "false"):
        return folded != "false", None
    return folded not in _NO, word


def _chunk(runs: Sequence[Run]) -> Chunk:
    if len(runs) == 1:
        return Chunk(runs[0].data, Place(runs[0].line))
    return Patchwork([(run.data, run.line) for run in runs])
