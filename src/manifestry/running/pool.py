"""Files checked by others: batches of them go out, their outcomes come back in order."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from manifestry.errors import InternalError
from manifestry.running.monitor import Monitor
from manifestry.running.task import Checker, Outcome, Task
from manifestry.running.worker import BYTES, CURRENT, FIELDS, check_alone, check_batch, prepare

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

_BATCH_FILES: Final = 16
_BATCH_BYTES: Final = 2 * 2**20
_AHEAD: Final = 3  # batches in work or waiting, for each worker
_BEAT: Final = 0.1  # seconds after which it is looked whether to stop

Batch = Sequence[Task]


def cores() -> int:
    """How many processors this process may use."""
    if sys.version_info >= (3, 13):
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


class Crew:
    """Any executor that checks files: threads, processes, machines."""

    def __init__(self, executor: Executor, checker: Checker, workers: int) -> None:
        self._executor = executor
        self._checker = checker
        self._workers = workers

    def outcomes(self, tasks: Iterable[Task], monitor: Monitor) -> Iterator[tuple[Task, Outcome]]:
        """What comes of each task, in their order; only so many are in work at a time.

        It ends early when the monitor says so, and raises InternalError when a worker dies.
        """
        batches = batched(tasks)
        pending: deque[tuple[int, Batch, Future[list[Outcome]]]] = deque()
        window = self._workers * _AHEAD
        free = deque(range(window))
        try:
            while True:
                while free and not monitor.stopped and (batch := next(batches, None)) is not None:
                    try:
                        pending.append((free[0], batch, self._submit(free[0], batch)))
                    except BrokenExecutor as error:  # it was found out meanwhile
                        raise self._death(pending) from error
                    free.popleft()
                if not pending:
                    return
                slot, batch, future = pending[0]
                if not self._awaited(future, [each for each, _, _ in pending], monitor):
                    told = self.stop()
                    _cancel(pending)
                    if not told and not future.cancelled():
                        return
                try:
                    found = future.result()
                except CancelledError:
                    return
                except BrokenExecutor as error:
                    raise self._death(pending) from error
                pending.popleft()
                free.append(slot)
                yield from zip(batch, found, strict=False)
                if len(found) < len(batch) and not any(each.error for each in found):
                    return  # it was stopped
        finally:
            _cancel(pending)

    def stop(self) -> bool:
        """Tells the workers to stop; False if they cannot be told."""
        return False

    def _submit(self, slot: int, batch: Batch) -> Future[list[Outcome]]:
        return self._executor.submit(check_alone, self._checker, batch)

    def _read(self, slots: Iterable[int]) -> int:
        """The bytes that the batches in work have read so far."""
        return 0

    def _suspects(self, pending: Iterable[tuple[int, Batch, object]]) -> list[str]:
        """The files that may have been at hand when a worker died."""
        return [task.name for _, batch, _ in pending for task in batch][:1]

    def _awaited(
        self, future: Future[list[Outcome]], slots: Sequence[int], monitor: Monitor
    ) -> bool:
        """Waits for an outcome; False if it is to be stopped before it is there."""
        from concurrent.futures import wait

        while not future.done():
            if monitor.stopped:
                return False
            wait([future], timeout=_BEAT)
            if monitor.is_shown:
                monitor.elsewhere(self._read(slots))
        return True

    def _death(self, pending: Iterable[tuple[int, Batch, object]]) -> InternalError:
        names = self._suspects(pending)
        where = f"{' or '.join(names)}: " if names else ""
        return InternalError(
            f"{where}a worker process died (out of memory, perhaps); `--jobs 1` does without them"
        )


class Pool(Crew):
    """Processes of this machine, started when there is work for them."""

    def __init__(self, checker: Checker, workers: int) -> None:
        # Everything here takes time to import, and most runs need none of it.
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing.sharedctypes import RawArray

        started = context()
        self._board = RawArray("q", 1 + workers * _AHEAD * FIELDS)
        executor = ProcessPoolExecutor(
            workers, mp_context=started, initializer=prepare, initargs=(checker, self._board)
        )
        super().__init__(executor, checker, workers)

    def stop(self) -> bool:
        """Tells the workers: what they read next, they do not get."""
        self._board[0] = 1
        return True

    def close(self) -> None:
        """Ends the processes, which stop where they are."""
        self.stop()
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _submit(self, slot: int, batch: Batch) -> Future[list[Outcome]]:
        for field in range(FIELDS):
            self._board[1 + slot * FIELDS + field] = 0
        with deaf_children():
            return self._executor.submit(check_batch, slot, batch)

    def _read(self, slots: Iterable[int]) -> int:
        return sum(self._board[1 + slot * FIELDS + BYTES] for slot in slots)

    def _suspects(self, pending: Iterable[tuple[int, Batch, object]]) -> list[str]:
        found = []
        for slot, batch, _ in pending:
            current = self._board[1 + slot * FIELDS + CURRENT]
            if current:
                found.append(batch[current - 1].name)
        return found


def context(*more: str) -> BaseContext:
    """How processes are started: safely, and where it can be, with modules imported once.

    These are the engine, and `more`.
    """
    import multiprocessing

    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["manifestry.running.worker", "manifestry.engine.api", *more])
    return server


def batched(tasks: Iterable[Task]) -> Iterator[Batch]:
    """Tasks in groups that are worth being sent; a large file goes alone."""
    batch: list[Task] = []
    size = 0
    for task in tasks:
        if batch and (len(batch) >= _BATCH_FILES or size + task.size > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(task)
        size += task.size
    if batch:
        yield batch


def _cancel(pending: Iterable[tuple[int, Batch, Future[list[Outcome]]]]) -> None:
    for _, _, future in pending:
        future.cancel()


@contextmanager
def deaf_children() -> Iterator[None]:
    """Starts processes that Ctrl-C does not reach, from their first moment on."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    with suppress(ImportError):  # it would let the signal in again when it starts
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
