"""Many files through any executor: the same reports in the same order, and no hanging."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

import manifestry
from manifestry.document.watch import StoppedError
from manifestry.errors import InternalError, UsageError
from manifestry.running import files, pool, task
from manifestry.running.files import Means, Same, check_tasks, jobs_for, task_of
from manifestry.running.interruption import Interruption
from manifestry.running.monitor import Monitor
from manifestry.running.pool import batched, cores
from manifestry.running.task import Task
from manifestry.settings import Settings

BAD = '{"videos": [{"title": "cam %d"}]}'


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    """Files of which each has one finding of its own, an archive, and some that are no good."""
    found = []
    for number in range(40):
        path = tmp_path / f"{number:02}.json"
        path.write_text(BAD % number)
        found.append(str(path))
    archive = tmp_path / "two.zip"
    with zipfile.ZipFile(archive, "w") as into:
        into.writestr("a.json", BAD % 1)
        into.writestr("b.json", BAD % 2)
    return [*found[:20], str(archive), str(tmp_path / "none.json"), *found[20:]]


def whole(reports: Iterator[manifestry.FileReport]) -> list[dict[str, Any]]:
    """Reports with everything in them; what they compare by lacks the excerpts."""
    return [asdict(report) for report in reports]


def here(paths: list[str]) -> list[dict[str, Any]]:
    """The reports as this process makes them."""
    return whole(manifestry.check_files(paths, jobs=1))


class TestExecutors:
    """Who checks makes no difference."""

    def test_here(self, paths: list[str]) -> None:
        """One process gives what `check` gives, file by file."""
        single = [asdict(report) for path in paths for report in manifestry.check(path).files]
        assert here(paths) == single
        assert len(single) == len(paths) + 1  # the archive has two documents

    def test_threads(self, paths: list[str]) -> None:
        """A pool of threads."""
        with ThreadPoolExecutor(3) as executor:
            assert whole(manifestry.check_files(paths, executor=executor)) == here(paths)

    def test_processes_of_somebody_else(self, paths: list[str]) -> None:
        """A pool of processes that the caller has made."""
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(2, mp_context=context) as executor:
            assert whole(manifestry.check_files(paths, executor=executor)) == here(paths)

    def test_processes(self, paths: list[str]) -> None:
        """Processes of its own, which are gone afterwards."""
        settings = Settings(severity={"E201": manifestry.Severity.INFO}, max_findings=0)
        found = whole(manifestry.check_files(paths, settings, jobs=2))
        assert found == whole(manifestry.check_files(paths, settings, jobs=1))
        assert not multiprocessing.active_children()

    def test_relative_paths(self, paths: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        """Reports name the files as they were given."""
        monkeypatch.chdir(os.path.dirname(paths[0]))
        with ThreadPoolExecutor(1) as executor:
            [report] = manifestry.check_files(["00.json"], executor=executor)
        assert (report.path, report.errors) == ("00.json", 1)

    def test_a_lot_of_findings(self, paths: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        """What is too much to be sent is checked here, with the same result."""
        monkeypatch.setattr(task, "MAX_SENT", 2)  # the archive has more
        with ThreadPoolExecutor(2) as executor:
            assert whole(manifestry.check_files(paths, executor=executor)) == here(paths)

    def test_wrong_settings(self, paths: list[str]) -> None:
        """A usage error is one, wherever it is found."""
        settings = Settings(select=("X999",))
        with ThreadPoolExecutor(2) as executor, pytest.raises(UsageError, match="X999"):
            [*manifestry.check_files(paths, settings, executor=executor)]
        with pytest.raises(UsageError, match="jobs must be 0 or more"):
            manifestry.check_files(paths, jobs=-1)

    def test_an_internal_error_keeps_its_place(
        self, paths: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What was checked before it is reported before it."""
        from manifestry.engine.api import check_file

        def check(path: str, *rest: Any, **more: Any) -> Any:
            if path.endswith("18.json"):
                raise ValueError("boom")
            return check_file(path, *rest, **more)

        monkeypatch.setattr("manifestry.engine.api.check_file", check)
        with ThreadPoolExecutor(2) as executor:
            found = manifestry.check_files(paths, executor=executor)
            seen = [next(found).path for _ in range(18)]
            with pytest.raises(InternalError, match=r"18\.json: ValueError: boom"):
                next(found)
        assert seen == paths[:18]


