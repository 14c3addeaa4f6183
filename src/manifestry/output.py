"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from manifestry.errors import OutputError
from manifestry.text import printable

Write = Callable[[bytes], None]
"""Takes the next bytes of an output; raises `OutputError` when they cannot be written."""


@contextmanager
def refusals(name: str) -> Iterator[None]:
    """Turns what the system says while writing to `name` into an `OutputError`."""
    try:
        yield
    except OSError as error:
        message = f"cannot write {printable(name)}: {error.strerror or error}"
        raise OutputError(message) from error


@contextmanager
def replacing(path: str) -> Iterator[Write]:
    """A function that writes, into a file that takes the place of `path` when all went well.

    If the block raises, or the process dies, `path` is as it was: the bytes go to a new
    file beside it, are forced to the disk, and only then take its name. A link stays a
    link, and the file keeps its mode. Devices and pipes cannot be replaced and are
    written to as they are.
    """
    beside: str | None = None
    file: BinaryIO | None = None
    try:  # from before the new file is there: an interrupt may come at any time
        with refusals(path):
            mode = _mode_of(path)
            if mode is not None and not stat.S_ISREG(mode):
                target = path
                file = open(path, "wb")  # noqa: SIM115
            else:
                target = os.path.realpath(path)
                beside = _beside(target)
                file = _create(beside)
        yield lambda data: _write(file, data, path)
        with refusals(path):
            file.flush()
            if beside is not None:
                if mode is not None:
                    os.chmod(beside, stat.S_IMODE(mode))
                os.fsync(file.fileno())
            file.close()
            if beside is not None:
                os.replace(beside, target)
                _sync_folder(os.path.dirname(target))
    except BaseException:
        if file is not None:
            with suppress(OSError):
                file.close()
        if beside is not None:
            with suppress(OSError):
                os.unlink(beside)
        raise


def same_file(one: str, other: str) -> bool:
    """True when two paths lead to one file."""
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):
        return os.path.realpath(one) == os.path.realpath(other)


def _mode_of(path: str) -> int | None:
    """The mode of what is there to be replaced, None if there is nothing."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISREG(mode) and not os.access(path, os.W_OK):
        raise PermissionError(13, "the file is read-only")  # or replacing it would work
    return mode


def _beside(target: str) -> str:
    # Short and of its own, because the target's name may be as long as a name can be.
    return os.path.join(os.path.dirname(target), f".manifestry-{os.urandom(8).hex()}.tmp")


def _create(path: str) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return open(os.open(path, flags, 0o666), "wb")


def _write(file: BinaryIO, data: bytes, name: str) -> None:
    with refusals(name):
        file.write(data)


def _sync_folder(folder: str) -> None:
    """Makes the new name last; not every system lets a folder be opened or forced."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
