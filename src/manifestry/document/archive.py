"""Zip archives: the documents in one, each a stream of bytes, or a clear word against it.

Nothing is unpacked to a disk, and no member is ever wholly in memory. What no honest tool
writes is refused before anything is read: such an archive looks different to every reader.
"""

from __future__ import annotations

import posixpath
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO, Final

from manifestry.document.contents import Document, UnrelatedError
from manifestry.document.source import MAX_EXPANDED, Read
from manifestry.errors import LimitError, UnreadableError
from manifestry.text import quote

SUFFIXES: Final = (".json", ".ndjson", ".jsonl", ".json.gz", ".ndjson.gz", ".jsonl.gz")
"""How the name of a member ends that is a document."""

MAX_MEMBERS: Final = 10_000
"""The most members an archive may have; an export is one."""

MAX_DIRECTORY: Final = 4 * 2**20
"""The most bytes the list of members may have, which is read at once."""

MAX_RATIO: Final = 1000
"""How many times its size a member may expand to; text seldom does to more than 30 times."""

FREE_EXPANSION: Final = 16 * 2**20
"""Up to so many bytes a member may expand as it likes."""

_NESTED: Final = (".zip", ".tar", ".tgz", ".tar.gz", ".7z", ".rar")
_LOCAL_HEADER: Final = 30  # bytes, without the name
_UTF8_NAME: Final = 0x800
_ENCRYPTED: Final = 0x1
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_METHODS: Final = MappingProxyType({9: "deflate64", 12: "bzip2", 14: "lzma", 93: "zstd"})
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)
_NO_DIRECTORY: Final = "File is not a zip file"  # although it begins like one


@dataclass(slots=True)
class _Source:
    """The archive's file: no piece of it is larger than the list of members may be."""

    file: BinaryIO

    def read(self, size: int = -1, /) -> bytes:
        if size > MAX_DIRECTORY:
            raise LimitError(
                f"is a zip archive whose list of members has more than {MAX_DIRECTORY:,} bytes"
            )
        return self.file.read(size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self.file.seek(offset, whence)

    def tell(self) -> int:
        return self.file.tell()

    def seekable(self) -> bool:
        return True


def members(file: BinaryIO, name: str) -> Iterator[Document]:
    """The documents of an archive, by name. Raises UnreadableError where it is refused."""
    with _in_own_words("is a broken zip archive"), zipfile.ZipFile(_Source(file)) as archive:
        infos = archive.infolist()
        wanted = [info for info in infos if _is_wanted(info)]
        if not any(_is_document(info) for info in wanted):
            what = "holds no JSON, only other archives" if wanted else "holds no JSON"
            raise UnrelatedError(f"is a zip archive that {what}")
        _vet(infos, archive.start_dir)
        for info in sorted(wanted, key=lambda each: each.filename):
            yield _document(archive, info, name)


def _document(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Document:
    def opened_member() -> AbstractContextManager[Read]:
        return _member(archive, info)

    return Document(f"{name}/{info.filename}", opened_member, is_member=True)


def _is_wanted(info: zipfile.ZipInfo) -> bool:
    """Whether a member is a document or an archive, and not hidden: as in a folder."""
    parts = info.filename.split("/")
    hidden = any(part.startswith(".") and part.strip(".") for part in parts)
    if hidden or "__MACOSX" in parts or info.is_dir():
        return False
    return info.filename.lower().endswith((*SUFFIXES, *_NESTED))


def _is_document(info: zipfile.ZipInfo) -> bool:
    return info.filename.lower().endswith(SUFFIXES)


# --- what is refused ----------------------------------------------------------------------


def _vet(infos: list[zipfile.ZipInfo], end: int) -> None:
    """Raises UnreadableError for an archive that is not what it seems; `end` is of its members."""
    if len(infos) > MAX_MEMBERS:
        raise LimitError(f"is a zip archive with more than {MAX_MEMBERS:,} members")
    seen = set[str]()
    for info in infos:
        name = info.orig_filename
        fault = _fault_of_name(name)
        if fault is None and (same := posixpath.normpath(name)) in seen:
            fault = "is there twice"
        if fault is not None:
            raise UnreadableError(f"is a zip archive whose member {quote(name)} {fault}")
        seen.add(same)
    following = end
    for info in sorted(infos, key=lambda each: each.header_offset, reverse=True):
        if info.header_offset + _LOCAL_HEADER + _stored_size(info) > following:
            raise UnreadableError(
                f"is a zip archive whose member {quote(info.filename)} overlaps what follows it"
            )
        following = info.header_offset
    total = sum(info.file_size for info in infos if _is_wanted(info))
    if total > MAX_EXPANDED:
        raise LimitError(f"is a zip archive that expands to more than {MAX_EXPANDED:,} bytes")


def _fault_of_name(name: str) -> str | None:
    """What is wrong with a member's name: it must lead to one place below the archive."""
    if "\0" in name:
        return "has a NUL in its name"
    if "\\" in name:
        return "has a backslash in its name"
    if name.startswith("/") or _DRIVE.match(name):
        return "has an absolute path"
    if ".." in name.split("/"):
        return 'has ".." in its path'
    return None


def _stored_size(info: zipfile.ZipInfo) -> int:
    """The bytes of a member's name and content."""
    encoding = "utf-8" if info.flag_bits & _UTF8_NAME else "cp437"
    return len(info.orig_filename.encode(encoding, "replace")) + info.compress_size


def _fault_of(info: zipfile.ZipInfo) -> UnreadableError | None:
    """Why a member is not read."""
    if not _is_document(info):
        return UnrelatedError("is an archive in an archive; unpack the outer one")
    kind = stat.S_IFMT(info.external_attr >> 16)
    fault: UnreadableError | None = None
    if kind == stat.S_IFLNK:
        fault = UnreadableError("is a symbolic link in a zip archive, not a file")
    elif kind not in (0, stat.S_IFREG):
        fault = UnreadableError("is no regular file")
    elif info.flag_bits & _ENCRYPTED:
        fault = UnreadableError("is encrypted; unpack the archive with its password")
    elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        method = _METHODS.get(info.compress_type, f"method {info.compress_type}")
        fault = UnreadableError(f"is compressed by {method}; only deflate is read, or none")
    elif info.file_size > max(FREE_EXPANSION, MAX_RATIO * info.compress_size):
        fault = LimitError(f"expands to more than {MAX_RATIO:,} times its size")
    return fault


@contextmanager
def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[Read]:
    """A member's `read`; its checksum is compared where it ends."""
    fault = _fault_of(info)
    if fault is not None:
        raise fault
    what = "is broken in its zip archive"
    with _in_own_words(what):
        member = archive.open(info)

    stop: UnreadableError | None = None

    def read(size: int) -> bytes:
        nonlocal stop
        if stop is not None:
            raise stop  # the member itself would tell it only once
        try:
            with _in_own_words(what):
                return member.read(size)
        except UnreadableError as error:
            stop = error
            raise

    with member:
        yield read


@contextmanager
def _in_own_words(what: str) -> Iterator[None]:
    """Turns what the standard library says of an archive into an UnreadableError."""
    try:
        yield
    except OSError as error:
        raise UnreadableError((error.strerror or str(error)).lower()) from error
    except EOFError as error:
        raise UnreadableError(f"{what}: it ends too early") from error
    except _BROKEN as error:
        why = str(error)
        if why == _NO_DIRECTORY:
            raise UnreadableError(f"{what}: the list of its members is missing") from error
        raise UnreadableError(f"{what} ({quote(why)[1:-1]})") from error
