"""Many files: each is known already, or checked here or elsewhere; the reports keep the order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from manifestry.document.source import is_remote
from manifestry.errors import UsageError
from manifestry.findings import FileReport
from manifestry.running.hands import UNKNOWN_WORKERS, WORTH, Hands, hands_of
from manifestry.running.monitor import Monitor
from manifestry.running.task import MAX_SENT, Checker, Outcome, SettingsFor, Task, Verdict
from manifestry.settings import Settings
from manifestry.text import mask_secrets

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from manifestry.running.cache import Cache
    from manifestry.running.pool import Crew, Pool

SEGMENT: Final = 1024
"""So many files are looked at together, to see what is known and what is worth a pool."""

WORTH_BYTES: Final = 32 * 2**20
WORTH_FILES: Final = 400
"""From so much work on, a second process has earned its start: half a second of each."""

_MOST_EXPANDED: Final = 32  # how many times as large as it is a file mostly is unpacked


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """With what a run works.

    `jobs` is how many processes check files, or pieces of a large one, 0 for as many as are worth
    it. `executor` checks them instead, with `workers` of its own. Verdicts on files of up to `cache_up_to` bytes are
    looked up in `cache` and kept there.
    """

    jobs: int = 1
    executor: Executor | None = None
    workers: int = 0
    cache: Cache | None = None
    cache_up_to: int = 0
    monitor: Monitor = field(default_factory=Monitor)


def check_files(
    paths: Iterable[str | os.PathLike[str]],
    settings: Settings | None = None,
    *,
    executor: Executor | None = None,
    jobs: int = 0,
) -> Iterator[FileReport]:
    """Checks files in processes of their own; their reports come in the order of `paths`.

    `jobs` is the number of processes; 0 is as many as there are processors, or none but this
    one where the files are few and small. Instead of them any executor of the standard
    library's kind does: a thread pool, or `dask.distributed.Client.get_executor()`, whose
    workers have to see the files under the same absolute paths. Only a few files are in
    work at a time. Where processes are started, the caller's module must be fit for being
    imported again, as `multiprocessing` demands. Raises UsageError as `check` does.
    """
    if jobs < 0:
        raise UsageError(f"jobs must be 0 or more, got {jobs}")
    settings = settings or Settings()
    means = Means(jobs=jobs, executor=executor)
    tasks = (task_of(os.fsdecode(path)) for path in paths)
    return (each for each in check_tasks(tasks, Same(settings), means) if each is not None)


@dataclass(frozen=True, slots=True)
class Same:
    """The same settings for every file."""

    settings: Settings

    def __call__(self, path: str) -> Settings:
        """The settings."""
        return self.settings


def task_of(path: str, *, skip_unrelated: bool = False, error: str | None = None) -> Task:
    """The task that a path is."""
    if is_remote(path):
        return Task(path, mask_secrets(path), skip_unrelated, remote=True)
    size = 0
    if error is None:
        with suppress(OSError, ValueError):  # whoever opens it, says so
            size = os.stat(path).st_size
    # Absolute, because a worker elsewhere has another current folder.
    return Task(os.path.abspath(path), path, skip_unrelated, size, error)


def check_tasks(
    tasks: Iterable[Task], settings_for: SettingsFor, means: Means
) -> Iterator[Verdict]:
    """The verdicts on all files, in their order; fewer when the monitor says stop.

    Raises InternalError, which names the file, when Manifestry itself fails, behind the
    verdicts on what precedes.
    """
    run = _Run(settings_for, means)
    rest = iter(tasks)
    with ExitStack() as stack:
        while segment := list(islice(rest, SEGMENT)):
            means.monitor.begin(segment)
            for task, verdicts in run.segment(segment, stack):
                yield from _counted(task, verdicts, means.monitor)
            if means.monitor.stopped:
                return


class _Run:
    """One run: its pool, once there is one."""

    def __init__(self, settings_for: SettingsFor, means: Means) -> None:
        self._settings_for = settings_for
        self._means = means
        self._checker = Checker(settings_for, means.cache_up_to if means.cache else 0)
        self._crew: Crew | None = None
        self._hands: Hands | None = None

    def segment(
        self, tasks: Sequence[Task], stack: ExitStack
    ) -> Iterator[tuple[Task, Iterator[Verdict]]]:
        """Each task with its verdicts, which have to be taken before the next one."""
        known = [self._known(task) for task in tasks]
        unknown = [task for task, key in zip(tasks, known, strict=True) if key is None]
        crew = self._crew_for(unknown, stack)
        outcomes = crew.outcomes(unknown, self._means.monitor) if crew else None
        for task, key in zip(tasks, known, strict=True):
            if self._means.monitor.stopped and outcomes is None:
                return
            if key is not None:
                yield task, self._remembered(task, key)
            elif outcomes is None:
                yield task, self._here(task)
            elif (outcome := next(outcomes, None)) is None:
                return  # stopped
            else:
                yield task, self._from(task, outcome[1])

    def _crew_for(self, tasks: Sequence[Task], stack: ExitStack) -> Crew | None:
        """Who checks these tasks, if not this process itself."""
        if self._crew is not None or not tasks:
            return self._crew if tasks else None
        means = self._means
        self._hands = self._hands or stack.enter_context(
            hands_of(means.jobs, means.executor, means.workers, means.monitor.watch)
        )
        if means.executor is not None:
            if len(tasks) == 1 and tasks[0].size >= WORTH:
                return None  # it is better shared
            from manifestry.running.pool import Crew

            workers = means.workers or getattr(means.executor, "_max_workers", UNKNOWN_WORKERS)
            self._crew = Crew(means.executor, self._checker, int(workers))
            return self._crew
        jobs = jobs_for(tasks, means.jobs)
        if jobs > 1:
            from manifestry.running.pool import Pool

            pool: Pool = Pool(self._checker, jobs)
            stack.callback(pool.close)
            self._crew = pool
        return self._crew

    def _hands_for(self, task: Task) -> Hands | None:
        """Who helps with a file. Of what is compressed or far away the size is not known."""
        if self._hands is None or (task.size * _MOST_EXPANDED < WORTH and not task.remote):
            return None
        self._hands.name = task.name
        self._hands.expect(task.size)
        return self._hands

    # --- one file -------------------------------------------------------------------------

    def _here(self, task: Task) -> Iterator[Verdict]:
        """Checked in this process, if need be with the help of others."""
        hands = self._hands_for(task)
        if self._means.cache is None:
            yield from self._checker.verdicts(task, self._means.monitor.watch, hands=hands)
            return
        digest: list[bytes] = []
        kept: list[Verdict] = []
        held = 0
        for verdict in self._checker.verdicts(task, self._means.monitor.watch, digest, hands):
            yield verdict
            held += 1 + (len(verdict.findings) if verdict else 0)
            if held <= MAX_SENT:
                kept.append(verdict)
        if digest and held <= MAX_SENT:
            self._keep(task, digest[0], tuple(kept))

    def _from(self, task: Task, outcome: Outcome) -> Iterator[Verdict]:
        """Checked by somebody else."""
        if outcome.verdicts is None:  # too many: they come one by one only from here
            yield from self._checker.verdicts(task, self._means.monitor.watch)
            return
        yield from outcome.verdicts
        if outcome.error is not None:
            raise outcome.error
        if outcome.digest is not None:
            self._keep(task, outcome.digest, outcome.verdicts)

    def _remembered(self, task: Task, key: bytes) -> Iterator[Verdict]:
        """Known from an earlier run, unless it is spoilt."""
        verdicts = self._means.cache.get(key, task.name) if self._means.cache else None
        return self._here(task) if verdicts is None else iter(verdicts)

    # --- what is known --------------------------------------------------------------------

    def _known(self, task: Task) -> bytes | None:
        """The key under which the verdicts on a file are known, None if they are not."""
        cache, limit = self._means.cache, self._means.cache_up_to
        if cache is None or task.error is not None or task.remote or task.size > limit:
            return None
        from manifestry.running.hashing import digest_of

        digest = digest_of(task.path, limit)
        key = None if digest is None else self._key(task, digest)
        return key if key is not None and cache.has(key) else None

    def _key(self, task: Task, digest: bytes) -> bytes | None:
        cache = self._means.cache
        if cache is None:
            return None
        settings = self._settings_for(task.name)
        return cache.key(digest, settings, skip_unrelated=task.skip_unrelated)

    def _keep(self, task: Task, digest: bytes, verdicts: tuple[Verdict, ...]) -> None:
        key = self._key(task, digest)
        # The members of an archive may have settings of their own, by their names.
        members = any(each is not None and each.path != task.name for each in verdicts)
        if self._means.cache is not None and key is not None and not members:
            self._means.cache.put(key, verdicts, task.name)


def jobs_for(tasks: Sequence[Task], jobs: int) -> int:
    """How many processes are worth it; 1 means this one."""
    size = sum(task.size for task in tasks)
    little = size < WORTH_BYTES and len(tasks) < WORTH_FILES
    if jobs == 1 or len(tasks) < 2 or (not jobs and little):
        return 1
    from manifestry.running.pool import batched, cores

    jobs = jobs or cores()
    batches = sum(1 for _ in islice(batched(tasks), jobs))
    return min(jobs, batches)


def _counted(task: Task, verdicts: Iterator[Verdict], monitor: Monitor) -> Iterator[Verdict]:
    items = 0
    for verdict in verdicts:
        yield verdict
        items += verdict.items if verdict else 0
    monitor.done(task, items)
