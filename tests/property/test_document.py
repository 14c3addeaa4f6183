"""The reader against other parsers, on documents that nobody thought of."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import random
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from manifestry.document import reader, source, window
from manifestry.document.nodes import Fault, Node, Remark
from manifestry.document.outline import glimpses
from manifestry.document.places import Place
from manifestry.document.reader import (
    Batch,
    Done,
    Event,
    MemberRead,
    Noted,
    TopLevel,
    read_document,
)
from manifestry.document.scanner import Scanner
from manifestry.document.source import decoded
from manifestry.errors import LimitError, UnreadableError
from manifestry.findings import Severity
from manifestry.rules.catalogue import folder

SEVERITY = {rule.name: rule.severity for rule in folder("document")}
LIMIT = 64 * 2**20

# --- documents ----------------------------------------------------------------------------

_blanks = st.text(" \t\n\r", max_size=3)
_keys = st.text(max_size=5) | st.sampled_from(["a", "b", "objectUrl", "caf\u00e9", 'q"\\'])
_scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_keys, inner, max_size=4),
    max_leaves=12,
)
_items = st.lists(
    st.fixed_dictionaries({"objectUrl": st.text(max_size=9)}, optional={"x": _values}) | _values,
    max_size=8,
)
_documents = st.dictionaries(_keys, _items | _values, max_size=4) | _items | _scalars


def spelt(value: object, how: random.Random) -> str:
    """A value as JSON, with white space and escapes wherever they may stand."""

    def blank() -> str:
        return how.choice(["", "", "", " ", "\n", "\r\n", "\r", "\t", " \n  "])

    def string(text: str) -> str:
        return '"' + "".join(map(character, text)) + '"'

    def character(char: str) -> str:
        plain = json.dumps(char, ensure_ascii=how.random() < 0.2)[1:-1]
        if how.random() < 0.1:
            units = char.encode("utf-16-be")
            pairs = [units[i : i + 2].hex() for i in range(0, len(units), 2)]
            return "".join("\\u" + (pair.upper() if how.random() < 0.5 else pair) for pair in pairs)
        return plain

    if isinstance(value, str):
        return string(value)
    if isinstance(value, list):
        parts = [blank() + spelt(element, how) + blank() for element in value]
        return "[" + (",".join(parts) or blank()) + "]"
    if isinstance(value, dict):
        parts = [
            blank() + string(key) + blank() + ":" + blank() + spelt(member, how) + blank()
            for key, member in value.items()
        ]
        return "{" + (",".join(parts) or blank()) + "}"
    return json.dumps(value)


@st.composite
def _texts(draw: st.DrawFn) -> bytes:
    """Good JSON in every spelling."""
    value = draw(_documents)
    how = draw(st.randoms(use_true_random=False))
    blank = draw(_blanks)
    return (blank + spelt(value, how) + draw(_blanks)).encode()


GOOD = [
    json.dumps({
        "videos": [
            {"objectUrl": f"s3://acme-media/cam1/{i}.mp4", "title": "caf\u00e9 \U0001f600",
             "clientMetadata": {"a": [{"objectUrl": 1}, {"objectUrl": -2.5e3}], "b": None},
             "videoMetadata": {"fps": 25, "duration": 1.5}}
            for i in range(3)
        ],
        "image_groups": [{"title": "g", "objectUrl_0": "https://a.example/0.jpg", "createVideo": True}],
        "skip_duplicate_urls": True,
    }, ensure_ascii=ascii_, indent=indent).encode()
    for ascii_, indent in ((True, None), (False, 2))
]  # fmt: skip
GOOD.append(GOOD[1].replace(b"\n", b"\r\n"))
GOOD.append(b'[{"a": 1, "b": [true, false, null]}, [], "x", 0.5, -1E-2]')

_PIECES = [
    b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b",,", b'""', b"'", b"//", b"/*", b"*/", b"#",
    b"0", b"-", b".", b"e", b"+", b"NaN", b"Infinity", b"nul", b"true", b"x", b"\n", b"\r", b"\t",
    b" ", b"\x00", b"\x1f", b"\x7f", b"\x80", b"\xff", b"\xc3", b"\xc3\xa9", b"\xed\xa0\x80",
    b"\xef\xbb\xbf", b"\\u", b"\\ud800", b"\\udc00", b"\\u00", b"\\n", b"\\x", b"1e999", b"1e-999",
    b"12345678901234567890", b"0.1234567890123456789", b"007", b'"a":1,', b'"a":1,"a":2', b"{}",
    b"[]", b'{"objectUrl":1},', b"e\xcc\x81", b"\\u0065\\u0301", b'"\xc3\xa9":1,"e\\u0301":2',
]  # fmt: skip


@st.composite
def _mutants(draw: st.DrawFn) -> bytes:
    """A good document with a few bytes changed."""
    data = draw(st.sampled_from(GOOD))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        upto = min(len(data), at + draw(st.integers(0, 3)))
        other = draw(st.integers(0, len(data)))
        data = draw(
            st.sampled_from([
                data[:at] + data[upto:],
                data[:at],
                data[:at] + data[other : other + 40] + data[at:],
                data[:at] + draw(st.sampled_from(_PIECES)) + data[upto:],
                data[:at] + draw(st.binary(max_size=3)) + data[upto:],
            ])
        )  # fmt: skip
    return data


# --- what others say ----------------------------------------------------------------------


class _DuplicateError(Exception):
    pass


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise _DuplicateError
    return dict(pairs)


def oracle(data: bytes) -> bool:
    """Whether a document is good: strict JSON (orjson) without a duplicate key (json).

    On what they are asked here the two agree with our policy: orjson refuses lone
    surrogates, a byte order mark, numbers beyond a double and nesting deeper than 1,024.
    """
    try:
        orjson.loads(data)
        json.loads(data, object_pairs_hook=_pairs)
    except (orjson.JSONDecodeError, _DuplicateError):
        return False
    return True


# --- what we say --------------------------------------------------------------------------


def events(data: bytes, *, at_a_time: int = LIMIT, limit: int = LIMIT) -> list[Event]:
    """What a document is read as, the stream giving only so many bytes at a time."""
    stream = io.BytesIO(data)
    return list(read_document(lambda size: stream.read(min(size, at_a_time)), b"", limit))


def is_good(found: list[Event]) -> bool:
    """Whether nothing in it is an error."""
    return not any(
        SEVERITY[event.remark.rule] is Severity.ERROR for event in found if isinstance(event, Noted)
    )


def content(found: list[Event]) -> list[Any]:
    """Everything that events say, apart from how they are cut into batches."""
    said: list[Any] = []
    for event in found:
        match event:
            case Batch():
                for number, value in enumerate(event.values):
                    node = event.node(number)
                    where = (
                        event.chunk.place(node.start),
                        event.chunk.place(node.end),
                        event.chunk.excerpt(node.start, node.end),
                    )
                    said.append((event.path, event.first + number, repr(value), *where))
            case MemberRead():
                where = (event.start, event.end, event.chunk.excerpt(0, 1))
                said.append((event.key, repr(event.value), event.count, *where))
            case TopLevel():
                said.append((event.shape, event.start))
            case Done():
                said.append(event.whole)
    return said


def remarks(found: list[Event]) -> list[Any]:
    """Everything that was remarked, with the places in the document."""
    return [
        (
            r.rule, r.message, r.path, r.hides,
            event.chunk.place(r.start), event.chunk.place(r.end),
            event.chunk.excerpt(r.start, r.end),
        )
        for event in found if isinstance(event, Noted) for r in [event.remark]
    ]  # fmt: skip


def value_of(found: list[Event]) -> object:
    """The document put together again; the top level must be an object or a list."""
    lists: dict[object, list[object]] = {}
    for event in found:
        if isinstance(event, Batch):
            lists.setdefault(event.path, []).extend(event.values)
    if isinstance(found[0], TopLevel) and found[0].shape == "list":
        return lists.get((), [])
    return {
        event.key: event.value if event.count is None else lists.get((event.key,), [])
        for event in found
        if isinstance(event, MemberRead)
    }


def same(ours: object, theirs: object) -> bool:
    """Equal in type and sign as well."""
    return repr(ours) == repr(theirs)


# --- values -------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(_texts())
@example(b'{"": 1}')
@example(b"[-0, -0.0, 0e5, 1E400, 123456789012345678901234567890]")
def test_values_are_what_other_parsers_read(data: bytes) -> None:
    """The scanner alone, and the reader as a whole."""
    expected = json.loads(data)
    scanner = Scanner(data)
    node = scanner.value()
    assert scanner.skip_blank() == -1
    rules = {remark.rule for remark in scanner.remarks}
    assert rules <= {"imprecise-integer", "imprecise-number", "number-out-of-range"} | {
        "confusable-key"
    }
    if "number-out-of-range" not in rules:
        assert same(node.value, expected)
    found = events(data)
    if isinstance(expected, dict | list):
        assert same(value_of(found), node.value)
        assert found[-1] == Done(whole=True)
    else:
        assert found[0] == TopLevel("scalar", Place().advanced(data[: node.start]))


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for _, _, member in node.members or []:
        yield from _nodes(member)
    for element in node.elements or []:
        yield from _nodes(element)


@settings(deadline=None)
@given(_texts())
def test_every_value_stands_where_its_node_says(data: bytes) -> None:
    """The bytes of a node are its value and nothing around it."""
    for node in _nodes(Scanner(data).value()):
        raw = data[node.start : node.end]
        assert raw == raw.strip()
        assert same(json.loads(raw), node.value)
        for key, at, _ in node.members or []:
            assert Scanner(data, at).expect_key() == key


# --- verdicts -----------------------------------------------------------------------------


@settings(max_examples=1500, deadline=None)
@given(_mutants())
def test_verdict_is_that_of_strict_parsers(data: bytes) -> None:
    """Errors if and only if a strict parser refuses, whatever was done to a good document."""
    assert is_good(events(data)) == oracle(data)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=30))
def test_any_bytes_get_a_verdict(data: bytes) -> None:
    """And no exception."""
    found = events(data)
    assert is_good(found) == oracle(data)
    assert isinstance(found[-1], Done)


@settings(max_examples=600, deadline=None)
@given(_mutants() | _texts(), st.integers(1, 40), st.integers(1, 120), st.integers(1, 12))
def test_how_a_document_is_cut_changes_nothing(
    data: bytes, piece: int, batch: int, at_a_time: int
) -> None:
    """Neither the sizes of pieces and batches nor how much the stream gives at a time."""
    whole = events(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "PIECE", piece)
        patch.setattr(reader, "BATCH", batch)
        patch.setattr(window, "_PORTION", at_a_time)
        cut = events(data, at_a_time=at_a_time)
    assert content(cut) == content(whole)
    assert remarks(cut) == remarks(whole)


def _outcome(scanner: Scanner) -> tuple[Node | None, list[Remark], Remark | None]:
    try:
        node = scanner.value()
    except Fault as fault:
        if fault.truncated and not scanner.final:
            raise
        return None, scanner.remarks, fault.remark
    return node, scanner.remarks, None


@settings(max_examples=400, deadline=None)
@given(_mutants(), st.integers(0, 200))
def test_a_piece_is_judged_like_the_whole_or_not_at_all(data: bytes, size: int) -> None:
    """What touches the end of a piece that is not the last waits for more."""
    try:
        seen = _outcome(Scanner(data[:size], final=False))
    except Fault:
        return
    assert seen == _outcome(Scanner(data))


# --- a first look, and what comes before --------------------------------------------------


@settings(max_examples=400, deadline=None)
@given(_mutants() | _texts() | st.binary(max_size=9), st.integers(0, 300))
@example(b'{"a": {"b": 1}}', 10)
@example(b"{", 1)
def test_a_first_look_never_fails(data: bytes, size: int) -> None:
    """And sees no key of a good document that is not there."""
    seen = [glimpse.key for glimpse in glimpses(data[:size])]
    whole = [glimpse.key for glimpse in glimpses(data)]
    if oracle(data):
        document = json.loads(data)
        expected = list(document) if isinstance(document, dict) else [""]
        assert whole == expected
        assert seen == whole[: len(seen)]


def _expanded(raw: bytes, at_a_time: int) -> bytes:
    stream = io.BytesIO(raw)
    head, rest = decoded(lambda size: stream.read(min(size, at_a_time)), 5)
    pieces = [head]
    while piece := rest(7):
        pieces.append(piece)
    return b"".join(pieces)


_contents = st.binary(min_size=4, max_size=30) | st.integers(1, 3000).map(lambda n: b"[1,2]" * n)


@settings(deadline=None)
@given(
    st.lists(_contents, min_size=1, max_size=3), st.integers(1, 50), st.integers(0, 30), st.data()
)
def test_gzip_is_expanded_or_refused(
    contents: list[bytes], at_a_time: int, padding: int, data: st.DataObject
) -> None:
    """Of one member or several; a file that ends too early never passes for a whole one."""
    members = [gzip.compress(content, mtime=0) for content in contents]
    raw = b"".join(members) + b"\0" * padding
    plain = b"[ ]" + b"".join(contents)
    raw = gzip.compress(b"[ ]", mtime=0) + raw
    assert _expanded(raw, at_a_time) == plain
    ends = [len(gzip.compress(b"[ ]", mtime=0))]
    for member in members:
        ends.append(ends[-1] + len(member))
    size = data.draw(st.integers(2, ends[-1]))
    try:
        cut = _expanded(raw[:size], at_a_time)
    except UnreadableError:
        assert size not in ends
    else:
        assert size in ends
        assert plain.startswith(cut)
    at = data.draw(st.integers(2, len(raw) - 1))
    with contextlib.suppress(UnreadableError):
        _expanded(raw[:at] + bytes([raw[at] ^ 0x55]) + raw[at + 1 :], at_a_time)


def test_what_expands_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long before it fills the memory."""
    monkeypatch.setattr(source, "MAX_EXPANDED", 1000)
    with pytest.raises(LimitError, match="expands to more than 1,000 bytes"):
        _expanded(gzip.compress(b" " * 10**6), 50)


@given(
    _documents, st.sampled_from(["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]), st.booleans()
)
def test_wide_encodings_are_told_by_name(value: object, encoding: str, mark: bool) -> None:
    """With a byte order mark and without."""
    text = json.dumps(value) + "  "
    raw = (("\ufeff" if mark else "") + text).encode(encoding)
    with pytest.raises(UnreadableError, match=encoding[:6].upper()):
        decoded(io.BytesIO(raw).read, 100)
    assert decoded(io.BytesIO(text.encode()).read, 10**6)[0] == text.encode()
