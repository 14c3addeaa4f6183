"""Lines and columns."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manifestry.document.places import MAX_EXCERPT, Chunk, Place

TEXT = st.text(st.sampled_from("ab \r\n\u00e9\u20ac\U0001f600"), max_size=30)


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"", 1, 1),
        (b"ab", 1, 3),
        (b"a\n", 2, 1),
        (b"a\nb", 2, 2),
        (b"a\r\nb", 2, 2),
        (b"a\rb", 2, 2),
        (b"a\n\rb", 3, 2),
        (b"\r\r\n\n", 4, 1),
        ("\u00e9\u20ac\U0001f600".encode(), 1, 4),
        ("x\r\n\u00e9".encode(), 2, 2),
        (b"\xff\xfe", 1, 3),
        ("a\u2028b\x85\x0bc".encode(), 1, 7),
    ],
)
def test_lines_end_with_lf_cr_or_both(data: bytes, line: int, column: int) -> None:
    """Nothing else ends a line; a column is a code point, a broken byte counts as one."""
    place = Place().advanced(data)
    assert (place.line, place.column) == (line, column)


@settings(deadline=None)
@given(st.lists(TEXT))
def test_a_place_does_not_depend_on_how_it_was_reached(pieces: list[str]) -> None:
    """A CRLF that is cut in two is still one line end."""
    place = Place()
    for piece in pieces:
        place = place.advanced(piece.encode())
    text = "".join(pieces)
    lines = re.split("\r\n|\r|\n", text)
    assert (place.line, place.column) == (len(lines), len(lines[-1]) + 1)
    assert place == Place().advanced(text.encode())


@settings(deadline=None)
@given(TEXT, TEXT)
def test_a_chunk_places_its_bytes_in_the_document(before: str, data: str) -> None:
    """Its own start is what counts."""
    chunk = Chunk(data.encode(), Place().advanced(before.encode()))
    assert chunk.place(len(data.encode())) == Place().advanced((before + data).encode())


@pytest.mark.parametrize(
    ("text", "marked", "shown"),
    [
        ("abc", "b", "abc"),
        ("one\ntwo\nthree", "two", "two"),
        ("one\r\ntwo\r\nthree", "two", "two"),
        ("one\rtwo\rthree", "w", "two"),
        ("\u00e9\u20ac x", "x", "\u00e9\u20ac x"),
    ],
)
def test_an_excerpt_is_the_line_with_what_to_underline(text: str, marked: str, shown: str) -> None:
    """Without the line's end, whichever it is."""
    data = text.encode()
    start = data.index(marked.encode())
    excerpt = Chunk(data, Place()).excerpt(start, start + len(marked.encode()))
    assert excerpt.text == shown
    assert excerpt.text[excerpt.start : excerpt.end] == marked


def test_an_excerpt_of_several_lines_shows_the_first() -> None:
    """What is marked may be a whole object."""
    data = b'  {\n  "a": 1\n  }'
    excerpt = Chunk(data, Place()).excerpt(2, len(data))
    assert (excerpt.text, excerpt.start, excerpt.end) == ("  {", 2, 3)


def test_an_excerpt_at_the_end_of_the_file_is_empty_or_the_last_line() -> None:
    """Where a document breaks off there is nothing to underline."""
    excerpt = Chunk(b"[1,", Place()).excerpt(3, 3)
    assert (excerpt.text, excerpt.start, excerpt.end) == ("[1,", 3, 3)


@settings(deadline=None)
@given(
    st.integers(0, 3 * MAX_EXCERPT), st.integers(0, 3 * MAX_EXCERPT), st.integers(0, 3 * MAX_EXCERPT),
    st.sampled_from("a\u00e9\U0001f600"),
)  # fmt: skip
def test_a_long_line_is_cut_around_what_is_marked(
    head: int, body: int, tail: int, char: str
) -> None:
    """At both sides and, if need be, within; an ellipsis stands for what is left out."""
    data = ("h" * head + char * body + "t" * tail).encode()
    start = head
    excerpt = Chunk(data, Place()).excerpt(start, start + len(char.encode()) * body)
    assert len(excerpt.text) <= MAX_EXCERPT
    shown = excerpt.text[excerpt.start : excerpt.end]
    assert shown.rstrip("\u2026") == char * len(shown.rstrip("\u2026"))
    assert bool(shown) == bool(body)
    if head + body + tail <= MAX_EXCERPT:
        assert excerpt.text == data.decode()
    else:
        assert "\u2026" in excerpt.text
        assert len(excerpt.text) == MAX_EXCERPT or body > MAX_EXCERPT // 2
    left, right = excerpt.text[: excerpt.start], excerpt.text[excerpt.end :]
    assert left == "h" * head or left == "\u2026" + "h" * (len(left) - 1)
    assert right in ("t" * tail, "") or right == "t" * (len(right) - 1) + "\u2026"


def test_an_excerpt_far_along_a_line_shows_what_is_near() -> None:
    """What stands around the chunk belongs to it as far as it is near."""
    data = b"x" * 5000 + b"[]" + b"y" * 5000
    for chunk in (
        Chunk(data, Place()),
        Chunk(data[5000:5002], Place(), before=b"x" * 640, behind=b"y" * 640),
        Chunk(data[4700:], Place(), before=b"x" * 640),
    ):
        start = chunk.data.index(b"[")
        excerpt = chunk.excerpt(start, start + 2)
        assert excerpt.text == "\u2026" + "x" * 78 + "[]" + "y" * 78 + "\u2026"
        assert excerpt.text[excerpt.start : excerpt.end] == "[]"
    near = Chunk(b"c", Place(), before=b"a\nb", behind=b"d\ne").excerpt(0, 1)
    assert (near.text, near.start, near.end) == ("bcd", 1, 2)


def test_bytes_that_are_no_text_do_not_break_an_excerpt() -> None:
    """They are shown as replacement characters."""
    excerpt = Chunk(b'"caf\xe9" x', Place()).excerpt(4, 5)
    assert excerpt.text == '"caf\ufffd" x'
    assert (excerpt.start, excerpt.end) == (4, 5)
