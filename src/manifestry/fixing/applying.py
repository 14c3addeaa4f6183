"""Edits carried out on the bytes of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from manifestry.document.source import Read
from manifestry.findings import Edit

_PORTION: Final = 1024 * 1024


def applied(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes of a document with edits carried out, which must not overlap.

    >>> applied(b'{"a": 1,}', [Edit(1, 8, 1, 9, 7, 8, "")])
    b'{"a": 1}'
    """
    pieces: list[bytes] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces += data[at : edit.start], edit.text.encode()
        at = edit.end
    pieces.append(data[at:])
    return b"".join(pieces)


def streamed(read: Read, edits: Iterable[Edit]) -> Iterator[bytes]:
    """The same of what `read` gives, piece by piece. The edits are in order."""
    at = 0
    for edit in edits:
        yield from _portions(read, edit.start - at)
        yield edit.text.encode()
        for _ in _portions(read, edit.end - edit.start):
            pass
        at = edit.end
    while piece := read(_PORTION):
        yield piece


def _portions(read: Read, size: int) -> Iterator[bytes]:
    while size > 0 and (piece := read(min(size, _PORTION))):
        size -= len(piece)
        yield piece
