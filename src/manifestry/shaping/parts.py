"""Several files that appear in a folder together, or not at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import BinaryIO, Final, NamedTuple, Self

from manifestry.errors import OutputError
from manifestry.output import refusals
from manifestry.text import printable

_PIECE: Final = 256 * 1024


class _Named(NamedTuple):
    """A file that gets its name; `aside` is where what it takes the place of is kept."""

    hidden: str
    path: str
    aside: str | None


class Parts:
    """Files written under hidden names; `publish` gives them their own.

    If the block ends without it, the folder is as it was. What is replaced is put aside until
    the last file has its name.
    """

    def __init__(self, folder: str, *, force: bool = False) -> None:
        self._folder = folder
        self._force = force
        self._made_folder = False
        self._file: BinaryIO | None = None
        self._waiting: list[bytes] = []
        self._size = 0
        self._hidden: list[str] = []
        self._named: list[_Named] = []

    def __enter__(self) -> Self:
        with refusals(self._folder):
            self._made_folder = not os.path.isdir(self._folder)
            os.makedirs(self._folder, exist_ok=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
        for path in self._hidden:
            with suppress(OSError):
                os.unlink(path)
        if self._made_folder:
            with suppress(OSError):
                os.rmdir(self._folder)  # which leaves one that holds anything

    def begin(self) -> None:
        """Begins the next file."""
        self.end()
        with refusals(self._folder):
            path = self._new_name()
            self._hidden.append(path)
            self._file = open(path, "xb")  # noqa: SIM115 - closed by `end`

    def write(self, data: bytes) -> None:
        """Adds to the file that was begun last."""
        self._waiting.append(data)
        self._size += len(data)
        if self._size > _PIECE:
            self._send()

    def _send(self) -> None:
        """Writes what waits: a call for each item would take longer than all else."""
        data = b"".join(self._waiting)
        self._waiting.clear()
        self._size = 0
        if self._file is not None:
            with refusals(self._folder):
                self._file.write(data)

    def end(self) -> None:
        """Ends the file that was begun last: its bytes are on the disk."""
        self._send()
        if self._file is not None:
            with refusals(self._folder):
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
            self._file = None

    def publish(self, names: Sequence[str]) -> list[str]:
        """Gives the files their names, in order; the paths.

        Raises OutputError if one is taken, unless it may be replaced.
        """
        self.end()
        paths = [os.path.join(self._folder, name) for name in names]
        for path in paths:
            if os.path.lexists(path) and (os.path.isdir(path) or not self._force):
                hint = "" if os.path.isdir(path) else "; --force replaces it"
                raise OutputError(f"{printable(path)} is there already{hint}")
        try:
            for path, hidden in zip(paths, self._hidden, strict=True):
                with refusals(path):
                    self._name(hidden, path)
        except BaseException:
            self._undo()
            raise
        self._hidden = [each.aside for each in self._named if each.aside is not None]
        return paths

    def _name(self, hidden: str, path: str) -> None:
        aside = self._new_name() if os.path.lexists(path) else None
        self._named.append(_Named(hidden, path, aside))  # before: an interrupt may come any time
        if aside is not None:
            os.rename(path, aside)
        os.rename(hidden, path)

    def _undo(self) -> None:
        for hidden, path, aside in reversed(self._named):
            with suppress(OSError):
                if not os.path.lexists(hidden):
                    os.unlink(path)
            with suppress(OSError):
                if aside is not None and os.path.lexists(aside):
                    os.rename(aside, path)

    def _new_name(self) -> str:
        return os.path.join(self._folder, f".manifestry-{os.urandom(8).hex()}.tmp")
