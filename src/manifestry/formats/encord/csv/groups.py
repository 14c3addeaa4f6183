"""The rows of groups, kept until the end: which of them are one group is only known then.

Their bytes wait in a temporary file, and of each run of rows that follow one another a few
numbers are kept. So a manifest of any size takes little memory, however its rows are mixed.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator
from hashlib import blake2b
from types import TracebackType
from typing import Final, NamedTuple, Self

from manifestry.errors import LimitError, UnreadableError

_IN_MEMORY: Final = 8 * 2**20


class Run(NamedTuple):
    """Rows that follow one another and belong to one group.

    data: their bytes. line: that of the first one, row: its index. header: the number of the
    header above them.
    """

    data: bytes
    line: int
    row: int
    header: int


class Joined(NamedTuple):
    """What a row found when it was put to its group.

    after: the line where the group's rows before it begin, if others stand between; else 0.
    flag: what the first row of the group says of making a video.
    """

    after: int
    flag: bool


class Groups:
    """All groups of a document, in the order of their first rows."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - see exit
        self._size = 0
        self._numbers: dict[bytes, int] = {}
        self._last = -1  # the group, and below it the index, of the row that was added last
        self._row = -1
        self._title = ("", "")
        # Of each group what its first row says, its first run and its last.
        self._flags = array("b")
        self._firsts = array("Q")
        self._lasts = array("Q")
        # Of each run where its bytes are, its place, and the group's next run: 0 for none.
        self._offsets = array("Q")
        self._lengths = array("Q")
        self._lines = array("Q")
        self._rows = array("Q")
        self._headers = array("Q")
        self._nexts = array("Q")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._file.close()

    def extend(self, section: str, title: str, data: bytes) -> Joined | None:
        """Puts a row to its group if it goes on with the one above it; None if it does not.

        It must stand directly below the row that was added before.
        """
        if (section, title) != self._title:
            return None
        self._write(data)
        self._lengths[-1] += len(data)
        self._row += 1
        return Joined(0, bool(self._flags[self._last]))

    def add(self, section: str, title: str, row: Run, *, flag: bool) -> Joined:
        """Puts one row to its group."""
        key = blake2b(f"{section}\n{title}".encode("utf-8", "surrogatepass"), digest_size=16)
        number = self._numbers.setdefault(key.digest(), len(self._flags))
        after, run = 0, len(self._offsets)
        if number == len(self._flags):
            self._flags.append(flag)
            self._firsts.append(run)
            self._lasts.append(run)
        else:
            before = self._lasts[number]
            if number != self._last or row.row != self._row + 1:
                after = self._lines[before]
            self._nexts[before] = self._lasts[number] = run
        self._offsets.append(self._size)
        self._lengths.append(len(row.data))
        self._lines.append(row.line)
        self._rows.append(row.row)
        self._headers.append(row.header)
        self._nexts.append(0)
        self._write(row.data)
        self._last, self._row, self._title = number, row.row, (section, title)
        return Joined(after, bool(self._flags[number]))

    def runs(self, limit: int) -> Iterator[list[Run]]:
        """The runs of each group. Raises LimitError for a group of more bytes than `limit`."""
        for first in self._firsts:
            runs: list[Run] = []
            size, at = 0, first
            while not runs or at:
                size += self._lengths[at]
                if size > limit:
                    raise LimitError(
                        f"a single group is larger than {limit:,} bytes "
                        "(--max-item-bytes allows more)"
                    )
                runs.append(self._run(at))
                at = self._nexts[at]
            yield runs

    def _write(self, data: bytes) -> None:
        try:
            self._file.write(data)
        except OSError as error:
            raise _refused(error) from error
        self._size += len(data)

    def _run(self, at: int) -> Run:
        try:
            self._file.seek(self._offsets[at])
            data = self._file.read(self._lengths[at])
        except OSError as error:
            raise _refused(error) from error
        return Run(data, self._lines[at], self._rows[at], self._headers[at])


def _refused(error: OSError) -> UnreadableError:
    return UnreadableError(
        f"its groups cannot be kept in a temporary file: {error.strerror or error}"
    )
