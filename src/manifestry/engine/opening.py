"""What a document is, told by its first bytes, and how it is read then."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import tee
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from manifestry.document.outline import HEAD, Glimpse, glimpses
from manifestry.document.reader import Event, Skim, read_document
from manifestry.document.source import Read
from manifestry.errors import UnreadableError, UsageError
from manifestry.formats import FORMATS
from manifestry.formats.base import Evidence, Foreign, Format

if TYPE_CHECKING:
    from manifestry.engine.sharing import Sharing

_LEADING = b"\xef\xbb\xbf \t\r\n"
_FARTHER: Final = 1024 * 1024
"""How many bytes are looked at where the first ones show nothing: a first value may be large."""


class Opening(NamedTuple):
    """A document's format or what else it is (or neither); `wraps` as in `Evidence`."""

    format: Format[Any, Any] | None = None
    foreign: Foreign | None = None
    wraps: bool = False

    def events(
        self,
        head: bytes,
        rest: Read,
        max_item_bytes: int,
        skim: Skim | None = None,
        sharing: Sharing | None = None,
    ) -> Iterator[Event]:
        """Reads the document that begins with `head`; 0 bytes mean no limit."""
        records = self.format is not None and "records" in self.format.shapes and not self.wraps
        lines = records and is_object(head)
        limit = max_item_bytes or sys.maxsize
        if self.format is not None and self.format.read is not None:
            return self.format.read(rest, head, limit)
        if self.format is not None and sharing is not None:
            if lines:
                return sharing.records(self.format, rest, head, limit)
            return sharing.events(self.format, rest, head, limit, skim)
        if lines:
            from manifestry.document.records import read_records

            return read_records(rest, head, limit)
        return read_document(rest, head, limit, skim)


def is_object(head: bytes) -> bool:
    """Whether a document that starts with `head` is an object, or several."""
    return head.lstrip(_LEADING)[:1] == b"{"


def looked_at(
    head: bytes, rest: Read, kind: str | None = None, *, strictly: bool = False
) -> tuple[Opening, Read]:
    """What a document is that starts with `head`, and the `read` of what comes behind `head`.

    As in `recognised`, except that it looks farther where the first bytes show nothing;
    `strictly`, only where they have a word of a format in them.
    """
    opening = recognised(head, kind, strictly=strictly)
    if kind is not None or opening != Opening() or len(head) < HEAD:
        return opening, rest
    if strictly and not any(format_.mark in head for format_ in FORMATS):
        return opening, rest
    pieces: deque[bytes] = deque()
    stop: UnreadableError | None = None
    size = _FARTHER - len(head)
    try:
        while size > 0 and (piece := rest(min(size, HEAD))):
            pieces.append(piece)
            size -= len(piece)
    except UnreadableError as error:
        stop = error

    def replayed(size: int) -> bytes:
        if not pieces:
            if stop is not None:
                raise stop  # behind what could be read
            return rest(size)
        piece = pieces.popleft()
        if len(piece) > size:
            pieces.appendleft(piece[size:])
        return piece[:size]

    return recognised(head + b"".join(pieces), strictly=strictly), replayed


def recognised(head: bytes, kind: str | None = None, *, strictly: bool = False) -> Opening:
    """What a document that starts with `head` is; of the `kind` it is said to be, if it is.

    Every format is asked. One that is certain wins, then one that takes it for its own (not
    `strictly`, where the shape alone will not do); what else it might be counts only where
    none does. Raises UsageError for an unknown kind.
    """
    if kind is not None:
        for format_ in FORMATS:
            if format_.kind == kind:
                if not {"object", "records"} <= {*format_.shapes}:
                    return Opening(format_)  # an object can be only one thing, or none
                found = format_.recognise(glimpses(head))
                return Opening(format_, wraps=isinstance(found, Evidence) and found.wraps)
        known = ", ".join(format_.kind for format_ in FORMATS)
        raise UsageError(f'there is no kind "{kind}"; this version checks {known}')
    likely = Opening()
    foreign: Foreign | None = None
    seen: Iterable[Glimpse] = glimpses(head)
    for format_ in FORMATS:
        seen, again = tee(seen)  # the first look is the slow part, and often ends early
        found = format_.recognise(again)
        if isinstance(found, Foreign):
            foreign = foreign or found
        elif found is not None and found.certain:
            return Opening(format_, wraps=found.wraps)
        elif found is not None and likely.format is None:
            likely = Opening(format_, wraps=found.wraps)
    if likely.format is not None:
        return Opening() if strictly else likely
    return Opening(foreign=foreign)
