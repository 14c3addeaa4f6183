"""What happens in a process of the pool."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Sequence
from typing import Any

from manifestry.document.watch import StoppedError
from manifestry.running.task import Checker, Outcome, Task

BYTES, CURRENT, FIELDS = 0, 1, 2
"""What each batch in work says of itself: the bytes it has read; the number, from 1, of the
file that is at hand."""

Board = Any
"""Whole numbers that all processes see: whether to stop, then `FIELDS` for each batch."""


class _Place:
    """What this process was told at its start."""

    checker: Checker
    board: Board


def prepare(checker: Checker, board: Board) -> None:
    """Makes a process of the pool ready: it is told how to check once for all files."""
    prepare_alone()
    _Place.checker = checker
    _Place.board = board


def prepare_alone() -> None:
    """Makes a process one that ends when it shall, and no sooner."""
    # Ctrl-C reaches every process of the terminal; only the first one decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def check_batch(slot: int, tasks: Sequence[Task]) -> list[Outcome]:
    """Checks files one after the other, as far as nobody wants to stop."""
    base, board = 1 + slot * FIELDS, _Place.board
    outcomes = []

    def watch(size: int) -> None:
        board[base + BYTES] += size
        if board[0]:
            raise StoppedError

    for number, task in enumerate(tasks, start=1):
        if board[0]:
            break
        board[base + CURRENT] = number
        outcomes.append(_Place.checker.outcome(task, watch))
        if outcomes[-1].error is not None:
            break
    board[base + CURRENT] = 0
    return outcomes


def check_alone(checker: Checker, tasks: Sequence[Task]) -> list[Outcome]:
    """The same where nothing has been prepared: in a thread, or on another machine."""
    outcomes = []
    for task in tasks:
        outcomes.append(checker.outcome(task))
        if outcomes[-1].error is not None:
            break
    return outcomes


def _end_with_parent() -> None:
    """Ends this process when the one that started it is no more, however it ended."""
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
