"""Opening: whatever the name leads to, a stream of UTF-8 bytes or one clear error."""

from __future__ import annotations

import os
import re
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

from manifestry.errors import LimitError, UnreadableError

MAX_EXPANDED: Final = 64 * 2**30
"""The most bytes a compressed document may expand to; the largest manifest needs a tenth."""

MAX_SPOOLED: Final = 4 * 2**30
"""The most bytes of an archive that comes as a stream, which is put into a temporary file."""

_PORTION: Final = 256 * 1024

_SPECIAL: Final = (
    (stat.S_ISDIR, "is a folder"),
    (stat.S_ISFIFO, "is a pipe (FIFO), not a file; `-` reads standard input"),
    (stat.S_ISSOCK, "is a socket, not a file"),
    (stat.S_ISCHR, "is a device, not a file"),
    (stat.S_ISBLK, "is a device, not a file"),
)

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")  # the second if nothing is in it
_TAR_MARK: Final = slice(257, 262)

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")  # one letter alone is a drive

Read = Callable[[int], bytes]


def is_remote(path: str) -> bool:
    """Whether a path is the URL of a document, which `manifestry.document.remote` reads.

    >>> is_remote("s3://acme-media/a.json"), is_remote("C://a.json"), is_remote("a.json")
    (True, False, False)
    """
    return _SCHEME.match(path) is not None


@contextmanager
def open_file(path: str | os.PathLike[str]) -> Iterator[Read]:
    """A regular file's `read`; else as `opened`."""
    with opened(path) as file:
        yield reading(file)


@contextmanager
def opened(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A regular file.

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
        yield file
        with _in_own_words():
            after = os.fstat(file.fileno())
    # A file of size 0 that has content (/proc) tells nothing about itself.
    if before.st_size and (before.st_size, before.st_mtime_ns) != (
        after.st_size,
        after.st_mtime_ns,
    ):
        raise UnreadableError("changed while it was read")


@contextmanager
def naming(name: str) -> Iterator[None]:
    """Puts the name of what is read before what is said of its being unreadable."""
    try:
        yield
    except UnreadableError as error:
        raise type(error)(f"{name}: {error}") from error


@contextmanager
def _in_own_words() -> Iterator[None]:
    """Turns what the system says of a file into an UnreadableError."""
    try:
        yield
    except OSError as error:
        raise UnreadableError(_in_words(error)) from error
    except ValueError as error:  # a NUL in the name
        raise UnreadableError(str(error)) from error


def reading(file: BinaryIO) -> Read:
    """A file's `read`, which raises UnreadableError for what the system says against it."""

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


def peeked(read: Read) -> tuple[bytes, Read]:
    """The first bytes of what `read` gives, and a `read` of it all."""
    head = _read_fully(read, len(_ZIP[0]))
    rest = head

    def read_again(size: int) -> bytes:
        nonlocal rest
        if not rest:
            return read(size)
        piece, rest = rest[:size], rest[size:]
        return piece

    return head, read_again


@contextmanager
def spooled(read: Read) -> Iterator[BinaryIO]:
    """What `read` gives as a temporary file, which can be sought in.

    Raises LimitError if there is too much of it, UnreadableError if it cannot be kept.
    """
    import tempfile

    with _in_own_words():
        file = tempfile.TemporaryFile()  # noqa: SIM115  closed below; only this is guarded here
    with file:
        total = 0
        while piece := read(_PORTION):
            total += len(piece)
            if total > MAX_SPOOLED:
                raise LimitError(
                    f"is an archive of more than {MAX_SPOOLED:,} bytes that comes as a stream; "
                    "give it as a file"
                )
            with _in_own_words():
                file.write(piece)
        with _in_own_words():
            file.seek(0)  # writes what is left
        yield file


def decoded(read: Read, head_size: int) -> tuple[bytes, Read]:
    """The first bytes of a document and the `read` of the rest, decompressed if need be.

    Raises UnreadableError for UTF-16, UTF-32, archives and broken gzip, LimitError for gzip
    that expands without end.
    """
    head = _read_fully(read, head_size)
    packed = ""
    if head.startswith(b"\x1f\x8b"):
        read = _gunzip(head, read)
        head = _read_fully(read, head_size)
        packed = "a gzip file with "
    archive = _archive(head)
    if archive:
        raise UnreadableError(f"is {packed}{archive} where a document is wanted; unpack it first")
    encoding = _wide_encoding(head)
    if encoding:
        raise UnreadableError(f"is {encoding}; Manifestry and the platforms read UTF-8 only")
    return head, read


def is_archive(head: bytes) -> bool:
    """Whether a file that begins with `head`, four bytes or more, is a zip archive."""
    return head.startswith(_ZIP)


def _archive(head: bytes) -> str | None:
    if is_archive(head):
        return "a zip archive"
    is_tar = head[_TAR_MARK] == b"ustar" and b"\0" in head[: _TAR_MARK.start]
    return "a tar archive" if is_tar else None


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
            pending = pending or read(_PORTION)
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
