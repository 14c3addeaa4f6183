"""Items by the fast strict parser, jiter, out of a piece of a list.

It is given a piece between brackets. Where a piece ends is guessed; that it parses proves
that the guess was right, because a JSON value ends where it ends.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

import jiter

from manifestry.document.numbers import loses_digits

_BLANKS: Final = b" \t\n\r"

_OPENING: Final = re.compile(rb'\{[ \t\n\r]*"[^"\\]{0,64}"')
_BOUNDARY: Final = re.compile(rb"\}[ \t\n\r]*,[ \t\n\r]*\Z")
_SEPARATOR: Final = re.compile(r"[ \t\n\r]*([,\]])[ \t\n\r]*")
_REFUSAL: Final = re.compile(r"(.*) at line (\d+) column (\d+)\Z", re.DOTALL)

# Numbers that a double cannot hold have 16 digits on end, 18 in all, or an exponent of three. To
# find the few at little cost, a piece is reduced to its numbers and what separates them.
_SHAPE: Final = bytes(
    c if c in b"0123456789.+-" else 0x65 if c in b"eE" else 0x3A if c in b":,[" else 0x20
    for c in range(256)
)
_DOUBTFUL: Final = re.compile(
    rb":(-?(?:(?:[0-9]{16,}|[0-9.]{19,})(?:e[+-]?[0-9]+)?|[0-9.]+e[+-]?[0-9]{3,}))"
)
# A pattern is slow where it begins to match at every value. So digits are made alike first, with
# points for digits and without signs, and what such a number has in it is looked for as it stands:
# from behind, because it begins with what is rare.
_ALIKE: Final = _SHAPE.translate(bytes.maketrans(b"123456789.", b"0000000000"))
_UNSEEN: Final = _BLANKS + b"+-"
_LONG: Final = b":" + b"0" * 16
_EXPONENT: Final = b"0e000"
_MANTISSA: Final = 20  # the characters of one that is not long itself, and what is before it

_SCAN: Final = json.JSONDecoder().scan_once  # type: ignore[attr-defined]

# From an escape, or a character beyond ASCII, to the end of its string; group 1 if a key.
_ESCAPED: Final = re.compile(rb'(?s:\\u[^"\\]*+(?:\\.[^"\\]*+)*+"([ \t\n\r]*:)?)')
_BEYOND_ASCII: Final = re.compile(rb'(?s:[\x80-\xff][^"\\]*+(?:\\.[^"\\]*+)*+"([ \t\n\r]*:)?)')


def items(data: bytes, *, final: bool) -> tuple[list[object], int] | None:
    """The values of items that `data` starts with, and where the last of them ends.

    None if the fast parser refuses the first item, or if that does not end in `data`.
    """
    stop = len(data.rstrip(_BLANKS))  # no item that reaches beyond is taken
    end = stop if final else _boundary(data, stop)
    while end:
        read = _parse(b"[%b]" % data[:end])
        if isinstance(read, list):
            return read, end
        if read.is_cut:  # in the middle of an item that holds others like it
            break
        stop = max(0, read.offset - 1)
        if read.why == "trailing characters":
            # The list is over: the bracket before them closed it.
            return items(data[: data.rfind(b"]", 0, stop)], final=True)
        end = _boundary(data, stop)
    end = max((end for _, end in spans(data[:stop]) if end < stop), default=0)
    read = _parse(b"[%b]" % data[:end])
    return (read, end) if end and isinstance(read, list) else None


def item(data: bytes, *, doubting: bool = True) -> object | None:
    """The one value that `data` is, if the fast parser reads it and nothing in it is doubtful.

    None as well for null: the scanner may tell the two apart. Without `doubting` it is up to
    the caller to ask what is doubtful, of many values at a time.
    """
    read = _parse(b"[%b]" % data)
    if not isinstance(read, list) or len(read) != 1 or (doubting and is_doubtful(data, read)):
        return None
    return read[0]


def values(data: bytes) -> list[object]:
    """The values of items that are known to be good."""
    read: list[object] = jiter.from_json(b"[%b]" % data, cache_mode="keys")
    return read


def _boundary(data: bytes, stop: int) -> int:
    """A likely end of an item before `stop`, 0 if there is none.

    Items of one list tend to open alike, and what is nested in them otherwise.
    """
    opening = _OPENING.match(data)
    mark = b"{" if opening is None else opening.group()
    at = data.rfind(mark, 1, stop)
    boundary = _BOUNDARY.search(data, max(0, at - 200), at) if at > 0 else None
    return 0 if boundary is None else boundary.start() + 1


def spans(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the items that `data` starts with begin and end, as far as they are well-formed.

    The standard library's scanner passes over a value at the speed of C. It is not strict
    enough to be believed about more than where a good value ends.
    """
    text = data.decode("utf-8", "surrogateescape")
    ascii_ = len(text) == len(data)
    pos = at = 0
    while True:
        try:
            _, end = _SCAN(text, pos)
        except (StopIteration, ValueError, RecursionError):
            return
        separator = _SEPARATOR.match(text, end)
        if separator is None and end < len(text):
            return
        size = end - pos if ascii_ else len(text[pos:end].encode("utf-8", "surrogateescape"))
        yield at, at + size
        if separator is None or separator[1] == "]":
            return
        at += size + len(separator[0])
        pos = separator.end()


