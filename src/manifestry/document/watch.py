"""Looking on while a document is read: how many bytes, and whether it is time to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import BinaryIO, cast

from manifestry.document.source import Read
from manifestry.errors import UnreadableError

Watch = Callable[[int], None]
"""Told how many bytes each reading gave; raises `StoppedError` to end the reading."""


class StoppedError(UnreadableError):
    """Somebody wants the work to end here; what was found so far still holds."""

    def __init__(self, reason: str = "interrupted") -> None:
        super().__init__(reason)


def watching(read: Read, watch: Watch) -> Read:
    """A `read` under watch."""

    def watched_read(size: int) -> bytes:
        data = read(size)
        watch(len(data))
        return data

    return watched_read


@contextmanager
def watched(opening: AbstractContextManager[BinaryIO], watch: Watch) -> Iterator[BinaryIO]:
    """An open file under watch."""
    with opening as file:
        yield cast("BinaryIO", _Watched(file, watch))


class _Watched:
    """Of a file what the reading of a document takes: `read`, `seek` and `tell`."""

    def __init__(self, file: BinaryIO, watch: Watch) -> None:
        self._file = file
        self._watch = watch
        self.seek = file.seek
        self.tell = file.tell

    def read(self, size: int = -1, /) -> bytes:
        data = self._file.read(size)
        self._watch(len(data))
        return data
