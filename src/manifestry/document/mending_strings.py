"""How what is wrong inside a string can be mended: all of one kind at once.

The value stays what it was read as, or becomes what it was most likely meant to be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from manifestry.document.nodes import Splice

_MOST: Final = 256  # changes in one string that are told one by one

_BLANKS: Final = b" \t\n\r"
_ESCAPE: Final = re.compile(rb"\\(?:u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_CONTROL: Final = re.compile(rb"[\x00-\x1f]")
_BEYOND_ASCII: Final = re.compile(rb"[\x80-\xff]+")
_DRIVE: Final = re.compile(rb'"[A-Za-z]:\\')
_TORN: Final = re.compile(rb"\\(?:u[0-9A-Fa-f]|['\x00-\x1f])")
_PYTHON: Final = re.compile(rb"\\(?:x[0-9A-Fa-f]{2}|U[0-9A-Fa-f]{8}|N\{|0)")
_SHORT_ESCAPES: Final = {8: r"\b", 9: r"\t", 10: r"\n", 12: r"\f", 13: r"\r"}
_LETTERS: Final = frozenset({b"b", b"f", b"n", b"r", b"t"})
_GOOD: Final = _LETTERS | {b'"', b"\\", b"/"}


def of_string(rule: str, data: bytes, start: int, end: int) -> tuple[Splice, ...]:
    """What mends all of one kind that is wrong in the string from `start` to `end`."""
    mend = _OF_STRING.get(rule)
    found = () if mend is None else tuple(mend(data[start:end], start))
    return found if len(found) <= _MOST else _as_one(found, data)


def _as_one(found: Sequence[Splice], data: bytes) -> tuple[Splice, ...]:
    """Many changes as one that reaches from the first to the last."""
    pieces: list[bytes] = []
    at = found[0].start
    for start, end, text in found:
        pieces += data[at:start], text.encode()
        at = end
    try:
        return (Splice(found[0].start, at, b"".join(pieces).decode()),)
    except UnicodeDecodeError:
        return ()


def closed(data: bytes, start: int, line_end: int) -> tuple[Splice, ...]:
    """A string closed on its line, before the comma if that ends the line."""
    text = data[start:line_end].rstrip(_BLANKS)
    text = text.removesuffix(b",").rstrip(_BLANKS)
    if len(text) < 2 or text[-1] in b"{}[]:\\":
        return ()  # what of it is text, and what is not, is anybody's guess
    at = start + len(text)
    return (Splice(at, at, '"'),)


def _escaped_controls(raw: bytes, start: int) -> list[Splice]:
    found = [match.start() for match in _CONTROL.finditer(raw)]
    if any(raw[at - 1 : at] == b"\\" for at in found):
        return []
    spelt = ((start + at, _SHORT_ESCAPES.get(raw[at], f"\\u{raw[at]:04x}")) for at in found)
    return [Splice(at, at + 1, text) for at, text in spelt]


def _doubled_backslashes(raw: bytes, start: int) -> list[Splice]:
    r"""Backslashes doubled where they start no escape, and all of them in the path of a drive.

    There a \t was no tabulator. In other strings it may be one, beside what is none.
    """
    marks = [(match.start(), match.group()) for match in _ESCAPE.finditer(raw)]
    odd = [at for at, mark in marks if mark[1:] not in _GOOD and len(mark) == 2]
    letters = [at for at, mark in marks if mark[1:] in _LETTERS]
    is_path = _DRIVE.match(raw) is not None
    if any(_is_unclear(raw[at : at + 10], is_path=is_path) for at in odd):
        return []
    if letters and not (is_path and len(odd) + len(letters) == len(marks)):
        return []
    return [Splice(start + at, start + at, "\\") for at in sorted(odd + letters)]


def _is_unclear(mark: bytes, *, is_path: bool) -> bool:
    """Whether a false escape may be a part of a good one, one of Python, or hide another fault."""
    if _TORN.match(mark):
        return True
    return not is_path and _PYTHON.match(mark) is not None


def _without_halves(raw: bytes, start: int) -> Iterator[Splice]:
    """Halves of surrogate pairs taken away, unless nothing would be left."""
    halves: list[tuple[int, int]] = []
    for match in _ESCAPE.finditer(raw):
        mark = match.group()
        code = int.from_bytes(bytes.fromhex(mark[2:].decode())) if len(mark) == 6 else 0
        if 0xDC00 <= code < 0xE000 and halves and halves[-1] == (match.start() - 6, 1):
            halves.pop()
        elif 0xD800 <= code < 0xE000:
            halves.append((match.start(), int(code < 0xDC00)))
    if len(raw) - 2 > 6 * len(halves):
        for at, _ in halves:
            yield Splice(start + at, start + at + 6, "")


def _from_windows(raw: bytes, start: int) -> Iterator[Splice]:
    """Bytes read as Windows-1252, of which Latin-1 is the most; not if any of them are UTF-8."""
    runs = list(_BEYOND_ASCII.finditer(raw))
    for run in runs:
        try:
            run.group().decode("cp1252")
        except UnicodeDecodeError:
            return
        if run.group().decode("utf-8", "ignore"):
            return
    for run in runs:
        yield Splice(start + run.start(), start + run.end(), run.group().decode("cp1252"))


_OF_STRING: Final[Mapping[str, Callable[[bytes, int], Iterator[Splice] | list[Splice]]]] = (
    MappingProxyType(
        {
            "control-character": _escaped_controls,
            "bad-escape": _doubled_backslashes,
            "lone-surrogate": _without_halves,
            "invalid-utf8": _from_windows,
        }
    )
)
