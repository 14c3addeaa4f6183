"""The reader: a stream of bytes becomes batches of items, members and remarks with places."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from manifestry.document import fast, reader
from manifestry.document.places import Place
from manifestry.document.reader import (
    BATCH,
    Batch,
    Done,
    Event,
    MemberRead,
    Noted,
    TopLevel,
    read_document,
)
from manifestry.errors import LimitError

LIMIT = 64 * 2**20


def events(data: bytes | str, limit: int = LIMIT) -> list[Event]:
    """What a document is read as."""
    raw = data.encode() if isinstance(data, str) else data
    return list(read_document(io.BytesIO(raw).read, b"", limit))


def noted(data: bytes | str) -> list[tuple[str, str]]:
    """The rule and the place, "line:column", of everything that was remarked."""
    found = []
    for event in events(data):
        if isinstance(event, Noted):
            place = event.chunk.place(event.remark.start)
            found.append((event.remark.rule, f"{place.line}:{place.column}"))
    return found


def batches(found: list[Event]) -> list[Batch]:
    """The batches among the events."""
    return [event for event in found if isinstance(event, Batch)]


def values(found: list[Event]) -> list[object]:
    """The items of all of them."""
    return [value for batch in batches(found) for value in batch.values]


# --- the shape of a document ----------------------------------------------------------------


def test_an_object_is_read_member_by_member() -> None:
    """Lists in batches, anything else whole, each with its place."""
    data = '{\n "videos": [{"objectUrl": "a"}, 7],\n "flag": true,\n "more": [ ]}\n'
    top, batch, videos, flag, more, done = events(data)
    assert top == TopLevel("object", Place(1, 1))
    assert isinstance(batch, Batch)
    assert (batch.path, batch.first) == (("videos",), 0)
    assert batch.values == [{"objectUrl": "a"}, 7]
    assert batch.chunk.start == Place(2, 13)
    assert batch.chunk.data == b'{"objectUrl": "a"}, 7'
    assert isinstance(videos, MemberRead)
    assert (videos.key, videos.value, videos.count, videos.node) == ("videos", None, 2, None)
    assert (videos.start, videos.end) == (Place(2, 12), Place(2, 35))
    assert videos.chunk.excerpt(0, 1).text == ' "videos": [{"objectUrl": "a"}, 7],'
    assert isinstance(flag, MemberRead)
    assert (flag.key, flag.value, flag.count) == ("flag", True, None)
    assert (flag.start, flag.end) == (Place(3, 10), Place(3, 14))
    assert flag.node is not None
    assert flag.chunk.data[flag.node.start : flag.node.end] == b"true"
    assert isinstance(more, MemberRead)
    assert (more.key, more.count) == ("more", 0)
    assert done == Done(whole=True)


def test_a_list_is_read_in_batches() -> None:
    """Their path is empty."""
    top, batch, done = events(' [1, {"a": 2}]')
    assert top == TopLevel("list", Place(1, 2))
    assert isinstance(batch, Batch)
    assert (batch.path, batch.values) == ((), [1, {"a": 2}])
    assert done == Done(whole=True)


@pytest.mark.parametrize("data", ["1", '"a"', " null ", "true\n"])
def test_a_scalar_is_only_named(data: str) -> None:
    """No document kind is one."""
    assert [type(event) for event in events(data)] == [TopLevel, Done]


def test_empty_containers_hold_nothing() -> None:
    """Not even a batch."""
    assert [type(event) for event in events("{ }")] == [TopLevel, Done]
    assert [type(event) for event in events("[ ]")] == [TopLevel, Done]


def test_a_scalar_that_is_broken_is_no_top_level() -> None:
    """One fault is told once."""
    assert [type(event) for event in events("nul")] == [Noted, Done]


# --- what is wrong with a document as a whole -------------------------------------------------


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("", [("empty-document", "1:1")]),
        (" \n ", [("empty-document", "2:2")]),
        ("// nothing", [("comment", "1:1"), ("empty-document", "1:11")]),
        ("\ufeff{}", [("byte-order-mark", "1:1")]),
        ("\ufeff", [("byte-order-mark", "1:1"), ("empty-document", "1:1")]),
        ("\ufeff\n[1 2]", [("byte-order-mark", "1:1"), ("missing-comma", "2:4")]),
        ("\ufeff\ufeff{}", [("byte-order-mark", "1:1"), ("bad-value", "1:1")]),
        ("{}\n{}", [("several-documents", "2:1")]),
        ("[1]\n\n  [2]", [("several-documents", "3:3")]),
        ("{}]", [("trailing-content", "1:3")]),
        ("[] {}", [("trailing-content", "1:4")]),
        ("1 2", [("trailing-content", "1:3")]),
        ('{"a": 1}\r\nend', [("trailing-content", "2:1")]),
        ("{} // end", [("comment", "1:4")]),
        ("/**/ {} /**/ /**/", [("comment", p) for p in ("1:1", "1:9", "1:14")]),
        ("{} /x", [("trailing-content", "1:4")]),
        ("/", [("truncated-document", "1:2")]),
        ("/x", [("unexpected-character", "1:1")]),
    ],
)
def test_what_is_wrong_around_the_document(data: str, found: list[tuple[str, str]]) -> None:
    """Each at its place."""
    assert noted(data) == found


def test_long_white_space_and_comments_are_passed_over() -> None:
    """However little of them is looked at together."""
    gap = " " * 300_000
    assert noted(f"{gap}\n{gap}/**/{gap}/*{gap}*/{{}}{gap}//{gap}\n{gap}#") == [
        ("comment", "2:300001"),
        ("comment", "2:600005"),
        ("comment", "2:1200011"),
        ("comment", "3:300001"),
    ]


def test_nothing_is_read_behind_a_fault() -> None:
    """What came before it is."""
    found = events('{"a": [1, 2, x, 3], "b": 1}')
    assert values(found) == [1, 2]
    assert [type(event) for event in found[-2:]] == [Noted, Done]
    assert found[-1] == Done(whole=False)


@pytest.mark.parametrize("levels", [10, 199, 205, 1023, 1024, 1025, 100_000])
@pytest.mark.parametrize(
    ("before", "after", "outside"),
    [
        ("", "", 0),
        ("[1, ", ', {"videos": []}]', 1),
        ('{"x": ', "}", 1),
        ('{"videos": [{}, ', ', {"title": 1}]}', 2),
    ],
)
def test_nesting_has_one_limit_wherever_it_is(
    levels: int, before: str, after: str, outside: int
) -> None:
    """1,024 levels, counted from the top of the document."""
    text = before + "[" * (levels - outside) + "]" * (levels - outside) + after
    column = len(before) + 1 + 1024 - outside
    assert noted(text) == ([("too-deep", f"1:{column}")] if levels > 1024 else [])
    assert events(text)[-1] == Done(whole=levels <= 1024)


# --- remarks ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ('{"a":1,"a":2}', [("duplicate-key", "1:8")]),
        ('{"a":1,\r\n"b":2,\r"a"\n:2}', [("duplicate-key", "3:1")]),
        ('{"\u00e9": 1, "e\u0301": 2}', [("confusable-key", "1:10")]),
        ('{"a": [{"\u00e9": 1, "e\u0301": 2}]}', [("confusable-key", "1:17")]),
        (r'{"a": [{"\u00e9": 1, "e\u0301": 2}]}', [("confusable-key", "1:22")]),
        (r'{"a": [{"x": ["\u00e9"], "\u00e9\"": 1, "\u00e8": {}}]}', []),
        ('{"a": ["e\u0301", {"e\u0301": "\u00e9", "x": {"\u00e9": 1}}]}', []),
        ('{"a": [1, 2,], "b": 3}', [("trailing-comma", "1:12")]),
        ('{"a": [1, 2], "b": 3,}', [("trailing-comma", "1:21")]),
        ('{"a": /*x*/ [1 /*y*/, /*z*/ 2]}', [("comment", p) for p in ("1:7", "1:16", "1:23")]),
        ('{/**/"a"/**/:1/**/,/**/"b":/**/2}', [("comment", f"1:{c}") for c in (2, 9, 15, 20, 28)]),
        ('{"a": [/**/]}', [("comment", "1:8")]),
        ('{"a": [/**/1]}', [("comment", "1:8")]),
        ('{"x": NaN, "a": [NaN, {"a": 1, "a": 2},\n 1e999]}', [
            ("not-a-number", "1:7"), ("not-a-number", "1:18"),
            ("duplicate-key", "1:32"), ("number-out-of-range", "2:2"),
        ]),
        ("[12345678901234567890]", [("imprecise-integer", "1:2")]),
        ('["12345678901234567891, 12345678901234567891"]', []),
        ('{"a": [1], "b": [{"x": 12345678901234567890.5}]}', [("imprecise-number", "1:24")]),
        ('[{"a": "\\ud800"}]', [("lone-surrogate", "1:9")]),
        ('{"\\ud800": 1}', [("lone-surrogate", "1:3")]),
        # Whatever was remarked before the scan had to stop is told as well.
        ('{"a": {"x": NaN, "x": 1, y: 2}}', [
            ("not-a-number", "1:13"), ("duplicate-key", "1:18"), ("unquoted-key", "1:26"),
        ]),
        ('[{"x": NaN, y: 2}]', [("not-a-number", "1:8"), ("unquoted-key", "1:13")]),
        ('{"a": 1, // note\n b: 2}', [("comment", "1:10"), ("unquoted-key", "2:2")]),
    ],
)  # fmt: skip
def test_remarks_stand_at_their_places(data: str, found: list[tuple[str, str]]) -> None:
    """Wherever in the document they are, and whichever parser met them."""
    assert noted(data) == found


def test_remarks_come_before_the_batch_or_member_they_are_about() -> None:
    """Whoever judges the values knows already which of them are not as they were meant."""
    kinds = [type(event) for event in events('{"a": [NaN], "b": NaN}')]
    assert kinds == [TopLevel, Noted, Batch, MemberRead, Noted, MemberRead, Done]


@pytest.mark.parametrize(
    "data",
    [
        '{"a": [1, NaN, 1], "b": 2}',
        '{\n"x": 1,\n"a": [1, NaN, 1], "b": 2\r}',
        '{"a": [{}],\r\n  "b": NaN,\r\n "c": []}',
        '{"a": [\n1,\n2 ,]}',
        '\ufeff{"a": 1,}',
        '{"a": [1\n 2]}',
        "[{}\n]} // end",
        "// 1\n[] // 2\n",
    ],
)
def test_an_excerpt_is_the_whole_line(data: str) -> None:
    """Also what stands before the item, and behind."""
    for event in events(data):
        if isinstance(event, Noted) and event.remark.rule != "byte-order-mark":
            chunk, remark = event.chunk, event.remark
            place = chunk.place(remark.start)
            excerpt = chunk.excerpt(remark.start, remark.end)
            lines = data.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
            assert excerpt.text == lines.split("\n")[place.line - 1]
            assert excerpt.start == place.column - 1


# --- places -----------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("title", ["cam", "caf\u00e9 \U0001f600"])
def test_lines_and_columns_of_items(end: str, title: str) -> None:
    """By whichever line end, in code points."""
    items = [{"title": title, "n": n} for n in range(50)]
    text = json.dumps({"videos": items}, indent=1, ensure_ascii=False).replace("\n", end)
    (batch,) = batches(events(text))
    assert batch.nodes is None
    for number in range(50):
        node = batch.node(number)
        assert node.value == items[number]
        assert batch.chunk.place(node.start) == Place(3 + 4 * number, 3)
        n = node.find(("n",))
        assert batch.chunk.place(n.start) == Place(5 + 4 * number, 9)
    text = f'["{title}", 1 2]'
    assert noted(text) == [("missing-comma", f"1:{len(title) + 8}")]


def test_items_have_their_places_whichever_parser_read_them() -> None:
    """Nodes of the scanner count in the chunk as well."""
    (batch,) = batches(events('[NaN,\n 1, {"a": [0, 7]}]'))
    assert batch.nodes is not None
    node = batch.node(2).find(("a", 1))
    assert node.value == 7
    assert batch.chunk.place(node.start) == Place(2, 15)


def test_mixed_line_ends_are_counted_once_each() -> None:
    """Also between CR and LF that belong to different lines."""
    assert noted("[1,\r\n2,\n\r3,\r\r\n4\n\n5]") == [("missing-comma", "8:1")]


# --- the fast path ----------------------------------------------------------------------------


def _items(count: int) -> list[dict[str, object]]:
    return [
        {
            "objectUrl": f"s3://acme-media/cam1/{n:06}.mp4",
            "title": f"front \u00e9\u30ab {n}",
            "clientMetadata": {"site": "A", "tags": [{"objectUrl": n}, {"objectUrl": -0.5}]},
            "videoMetadata": {"fps": 29.97, "duration": 12.5, "width": 1920, "height": 1080},
        }
        for n in range(count)
    ]


def _layouts() -> Iterator[tuple[str, str]]:
    document = {"videos": _items(6000), "images": _items(20), "skip_duplicate_urls": True}
    yield "compact", json.dumps(document, separators=(",", ":"))
    yield "one line", json.dumps(document, ensure_ascii=False)
    yield "indented", json.dumps(document, indent=2)
    yield "crlf", json.dumps(document, indent="\t").replace("\n", "\r\n")


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in _layouts()])
def test_a_large_good_manifest_takes_the_fast_path(text: str) -> None:
    """In batches that are large soon, and none of them scanned."""
    data = text.encode()
    found = events(data)
    read = batches(found)
    assert all(batch.nodes is None for batch in read)
    assert len(read) <= len(data) / BATCH * 1.2 + 20
    expected = json.loads(text)
    assert values(found) == expected["videos"] + expected["images"]
    assert all(len(batch.chunk.data) <= BATCH for batch in read)


@pytest.mark.parametrize(
    "items",
    [
        pytest.param(list(range(100_000)), id="numbers"),
        pytest.param([[n, [n]] for n in range(30_000)], id="lists"),
        pytest.param(["x" * (n % 50) for n in range(20_000)], id="strings"),
        pytest.param(
            [{"title": "a", "streams": [{"title": n} for n in range(200)]} for _ in range(100)],
            id="items that hold others like them",
        ),
        pytest.param(
            [{f"objectUrl_{k}": f"s3://acme-media/{k}.png" for k in range(9000)}] * 4,
            id="items larger than a batch",
        ),
        pytest.param([{"a": "\u30ab" * 40 + "}, {"} for _ in range(4000)], id="brackets in text"),
        pytest.param([{"\u00e9": 1, "e": "e\u0301"} for _ in range(4000)], id="keys beyond ASCII"),
        pytest.param([{"id": "x, 12345678901234567"} for _ in range(4000)], id="digits in text"),
    ],
)
def test_unusual_lists_take_the_fast_path_too(items: list[object]) -> None:
    """Whatever they hold, a wrong guess at where an item ends costs no more than a retry."""
    for separators in ((",", ":"), (" ,  ", " : ")):
        text = json.dumps({"x": items, "y": 1}, separators=separators, ensure_ascii=False)
        found = events(text)
        read = batches(found)
        assert values(found) == items
        assert all(batch.nodes is None for batch in read)
        assert len(read) <= max(len(text.encode()) / BATCH * 1.5, len(items) / 50) + 20


def test_a_fault_here_and_there_does_not_slow_down_the_rest() -> None:
    """Only what is near it is scanned."""
    text = json.dumps(_items(3000)).replace('"title": "front \\u00e9\\u30ab 1500"', '"title": NaN')
    found = events(text)
    scanned = [batch for batch in batches(found) if batch.nodes is not None]
    assert len(values(found)) == 3000
    assert sum(len(batch.values) for batch in scanned) < 30
    assert [event.remark.rule for event in found if isinstance(event, Noted)] == ["not-a-number"]


def test_reading_many_short_members_is_no_more_work_than_reading_few_long_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is given to the parsers grows with the document, not with its square."""
    given = 0
    parse = fast._parse

    def counting(data: bytes) -> Any:
        nonlocal given
        given += len(data)
        return parse(data)

    monkeypatch.setattr(fast, "_parse", counting)

    def cost(count: int) -> float:
        nonlocal given
        given = 0
        text = json.dumps({f"k{n}": [{"a": n}, {"a": 0}] for n in range(count)})
        assert len(batches(events(text))) == count
        return given / len(text)

    assert cost(4000) < 1.5 * cost(1000)


