"""Whole processes: what only a real terminal, pipe or signal can show."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from .conftest import SOURCE, Spawn

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX only")


@pytest.fixture
def many(here: Path) -> str:
    """A manifest with more findings than a pipe holds."""
    (here / "many.json").write_text(
        json.dumps({"videos": [{"objectUrl": "s3://acme-media/a.mp4"}] + [{"title": "a"}] * 5000})
    )
    return "many.json"


class TestOutputs:
    """Outputs that take no more, or never did."""

    @posix
    @pytest.mark.parametrize("form", ["text", "concise", "json", "jsonl"])
    def test_a_reader_that_goes_away(self, many: str, form: str) -> None:
        """`| head` ends the run without a word, with the code that other programs have."""
        read, write = os.pipe()
        os.close(read)
        with os.fdopen(write, "wb") as closed:
            done = subprocess.run(
                [sys.executable, "-m", "manifestry", "check", many, "--format", form],
                stdout=closed,
                stderr=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": SOURCE},
                check=False,
                timeout=300,
            )
        assert (done.returncode, done.stderr) == (141, b"")

    @posix
    @pytest.mark.parametrize("argv", [("--help",), ("rules",), ("schema", "video")])
    def test_other_commands_whose_reader_goes_away(self, argv: tuple[str, ...]) -> None:
        """All commands end so."""
        read, write = os.pipe()
        os.close(read)
        with os.fdopen(write, "wb") as closed:
            done = subprocess.run(
                [sys.executable, "-m", "manifestry", *argv],
                stdout=closed,
                stderr=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": SOURCE},
                check=False,
                timeout=300,
            )
        assert (done.returncode, done.stderr) == (141, b"")

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
    @pytest.mark.parametrize("argv", [("check", "bad.json"), ("--help",), ("explain", "E201")])
    def test_a_full_disk(self, spawn: Spawn, argv: tuple[str, ...]) -> None:
        """An output that takes no more is one line, and 3."""
        with open("/dev/full", "wb") as full:
            done = spawn(*argv, stdout=full)
        assert done.returncode == 3
        assert done.stderr.count(b"\n") == 1
        assert b"No space left on device" in done.stderr

    @posix
    @pytest.mark.parametrize(
        ("closing", "code", "words"),
        [
            (">&-", 3, b"error: cannot write standard output: it is closed\n"),
            ("2>&-", 1, b""),
            ("<&-", 1, b""),
            ("<&- >&- 2>&-", 3, b""),
            ("--output out >&-", 1, b"Found 1 error in 1 file (2 items, 1 URL).\n"),
        ],
    )
    def test_closed_from_the_start(self, closing: str, code: int, words: bytes) -> None:
        """A stream that was never open does no harm where it is not needed."""
        done = subprocess.run(
            ["sh", "-c", f'"{sys.executable}" -m manifestry check bad.json {closing}'],
            capture_output=True,
            env={**os.environ, "PYTHONPATH": SOURCE},
            check=False,
            timeout=300,
        )
        assert (done.returncode, done.stderr) == (code, words)

    @posix
    def test_no_standard_input(self) -> None:
        """Standard input that is closed cannot be read."""
        done = subprocess.run(
            ["sh", "-c", f'"{sys.executable}" -m manifestry check - <&-'],
            capture_output=True,
            env={**os.environ, "PYTHONPATH": SOURCE},
            check=False,
            timeout=300,
        )
        assert (done.returncode, done.stderr) == (3, b"error: <stdin>: standard input is closed\n")


class TestSignals:
    """Ctrl-C."""

    @posix
    def test_interrupted(self, here: Path) -> None:
        """Ctrl-C ends the run with 130 and a word; no output file is left half written."""
        before = set(os.listdir(here))
        process = subprocess.Popen(
            [sys.executable, "-m", "manifestry", "check", "-", "--output", "out.txt"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": SOURCE},
        )
        deadline = time.monotonic() + 300
        while set(os.listdir(here)) == before and time.monotonic() < deadline:
            time.sleep(0.01)  # until it has opened its output, and waits for input
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=300)
        assert (process.returncode, out, err) == (130, b"", b"interrupted\n")
        assert set(os.listdir(here)) == before


class TestSurroundings:
    """Locale, home, options of the interpreter: none of them changes what is found."""

    @pytest.mark.parametrize(
        "env",
        [
            {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            {"PYTHONIOENCODING": "ascii"},
            {"PYTHONIOENCODING": "cp1252:strict"},
            {"TERM": "dumb"},
            {"HOME": "/nonexistent", "TZ": "Asia/Kathmandu"},
            {"PYTHONOPTIMIZE": "2"},
            {"PYTHONWARNINGS": "error"},
            {"PYTHONHASHSEED": "7"},
        ],
        ids="-".join,
    )
    def test_surroundings(self, here: Path, spawn: Spawn, env: dict[str, str]) -> None:
        """The JSON report is the same to the byte, and text can always be printed."""
        name = "日本.json"
        (here / name).write_text('{"videos": [{"title": "é😀", "objectUrl": 1}]}', encoding="utf-8")
        usual = spawn("check", "bad.json", "--format", "json")
        other = spawn("check", "bad.json", "--format", "json", env=env)
        assert (other.returncode, other.stdout, other.stderr) == (1, usual.stdout, b"")
        text = spawn("check", name, env=env)
        assert (text.returncode, text.stderr) == (1, b"")

    def test_what_is_imported(self, spawn: Spawn) -> None:
        """A check imports nothing that it does not need: start-up is part of the product."""
        code = (
            "import sys; from manifestry.cli.main import run;"
            "run(['check', 'good.json', '--quiet']);"
            "print(sorted({'pydantic', 'jsonschema', 'rich', 'tomllib', 'wcwidth', 'secrets',"
            " 'importlib.metadata', 'asyncio', 'difflib', 'shutil'} & {*sys.modules}))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            env={**os.environ, "PYTHONPATH": SOURCE},
            check=True,
            timeout=300,
        )
        assert done.stdout == b"[]\n"


@posix
class TestTerminal:
    """A real terminal, as far as a pseudo one is."""

    def test_colours_and_width(self, here: Path) -> None:
        """On a terminal there are colours, and lines of its width."""
        import fcntl
        import pty
        import struct
        import termios

        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 50, 0, 0))
        done = subprocess.run(
            [sys.executable, "-m", "manifestry", "check", "bad.json"],
            stdout=theirs,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": SOURCE, "TERM": "xterm"},
            check=False,
            timeout=300,
        )
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # how a terminal that nobody holds any more ends
            while piece := os.read(ours, 65536):
                shown += piece
        os.close(ours)
        text = shown.decode()
        assert done.returncode == 1
        assert "\x1b[1;31merror E201\x1b[0m" in text
        import re

        plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
        assert all(len(line) <= 50 for line in plain.splitlines())
