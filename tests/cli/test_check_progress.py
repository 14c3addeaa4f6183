"""The bar of `check`: there when somebody looks and waits, and gone at the end."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from manifestry.running.progress import Bar, wanted

from .conftest import SOURCE, Cli


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that goes on by so much each time somebody looks."""
    state = [0.0, 10.0]

    def look() -> float:
        state[0] += state[1]
        return state[0]

    monkeypatch.setattr("manifestry.running.progress.time.monotonic", look)
    return state


class TestWhen:
    """When there is a bar."""

    def test_nobody_looks(self, cli: Cli, clock: list[float]) -> None:
        """Standard error is no terminal: nothing."""
        assert cli("check", "good.json").err == ""

    def test_forced(self, cli: Cli, clock: list[float]) -> None:
        """--progress shows it all the same, and the report is as ever."""
        result = cli("check", "good.json", "bad.json", "--progress", "--jobs", "1")
        assert "0/2 files" in result.err
        assert "1/2 files, 2 items" in result.err
        assert result.err.endswith("\r")
        assert result.out == cli("check", "good.json", "bad.json").out

    @pytest.mark.parametrize("silence", ["--quiet", "--no-progress"])
    def test_silenced(self, cli: Cli, clock: list[float], silence: str) -> None:
        """--quiet and --no-progress leave it out."""
        assert cli("check", "good.json", "--progress", silence).err == ""

    def test_soon_done(self, cli: Cli, clock: list[float]) -> None:
        """What takes less than a moment has no bar, and imports none."""
        clock[1] = 0.001
        assert cli("check", "good.json", "--progress").err == ""

    def test_who_looks(self) -> None:
        """A terminal that can move its cursor."""

        class Terminal(io.StringIO):
            def isatty(self) -> bool:
                return True

        closed = io.StringIO()
        closed.close()
        assert wanted(Terminal(), {"TERM": "xterm"})
        assert wanted(Terminal(), {})
        assert not wanted(Terminal(), {"TERM": "dumb"})
        assert not wanted(io.StringIO(), {})
        assert not wanted(closed, {})
        assert not wanted(None, {})

    def test_errors_stand_on_lines_of_their_own(self, cli: Cli, clock: list[float]) -> None:
        """The bar makes room for what standard error has to say."""
        err = cli("check", "bad.json", "none.json", "--progress", "--jobs", "1").err
        shown = [line.rpartition("\r")[2] for line in err.split("\n")]
        assert "error: none.json: no such file" in shown


class TestBar:
    """What it shows."""

    def bar(self, clock: list[float]) -> tuple[Bar, io.StringIO]:
        """A bar and what it writes to."""
        stream = io.StringIO()
        return Bar(stream), stream

    def test_numbers(self, clock: list[float]) -> None:
        """Bytes, files, items, a rate and the time left."""
        bar, stream = self.bar(clock)
        bar.begin(3, 3_000_000)
        bar.show(1_500_000, 1, 1200)
        bar.close()
        assert re.search(
            r"50%\|.*1\.50M/3\.00M \[.*<.*B/s, 1/3 files, 1,200 items\]", stream.getvalue()
        )

    def test_no_size(self, clock: list[float]) -> None:
        """Where nobody knows how much there is, it is counted."""
        bar, stream = self.bar(clock)
        bar.show(1_500_000, 0, 0)
        bar.close()
        assert "1.50MB [" in stream.getvalue()
        assert "%" not in stream.getvalue()

    def test_more_than_it_seemed(self, clock: list[float]) -> None:
        """A file that grows never makes it more than the whole."""
        bar, stream = self.bar(clock)
        bar.begin(1, 1000)
        bar.show(5000, 0, 0)
        bar.close()
        assert "100%" in stream.getvalue()

    def test_hidden(self, clock: list[float]) -> None:
        """What hides it wipes the line; it comes back by itself."""
        bar, stream = self.bar(clock)
        bar.hide()  # nothing is there yet
        assert stream.getvalue() == ""
        bar.begin(1, 1000)
        bar.show(500, 0, 0)
        bar.hide()
        wiped = stream.getvalue()
        assert re.search(r"\r +\r$", wiped)
        bar.hide()
        assert stream.getvalue() == wiped
        bar.show(600, 0, 0)
        assert "60%" in stream.getvalue()[len(wiped) :]
        bar.close()
        assert re.search(r"\r +\r$", stream.getvalue())


@pytest.mark.skipif(os.name == "nt", reason="POSIX only")
def test_a_terminal(here: Path) -> None:
    """On a terminal it appears by itself when the work takes time, and leaves no trace."""
    import fcntl
    import pty
    import struct
    import termios

    item = '{"objectUrl": "s3://acme-media/a.mp4", "title": 1}'
    (here / "large.json").write_text('{"videos": [' + ", ".join([item] * 20_000) + "]}")
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    code = (
        "import manifestry.running.progress as progress, sys; progress._PATIENCE = 0.01;"
        "from manifestry.cli.main import run;"
        "sys.exit(run(['check', 'large.json', '--format', 'concise']))"
    )
    with open("report.txt", "wb") as report:
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=report,
            stderr=theirs,
            env={**os.environ, "PYTHONPATH": SOURCE, "TERM": "xterm"},
        )
    os.close(theirs)
    text = b""
    # It is read meanwhile: a terminal holds so much, and the longer the work, the more is shown.
    with suppress(OSError):  # how a terminal that nobody holds any more ends
        while piece := os.read(ours, 65536):
            text += piece
    ended = process.wait(timeout=300)
    os.close(ours)
    assert ended == 1
    assert b"%|" in text
    assert re.search(rb"\r +\r+$", text)
    assert b"\r" not in (here / "report.txt").read_bytes()
