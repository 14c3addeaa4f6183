"""The collector of cyclic garbage, which has little to do in a check."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_COLLECT_AFTER: Final = 100_000  # a batch has some thousand objects


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Lets the collector of cycles look only when very many objects have come together.

    What is parsed has no cycles, but makes the collector look again and again. It is not turned
    off, for errors of the schema pass may have some.
    """
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _COLLECT_AFTER) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
