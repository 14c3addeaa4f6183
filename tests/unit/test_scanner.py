"""The strict scanner: what it refuses, what it goes on after, and where it says things are."""

from __future__ import annotations

import pytest

from manifestry.document.nodes import Fault, Node, Remark
from manifestry.document.scanner import MAX_DEPTH, Scanner


def scan(data: bytes | str) -> tuple[object, list[Remark]]:
    """A document's value and what was remarked on the way."""
    scanner = Scanner(data.encode() if isinstance(data, str) else data)
    node = scanner.value()
    assert scanner.skip_blank() == -1
    return node.value, scanner.remarks


def fault(data: bytes | str) -> Remark:
    """What stops the scan."""
    with pytest.raises(Fault) as caught:
        scan(data)
    assert str(caught.value) == caught.value.remark.message
    return caught.value.remark


# --- faults that end the scan ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "rule", "marked", "words"),
    [
        ("[?]", "unexpected-character", "?", '"?" where a value should be'),
        ("[,1]", "unexpected-character", ",", '"," where a value should be'),
        ("[1:2]", "unexpected-character", ":", '":" where "," or "]" should be'),
        ('{"a":1]', "unexpected-character", "]", '"]" where "," or "}" should be'),
        ('{"a" "b"}', "unexpected-character", '"', 'a double quote where ":" behind the key'),
        ("{1:2}", "unexpected-character", "1", '"1" where a key in double quotes should be'),
        ("{,}", "unexpected-character", ",", '"," where a key in double quotes should be'),
        ('{"a":1,,}', "unexpected-character", ",", "where a key in double quotes should be"),
        ("[\x0c]", "unexpected-character", "\x0c", "U+000C where a value should be"),
        ("[1 \u20ac]", "unexpected-character", "\u20ac", '"\u20ac" where "," or "]" should be'),
        ("[1 /]", "unexpected-character", "/", '"/" where "," or "]" should be'),
        ("[1 2]", "missing-comma", "2", "a comma is missing before this"),
        ('{"a":1 "b":2}', "missing-comma", '"', "a comma is missing before this"),
        ("[[1][2]]", "missing-comma", "[", "a comma is missing before this"),
        ("['a']", "single-quotes", "'", "double quotes"),
        ("{'a':1}", "single-quotes", "'", "double quotes"),
        ("[1 'a']", "single-quotes", "'", "double quotes"),
        ("{a:1}", "unquoted-key", "a", 'the key "a" is not in double quotes'),
        ("{caf\u00e9:1}", "unquoted-key", "caf\u00e9", 'the key "caf\u00e9" is not'),
        ("[True]", "bad-value", "True", "write true"),
        ("[None]", "bad-value", "None", "write null"),
        ("[undefined]", "bad-value", "undefined", "write null"),
        ("[sunny]", "bad-value", "sunny", '"sunny" is not in double quotes'),
        ("[\u201ca\u201d]", "bad-value", "\u201ca\u201d", "is not in double quotes"),
        ("[007]", "bad-number", "007", '"007" is no number in JSON'),
        ("[+1]", "bad-number", "+1", "is no number in JSON"),
        ("[.5]", "bad-number", ".5", "is no number in JSON"),
        ("[1.]", "bad-number", "1.", "is no number in JSON"),
        ("[0x1F]", "bad-number", "0x1F", "is no number in JSON"),
        ("[1_000]", "bad-number", "1_000", "is no number in JSON"),
        ("[1e]", "bad-number", "1e", "is no number in JSON"),
        ("[-]", "bad-number", "-", "is no number in JSON"),
        ('["a\n"b"]', "unclosed-string", '"a', "not closed on its line"),
        ('{"a": "b\r\n}', "unclosed-string", '"b', "not closed on its line"),
        ('["a\n', "unclosed-string", '"a', "not closed on its line"),
    ],
)
def test_a_fault_is_named_and_marked(data: str, rule: str, marked: str, words: str) -> None:
    """The rule, the very bytes, and words that help."""
    remark = fault(data)
    assert (remark.rule, remark.path, remark.hides) == (rule, None, None)
    assert data.encode()[remark.start : remark.end] == marked.encode()
    assert words in remark.message


