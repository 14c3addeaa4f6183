"""Opening: whatever the name leads to, a stream of UTF-8 bytes or one clear error."""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

from manifestry.errors import LimitError, UnreadableError

MAX_EXPANDED: Final = 64 * 2**30
"""The most bytes a compressed document may expand to; the largest manifest needs a tenth."""

_SPECIAL: Final = (
    (stat.S_ISDIR, "is a folder"),
    (stat.S_ISFIFO, "is a pipe (FIFO), not a file; `-` reads standard input"),
    (stat.S_ISSOCK, "is a socket, not a file"),
    (stat.S_ISCHR, "is a device, not a file"),
    (stat.S_ISBLK, "is a device, not a file"),
)

Read = Callable[[int], bytes]


@contextmanager
def open_file(path: str | os.PathLike[str]) -> Iterator[Read]:
    """A regular file's `read`, decompressed if it is gzip.

    Raises UnreadableError for anything else, for a file that cannot be read, and, on
    leaving, for one that changed meanwhile.
    """
    with _in_own_words():
        before = os.stat(path)
        for is_special, message in _SPECIAL:
            if is_special(before.st_mode):
                raise UnreadableError(message)
        file = open(path, "rb")  # noqa: SIM115  closed below; only the opening is guarded here
    with file:
        yield _guarded(file)
        with _in_own_words():
            after = os.fstat(file.fileno())
    # A file of size 0 that has content (/proc) tells nothing about itself.
    if before.st_size and (before.st_size, before.st_mtime_ns) != (
        after.st_size,
        after.st_mtime_ns,
    ):
        raise UnreadableError("changed while it was read")


@contextmanager
def _in_own_words() -> Iterator[None]:
    """Turns what the system says of a file into an UnreadableError."""
    try:
        yield
    except OSError as error:
        raise UnreadableError(_in_words(error)) from error
    except ValueError as error:  # a NUL in the name
        raise UnreadableError(str(error)) from error


def _guarded(file: BinaryIO) -> Read:
    def read(size: int) -> bytes:
        try:
            return file.read(size)
        except OSError as error:
            raise UnreadableError(_in_words(error)) from error

    return read


def _in_words(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return (error.strerror or str(error)).lower()


def decoded(read: Read, head_size: int) -> tuple[bytes, Read]:
    """The first bytes of a document and the `read` of the rest, decompressed if need be.

    Raises UnreadableError for UTF-16, UTF-32 and broken gzip, LimitError for gzip that
    expands without end.
    """
    head = _read_fully(read, head_size)
    if head.startswith(b"\x1f\x8b"):
        read = _gunzip(head, read)
        head = _read_fully(read, head_size)
    encoding = _wide_encoding(head)
    if encoding:
        raise UnreadableError(f"is {encoding}; Manifestry and the platforms read UTF-8 only")
    return head, read


def _read_fully(read: Read, size: int) -> bytes:
    pieces = []
    while size > 0 and (piece := read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32, told by a byte order mark or by where the zeros are."""
    if head.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "UTF-32"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    zeros = [byte == 0 for byte in head[:4]]
    if len(zeros) == 4 and zeros in ([True, True, True, False], [False, True, True, True]):
        return "UTF-32"
    if zeros in ([True, False, True, False], [False, True, False, True]):
        return "UTF-16"
    return None


def _gunzip(head: bytes, read: Read) -> Read:
    """Decompresses one gzip stream of any number of members, a piece at a time."""
    inflate = zlib.decompressobj(wbits=31)
    pending = head
    total = 0

    def read_expanded(size: int) -> bytes:
        nonlocal inflate, pending, total
        while True:
            pending = pending or read(256 * 1024)
            if not pending:
                if inflate.eof:
                    return b""
                raise UnreadableError("is a gzip file that ends too early")
            if inflate.eof:
                if not pending.strip(b"\0"):  # padding
                    pending = b""
                    continue
                inflate = zlib.decompressobj(wbits=31)
            try:
                data = inflate.decompress(pending, size)
            except zlib.error as error:
                raise UnreadableError(f"is a broken gzip file ({error})") from error
            pending = inflate.unconsumed_tail or inflate.unused_data
            total += len(data)
            if total > MAX_EXPANDED:
                raise LimitError(f"expands to more than {MAX_EXPANDED:,} bytes")
            if data:
                return data

    return read_expanded
