"""JSON documents written item by item, one a line: the memory they take does not grow."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from types import TracebackType
from typing import BinaryIO, Final, Self

from manifestry.document.source import Read
from manifestry.errors import LimitError

LIST: Final = ""
"""The section of items that stand in a list at the top of the document."""

_PIECE: Final = 1024 * 1024


def dumps(value: object) -> bytes:
    """A value as compact JSON in UTF-8, key order and number types kept.

    Raises LimitError for a value nested too deep to be written.
    """
    import orjson

    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:  # a whole number beyond 64 bits, or more than 254 levels
        try:
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        except RecursionError as error:
            raise LimitError("a value is nested too deep to be written") from error
        return text.encode()


class Spool:
    """Items on their way into one document, each in its section; they wait on the disk.

    Sections may be added to in any order. The document is made as often as it is asked for,
    each time the same bytes.
    """

    def __init__(self) -> None:
        self._files: dict[str, BinaryIO] = {}
        self.counts: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for file in self._files.values():
            file.close()

    def add(self, section: str, item: bytes) -> None:
        """Adds an item, which is JSON without a line end, at the end of a section."""
        file = self._files.get(section)
        if file is None:
            file = self._files[section] = tempfile.TemporaryFile()  # noqa: SIM115 - closed on exit
            self.counts[section] = 0
        file.write(item + b"\n")
        self.counts[section] += 1

    def items(self, section: str, without: AbstractSet[int] = frozenset()) -> Iterator[bytes]:
        """The items of a section, but for those at the indices `without`."""
        file = self._files.get(section)
        if file is not None:
            file.seek(0)
            for index, line in enumerate(file):
                if index not in without:
                    yield line[:-1]
            file.seek(0, 2)

    def document(
        self,
        order: Iterable[str],
        members: Mapping[str, object] | None = None,
        *,
        without: Mapping[str, AbstractSet[int]] | None = None,
    ) -> Iterator[bytes]:
        """An object with `members` first and then the sections that are not empty, in `order`.

        If `order` is only `LIST`, the document is a list. `without`: of each section the
        indices of the items that are left out.
        """
        out = without or {}
        names = [*order]
        if names == [LIST]:
            yield from _listed(self.items(LIST, out.get(LIST, frozenset())), b"", b"  ")
            yield b"\n"
            return
        separator = b"{"
        for key, value in (members or {}).items():
            yield separator + b"\n  " + dumps(key) + b": " + dumps(value)
            separator = b","
        for name in names:
            if self.counts.get(name, 0) > len(out.get(name, frozenset())):
                yield separator + b"\n  " + dumps(name) + b": "
                yield from _listed(self.items(name, out.get(name, frozenset())), b"  ", b"    ")
                separator = b","
        yield b"{}\n" if separator == b"{" else b"\n}\n"


def _listed(items: Iterator[bytes], outer: bytes, inner: bytes) -> Iterator[bytes]:
    """A list, an item a line."""
    separator = b"["
    pieces: list[bytes] = []
    size = 0
    for item in items:
        pieces.append(separator + b"\n" + inner + item)
        size += len(item)
        separator = b","
        if size > _PIECE:
            yield b"".join(pieces)
            pieces.clear()
            size = 0
    pieces.append(b"[]" if separator == b"[" else b"\n" + outer + b"]")
    yield b"".join(pieces)


def reading_pieces(pieces: Iterator[bytes]) -> Read:
    """A `read` that gives the bytes of pieces, one after the other."""
    rest = b""

    def read(size: int) -> bytes:
        nonlocal rest
        while not rest:
            following = next(pieces, None)
            if following is None:
                return b""
            rest = following
        data, rest = rest[:size], rest[size:]
        return data

    return read