def test_a_guess_is_never_believed_without_proof() -> None:
    """Every way to cut a list of nested look-alikes gives the same items."""
    items = [{"a": [{"a": [{"a": 1}, {"a": 2}]}, {"a": '}, {"a": 3'}]}, [{"a": 4}, {"a": 5}], 6.5]
    data = json.dumps(items * 2)[1:].encode()
    for size in range(1, len(data)):
        read = fast.items(data[:size], final=False)
        if read is not None:
            found, end = read
            assert found == (items * 2)[: len(found)]
            assert json.loads(b"[" + data[:end] + b"]") == found


def test_the_words_of_the_fast_parser_are_known() -> None:
    """Where a list ends, and whether a piece ends too early, is read from its refusals."""
    for data, why, cut, offset in (
        (b"[1, 2] x", "trailing characters", False, 7),
        ('["\u00e9",\n 1]\n ,'.encode(), "trailing characters", False, 12),
        (b"[1, 2", "EOF while parsing a list", True, 0),
        (b'[{"a": "b', "EOF while parsing a string", True, 0),
        (b"[tru", "EOF while parsing a value", True, 0),
        (b"[1 2]", "expected `,` or `]`", False, 3),
        (b'[{"a": 1, "a": 2}]', 'Detected duplicate key "a"', False, 14),
    ):
        refusal = fast._parse(data)
        assert isinstance(refusal, fast._Refusal)
        assert (refusal.why, refusal.is_cut) == (why, cut)
        if not cut:
            assert refusal.offset == offset