@pytest.mark.parametrize(
    ("data", "at"),
    [
        (b"[\xff]", 1),
        (b"[a\xff]", 2),
        (b"[12\xe5]", 3),
        (b"{\xff:1}", 1),
        (b"{a\xc3:1}", 2),
        (b"{\x80}", 1),
        (b'{"a"\xe5:1}', 4),
        (b"[1 \xe5]", 3),
        (b"[1,\x80", 3),
    ],
)
def test_bytes_that_are_no_text_are_named_outside_of_strings_too(data: bytes, at: int) -> None:
    """Nothing is certain behind them there."""
    remark = fault(data)
    assert (remark.rule, remark.start) == ("invalid-utf8", at)
    assert remark.message == f"the byte 0x{data[at]:02X} is not UTF-8 here"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "the file ends before the document does"),
        ("[", 'the file ends before the document does: "]" is missing'),
        ("{", 'does: "}" is missing'),
        ('{"a', 'the file ends inside a string: "}" is missing'),
        ('{"a"', '"}" is missing'),
        ('{"a":', '"}" is missing'),
        ('{"a":1', '"}" is missing'),
        ('{"a":1,', '"}" is missing'),
        ('[{"a":[1', '"]", "}" and "]" are missing'),
        ("[[[[[[1", "the file ends before the document does"),
        ("[1,", '"]" is missing'),
        ("[tru", 'the file ends inside a value: "]" is missing'),
        ("[-", "inside a value"),
        ("[1.", "inside a value"),
        ("[1e+", "inside a value"),
        ('["\\', "inside a string"),
        ('["\\u00', "inside a string"),
        ('["\\ud83d', "inside a string"),
        ('["\\ud83d\\u', "inside a string"),
        ("[1 /* note", "before the document does"),
        ("[1 /", "before the document does"),
    ],
)
def test_a_document_that_breaks_off_says_what_is_missing(data: str, words: str) -> None:
    """As long as that is not more than a line."""
    remark = fault(data)
    assert (remark.rule, remark.start, remark.end) == ("truncated-document", len(data), len(data))
    assert words in remark.message
    assert ("missing" in remark.message) == (0 < data.count("[") + data.count("{") <= 5)


def test_what_is_missing_includes_what_was_open_before() -> None:
    """The path tells it: the scan of an item starts within an object and a list."""
    with pytest.raises(Fault, match=r'"}", "\]" and "}" are missing'):
        Scanner(b'{"a"', path=("videos", 0)).value()


