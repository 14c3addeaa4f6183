"""Records a line each: what is read, where it stands, and what is wrong with it."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from manifestry.document.reader import BATCH, Batch, Done, Event, Noted, TopLevel, read_document
from manifestry.document.records import read_records
from manifestry.errors import LimitError
from tests.work import lines_of

LIMIT = 64 * 2**20


class Item(NamedTuple):
    """A record: where its pointer leads, what it is, and its line and column."""

    path: tuple[str | int, ...]
    value: object
    place: tuple[int, int]


class Seen(NamedTuple):
    """What was read of a document."""

    items: list[Item]
    noted: list[tuple[str, tuple[int, int]]]
    messages: list[str]
    whole: bool


def read(data: bytes, limit: int = LIMIT) -> Seen:
    """What the reader gives of a document."""
    seen = Seen([], [], [], whole=True)
    stream = io.BytesIO(data)
    events = list(read_records(stream.read, stream.read(7), limit))
    assert isinstance(events[-1], Done)
    assert sum(isinstance(event, TopLevel) for event in events) == bool(
        data.strip(b"\xef\xbb\xbf \n")
    )
    for event in events:
        match event:
            case Batch():
                for number, value in enumerate(event.values):
                    node = event.node(number)
                    assert json.dumps(node.value) == json.dumps(value)
                    place = event.chunk.place(node.start)
                    item = Item(event.item_path(number), value, (place.line, place.column))
                    seen.items.append(item)
            case Noted():
                place = event.chunk.place(event.remark.start)
                seen.noted.append((event.remark.rule, (place.line, place.column)))
                seen.messages.append(event.remark.message)
    return seen._replace(whole=events[-1].whole)


@pytest.mark.parametrize(
    ("data", "places"),
    [
        (b'{"a": 0}\n{"a": 1}\n', [(1, 1), (2, 1)]),
        (b'{"a": 0}\n{"a": 1}', [(1, 1), (2, 1)]),
        (b'{"a": 0}\r\n{"a": 1}\r\n', [(1, 1), (2, 1)]),
        (b'\n\n  {"a": 0} \n\t\n \r\n\t{"a": 1}\n\n', [(3, 3), (6, 2)]),
        (b'{"a": 0}\n{"a": 1}\n{"a": 2}\n', [(1, 1), (2, 1), (3, 1)]),
        (b'\n{"a": 0}' + b"\n" * 300_000 + b' {"a": 1}', [(2, 1), (300_002, 2)]),
    ],
)
def test_good_lines(data: bytes, places: list[tuple[int, int]]) -> None:
    """Blank lines count as lines and are no records."""
    expected = [Item((number,), {"a": number}, place) for number, place in enumerate(places)]
    assert read(data) == ([*expected], [], [], True)


def test_a_byte_order_mark() -> None:
    """It is remarked, and no column counts it."""
    seen = read(b'\xef\xbb\xbf{"a": 0}\n{"a": 1}\n')
    assert seen.noted == [("byte-order-mark", (1, 1))]
    assert [item.place for item in seen.items] == [(1, 1), (2, 1)]


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": [{"b": 1}, {"c": 2}]}',
        b'{"a": [{"b": 1}, {"c": 2}]}\n\n',
        b'{\n"a": [{"b": 1}, {"c": 2}]\n}\n',
        b'{"a": [\n{"b": 1},\n{"c": 2}\n]}\n',
        b'{"a":\r\n[{"b": 1},\r\n{"c": 2}]}',
        b'{"a":\n[{"b": 1},\n{"c": 2}]}' + b" " * (2 * BATCH),
    ],
)
def test_a_record_alone(data: bytes) -> None:
    """An object alone is the document, on however many lines."""
    assert read(data) == ([Item((), {"a": [{"b": 1}, {"c": 2}]}, (1, 1))], [], [], True)


@pytest.mark.parametrize(
    ("line", "rule", "column"),
    [
        (b'{"a": 1', "truncated-document", 8),
        (b'{"a": "x', "truncated-document", 9),
        (b'{"a": {"b": [', "truncated-document", 14),
        (b'{"a": 1,, "b": 2}', "unexpected-character", 9),
        (b'{"a": 1} {"b": 2}', "trailing-content", 10),
        (b"garbage", "bad-value", 1),
        (b"}", "unexpected-character", 1),
        (b'{"a": 1}, ', "trailing-content", 9),
    ],
)
@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\n\n \n"])
def test_a_broken_line(line: bytes, rule: str, column: int, ending: bytes) -> None:
    """A broken line is one remark at its place; the records around it are read."""
    good = [b'{"a": %d}' % number for number in range(4)]
    for at in range(1, 4):
        lines = [*good[:at], line, line, *good[at:]]
        seen = read(ending.join(lines) + ending)
        step = ending.count(b"\n")
        assert [item.value for item in seen.items] == [{"a": number} for number in range(4)]
        assert [item.path for item in seen.items[at:]] == [(n + 2,) for n in range(at, 4)]
        assert [each[0] for each in seen.noted] == [rule, rule]
        assert [each[1] for each in seen.noted] == [
            (1 + step * at, column),
            (1 + step * (at + 1), column),
        ]
        assert not seen.whole


def test_a_broken_first_line() -> None:
    """It is told from an object on several lines by what follows."""
    for line in (b'{"a": 1', b'{"a": [', b'{"a": 1}}', b'{"a" 1}'):
        seen = read(line + b'\n{"a": 1}\n{"a": 2}\n')
        assert ([item.path for item in seen.items], len(seen.noted)) == ([(1,), (2,)], 1)
        assert seen.noted[0][1][0] == 1
        assert not seen.whole


def test_words() -> None:
    """What is missing is missing in the line."""
    seen = read(b'{"a": 1}\n{"a": {"b": 1\n{"a": 2}\n')
    [message] = seen.messages
    assert message == 'the line ends before the document does: "}" and "}" are missing'


def test_remarks_and_good_lines() -> None:
    """What is only remarked leaves the record, and is remarked once."""
    seen = read(
        b'{"a": 0} // note\n# note\n{"a": 1,}\n{"a": 2, "a": 2}\n'
        b'{"a": 12345678901234567890123}\n{"a": 4}\n'
    )
    assert [item.path for item in seen.items] == [(0,), (1,), (2,), (3,), (4,)]
    assert [place for _, place in seen.noted] == [(1, 10), (2, 1), (3, 8), (4, 10), (5, 7)]
    assert seen.whole


def test_other_values() -> None:
    """A line that is no object is a record all the same: whoever asked for objects says so."""
    seen = read(b'{"a": 0}\n5\nnull\n[1]\n"x"\ntrue\n{"a": 6}\n')
    values = [{"a": 0}, 5, None, [1], "x", True, {"a": 6}]
    assert [item.value for item in seen.items] == values
    assert [item.path for item in seen.items] == [(number,) for number in range(7)]
    assert (seen.noted, seen.whole) == ([], True)


def test_behind_an_object_on_several_lines() -> None:
    """Only a document alone may have several lines."""
    seen = read(b'{\n"a": 1\n}\n{"a": 2}\n')
    assert [item.path for item in seen.items] == [()]
    assert (seen.noted, seen.whole) == ([("several-documents", (4, 1))], False)


def test_a_broken_object_on_several_lines() -> None:
    """Behind its fault nothing is certain, and nothing is said."""
    seen = read(b'{\n"a": 1,,\n"b": 2,,\n}\n')
    assert (seen.items, seen.noted, seen.whole) == ([], [("unexpected-character", (2, 8))], False)


@pytest.mark.parametrize("size", [4096, 8192, BATCH - 1, BATCH, BATCH + 1, 2**20])
@pytest.mark.parametrize("around", [-9, -2, -1, 0, 1, 2])
def test_long_lines(size: int, around: int) -> None:
    """A line may be as long as it likes."""
    long = {"a": "x" * (size + around)}
    lines = [{"a": 0}, long, {"a": 2}, long]
    data = "\n".join(map(json.dumps, lines)).encode()
    for whole in (data, data + b"\n"):
        seen = read(whole)
        assert [item.value for item in seen.items] == lines
        assert [item.place for item in seen.items] == [(n, 1) for n in range(1, 5)]
    [alone] = read(json.dumps(long).encode()).items
    assert (alone.path, alone.value) == ((), long)


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n", b"\n\n", b"\n{}"])
@pytest.mark.parametrize("limit", [100, 5000, 300_000])
def test_the_limit(limit: int, ending: bytes) -> None:
    """A record of just the limit is read, one byte more is too much."""
    record = b'{"a": "%b"}' % (b"x" * (limit - 9))
    assert len(record) == limit
    for before in (b"", b'{"a": 0}\n'):
        if ending != b"\r\n":
            assert read(before + record + ending, limit).whole
        with pytest.raises(LimitError, match=f"larger than {limit:,} bytes"):
            read(before + record[:-2] + b'x"}' + ending, limit)
        with pytest.raises(LimitError):
            read(before + b'{"a": ' + record + ending, limit)


def test_no_limit() -> None:
    """The largest number is no limit."""
    assert read(b'{"a": 0}\n{"a": "%b"' % (b"x" * 300_000), 2**63 - 1).noted


def assets(count: int, size: int, *, array: bool) -> Callable[[int], bytes]:
    """The `read` of a list of so many assets, or of records."""
    line = json.dumps({"externalId": "a.png", "task": {"notes": "x" * size}}).encode()
    pieces = chain(
        (b"[\n" if array else b"",),
        repeat(line + (b",\n" if array else b"\n"), count - 1),
        (line + (b"]\n" if array else b"\n"),),
    )
    rest = b""

    def read_piece(size: int) -> bytes:
        nonlocal rest
        while not rest:
            piece = next(pieces, None)
            if piece is None:
                return b""
            rest = piece
        given, rest = rest[:size], rest[size:]
        return given

    return read_piece


def drained(events: Iterator[Event]) -> tuple[int, bool]:
    """How many items went by, and whether all was read."""
    count, whole = 0, False
    for event in events:
        if isinstance(event, Batch):
            count += len(event.values)
        elif isinstance(event, Done):
            whole = event.whole
    return count, whole


@pytest.mark.parametrize("array", [False, True])
@pytest.mark.parametrize(
    ("count", "size", "most"), [(20_000, 1000, 4), (200, 100_000, 6), (4, 5 * 2**20, 100)]
)
def test_memory(count: int, size: int, most: int, *, array: bool) -> None:
    """20 MB go by, and only a batch of them is in memory, or the largest asset."""
    reader = read_document if array else read_records
    stream = assets(count, size, array=array)
    tracemalloc.start()
    try:
        assert drained(reader(stream, stream(9), LIMIT)) == (count, True)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < most * 2**20


@pytest.mark.parametrize(
    "make",
    [
        lambda n: b'{"a": 1\n' * n,
        lambda n: b'{"a": 1\n' + b'{"a": 1}\n' * n,
        lambda n: b'{"a": [\n' + b'{"b": [\n' * n,
        lambda n: b'{"a": [\n' + b'{"b": 1},\n' * n,
        lambda n: b'{"a": 1}\nx\n' * n,
        lambda n: b'{"a": 1}' + b"\n" * (9 * n) + b"x\n",
        lambda n: b'{"a": 1,}\n' * n,
        lambda n: b'{"a": "%b\n' % (b"x" * 1000) * (n // 100),
    ],
)
def test_time(make: Callable[[int], bytes]) -> None:
    """Twice as many lines are about twice the work, whatever is wrong with them."""

    def work(count: int) -> int:
        data = make(count)
        return lines_of(lambda: drained(read_records(io.BytesIO(data).read, b"", LIMIT)))

    assert work(4_000) < 2.2 * work(2_000) + 1_000


def test_from_a_file(tmp_path: Path) -> None:
    """The same from a file as from memory."""
    path = tmp_path / "a.ndjson"
    data = b"".join(b'{"a": %d}\n' % number for number in range(50_000))
    path.write_bytes(data)
    with path.open("rb") as file:
        values: list[Any] = []
        for event in read_records(file.read, b"", LIMIT):
            if isinstance(event, Batch):
                values += event.values
    assert values == [{"a": number} for number in range(50_000)]
