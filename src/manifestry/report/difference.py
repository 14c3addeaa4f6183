"""What has changed in a document, as a unified diff."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from manifestry.report import Look
from manifestry.report.cells import shown, tame
from manifestry.text import mask_secrets, printable

_AROUND: Final = 3  # unchanged lines that are shown
_WINDOW: Final = 400  # lines that are compared with each other: the time grows with the square
_COLORS: Final = {"+": "32", "-": "31", "@": "36"}


class Change(NamedTuple):
    """The lines from `start` to `end` have become those from `new_start` to `new_end`."""

    start: int
    end: int
    new_start: int
    new_end: int


def difference(name: str, before: bytes, after: bytes, look: Look) -> Iterator[str]:
    """The lines of a unified diff of a document called `name`.

    It is for reading: what could harm a terminal is escaped, signatures and passwords are struck
    out.
    """
    old, new = _lines(before), _lines(after)
    head = [f"--- {printable(name)}", f"+++ {printable(name)}"]
    for hunk in _hunks(changes(old, new)):
        for line in (*head, *_hunk(hunk, old, new)):
            yield _painted(line, look)
        head = []


def changes(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Where two texts differ, window by window, so that it takes no longer than reading them."""
    at, new_at = 0, 0
    while at < len(old) or new_at < len(new):
        while at < len(old) and new_at < len(new) and old[at] == new[new_at]:
            at, new_at = at + 1, new_at + 1
        window = old[at : at + _WINDOW], new[new_at : new_at + _WINDOW]
        found = difflib.SequenceMatcher(None, *window, autojunk=False).get_opcodes()
        is_last = at + _WINDOW >= len(old) and new_at + _WINDOW >= len(new)
        if not is_last:  # what lies behind the last thing in common may go on in the next window
            common = [number for number, step in enumerate(found) if step[0] == "equal"]
            found = found[: common[-1] + 1] if common else found
        for kind, start, end, new_start, new_end in found:
            if kind != "equal":
                yield Change(at + start, at + end, new_at + new_start, new_at + new_end)
        if not found:
            return
        at, new_at = at + found[-1][2], new_at + found[-1][4]


def _hunks(found: Iterable[Change]) -> Iterator[list[Change]]:
    """Changes that are so near to each other that they are shown together."""
    hunk: list[Change] = []
    for change in found:
        if hunk and change.start - hunk[-1].end > 2 * _AROUND:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _hunk(hunk: Sequence[Change], old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    first, last = hunk[0], hunk[-1]
    above = min(_AROUND, first.start)
    below = min(_AROUND, len(old) - last.end)
    span = _span(first.start - above, last.end + below)
    new_span = _span(first.new_start - above, last.new_end + below)
    yield f"@@ -{span} +{new_span} @@"
    at = first.start - above
    for change in hunk:
        yield from (f" {line}" for line in old[at : change.start])
        yield from (f"-{line}" for line in old[change.start : change.end])
        yield from (f"+{line}" for line in new[change.new_start : change.new_end])
        at = change.end
    yield from (f" {line}" for line in old[at : at + below])


def _span(start: int, end: int) -> str:
    """Lines as the head of a hunk names them: the first, from 1, and how many.

    >>> _span(4, 9), _span(4, 5), _span(4, 4)
    ('5,5', '5', '4,0')
    """
    size = end - start
    if size == 1:
        return str(start + 1)
    return f"{start + 1 if size else start},{size}"


def _lines(data: bytes) -> list[str]:
    lines = data.decode("utf-8", "replace").split("\n")
    if lines[-1]:
        return [*lines[:-1], f"{lines[-1]}\n\\ No newline at end of file"]
    return lines[:-1]


def _painted(text: str, look: Look) -> str:
    safe = "\n".join(_safe(line, look.encoding) for line in text.split("\n"))
    color = _COLORS.get(text[0])
    is_head = text.startswith(("+++ ", "--- "))
    return f"\x1b[{color}m{safe}\x1b[0m\n" if look.color and color and not is_head else f"{safe}\n"


def _safe(line: str, encoding: str) -> str:
    """A line that harms no terminal; tabs and the line end of Windows do not."""
    parts = mask_secrets(line.removesuffix("\r")).split("\t")
    return tame("\t".join(shown(part, encoding) for part in parts))