class _Counting(Executor):
    """Runs what it is given when it is asked for the result, and counts what waits."""

    def __init__(self) -> None:
        self.waiting = self.most = 0

    def submit(self, call: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        """Holds the call until somebody looks at the future."""
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        executor = self

        class Late(Future[Any]):
            def done(self) -> bool:
                if not super().done():
                    executor.waiting -= 1
                    self.set_result(call(*args, **more))
                return True

        return Late()


def test_only_so_many_are_in_work(paths: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """However many files there are, a few batches wait at a time."""
    monkeypatch.setattr(pool, "_BATCH_FILES", 1)
    executor = _Counting()
    means = Means(executor=executor, workers=2)
    verdicts = [*check_tasks(map(task_of, paths), Same(Settings()), means)]
    assert len(verdicts) == len(paths) + 1
    assert executor.most == 2 * pool._AHEAD


@pytest.mark.skipif(os.name == "nt", reason="POSIX only")
def test_a_worker_that_dies(tmp_path: Path) -> None:
    """It is an internal error that names the file, and nothing waits for the dead."""
    large = tmp_path / "large.json"
    items = ", ".join(['{"objectUrl": "s3://acme-media/a.mp4"}'] * 400_000)
    large.write_text('{"videos": [' + items + "]}")
    small = tmp_path / "small.json"
    small.write_text(BAD % 1)
    killer = threading.Event()

    def kill() -> None:
        while not killer.wait(0.05):
            board = seen[0]._board if seen else None
            if board is not None and any(board[2::2]):  # a file is at hand
                for child in multiprocessing.active_children():
                    child.kill()
                return

    seen: list[Any] = []
    made = pool.Pool.__init__

    def init(self: Any, *args: Any) -> None:
        made(self, *args)
        seen.append(self)

    thread = threading.Thread(target=kill)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool.Pool, "__init__", init)
        thread.start()
        try:
            with pytest.raises(InternalError, match=r"large\.json.*: a worker process died"):
                [*manifestry.check_files([large, large, large, small], jobs=2)]
        finally:
            killer.set()
            thread.join()


class TestJobs:
    """How many processes."""

    @pytest.mark.parametrize(
        ("count", "size", "jobs", "expected"),
        [
            (1, 10**9, 0, 1),
            (1, 10**9, 8, 1),
            (3, 100, 0, 1),
            (2, files.WORTH_BYTES, 0, 2),
            (files.WORTH_FILES, 1, 0, 4),
            (40, 1, 2, 2),
            (10, 1, 2, 1),  # one batch
            (40, 1, 1, 1),
        ],
    )
    def test_jobs(
        self, monkeypatch: pytest.MonkeyPatch, count: int, size: int, jobs: int, expected: int
    ) -> None:
        """One for a little work; never more than there is to do."""
        monkeypatch.setattr(pool, "cores", lambda: 4)
        assert jobs_for([Task("a", "a", size=size)] * count, jobs) == expected

    def test_cores(self) -> None:
        """There is at least the one that runs this."""
        assert cores() >= 1

    def test_batches(self) -> None:
        """Small files go together, a large one alone, and none is lost."""
        sizes = [1] * 20 + [pool._BATCH_BYTES] + [1]
        groups = [*batched(Task("a", "a", size=size) for size in sizes)]
        assert [len(group) for group in groups] == [16, 4, 1, 1]


class TestStopping:
    """Ctrl-C, without the signal."""

    def test_between_files(self, paths: list[str]) -> None:
        """Nothing is begun any more."""
        interruption = Interruption()
        means = Means(monitor=Monitor(interruption))
        found = check_tasks(map(task_of, paths), Same(Settings()), means)
        seen = [next(found), next(found)]
        interruption.requested = True
        assert [*found] == []
        assert len(seen) == 2

    def test_what_is_shown(self) -> None:
        """A file that was stopped does not count as read to its end."""
        shown: list[int] = []

        class Seen:
            def begin(self, files: int, size: int) -> None:
                pass

            def show(self, size: int, files: int, items: int) -> None:
                shown.append(size)

        interruption = Interruption()
        monitor = Monitor(interruption, Seen())
        task = Task("a", "a", size=100)
        monitor.begin([task])
        monitor.watch(40)
        interruption.requested = True
        monitor.done(task, 3)
        assert shown == [40]

    def test_standard_input(self) -> None:
        """A signal wakes what waits for standard input, and ends the document there."""
        interruption = Interruption()
        before = signal.getsignal(signal.SIGINT)

        def read(size: int) -> bytes:
            signal.raise_signal(signal.SIGINT)
            raise AssertionError("it went on")

        with interruption:
            waiting = Monitor(interruption).interruptible(read)
            with pytest.raises(StoppedError, match="interrupted"):
                waiting(1)
        assert interruption.requested
        assert signal.getsignal(signal.SIGINT) is before

    def test_the_second_signal(self) -> None:
        """The first one is a wish, the second one an order."""
        with Interruption() as interruption:
            signal.raise_signal(signal.SIGINT)
            assert interruption.requested
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)

    def test_within_a_file(self, tmp_path: Path) -> None:
        """What has been found holds; the file is marked."""
        path = tmp_path / "a.json"
        items = [
            '{"title": "a"}',
            *[f'{{"objectUrl": "s3://acme-media/{each}.mp4"}}' for each in range(60_000)],
        ]
        path.write_text('{"videos": [' + ",\n".join(items) + "]}")
        interruption = Interruption()

        class Late(Monitor):
            read = 0

            def watch(self, size: int) -> None:
                self.read += size
                interruption.requested = self.read > 1_000_000
                super().watch(size)

        [report] = check_tasks(
            [task_of(str(path))], Same(Settings()), Means(monitor=Late(interruption))
        )
        assert report is not None
        assert (report.status, report.error, report.errors) == ("unreadable", "interrupted", 1)
        assert 0 < report.items < 60_000

    def test_an_executor_that_cannot_be_told(self, paths: list[str]) -> None:
        """Nobody waits for what somebody else's executor has begun."""
        interruption = Interruption()
        begun, go = threading.Event(), threading.Event()

        class Slow(Same):
            def __call__(self, path: str) -> Settings:
                begun.set()
                go.wait(30)
                return self.settings

        with ThreadPoolExecutor(1) as executor:
            means = Means(executor=executor, monitor=Monitor(interruption))
            found = check_tasks(map(task_of, paths), Slow(Settings()), means)

            def interrupt() -> None:
                begun.wait(30)
                interruption.requested = True

            thread = threading.Thread(target=interrupt)
            thread.start()
            assert [*found] == []
            assert not go.is_set()
            go.set()
            thread.join()


def test_an_executor_that_is_broken(paths: list[str]) -> None:
    """One that takes no more work is an internal error too."""

    class Broken(Executor):
        def submit(self, call: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
            raise BrokenExecutor("gone")

    with pytest.raises(InternalError, match="a worker process died"):
        [*manifestry.check_files(paths, executor=Broken())]
