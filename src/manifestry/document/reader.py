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
from typing import Any, Final, Literal, NamedTuple, NoReturn, TypeVar

from manifestry.document import fast, mending
from manifestry.document.nodes import Fault, Node, Remark, Splice
from manifestry.document.places import CONTEXT, Chunk, Place
from manifestry.document.scanner import Scanner
from manifestry.document.window import Read, Window
from manifestry.errors import LimitError
from manifestry.rules.patch import Path

BATCH: Final = 96 * 1024
"""The bytes of items that are parsed at a time, unless one item is larger.

With more of them what is made of them no longer fits the cache.
"""

_LONE: Final = 0  # the size of a batch of one item
_WORTH: Final = 16  # items skimmed at a time, for which others are read one by one

PIECE: Final = 4 * 1024
"""What the scanner is given at first, and the first batch of a list."""

_STEP_LIMIT: Final = 64 * 2**20  # the longest key, comment or white space

_BOM: Final = b"\xef\xbb\xbf"


class TopLevel(NamedTuple):
    """The document begins: what its top level is, and where."""

    shape: Literal["object", "list", "scalar", "records"]
    start: Place


class Noted(NamedTuple):
    """A remark with its place: offsets count in `chunk`, paths from the document."""

    remark: Remark
    chunk: Chunk


@dataclass(slots=True)
class Batch:
    """Consecutive items of one list.

    `path` leads to the list, `first` is the index of the first item. `nodes` is there when
    the scanner read the batch; `starts` says where items start, if that is known. An item that
    is `alone` is the whole document: no index leads to it.
    """

    path: Path
    first: int
    values: list[object]
    chunk: Chunk
    nodes: list[Node] | None = None
    starts: list[int] = field(default_factory=list, compare=False, repr=False)
    alone: bool = False
    _known: tuple[int, int] = field(default=(0, 0), init=False, compare=False, repr=False)

    def item_path(self, number: int) -> Path:
        """The path from the document to the batch's item `number`."""
        return self.path if self.alone else (*self.path, self.first + number)

    def path_to(self, number: int, path: Path) -> Path:
        """The path from the document to what `path` leads to in the batch's item `number`."""
        return (*self.item_path(number), *path)

    def node(self, number: int) -> Node:
        """The located tree of the batch's item `number`, offsets counting in the chunk."""
        if self.nodes is not None:
            return self.nodes[number]
        return Scanner(self.chunk.data, self._start(number), path=self.item_path(number)).value()

    def _start(self, number: int) -> int:
        """Where an item starts; mostly they are asked for in order, so each counts on."""
        if self.starts:
            return self.starts[number]
        known, at = self._known if self._known[0] <= number else (0, 0)
        at = fast.start(self.chunk.data, number - known, at)
        self._known = number, at
        return at


@dataclass(frozen=True, slots=True)
class Skimmed:
    """Items that were cleared by their text alone: `count` of them, in a batch without values.

    `run` is what was found in them, as `Skim` gives it.
    """

    batch: Batch
    count: int
    run: Any


Skim = Callable[[Path, int, bytes], tuple[int, int, Any] | None]
"""Looks for items that need not be parsed, in a piece that begins with the one of this index
in the list to which a path leads: how many there are, where the last ends, what was found."""


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


Event = TopLevel | Noted | Batch | Skimmed | MemberRead | Done


def read_document(
    read: Read, start: bytes, max_item_bytes: int, skim: Skim | None = None
) -> Iterator[Event]:
    """Reads a UTF-8 document (`start`, then what `read` gives) from top to bottom.

    Ends with `Done`; with `Done(whole=False)` behind the `Noted` of a fault after which
    nothing is certain. What was noted of a batch or member comes before it.
    With `skim` items that it finds come as `Skimmed`. Raises LimitError for a single value
    larger than `max_item_bytes`.
    """
    return Reader(Window(read, start), max_item_bytes, skim).events()


