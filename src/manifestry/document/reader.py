"""A document as a stream of batches: bytes in, items with their places out.

A window of the file is held at a time. Inside a list a piece of it is cut at a guessed item
boundary and the fast strict parser reads the piece between brackets: it can only succeed
if the guess was right, because a JSON value ends where it ends. What it refuses goes to
the `Scanner`, which says what is wrong or gives the values itself. Pieces start small, grow
as long as all goes well, and are small again behind a fault: so neither many short lists
nor a fault here and there make the reading slow.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, NoReturn, TypeVar

from manifestry.document import fast
from manifestry.document.nodes import Fault, Node, Remark
from manifestry.document.places import Chunk, Place
from manifestry.document.scanner import Scanner
from manifestry.document.window import Read, Window
from manifestry.errors import LimitError
from manifestry.rules.base import Path

BATCH: Final = 256 * 1024
"""The bytes of items that are parsed at a time, unless one item is larger."""

_PIECE: Final = 4 * 1024  # what the scanner is given at first, and the first batch of a list
_STEP_LIMIT: Final = 64 * 2**20  # the longest key, comment or white space

_BOM: Final = b"\xef\xbb\xbf"


class TopLevel(NamedTuple):
    """The document begins: what its top level is, and where."""

    shape: Literal["object", "list", "scalar"]
    start: Place


class Noted(NamedTuple):
    """A remark with its place: offsets count in `chunk`, paths from the document."""

    remark: Remark
    chunk: Chunk


@dataclass(slots=True)
class Batch:
    """Consecutive items of one list.

    `path` leads to the list, `first` is the index of the first item. `nodes` is there when
    the scanner read the batch; `starts` fills up when a place is asked for.
    """

    path: Path
    first: int
    values: list[object]
    chunk: Chunk
    nodes: list[Node] | None = None
    starts: list[int] = field(default_factory=list, compare=False, repr=False)

    def node(self, number: int) -> Node:
        """The located tree of the batch's item `number`, offsets counting in the chunk."""
        if self.nodes is not None:
            return self.nodes[number]
        if not self.starts:
            self.starts.extend(start for start, _ in fast.spans(self.chunk.data))
        path = (*self.path, self.first + number)
        return Scanner(self.chunk.data, self.starts[number], path=path).value()


@dataclass(frozen=True, slots=True)
class MemberRead:
    """A top-level member is over. `value` is None for a list, whose `count` items went by.

    `node` is the value's tree with offsets in `chunk`; None for a list, which is known by
    `start` and `end` alone.
    """

    key: str
    value: object
    count: int | None
    start: Place
    end: Place
    chunk: Chunk
    node: Node | None


class Done(NamedTuple):
    """Nothing more comes; `whole` tells whether the document was read to its end."""

    whole: bool


Event = TopLevel | Noted | Batch | MemberRead | Done


def read_document(read: Read, start: bytes, max_item_bytes: int) -> Iterator[Event]:
    """Reads a UTF-8 document (`start`, then what `read` gives) from top to bottom.

    Ends with `Done`; with `Done(whole=False)` behind the `Noted` of a fault after which
    nothing is certain. What was noted of a batch or member comes before it.
    Raises LimitError for a single value larger than `max_item_bytes`.
    """
    reader = _Reader(Window(read, start), max_item_bytes)
    try:
        yield from reader.document()
    except _Stop as stop:
        yield from stop.noted
        yield Done(whole=False)
    else:
        yield Done(whole=True)


class _Stop(Exception):  # noqa: N818 - no error
    """Nothing is certain from here on."""

    def __init__(self, noted: list[Noted]) -> None:
        super().__init__()
        self.noted = noted


_T = TypeVar("_T")


