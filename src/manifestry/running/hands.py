"""Processes that check the pieces of one large document; any other executor does as well."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from manifestry.document.watch import StoppedError, Watch
from manifestry.errors import InternalError

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future
    from types import TracebackType
    from typing import Self

    from manifestry.engine.parts import Answer, Piece

PIECE_BYTES: Final = 2**20
WORTH: Final = 16 * 2**20
"""From a document of this size on other processes have earned their start."""

UNKNOWN_WORKERS: Final = 4  # of an executor that does not say how many it has

_BEAT: Final = 0.1  # seconds after which it is looked whether to stop


class Hands:
    """Pieces go to an executor.

    `watch` is told of nothing but that it waits, and ends that by raising. `name` is that of the
    file, for what is said if a worker dies.
    """

    name = ""

    def __init__(
        self,
        executor: Executor,
        workers: int = 0,
        *,
        piece_bytes: int = PIECE_BYTES,
        worth: int = WORTH,
        watch: Watch | None = None,
    ) -> None:
        self._executor: Executor | None = executor
        self.workers = workers or getattr(executor, "_max_workers", UNKNOWN_WORKERS)
        self.piece_bytes = piece_bytes
        self.worth = worth
        self.watch = watch

    def expect(self, size: int) -> None:
        """A document of this size is about to be read, as far as that is known."""

    def ready(self, offset: int, *, is_quick: bool) -> bool:
        """Whether so much has been read that it is worth while."""
        return offset >= self.worth

    def submit(self, piece: Piece) -> Future[Answer]:
        """Hands a piece to the executor."""
        from manifestry.engine.pieces import check_piece

        assert self._executor is not None  # noqa: S101 - for the reader of the types
        from concurrent.futures import BrokenExecutor

        try:
            return self._executor.submit(check_piece, piece)
        except BrokenExecutor as error:
            raise self._death() from error

    def result(self, future: Future[Answer]) -> Answer:
        """What came of a piece. Raises StoppedError, or InternalError when a worker died."""
        from concurrent.futures import BrokenExecutor, CancelledError
        from concurrent.futures import wait as wait_for

        while not future.done():
            if self.watch is not None:
                self.watch(0)
            wait_for([future], timeout=_BEAT)
        try:
            return future.result()
        except CancelledError as error:  # the executor was shut down
            raise StoppedError from error
        except BrokenExecutor as error:
            raise self._death() from error

    def _death(self) -> InternalError:
        where = f"{self.name}: " if self.name else ""
        return InternalError(
            f"{where}a worker process died (out of memory, perhaps); `--jobs 1` does without them"
        )


class OwnHands(Hands):
    """Processes of its own, started when there is something worth it; leaving it ends them.

    One that `is_sparing` starts none for documents at which they would save little time.
    """

    def __init__(
        self,
        workers: int,
        *,
        piece_bytes: int = PIECE_BYTES,
        worth: int = WORTH,
        watch: Watch | None = None,
        is_sparing: bool = False,
    ) -> None:
        self._executor = None
        self._expected = 0
        self._is_sparing = is_sparing
        self._warm: Future[None] | None = None
        self.workers = workers
        self.piece_bytes = piece_bytes
        self.worth = worth
        self.watch = watch

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)

    def expect(self, size: int) -> None:
        """A document of this size is about to be read: processes can be started meanwhile."""
        self._expected = size
        if size >= self.worth and not self._is_sparing:
            self._start()

    def ready(self, offset: int, *, is_quick: bool) -> bool:
        """Whether it is worth while, and the first process is there."""
        if self._is_sparing and is_quick:
            return False
        if self._warm is None and max(offset, self._expected) >= self.worth:
            self._start()
        return self._warm is not None and self._warm.done()

    def submit(self, piece: Piece) -> Future[Answer]:
        """Hands a piece to a process."""
        from manifestry.running.pool import deaf_children

        with deaf_children():  # one may be started
            return super().submit(piece)

    def _start(self) -> None:
        if self._executor is not None:
            return
        from concurrent.futures import ProcessPoolExecutor

        from manifestry.engine.pieces import warm
        from manifestry.running.pool import context, deaf_children
        from manifestry.running.worker import prepare_alone

        self._executor = ProcessPoolExecutor(
            self.workers,
            mp_context=context("manifestry.running.everything"),
            initializer=prepare_alone,
        )
        with deaf_children():
            self._warm, *_ = [self._executor.submit(warm) for _ in range(self.workers)]


@contextmanager
def hands_of(
    jobs: int, executor: Executor | None = None, workers: int = 0, watch: Watch | None = None
) -> Iterator[Hands | None]:
    """The hands that an executor has, or so many processes (0: as many as there are processors).

    None where this process is the only one. Processes are ended behind it.
    """
    if executor is not None:
        yield Hands(executor, workers, watch=watch)
        return
    is_sparing = not jobs
    if is_sparing:
        from manifestry.running.pool import cores

        jobs = cores()
    if jobs == 1:
        yield None
        return
    with OwnHands(jobs, watch=watch, is_sparing=is_sparing) as hands:
        yield hands