@pytest.mark.parametrize(("opener", "closer"), [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("outside", [0, 2])
def test_nesting_has_a_limit(opener: str, closer: str, outside: int) -> None:
    """It counts what is open around the scan, and needs no recursion."""
    path = ("videos", 0)[:outside]

    def nested(levels: int) -> Scanner:
        text = opener * (levels - 1) + "[1]" + closer * (levels - 1)
        return Scanner(text.encode(), path=path)

    for levels in (MAX_DEPTH - 1, MAX_DEPTH):
        value = nested(levels - outside).value().value
        for _ in range(levels - outside):
            value = next(iter(value.values())) if isinstance(value, dict) else value[0]  # type: ignore[index]
        assert value == 1
    for levels in (MAX_DEPTH + 1, 100_000):
        with pytest.raises(Fault) as caught:
            nested(levels - outside).value()
        remark = caught.value.remark
        assert remark.rule == "too-deep"
        assert remark.start == (MAX_DEPTH - outside) * len(opener)
        assert remark.message == "nested deeper than 1,024 levels"


# --- faults after which the scan goes on ------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "rule", "marked", "value"),
    [
        ("[1,]", "trailing-comma", ",", [1]),
        ('{"a":1 , }', "trailing-comma", ",", {"a": 1}),
        ("// note\n[1]", "comment", "// note", [1]),
        ("[1] // note", "comment", "// note", [1]),
        ("[1]# note", "comment", "# note", [1]),
        ("[/* a * / \n*/1]", "comment", "/* a * / \n*/", [1]),
        ('{"a"/**/:1}', "comment", "/**/", {"a": 1}),
        ("[NaN]", "not-a-number", "NaN", [0]),
        ("[-Infinity]", "not-a-number", "-Infinity", [0]),
        ('["a\tb"]', "control-character", "\t", ["a\tb"]),
        ('["a\nb\nc"]', "control-character", "\n", ["a\nb\nc"]),
        ('["a\x00"]', "control-character", "\x00", ["a\x00"]),
        (r'["\d\w"]', "bad-escape", r"\d", [""]),
        (r'["\u12"]', "bad-escape", r"\u", ["12"]),
        (r'["\u12xyz"]', "bad-escape", r"\u", ["12xyz"]),
        ('["\\\u00e9"]', "bad-escape", "\\", ["\u00e9"]),
        ('["\\\n"]', "bad-escape", "\\\n", [""]),
    ],
)
def test_a_fault_that_leaves_the_structure_certain_is_remarked(
    data: str, rule: str, marked: str, value: object
) -> None:
    """And the rest is read as it was probably meant."""
    found, remarks = scan(data)
    assert found == value
    assert [(r.rule, data.encode()[r.start : r.end].decode()) for r in remarks] == [(rule, marked)]
    assert remarks[0].path is None


def test_broken_text_in_a_string_is_remarked_once() -> None:
    """One of a kind for each string, at the first place."""
    value, remarks = scan(b'["a\xffb\xffc", "\xe2\x82", "\xed\xa0\x80"]')
    assert value == ["a\ufffdb\ufffdc", "\ufffd", "\ufffd\ufffd\ufffd"]
    assert [(r.rule, r.start, r.end) for r in remarks] == [
        ("invalid-utf8", 3, 4),
        ("invalid-utf8", 11, 13),
        ("invalid-utf8", 17, 18),
    ]


@pytest.mark.parametrize(
    ("string", "text"),
    [
        (r"\ud83d", "\ufffd"),
        (r"\uDE00", "\ufffd"),
        (r"\ud83d\u0041", "\ufffdA"),
        (r"\ud83dx", "\ufffdx"),
        (r"\ud83d\ud83d\ude00", "\ufffd\U0001f600"),
        (r"\ude00\ud83d", "\ufffd\ufffd"),
    ],
)
def test_a_lone_surrogate_is_found_at_its_value(string: str, text: str) -> None:
    """No text can hold it, so a replacement character stands for it."""
    value, remarks = scan('{"a": [0, "' + string + '"]}')
    assert value == {"a": [0, text]}
    assert [(r.rule, r.path, r.hides) for r in remarks] == [
        ("lone-surrogate", ("a", 1), ("a", 1)),
    ]
    value, remarks = scan('{"b": {"x' + string + '": 1}}')
    assert value == {"b": {"x" + text: 1}}
    assert [(r.rule, r.path) for r in remarks] == [("lone-surrogate", ("b", "x" + text))]


def test_whatever_could_not_be_read_as_meant_hides_what_follows_from_it() -> None:
    """A number that is merely imprecise is still judged."""
    _, remarks = scan('{"a": NaN, "b": 1e999, "c": 12345678901234567890, "d": "\t"}')
    assert [(r.rule, r.path, r.hides) for r in remarks] == [
        ("not-a-number", None, ("a",)),
        ("number-out-of-range", ("b",), ("b",)),
        ("imprecise-integer", ("c",), None),
        ("control-character", None, ("d",)),
    ]


def test_every_escape_is_read() -> None:
    """The eight short ones, and code units in either case."""
    value, remarks = scan(r'["\"\\\/\b\f\n\r\t", "\u00e9\u00E9\uD83D\ude00", "a\u0000z"]')
    assert value == ['"\\/\b\f\n\r\t', "\u00e9\u00e9\U0001f600", "a\0z"]
    assert remarks == []


# --- keys -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ('{"a":1,"a":2}', [("duplicate-key", ("a",), '"a"')]),
        (r'{"a":1,"\u0061":2}', [("duplicate-key", ("a",), r'"\u0061"')]),
        ('{"a":1,"a":2,"a":3}', [("duplicate-key", ("a",), '"a"')] * 2),
        ('{"x":[{},{"a":{"b":1,"b":2}}]}', [("duplicate-key", ("x", 1, "a", "b"), '"b"')]),
        ('{"":1,"":2}', [("duplicate-key", ("",), '""')]),
        ('{"a":{"a":1},"b":{"a":1}}', []),
        ('{"a":1,"A":2}', []),
        ('{"\u00e9":1,"\u00e9":2}', [("duplicate-key", ("\u00e9",), '"\u00e9"')]),
        ('{"\u00e9":1,"e\u0301":2}', [("confusable-key", ("e\u0301",), '"e\u0301"')]),
        ('{"e\u0301":1,"\u00e9":2}', [("confusable-key", ("\u00e9",), '"\u00e9"')]),
        ('{"\u212a":1,"K":2}', [("confusable-key", ("K",), '"K"')]),
        ('{"\u212a":1,"\u212a":2}', [("duplicate-key", ("\u212a",), '"\u212a"')]),
        (
            '{"e\u0301":1,"\u00e9":2,"e\u0301":3,"\u00e9":4}',
            [
                ("confusable-key", ("\u00e9",), '"\u00e9"'),
                ("duplicate-key", ("e\u0301",), '"e\u0301"'),
                ("duplicate-key", ("\u00e9",), '"\u00e9"'),
            ],
        ),
        ('{"\u00e9":1,"e":2,"\u00e8":3}', []),
    ],
)
def test_keys_that_are_or_look_the_same(
    data: str, found: list[tuple[str, tuple[str, ...], str]]
) -> None:
    """Marked where the later one stands."""
    _, remarks = scan(data)
    raw = data.encode()
    assert [(r.rule, r.path, raw[r.start : r.end].decode()) for r in remarks] == found