class Stop(Exception):  # noqa: N818 - no error
    """Nothing is certain from here on; `noted` says why."""

    def __init__(self, noted: list[Noted]) -> None:
        super().__init__()
        self.noted = noted


_T = TypeVar("_T")


class Reader:
    """What is read step by step from a window; `document` gives the events of it all."""

    def __init__(self, window: Window, limit: int, skim: Skim | None = None) -> None:
        self.window = window
        self.limit = limit
        self._skim = skim
        self._batch_size = 0
        self._keys: dict[str, str] = {}

    whole = True
    """Whether all that went by could be read."""

    def events(self) -> Iterator[Event]:
        """The events of the document, `Done` being the last."""
        try:
            yield from self.document()
        except Stop as stop:
            yield from stop.noted
            self.whole = False
        yield Done(self.whole)

    def document(self) -> Iterator[Event]:
        """The events from the first byte to the last."""
        window = self.window
        yield from self.byte_order_mark()
        yield from self.blank()
        first = window.drop_blank()
        if first == 0x7B:
            yield TopLevel("object", window.place)
            yield from self._object()
        elif first == 0x5B:
            yield TopLevel("list", window.place)
            yield from self._list(())
        elif first >= 0:
            start = window.place
            node, scanner = self.scan(Scanner.value, (), self.limit)
            yield TopLevel("scalar", start)
            yield from self.noted(scanner.remarks)
            window.drop(node.end)
        else:
            self.stop(Remark("empty-document", 0, 0, "the file holds no document"))
        yield from self.blank()
        following = window.drop_blank()
        if following == first and following in b"{[":
            message = "a second document starts here; a JSON file holds one"
            self.stop(Remark("several-documents", 0, 1, message))
        elif following >= 0:
            message = "there is more behind the end of the document"
            rest, final = window.peek(CONTEXT)
            mends = mending.without_brackets(rest, 0) if final else ()
            self.stop(Remark("trailing-content", 0, 1, message, mends=mends))

    # --- structure of the top level -----------------------------------------------------

    def _object(self) -> Iterator[Event]:
        window = self.window
        window.drop(1)
        yield from self.blank()
        more = window.drop_blank() != 0x7D
        if not more:
            window.drop(1)
        while more:
            key, scanner = self.scan(_key, ("",))
            scanner.note_key(self._keys, key)
            yield from self.passed(scanner)
            start = window.place
            if window.drop_blank() == 0x5B:
                chunk = window.chunk(1)
                count = yield from self._list((key,))
                yield MemberRead(key, None, count, start, window.place, chunk, None)
            else:
                node, scanner = self.scan(Scanner.value, (key,), self.limit)
                chunk = window.chunk(node.end)
                yield from self.passed(scanner)
                yield MemberRead(key, node.value, None, start, window.place, chunk, node)
            more = yield from self._after(0x7B, (key,))

    def _list(self, path: Path) -> Generator[Event, None, int]:
        window = self.window
        window.drop(1)
        yield from self.blank()
        more = window.drop_blank() != 0x5D
        if not more:
            window.drop(1)
        count = 0
        self._batch_size = PIECE
        while more:
            skimmed = self._skimmed(path, count)
            if skimmed is not None:
                yield skimmed
                batch = skimmed.batch
                count += skimmed.count
            else:
                batch, noted = self._batch(path, count)
                yield from noted
                yield batch
                count += len(batch.values)
            window.drop(len(batch.chunk.data))
            more = yield from self._after(0x5B, (*path, count))
        return count

    def _after(self, opener: int, path: Path) -> Generator[Event, None, bool]:
        more, scanner = self.scan(lambda scanner: scanner.after_value(opener), path)
        yield from self.passed(scanner)
        return more

    def byte_order_mark(self) -> Iterator[Event]:
        """Passes over a byte order mark, with a remark."""
        if self.window.peek(len(_BOM))[0] == _BOM:
            message = "the file starts with a byte order mark"
            gone = Splice(0, len(_BOM), "")
            yield from self.noted([Remark("byte-order-mark", 0, len(_BOM), message, mends=(gone,))])
            self.window.strip(_BOM)

    def blank(self) -> Iterator[Event]:
        """Passes over white space and comments."""
        if self.window.drop_blank() in (0x2F, 0x23):
            _, scanner = self.scan(_blank, ())
            yield from self.passed(scanner)

    # --- values and batches -------------------------------------------------------------

    def scan(
        self, step: Callable[[Scanner], _T], path: Path, limit: int = _STEP_LIMIT
    ) -> tuple[_T, Scanner]:
        """What the scanner reads at the window's start, given as much as it needs."""
        window = self.window
        window.drop_blank()
        size = min(PIECE, limit)
        while True:
            data, final = window.peek(size)
            scanner = Scanner(data, path=path, final=final)
            try:
                result = step(scanner)
            except Fault as fault:
                if final or not fault.truncated:
                    self.stop(*scanner.remarks, fault.remark)
            else:
                return result, scanner
            size = self.larger(size, limit)

    def larger(self, size: int, limit: int) -> int:
        """The next size to look at. Raises LimitError when `size` is as large as it may be."""
        if size >= limit:
            raise LimitError(
                f"a single value is larger than {self.limit:,} bytes (--max-item-bytes allows more)"
            )
        return min(4 * size, limit)

    def passed(self, scanner: Scanner) -> Iterator[Noted]:
        """What the scanner remarked; what it read is over."""
        noted = self.noted(scanner.remarks)
        self.window.drop(scanner.pos)
        return iter(noted)

    def _skimmed(self, path: Path, first: int) -> Skimmed | None:
        """Items at the window's start that need not be parsed, if there are any."""
        if self._skim is None or not first:
            return None
        data, _ = self.window.peek(min(BATCH, self.limit))
        found = self._skim(path, first, data)
        if found is None:
            return None
        count, end, run = found
        if count >= _WORTH:
            self._batch_size = _LONE  # what comes next is the odd one out
        return Skimmed(Batch(path, first, [], self.window.chunk(end)), count, run)

    def _batch(self, path: Path, first: int) -> tuple[Batch, list[Noted]]:
        """Reads items from the window's start, which is an item's start."""
        size = min(self._batch_size or PIECE, self.limit)
        while True:
            data, final = self.window.peek(size)
            if self._batch_size == _LONE:
                end = next((end for _, end in fast.spans(data)), len(data))
                data, final = data[:end], final or end < len(data)
            read = fast.items(data, final=final)
            if read is not None or final or size == self.limit or not fast.is_cut(data):
                break
            size = self.larger(size, self.limit)
        if read is None or fast.is_doubtful(data[: read[1]], read[0]):
            self._batch_size = PIECE
            return self._slow(path, first)
        values, end = read
        grown = max(size, min(2 * size, BATCH))
        self._batch_size = PIECE if self._batch_size == _LONE else grown
        return Batch(path, first, values, self.window.chunk(end)), []

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

        nodes, scanner = self.scan(read_items, (*path, first), self.limit)
        values = [node.value for node in nodes]
        chunk = self.window.chunk(nodes[-1].end)
        return Batch(path, first, values, chunk, nodes), self.noted(scanner.remarks)

    def noted(self, remarks: list[Remark]) -> list[Noted]:
        """Remarks on what stands at the window's start, with their places."""
        if not remarks:
            return []
        chunk = self.window.chunk(max(remark.end for remark in remarks))
        found = [mending.looked_at(remark, chunk) for remark in remarks]
        end = max((splice.end for remark in found for splice in remark.mends), default=0)
        if end > len(chunk.data):
            chunk = self.window.chunk(end)
        return [Noted(remark, chunk) for remark in found]

    def stop(self, *remarks: Remark) -> NoReturn:
        """Ends the reading, with the remarks that say why."""
        raise Stop(self.noted(list(remarks)))


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
