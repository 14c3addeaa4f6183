"""Records a line each against the same in a list, and against accidents of all kinds."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import manifestry
from manifestry.document import records
from manifestry.document.reader import Batch, Done, Event, Noted
from manifestry.document.records import read_records
from manifestry.errors import LimitError
from manifestry.settings import Settings

EXPORT = Settings(kind="ango-export", max_findings=0, max_findings_per_rule=0)
LIMIT = 64 * 2**20

_keys = st.text(max_size=4) | st.sampled_from(["externalId", "caf\u00e9", 'q"\\', "\u0000"])
_scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.sampled_from(["https://cdn.acme.example/a.jpg", "2024-01-01T00:00:00Z", "\u2028", "\r\n"])
)
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=3),
    max_leaves=8,
)
_names = st.sampled_from(["a.jpg", "b.jpg", "c.mp4"])
_labels = st.fixed_dictionaries({}, optional={"tools": _values, "classifications": _values})
_assets = st.fixed_dictionaries(
    {},
    optional={
        "externalId": _names | _values,
        "asset": _names.map("https://cdn.acme.example/{}".format) | _values,
        "dataset": st.lists(_names, max_size=2) | _values,
        "batches": st.lists(st.text(max_size=3), max_size=2) | _values,
        "metadata": st.fixed_dictionaries({"width": _values, "height": _values}) | _values,
        "task": st.fixed_dictionaries({"taskId": st.text(max_size=3)}) | _labels | _values,
        "x": _values,
    },
)
_records = st.lists(_assets | st.dictionaries(_keys, _values, max_size=4), min_size=2, max_size=6)
_gaps = st.sampled_from([b"\n", b"\r\n", b"\n\n", b" \n\t", b"\n \r\n"])
_soup = st.lists(
    st.sampled_from(
        b'{ } [ ] "a" : , 1 null \n \n {"a":1} {"a":1}\n {"a":1,} // # /* */ \r \xef\xbb\xbf \xff '
        b'"x 1e999 {"a":1,"a":2}'.split(b" ")
    )
    | st.sampled_from([b"\n", b"\r\n", b" ", b"{\n", b"}\n"]),
    max_size=16,
).map(b"".join)


def line(record: object) -> bytes:
    """A record on one line, in the bytes that Python's own writer gives."""
    return json.dumps(record, ensure_ascii=True).encode()


def findings(data: bytes) -> list[tuple[str, str, str, str]]:
    """What a check finds, but for where in the text it stands."""
    [report] = manifestry.check(data, EXPORT).files
    assert not report.failures
    return [(each.code, each.pointer, each.message, each.help) for each in report.findings]


@given(_records, _gaps, st.booleans())
@settings(deadline=None, max_examples=150)
def test_the_same_as_a_list(items: list[Any], gap: bytes, ended: bool) -> None:
    """Records are judged as the same assets in a list."""
    lines = list(map(line, items))
    as_records = gap.join(lines) + (gap if ended else b"")
    assert findings(as_records) == findings(b"[" + b",\n".join(lines) + b"]")


@given(_assets | st.dictionaries(_keys, _values, max_size=4))
@settings(deadline=None, max_examples=80)
def test_one_alone(item: dict[str, Any]) -> None:
    """One alone is the same however it is laid out; its pointers begin without an index."""
    in_a_list = findings(b"[" + line(item) + b"]")
    alone = [(code, pointer.removeprefix("/0"), *rest) for code, pointer, *rest in in_a_list]
    laid_out = json.dumps(item, indent=1).encode()
    for data in (line(item), line(item) + b"\n", laid_out, laid_out.replace(b"\n", b"\r\n")):
        # A finding on the whole list stands at "" in both.
        assert [tuple(each) for each in findings(data)] == [tuple(each) for each in alone]


def chunked(data: bytes, sizes: Sequence[int]) -> Callable[[int], bytes]:
    """A `read` that gives less than it is asked for."""
    stream, turn = io.BytesIO(data), iter(range(2**62))
    return lambda size: stream.read(min(size, sizes[next(turn) % len(sizes)]))