def test_keys_that_could_not_be_read_are_not_compared() -> None:
    """Two different halves of characters are not the same key."""
    _, remarks = scan(r'{"\ud83d":1,"\ude00":2,"\ud83e":3}')
    assert [r.rule for r in remarks] == ["lone-surrogate"] * 3


# --- nodes ----------------------------------------------------------------------------------


def test_a_node_leads_to_every_value_with_its_place() -> None:
    """By path; a path that leads nowhere ends at the nearest value on its way."""
    data = b' {"a": [1, {"b": "x"}], "a": [2, {"b": [ ]}], "c": {}} '
    root = Scanner(data).value()

    def at(*path: str | int) -> bytes:
        node = root.find(path)
        return data[node.start : node.end]

    assert at() == data.strip()
    assert at("a") == b'[2, {"b": [ ]}]'  # the last of equal keys, as for every parser
    assert at("a", 1, "b") == b"[ ]"
    assert at("c") == b"{}"
    assert at("c", "x") == b"{}"
    assert at("a", 7) == at("a", "b") == at("a")
    assert at("a", 0, "x", 1) == b"2"
    assert at(0) == data.strip()
    assert root.value == {"a": [2, {"b": []}], "c": {}}
    assert [(key, data[start : start + 3]) for key, start, _ in root.members or []] == [
        ("a", b'"a"'),
        ("a", b'"a"'),
        ("c", b'"c"'),
    ]


def test_scalars_and_empty_containers_are_nodes_too() -> None:
    """With nothing in them."""
    assert Scanner(b"true").value() == Node(0, 4, value=True)
    assert Scanner(b"[]").value() == Node(0, 2, [], elements=[])
    assert Scanner(b"{ }").value() == Node(0, 3, {}, members=[])


# --- pieces of a document -----------------------------------------------------------------


@pytest.mark.parametrize(
    "piece",
    [
        "12", "-", "tru", "true", "Na", "NaN", "undef", "x", '"', '"a', '"\\', '"\\u00', '"\\ud83d',
        '"\\ud83d\\u', '"a\n', '"a\n  ', "[", "{", '{"a"', '{"a":', "{ab", "[1", "[1,", "[1 \u00e9",
        "[/", "[/*", "[/* *", "// note", "[ # x", "", " ",
    ],
)  # fmt: skip
def test_what_touches_the_end_of_a_piece_waits_for_more(piece: str) -> None:
    """It may turn out as anything."""
    with pytest.raises(Fault) as caught:
        Scanner(piece.encode(), final=False).value()
    assert caught.value.truncated


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_character_cut_in_two_waits_for_more(size: int) -> None:
    """In a string, as a value, as a key and behind a value."""
    cut = "\U0001f600".encode()[:size]
    for piece in (b'["' + cut, b"[" + cut, b"{" + cut, b"[1 " + cut, b'["\\' + cut):
        with pytest.raises(Fault) as caught:
            Scanner(piece, final=False).value()
        assert caught.value.truncated


def test_a_fault_within_a_piece_does_not_wait() -> None:
    """More data would not mend it."""
    with pytest.raises(Fault) as caught:
        Scanner(b"[1 2", final=False).value()
    assert not caught.value.truncated
