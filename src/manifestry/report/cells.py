"""Text in the cells of a terminal: how wide it is, cut and wrapped to a width."""

from __future__ import annotations

import re
from collections.abc import Iterator

from manifestry.text import printable

TAB = "    "
DOTS = "..."

_COMMAND = re.compile(r"(\s*)([:#])(?=:|#\[)")


def shown(text: str, encoding: str = "utf-8") -> str:
    r"""Text as it may be printed: harmless, without tabs, and in what can be encoded.

    >>> shown("a\tb\x1b"), shown("é", "ascii")
    ('a    b\\u001b', '\\xe9')
    """
    harmless = printable(text.replace("\t", TAB))
    if harmless.isascii() or encoding == "utf-8":
        return harmless
    return harmless.encode(encoding, "backslashreplace").decode(encoding)


def tame(line: str) -> str:
    r"""A line that no CI host takes for a command because of the words that it begins with.

    >>> tame("::error::no"), tame("  ##[group]")
    ('\\u003a:error::no', '  \\u0023#[group]')
    """
    found = _COMMAND.match(line)
    if found is None:
        return line
    return f"{found[1]}\\u{ord(found[2]):04x}{line[found.end() :]}"


def width(text: str) -> int:
    """How many cells a text takes that `shown` has made."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    cells = wcswidth(text)
    return cells if cells >= 0 else len(text)


def head(text: str, cells: int) -> str:
    """The longest beginning of a text that takes at most so many cells."""
    if text.isascii():
        return text[: max(cells, 0)]
    low, high = 0, min(len(text), max(cells, 0) * 8)  # marks and joiners take no cell
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle]) <= cells:
            low = middle
        else:
            high = middle - 1
    return text[:low]


def tail(text: str, cells: int) -> str:
    """The longest end of a text that takes at most so many cells."""
    if text.isascii():
        return text[len(text) - max(cells, 0) :] if cells < len(text) else text
    low = max(0, len(text) - max(cells, 0) * 8)
    high = len(text)
    while low < high:
        middle = (low + high) // 2
        if width(text[middle:]) <= cells:
            high = middle
        else:
            low = middle + 1
    return text[low:]


def squeezed(text: str, cells: int) -> str:
    """A text of at most so many cells, its middle left out if need be."""
    if width(text) <= cells:
        return text
    room = cells - len(DOTS)
    return head(text, room // 2) + DOTS + tail(text, room - room // 2)


def wrapped(text: str, cells: int) -> Iterator[str]:
    """The lines of a text broken at blanks; a longer word stands in a line of its own."""
    line, taken = "", 0
    for word in text.split(" "):
        size = width(word)
        if line and taken + 1 + size > cells:
            yield line
            line, taken = word, size
        else:
            line, taken = (f"{line} {word}", taken + 1 + size) if line else (word, size)
    yield line