class _Reader:
    def __init__(self, window: Window, limit: int) -> None:
        self._window = window
        self._limit = limit
        self._batch_size = 0
        self._keys: dict[str, str] = {}

    def document(self) -> Iterator[Event]:
        window = self._window
        if window.peek(len(_BOM))[0] == _BOM:
            message = "the file starts with a byte order mark"
            yield from self._noted([Remark("byte-order-mark", 0, len(_BOM), message)])
            window.strip(_BOM)
        yield from self._blank()
        first = window.drop_blank()
        if first == 0x7B:
            yield TopLevel("object", window.place)
            yield from self._object()
        elif first == 0x5B:
            yield TopLevel("list", window.place)
            yield from self._list(())
        elif first >= 0:
            start = window.place
            node, scanner = self._scan(Scanner.value, (), self._limit)
            yield TopLevel("scalar", start)
            yield from self._noted(scanner.remarks)
            window.drop(node.end)
        else:
            self._stop(Remark("empty-document", 0, 0, "the file holds no document"))
        yield from self._blank()
        following = window.drop_blank()
        if following == first and following in b"{[":
            message = "a second document starts here; a JSON file holds one"
            self._stop(Remark("several-documents", 0, 1, message))
        elif following >= 0:
            message = "there is more behind the end of the document"
            self._stop(Remark("trailing-content", 0, 1, message))

    # --- structure of the top level -----------------------------------------------------

    def _object(self) -> Iterator[Event]:
        window = self._window
        window.drop(1)
        yield from self._blank()
        more = window.drop_blank() != 0x7D
        if not more:
            window.drop(1)
        while more:
            key, scanner = self._scan(_key, ("",))
            scanner.note_key(self._keys, key)
            yield from self._passed(scanner)
            start = window.place
            if window.drop_blank() == 0x5B:
                chunk = window.chunk(1)
                count = yield from self._list((key,))
                yield MemberRead(key, None, count, start, window.place, chunk, None)
            else:
                node, scanner = self._scan(Scanner.value, (key,), self._limit)
                chunk = window.chunk(node.end)
                yield from self._passed(scanner)
                yield MemberRead(key, node.value, None, start, window.place, chunk, node)
            more = yield from self._after(0x7B, (key,))

    def _list(self, path: Path) -> Generator[Event, None, int]:
        window = self._window
        window.drop(1)
        yield from self._blank()
        more = window.drop_blank() != 0x5D
        if not more:
            window.drop(1)
        count = 0
        self._batch_size = _PIECE
        while more:
            batch, noted = self._batch(path, count)
            yield from noted
            yield batch
            count += len(batch.values)
            window.drop(len(batch.chunk.data))
            more = yield from self._after(0x5B, (*path, count))
        return count

    def _after(self, opener: int, path: Path) -> Generator[Event, None, bool]:
        more, scanner = self._scan(lambda scanner: scanner.after_value(opener), path)
        yield from self._passed(scanner)
        return more

    def _blank(self) -> Iterator[Event]:
        """Passes over white space and comments."""
        if self._window.drop_blank() in (0x2F, 0x23):
            _, scanner = self._scan(_blank, ())
            yield from self._passed(scanner)

    # --- values and batches -------------------------------------------------------------

    def _scan(
        self, step: Callable[[Scanner], _T], path: Path, limit: int = _STEP_LIMIT
    ) -> tuple[_T, Scanner]:
        """What the scanner reads at the window's start, given as much as it needs."""
        window = self._window
        window.drop_blank()
        size = min(_PIECE, limit)
        while True:
            data, final = window.peek(size)
            scanner = Scanner(data, path=path, final=final)
            try:
                result = step(scanner)
            except Fault as fault:
                if final or not fault.truncated:
                    self._stop(*scanner.remarks, fault.remark)
            else:
                return result, scanner
            size = self._larger(size, limit)

    def _larger(self, size: int, limit: int) -> int:
        if size >= limit:
            raise LimitError(
                f"a single value is larger than {self._limit:,} bytes "
                "(--max-item-bytes allows more)"
            )
        return min(4 * size, limit)

    def _passed(self, scanner: Scanner) -> Iterator[Noted]:
        """What the scanner remarked; what it read is over."""
        noted = self._noted(scanner.remarks)
        self._window.drop(scanner.pos)
        return iter(noted)

    def _batch(self, path: Path, first: int) -> tuple[Batch, list[Noted]]:
        """Reads items from the window's start, which is an item's start."""
        size = min(self._batch_size, self._limit)
        while True:
            data, final = self._window.peek(size)
            read = fast.items(data, final=final)
            if read is not None or final or size == self._limit or not fast.is_cut(data):
                break
            size = self._larger(size, self._limit)
        if read is None or fast.is_doubtful(data[: read[1]], read[0]):
            self._batch_size = _PIECE
            return self._slow(path, first)
        values, end = read
        self._batch_size = max(size, min(2 * size, BATCH))
        return Batch(path, first, values, self._window.chunk(end)), []

    def _slow(self, path: Path, first: int) -> tuple[Batch, list[Noted]]:
        """The same by the scanner, which can say what is wrong."""

        def read_items(scanner: Scanner) -> list[Node]:
            nodes: list[Node] = []
            kept = 0
            more = True
            try:
                while more:
                    scanner.path = (*path, first + len(nodes))
                    nodes.append(scanner.value())
                    kept = len(scanner.remarks)
                    more = scanner.after_value(0x5B)
            except Fault:
                if not nodes:
                    raise
            del scanner.remarks[kept:]  # they are met again with what follows
            return nodes

        nodes, scanner = self._scan(read_items, (*path, first), self._limit)
        values = [node.value for node in nodes]
        chunk = self._window.chunk(nodes[-1].end)
        return Batch(path, first, values, chunk, nodes), self._noted(scanner.remarks)

    def _noted(self, remarks: list[Remark]) -> list[Noted]:
        if not remarks:
            return []
        chunk = self._window.chunk(max(remark.end for remark in remarks))
        return [Noted(remark, chunk) for remark in remarks]

    def _stop(self, *remarks: Remark) -> NoReturn:
        raise _Stop(self._noted(list(remarks)))


def _key(scanner: Scanner) -> str:
    """Reads a top-level key up to its value."""
    key = scanner.expect_key()
    if scanner.skip_blank() < 0:
        raise scanner.truncated()
    return key


def _blank(scanner: Scanner) -> None:
    """Passes over white space and comments."""
    if scanner.skip_blank() < 0 and not scanner.final:
        raise scanner.truncated()
