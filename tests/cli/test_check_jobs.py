"""`check --jobs`, `--executor`, and Ctrl-C: real processes, real signals."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import manifestry
from manifestry.choices import FORMATS
from manifestry.cli.run import PerFile
from manifestry.discovery import discover
from manifestry.findings import FileReport, Report
from manifestry.report import render
from manifestry.running.files import Means, check_tasks, task_of
from manifestry.settings import Settings

from .conftest import SOURCE, Cli, Spawn

ROOT = Path(manifestry.__file__).parents[2]
posix = pytest.mark.skipif(os.name == "nt", reason="POSIX only")


@pytest.fixture(scope="module")
def reports() -> dict[int, Report]:
    """The reports on all fixtures, by the number of processes that made them."""
    found = {}
    for jobs in (1, 2, 4):
        tasks = [
            task_of(each.path, skip_unrelated=True) for each in discover([str(ROOT / "fixtures")])
        ]
        verdicts = [*check_tasks(tasks, PerFile(Settings()), Means(jobs=jobs))]
        files = tuple(each for each in verdicts if each is not None)
        found[jobs] = Report(files, len(verdicts) - len(files))
    return found


class TestJobs:
    """How many processes check makes no difference to a byte."""

    @pytest.mark.parametrize("form", FORMATS)
    def test_every_form_of_report(self, reports: dict[int, Report], form: str) -> None:
        """All fixtures, in every form."""
        assert len(reports[1].files) > 100
        texts = {render(report, form) for report in reports.values()}
        assert len(texts) == 1

    def test_the_command(self, cli: Cli) -> None:
        """The option does the same, whatever the configuration says."""
        Path("manifestry.toml").write_text("jobs = 1\n")
        fixtures = str(ROOT / "fixtures" / "invalid")
        one, two = (cli("check", fixtures, "--no-cache", "--jobs", jobs) for jobs in ("auto", "2"))
        assert one == two
        assert one.code == 1

    @pytest.mark.parametrize("jobs", ["-1", "two", "1.5", "99999"])
    def test_no_number(self, cli: Cli, jobs: str) -> None:
        """What is no number of processes is one line."""
        result = cli("check", "--jobs", jobs)
        assert (result.code, result.out) == (2, "")
        assert result.err == (
            "error: Invalid value for '--jobs': must be a number from 0 to 9999 or \"auto\", "
            f'got "{jobs}"\n'
        )


class TestDask:
    """`--executor dask=ADDRESS`."""

    @pytest.fixture
    def scheduler(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
        """The address of a scheduler with one worker, both processes of their own."""
        pytest.importorskip("distributed")
        env = {**os.environ, "PYTHONPATH": SOURCE}
        process = subprocess.Popen(
            [sys.executable, "-c", _CLUSTER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env
        )
        assert process.stdout is not None
        try:
            yield process.stdout.readline().decode().strip()
            process.communicate(timeout=300)
        finally:
            process.kill()  # if it did not end by itself
            process.wait()

    def test_a_cluster(self, scheduler: str, spawn: Spawn) -> None:
        """The report is the same to the byte."""
        fixtures = str(ROOT / "fixtures" / "invalid")
        one = spawn("check", fixtures, "--no-cache", "--format", "json", "--jobs", "1")
        dask = spawn(
            "check", fixtures, "--no-cache", "--format", "json", "--executor", f"dask={scheduler}"
        )
        assert (dask.returncode, dask.stdout) == (1, one.stdout)
        assert dask.stderr == one.stderr

    def test_nobody_there(self, spawn: Spawn) -> None:
        """An address at which nobody answers is one line, and 2."""
        pytest.importorskip("distributed")
        done = spawn("check", "good.json", "--executor", "dask=tcp://127.0.0.1:1")
        assert (done.returncode, done.stdout) == (2, b"")
        assert re.fullmatch(
            rb'error: no Dask scheduler answers at "tcp://127\.0\.0\.1:1": [^\n]+\n', done.stderr
        )

    def test_no_dask(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without the extra, the line names it."""
        monkeypatch.setitem(sys.modules, "distributed", None)
        result = cli("check", "good.json", "--executor", "dask=tcp://127.0.0.1:8786")
        assert (result.code, result.out) == (2, "")
        assert "needs the extra \"dask\": pip install 'manifestry[dask]'" in result.err

    @pytest.mark.parametrize(
        ("argv", "words"),
        [
            (("--executor", "ray=x"), "must be dask=ADDRESS"),
            (("--executor", "dask="), "must be dask=ADDRESS"),
            (("--executor", "dask=x", "--jobs", "2"), "contradict each other"),
        ],
    )
    def test_mistakes(self, cli: Cli, argv: tuple[str, ...], words: str) -> None:
        """A name of no executor is one line."""
        result = cli("check", "good.json", *argv)
        assert result.code == 2
        assert words in result.err


