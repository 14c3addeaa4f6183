"""Ctrl-C as a wish: the work ends where it can be told what was found so far."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Self


class Interruption:
    """Whether somebody pressed Ctrl-C while this was entered; twice is an order.

    Outside the main thread, and where somebody else listens to the signal, nothing changes.
    """

    def __init__(self) -> None:
        self.requested = False
        self._blocked = False
        self._installed = False

    def __enter__(self) -> Self:
        usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if usual and threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, self._interrupt)
            self._installed = True
        return self

    def __exit__(self, *_: object) -> None:
        if self._installed:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            self._installed = False

    @contextmanager
    def waking(self) -> Iterator[None]:
        """While something waits that only an exception can wake, such as standard input."""
        self._blocked = True
        try:
            yield
        finally:
            self._blocked = False

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        if self.requested or self._blocked:
            self.requested = True
            raise KeyboardInterrupt
        self.requested = True