# --- limits -----------------------------------------------------------------------------------


def _padded(size: int) -> str:
    """An item of so many bytes."""
    return '{"a": "' + "x" * (size - 9) + '"}'


@pytest.mark.parametrize(
    "document",
    [
        lambda item: f"[{item}]",
        lambda item: f'{{"videos": [{item}, {item}]}}',
        lambda item: f'{{"x": {item}}}',
        lambda item: f"[NaN, {item},]",
        lambda item: f'[{item[:-1]}, "b": NaN}}]' if len(item) > 20_000 else f"[{item}]",
        lambda item: item[6:-1],
    ],
)
def test_a_single_value_has_a_limit(document: Callable[[str], str]) -> None:
    """Exactly as large as allowed it passes."""
    limit = 20_000
    found = events(document(_padded(limit)), limit)
    assert found[-1] == Done(whole=True)
    with pytest.raises(LimitError, match=r"larger than 20,000 bytes .*max-item-bytes"):
        events(document(_padded(limit + 20)), limit)


def test_a_small_limit_is_kept_too() -> None:
    """Below what is read at a time anyway."""
    assert values(events(f"[{_padded(100)}, {_padded(100)}]", 100)) == [{"a": "x" * 91}] * 2
    with pytest.raises(LimitError, match="larger than 100 bytes"):
        events(f"[{_padded(110)}, {_padded(100)}]", 100)


def test_white_space_is_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its limit is its own."""
    blank = " " * 50_000
    text = blank + "{" + blank + '"a"' + blank + ":" + blank + "[1" + blank + "," + blank + "2]}"
    assert values(events(text, 100)) == [1, 2]
    monkeypatch.setattr(reader.Reader.scan, "__defaults__", (40_000,))
    with pytest.raises(LimitError):
        events(text, 100)
