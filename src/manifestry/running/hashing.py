"""What a file holds, as a digest: of the very bytes that are checked."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import BinaryIO, Final

from manifestry.document.source import opened, reading
from manifestry.errors import UnreadableError

HELD: Final = 4 * 2**20
"""Up to so many bytes a file is read once, and checked in memory."""

_PORTION: Final = 1024 * 1024


def digest_of(path: str, up_to: int) -> bytes | None:
    """The digest of a file's content; None if it cannot be read or is larger than `up_to`."""
    digest: list[bytes] = []
    try:
        with hashed(opened(path), up_to, digest):
            pass
    except UnreadableError:
        return None  # whoever opens it to check it, says so
    return digest[0] if digest else None


@contextmanager
def hashed(
    opening: AbstractContextManager[BinaryIO], up_to: int, digest: list[bytes]
) -> Iterator[BinaryIO]:
    """A file to be read from its beginning, its digest put into `digest` when it is left.

    A larger one than `up_to` bytes has no digest, nor has one that changed meanwhile.
    """
    found: bytes | None = None
    with opening as file:
        read = reading(file)
        data = read(min(HELD, up_to) + 1)
        if len(data) <= min(HELD, up_to):
            found = hashlib.sha256(data).digest()
            yield io.BytesIO(data)
        else:
            found = _of_rest(data, file, up_to)
            file.seek(0)
            yield file
    if found is not None:
        digest.append(found)


def _of_rest(data: bytes, file: BinaryIO, up_to: int) -> bytes | None:
    """The digest of `data` and what follows it, a portion at a time."""
    read = reading(file)
    state = hashlib.sha256()
    total = 0
    while data:
        total += len(data)
        if total > up_to:
            return None
        state.update(data)
        data = read(_PORTION)
    return state.digest()