def told(events: list[Event]) -> list[object]:
    """The events in a form that can be compared, with the places of all that has one."""
    seen: list[object] = []
    for event in events:
        if isinstance(event, Batch):
            nodes = [event.node(number) for number in range(len(event.values))]
            paths = [event.item_path(number) for number in range(len(event.values))]
            places = [
                (event.chunk.place(node.start), event.chunk.place(node.end)) for node in nodes
            ]
            seen.append((paths, json.dumps([node.value for node in nodes]), places))
            assert json.dumps(event.values) == json.dumps([node.value for node in nodes])
        elif isinstance(event, Noted):
            remark, chunk = event.remark, event.chunk
            places = [(chunk.place(remark.start), chunk.place(remark.end))]
            seen.append((remark.rule, remark.message, remark.path, places))
        else:
            seen.append(event)
    return seen


def read(read_: Callable[[int], bytes], start: bytes = b"", limit: int = LIMIT) -> list[object]:
    """All there is to tell of a document."""
    return told(list(read_records(read_, start, limit)))


@given(_soup | _records.map(lambda each: b"\n".join(map(line, each))), st.data())
@settings(deadline=None, max_examples=200)
def test_any_chunks(data: bytes, draw: st.DataObject) -> None:
    """It makes no difference in what pieces the bytes come."""
    sizes = draw.draw(st.lists(st.integers(1, 9), min_size=1, max_size=4))
    head = draw.draw(st.integers(0, len(data)))
    assert read(chunked(data[head:], sizes), data[:head]) == read(io.BytesIO(data).read)


@given(st.lists(_soup, max_size=6), st.integers(0, 60), st.integers(8, 200))
@settings(deadline=None, max_examples=200)
def test_any_bytes(lines: list[bytes], long: int, limit: int) -> None:
    """Nothing makes it raise but the limit, and each line that is a good object is a record."""
    good = b'{"a": "%b"}' % (b"x" * long)
    data = b"\n".join([b'{"a": 0}', *lines, good])
    events = list(read_records(io.BytesIO(data).read, b"", LIMIT))
    assert isinstance(events[-1], Done)
    last = json.loads(good)
    if not any(mark in data for mark in (b"/*", b"//", b"#")):
        batches = [event for event in events if isinstance(event, Batch)]
        assert batches[-1].values[-1] == last
    try:
        list(read_records(io.BytesIO(data).read, b"", limit))
    except LimitError:
        assert max(map(len, data.split(b"\n"))) > limit or len(data) > limit


@pytest.mark.parametrize("size", [64, 100, 300])
def test_small_batches(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where batches end makes no difference."""

    def items(events: list[Event]) -> list[object]:
        return [
            (each.item_path(number), each.values[number], each.chunk.place(each.node(number).start))
            for each in events
            if isinstance(each, Batch)
            for number in range(len(each.values))
        ]

    lines = [line({"a": "x" * (number * 7 % 200)}) for number in range(100)]
    lines[10:10] = [b"", b"  ", b'{"a": 1', b"x"]
    data = b"\n".join(lines)
    whole = items(list(read_records(io.BytesIO(data).read, b"", LIMIT)))
    monkeypatch.setattr(records, "BATCH", size)
    monkeypatch.setattr(records, "PIECE", size // 2)
    assert items(list(read_records(io.BytesIO(data).read, b"", LIMIT))) == whole
    assert len(whole) == 100


def test_truncated_anywhere() -> None:
    """Cut in the middle of a record it is never clean, and never silent about it."""
    record = {"externalId": "caf\u00e9 \U0001f697.jpg", "task": {"tools": [{"x": [1.5, None]}]}}
    text = json.dumps(record, ensure_ascii=False).encode()
    for lines in (1, 2, 3):
        data = b"\n".join([text] * lines)
        for size in range(len(data)):
            cut = data[:size]
            done = len(cut) % (len(text) + 1) in (0, len(text))
            [report] = manifestry.check(cut, EXPORT).files
            assert report.status in ("findings", "clean")
            syntax = [each for each in report.findings if each.code.startswith("J")]
            assert bool(syntax) is (not done or not cut)
