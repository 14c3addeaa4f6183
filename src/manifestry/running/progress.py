"""A line on standard error that says how far a run is, gone without a trace at its end."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from typing import Any, Final, TextIO

_PATIENCE: Final = 1.0  # seconds; what is done before needs no bar
_BEAT: Final = 0.1


def wanted(stream: TextIO | None, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether somebody looks at a stream who would like to see a bar."""
    try:
        return stream is not None and stream.isatty() and environ.get("TERM") != "dumb"
    except ValueError:  # closed
        return False


class Bar:
    """A `Display`: bytes and their rate, files and items, the time that is left.

    It appears when the work takes longer than a moment. Whoever writes to the terminal calls
    `hide` first; the bar comes back by itself.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._start = self._last = time.monotonic()
        self._files = self._size = 0
        self._bar: Any = None
        self._hidden = False

    def begin(self, files: int, size: int) -> None:
        """So many more files there are, of this size together."""
        self._files += files
        self._size += size

    def show(self, size: int, files: int, items: int) -> None:
        """So much of it is done."""
        now = time.monotonic()
        if now - self._last < (_BEAT if self._bar is not None else _PATIENCE):
            return
        self._last = now
        if self._bar is None:
            self._bar = self._made(now - self._start)
        self._hidden = False
        self._bar.total = max(self._size, size) if self._size else None
        done = f"{files:,}/{self._files:,} files" if self._files > 1 else ""
        found = f"{items:,} items" if items else ""
        self._bar.set_postfix_str(", ".join(filter(None, (done, found))), refresh=False)
        self._bar.n = size
        self._bar.refresh()

    def hide(self) -> None:
        """Takes the bar away for what is written now."""
        if self._bar is not None and not self._hidden:
            self._bar.clear()
            self._hidden = True

    def close(self) -> None:
        """Takes the bar away for good."""
        if self._bar is not None:
            self._bar.close()

    def _made(self, elapsed: float) -> Any:
        from tqdm.std import tqdm

        tqdm.monitor_interval = 0  # no thread is needed to look after it
        bar = tqdm(
            total=self._size or None,
            file=self._stream,
            unit="B",
            unit_scale=True,
            leave=False,
            dynamic_ncols=True,
            mininterval=0,
        )
        bar.start_t -= elapsed
        return bar