_CLUSTER = """
import sys
from distributed import LocalCluster

if __name__ == "__main__":
    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None,
        protocol="tcp", host="127.0.0.1",
    ) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@posix
class TestInterrupted:
    """Ctrl-C reaches every process of the group, as it does in a terminal."""

    FILES = 6000

    @pytest.fixture
    def folder(self, here: Path) -> Path:
        """More files than can be checked before the signal comes."""
        folder = here / "many"
        folder.mkdir()
        text = json.dumps({"videos": [{"title": "a"}] * 3})
        for number in range(self.FILES):
            (folder / f"{number:04}.json").write_text(text)
        return folder

    def start(self, *argv: str) -> subprocess.Popen[bytes]:
        """A run in a group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "manifestry", "check", "--no-cache", *argv],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": SOURCE},
            start_new_session=True,
            bufsize=0,  # what is read here and what `communicate` reads must not overlap
        )

    def alive(self, group: int) -> list[int]:
        """What is left of a group but has not been buried."""
        psutil: Any = pytest.importorskip("psutil")
        found = []
        for pid in psutil.pids():
            with suppress(OSError, psutil.Error):  # it ended meanwhile, or is nobody's business
                if os.getpgid(pid) == group and psutil.Process(pid).status() != "zombie":
                    found.append(pid)
        return found

    def gone(self, group: int) -> bool:
        """Whether all of a group ends within reason."""
        deadline = time.monotonic() + 300
        while self.alive(group) and time.monotonic() < deadline:
            time.sleep(0.05)
        return not self.alive(group)

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_the_report_on_what_is_done(self, folder: Path, jobs: str) -> None:
        """It is written, in order; nothing else is said, and nobody lives on."""
        process = self.start("many", "--format", "jsonl", "--jobs", jobs)
        assert process.stdout is not None
        first = process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=300)
        assert process.returncode == 130
        assert err.splitlines()[-1] == b"interrupted"
        rows = [json.loads(line) for line in (first + out).splitlines()]
        paths = dict.fromkeys(row["path"] for row in rows if "path" in row)
        assert [*paths] == [f"many/{number:04}.json" for number in range(len(paths))]
        assert 0 < len(paths) < self.FILES
        assert self.gone(process.pid)

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_json_stays_json(self, folder: Path, jobs: str) -> None:
        """The document is whole, with those files that were checked."""
        process = self.start("many", "--format", "json", "--progress", "--jobs", jobs)
        assert process.stderr is not None
        assert process.stderr.read(1)  # the bar: it is at work for a second
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=300)
        assert process.returncode == 130
        assert err.endswith(b"interrupted\n")
        document = json.loads(out)
        assert document["summary"]["files"] == len(document["files"]) < self.FILES

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_an_output_file(self, here: Path, folder: Path, jobs: str) -> None:
        """It is written whole or not at all; the one of before is as it was."""
        (here / "out.txt").write_text("before")
        before = set(os.listdir(here))
        process = self.start("many", "--output", "out.txt", "--jobs", jobs)
        deadline = time.monotonic() + 300
        while set(os.listdir(here)) == before and time.monotonic() < deadline:
            time.sleep(0.01)  # until it has opened its output
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=300)
        assert (process.returncode, out, err) == (130, b"", b"interrupted\n")
        assert set(os.listdir(here)) == before
        assert (here / "out.txt").read_text() == "before"
        assert self.gone(process.pid)

    def test_a_parent_that_is_killed(self, folder: Path) -> None:
        """Its workers end with it."""
        process = self.start("many", "--format", "concise", "--jobs", "2")
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()
        process.communicate(timeout=300)
        assert self.gone(process.pid)


def test_nothing_is_reported_twice(reports: dict[int, Report]) -> None:
    """Each file once, sorted as ever."""
    paths = [file.path for file in reports[4].files]
    assert len(paths) == len(set(paths))
    assert all(isinstance(file, FileReport) for file in reports[4].files)
