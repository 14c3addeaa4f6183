"""The door of the command line, with streams and accidents made to order."""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path

import pytest

from manifestry.cli import console
from manifestry.cli.main import main, run
from manifestry.errors import InternalError, UsageError

from .conftest import Cli


class Broken(io.StringIO):
    """A stream that takes nothing."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def write(self, text: str) -> int:
        """Refuses."""
        raise OSError(self.number, os.strerror(self.number))


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding)

    def isatty(self) -> bool:
        """It is not."""
        return True


class TestStreams:
    """Standard output and error that are not what they should be."""

    @pytest.mark.parametrize(
        ("number", "code"), [(errno.EPIPE, 141), (errno.ENOSPC, 3), (errno.EIO, 3)]
    )
    @pytest.mark.parametrize("argv", [("check", "bad.json"), ("--help",), ("schema", "--list")])
    def test_output_that_fails(
        self, argv: tuple[str, ...], number: int, code: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A reader that went away is silence, anything else one line."""
        err = io.StringIO()
        monkeypatch.setattr(sys, "stdout", Broken(number))
        monkeypatch.setattr(sys, "stderr", err)
        assert run(argv) == code
        assert err.getvalue().count("\n") == (0 if code == 141 else 1)

    def test_no_output_at_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without standard output there is an error where it is needed, and only there."""
        err = io.StringIO()
        monkeypatch.setattr(sys, "stdout", None)
        monkeypatch.setattr(sys, "stderr", err)
        assert run(("check", "good.json", "--quiet")) == 0
        assert run(("check", "bad.json")) == 3
        assert err.getvalue() == "error: cannot write standard output: it is closed\n"
        assert console.look("auto").encoding == "utf-8"

    def test_no_standard_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without standard error the exit code still tells."""
        for stream in (None, Broken(errno.EIO)):
            monkeypatch.setattr(sys, "stderr", stream)
            assert run(("check", "none.json")) == 3

    def test_no_standard_input(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without standard input it cannot be read."""
        monkeypatch.setattr(sys, "stdin", None)
        assert run(("check", "-")) == 3

    def test_standard_input_that_fails(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Standard input that breaks off is an unreadable file."""

        class Failing(io.BytesIO):
            def read(self, size: int | None = -1, /) -> bytes:
                raise OSError(errno.EIO, "Input/output error")

        err = io.StringIO()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Failing()))
        monkeypatch.setattr(sys, "stderr", err)
        assert run(("check", "-")) == 3
        assert err.getvalue() == "error: <stdin>: Input/output error\n"

    @pytest.mark.skipif(os.name != "nt", reason="Windows only")
    def test_a_reader_that_goes_away_on_windows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Windows says it in its own way."""
        monkeypatch.setattr(sys, "stdout", Broken(errno.EINVAL))
        assert run(("check", "bad.json")) == 141


class TestLook:
    """What standard output can show."""

    @pytest.mark.parametrize(
        ("columns", "expected"), [(0, 80), (10, 40), (60, 60), (100, 100), (300, 100)]
    )
    def test_width(self, columns: int, expected: int, monkeypatch: pytest.MonkeyPatch) -> None:
        """The terminal's width counts, within reason."""
        terminal = Terminal()
        monkeypatch.setattr(terminal, "fileno", lambda: 1)
        monkeypatch.setattr(sys, "stdout", terminal)
        monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((columns, 24)))
        assert console.look("never").width == expected

    def test_a_terminal_without_a_size(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A terminal that does not know its width has the usual one."""
        monkeypatch.setattr(sys, "stdout", Terminal())
        assert console.look("never").width == 80

    @pytest.mark.parametrize(("term", "expected"), [("xterm", True), ("dumb", False), (None, True)])
    def test_colours(
        self, term: str | None, expected: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A terminal has colours, unless it is a dumb one."""
        monkeypatch.setattr(sys, "stdout", Terminal())
        if term is None:
            monkeypatch.delenv("TERM", raising=False)
        else:
            monkeypatch.setenv("TERM", term)
        assert console.look("auto").color is expected

    def test_encoding(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The encoding is known by its usual name."""
        monkeypatch.setattr(sys, "stdout", Terminal("UTF8"))
        assert console.look("auto").encoding == "utf-8"


class TestAccidents:
    """Whatever happens inside."""

    def happen(self, monkeypatch: pytest.MonkeyPatch, problem: BaseException) -> tuple[int, str]:
        """The exit code and the words when a check raises something."""

        def check(*_: object, **__: object) -> None:
            raise problem

        err = io.StringIO()
        monkeypatch.setattr("manifestry.engine.api.check_file", check)
        monkeypatch.setattr(sys, "stderr", err)
        return run(("check", "good.json")), err.getvalue()

    @pytest.mark.parametrize(
        ("problem", "code", "words"),
        [
            (KeyboardInterrupt(), 130, "interrupted\n"),
            (UsageError("no such thing"), 2, "error: no such thing\n"),
            (
                InternalError("a rule broke"),
                4,
                "internal error: a rule broke (MANIFESTRY_TRACEBACK=1 shows where)\n",
            ),
            (
                MemoryError(),
                4,
                "internal error: good.json: MemoryError: (MANIFESTRY_TRACEBACK=1 shows where)\n",
            ),
        ],
    )
    def test_accidents(
        self, problem: BaseException, code: int, words: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Each has its code and one line."""
        assert self.happen(monkeypatch, problem) == (code, words)

    def test_an_interrupt_at_a_prompt(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What click calls an abort is an interrupt."""
        from click.exceptions import Abort

        monkeypatch.setattr(
            "manifestry.cli.params.find_config", lambda: (_ for _ in ()).throw(Abort)
        )
        monkeypatch.setattr(sys, "stderr", io.StringIO())
        assert run(("check",)) == 130

    def test_a_folder_that_cannot_be_listed(
        self, here: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A folder that may not be read is unreadable input; the rest is checked."""
        (here / "shut").mkdir()
        scandir = os.scandir

        def refuse(path: str) -> object:
            if path == "shut":
                raise PermissionError(13, "Permission denied")
            return scandir(path)

        monkeypatch.setattr(os, "scandir", refuse)
        result = cli("check", ".")
        assert result.code == 3
        assert result.err == "error: shut: the folder cannot be read: Permission denied\n"
        assert "Found 1 error in 1 of 2 files" in result.out

    def test_the_process(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """`main` ends the process with the code of the run."""
        monkeypatch.setattr(sys, "argv", ["manifestry", "check", "good.json", "-q"])
        with pytest.raises(SystemExit) as caught:
            main()
        assert caught.value.code == 0

    def test_completion_in_this_process(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A shell that asks for completions gets them; one that asks nonsense gets a code."""
        out = io.TextIOWrapper(io.BytesIO(), "utf-8")
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setenv("COMP_WORDS", "manifestry exp")
        monkeypatch.setenv("COMP_CWORD", "1")
        monkeypatch.setenv("_MANIFESTRY_COMPLETE", "bash_complete")
        assert run(()) == 0
        monkeypatch.setenv("_MANIFESTRY_COMPLETE", "tcsh_complete")
        assert run(()) == 1
