"""What a run is told while it works, and what it asks: how far it is, whether to stop."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from manifestry.document.source import Read
from manifestry.document.watch import StoppedError
from manifestry.running.interruption import Interruption
from manifestry.running.task import Task


class Display(Protocol):
    """Shows how far a run is."""

    def begin(self, files: int, size: int) -> None:
        """So many more files there are, of this size together."""

    def show(self, size: int, files: int, items: int) -> None:
        """So much of it is done."""


class Monitor:
    """Counts what is read and done, for a display that may be there.

    Bytes count when they are read; what a file turns out to be larger or smaller than it
    seemed is put right when it is done.
    """

    def __init__(
        self, interruption: Interruption | None = None, display: Display | None = None
    ) -> None:
        self._interruption = interruption
        self._display = display
        self._size = self._files = self._items = 0
        self._reading = 0

    @property
    def stopped(self) -> bool:
        """Whether the run shall end."""
        return self._interruption is not None and self._interruption.requested

    @property
    def is_shown(self) -> bool:
        """Whether anybody looks."""
        return self._display is not None

    def begin(self, tasks: Iterable[Task]) -> None:
        """There are these files to check."""
        if self._display is not None:
            sizes = [task.size for task in tasks]
            self._display.begin(len(sizes), sum(sizes))

    def watch(self, size: int) -> None:
        """The `Watch` of a file that is read here. Raises `StoppedError`."""
        self._reading += size
        self._show(self._reading)
        if self.stopped:
            raise StoppedError

    def interruptible(self, read: Read) -> Read:
        """A `read` under watch that may wait for long: Ctrl-C wakes it."""

        def read_or_stop(size: int) -> bytes:
            if self._interruption is None:
                data = read(size)
            else:
                try:
                    with self._interruption.waking():
                        data = read(size)
                except KeyboardInterrupt:
                    raise StoppedError from None
            self.watch(len(data))
            return data

        return read_or_stop

    def elsewhere(self, size: int) -> None:
        """So many bytes of what is not done have been read by others."""
        self._show(size)

    def done(self, task: Task, items: int) -> None:
        """A file is done, which had so many items."""
        self._size += task.size or self._reading
        self._reading = 0
        self._files += 1
        self._items += items
        self._show(0)

    def _show(self, reading: int) -> None:
        # What is stopped is not done, though it counts as that with all of its bytes.
        if self._display is not None and not self.stopped:
            self._display.show(self._size + reading, self._files, self._items)
