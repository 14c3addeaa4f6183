"""`check --watch`: in a process of its own, which is interrupted as a user would."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .conftest import BAD, GOOD, SOURCE, Cli

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Ctrl-C of POSIX")


@pytest.fixture
def watching(here: Path) -> Iterator[subprocess.Popen[str]]:
    """A check that watches the current folder, and writes a report into it."""
    pytest.importorskip("watchfiles")
    argv = ["check", "--watch", "--no-cache", "--format", "concise", "--format", "json=out.json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "manifestry", *argv],
        env={**os.environ, "PYTHONPATH": SOURCE, "WATCHFILES_FORCE_POLLING": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _until(process: subprocess.Popen[str], end: str) -> list[str]:
    """The lines of its output up to one that begins like that."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith(end):
            return lines
    raise AssertionError(lines)


@contextmanager
def _changing(path: Path, text: str) -> Iterator[None]:
    """Writes a file again and again: the first time nobody may be looking yet."""
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            path.write_text(text)
            done.wait(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        done.set()
        writer.join()


def test_a_change_is_checked(watching: subprocess.Popen[str], here: Path) -> None:
    """Once at first, then after each change; Ctrl-C ends it. Its own report is no change."""
    first = _until(watching, "watching for changes")
    assert any(line.startswith("bad.json:4:5: E201") for line in first)
    with _changing(here / "bad.json", GOOD):
        assert "--- bad.json changed\n" in _until(watching, "All clean: 2 files")
    with _changing(here / "new.json", BAD):
        lines = _until(watching, "Found 1 error in 1 of 3 files")
    assert "--- new.json changed\n" in lines
    assert not any("out.json" in line for line in lines)
    watching.send_signal(signal.SIGINT)
    assert watching.wait(timeout=120) == 130


@pytest.mark.parametrize("path", ["-", "https://acme.example/a.json", "nowhere.json"])
def test_what_cannot_be_watched(cli: Cli, path: str) -> None:
    """One line, before anything is checked."""
    pytest.importorskip("watchfiles")
    result = cli("check", "--watch", path)
    assert (result.code, result.out) == (2, "")
    assert "watch" in result.err


def test_without_the_library(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the extra."""
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    result = cli("check", "--watch", "good.json")
    assert result.code == 2
    assert "pip install 'manifestry[watch]'" in result.err