def start(data: bytes, number: int, at: int) -> int:
    """Where the item starts that is `number` items behind the one that starts at `at`.

    All of them are good. As with the end of a piece, that is guessed, and what lies between
    proves it by being so many items.
    """
    opening = _OPENING.match(data, at)
    mark = b"{" if opening is None else opening.group()
    guess = at
    for _ in range(number):
        guess = data.find(mark, guess + 1)
        if guess < 0:
            break
    boundary = _BOUNDARY.search(data, max(at, guess - 200), guess) if guess > at else None
    if boundary is not None:
        between = _parse(b"[%b]" % data[at : boundary.start() + 1])
        if isinstance(between, list) and len(between) == number:
            return guess
    found = next(islice(spans(data[at:]), number, None))
    return at + found[0]


class _Refusal(NamedTuple):
    """What the fast parser says against `data`."""

    data: bytes
    why: str
    line: int
    column: int

    @property
    def is_cut(self) -> bool:
        """Whether the data ends too early, which is all that is wrong so far."""
        return self.why.startswith("EOF")

    @property
    def offset(self) -> int:
        """Where in the data it stopped."""
        start = 0
        for _ in range(self.line - 1):
            start = self.data.index(b"\n", start) + 1
        return start + self.column - 1


def _parse(data: bytes) -> list[object] | _Refusal:
    """A list by the fast parser, which is strict but for numbers and look-alike keys."""
    try:
        values: list[object] = jiter.from_json(
            data, allow_inf_nan=False, cache_mode="keys", catch_duplicate_keys=True
        )
    except ValueError as error:
        refusal = _REFUSAL.match(str(error))
        why, line, column = refusal.groups() if refusal else (str(error), 1, 1)
        return _Refusal(data, why, int(line), int(column))
    return values


def is_cut(data: bytes) -> bool:
    """Whether the first items of a list are good as far as `data` shows them."""
    read = _parse(b"[" + data)
    return isinstance(read, _Refusal) and read.is_cut


def is_doubtful(data: bytes, values: list[object]) -> bool:
    """Whether there is something about values that only the scanner tells."""
    return (_has_unusual_key(data) and _has_twins(values)) or (
        _has_long_number(data) and _has_doubtful_number(data)
    )


def _has_long_number(data: bytes) -> bool:
    """Whether something in `data` looks like a number that a double cannot hold."""
    if not _may_have_long_number(data):
        return False
    shape = b":" + data.translate(_SHAPE, _BLANKS)
    return any(map(loses_digits, _DOUBTFUL.findall(shape)))


def _may_have_long_number(data: bytes) -> bool:
    """A quick look for one; no is certain."""
    shape = b":" + data.translate(_ALIKE, _UNSEEN)
    if shape.rfind(_LONG) >= 0:
        return True
    at = shape.rfind(_EXPONENT)
    while at >= 0:
        start = shape.rfind(b":", max(0, at - _MANTISSA), at)
        if start >= 0 and shape.count(b"0", start, at) == at - start - 1:
            return True  # no text, such as a UUID, has it in it
        at = shape.rfind(_EXPONENT, 0, at + len(_EXPONENT) - 1)
    return False


def _has_doubtful_number(data: bytes) -> bool:
    """Whether it is a number indeed, and not digits in a string."""
    doubtful = False

    def look(literal: str) -> int:
        nonlocal doubtful
        doubtful = doubtful or loses_digits(literal.encode())
        return 0

    json.loads(b"[%b]" % data, parse_int=look, parse_float=look)
    return doubtful


def _has_unusual_key(data: bytes) -> bool:
    """Whether a key may be spelt in a way that looks like another one's."""
    if b"\\u" in data and any(match[1] for match in _ESCAPED.finditer(data)):
        return True
    if data.isascii():
        return False
    # In text in the normal form what looks the same is the same.
    return not unicodedata.is_normalized("NFC", data.decode()) and any(
        match[1] for match in _BEYOND_ASCII.finditer(data)
    )


def _has_twins(values: list[object]) -> bool:
    """Whether two keys of an object look the same."""
    rest: list[object] = [*values]
    while rest:
        value = rest.pop()
        if isinstance(value, dict):
            if not all(map(str.isascii, value)) and len(value) != len(
                {unicodedata.normalize("NFC", key) for key in value}
            ):
                return True
            rest += value.values()
        elif isinstance(value, list):
            rest += value
    return False
