"""The door of the command line: whatever happens inside, one exit code and no traceback."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NoReturn

EXIT_USAGE, EXIT_UNREADABLE, EXIT_INTERNAL, EXIT_INTERRUPTED = 2, 3, 4, 130
EXIT_CLOSED_PIPE = 141
"""Whoever read our output went away (`| head`): what a program killed by SIGPIPE has."""

COMPLETE_VARIABLE = "_MANIFESTRY_COMPLETE"
"""Set by the shell when it asks for completions."""


def main() -> NoReturn:
    """Runs the command line of this process."""
    # Most of what start-up makes stays, so looking for garbage that often is time lost.
    gc.set_threshold(100_000)
    with _buffered_stdout():
        code = run(sys.argv[1:])
    if code == EXIT_INTERRUPTED:
        # CPython would die of the signal after all, had it come during some exec().
        with suppress(AttributeError, OSError, ValueError):  # whoever interrupts, wants to go
            sys.stdout.flush()
        os._exit(code)
    gc.freeze()  # nor need it be looked at once more at the end
    sys.exit(code)


@contextmanager
def _buffered_stdout() -> Iterator[None]:
    """Puts a buffer before a raw standard output, as PYTHONUNBUFFERED makes it.

    A raw stream may take a part of what it is given, and the rest would be lost unnoticed.
    """
    usual = sys.stdout
    raw = getattr(usual, "buffer", None)
    if not isinstance(raw, io.FileIO):
        yield
        return
    same = io.FileIO(raw.fileno(), "wb", closefd=False)
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(same), encoding=usual.encoding)
    try:
        yield
    finally:
        sys.stdout = usual


def run(argv: Sequence[str]) -> int:
    """Runs one command line and gives its exit code."""
    try:
        from manifestry.cli import console

        console.prepare()
        code = _run(list(argv))
        console.flush()
    except KeyboardInterrupt:
        _say("interrupted")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return EXIT_CLOSED_PIPE
    except OSError as error:  # the library names its own; this is the screen or the system
        _forget_stdout()
        _say(f"error: {error.strerror or error}")
        return EXIT_UNREADABLE
    except Exception as error:  # noqa: BLE001
        return _explain(error)
    return code


def _run(argv: list[str]) -> int:
    from click.exceptions import Abort, ClickException, Exit, NoArgsIsHelpError

    from manifestry.cli.app import app

    if COMPLETE_VARIABLE in os.environ:
        return _complete()
    empty = not argv
    try:
        with app.make_context("manifestry", ["--help"] if empty else argv) as context:
            code: object = app.invoke(context)
    except Exit as request:
        return EXIT_USAGE if empty else request.exit_code
    except Abort:
        raise KeyboardInterrupt from None
    except NoArgsIsHelpError as request:  # a group without a command
        from manifestry.cli import console

        console.write(f"{request.message}\n")
        return EXIT_USAGE
    except ClickException as error:
        _say(f"error: {error.format_message()}")
        return EXIT_USAGE
    return code if isinstance(code, int) else 0


def _complete() -> int:
    from manifestry.cli.app import app

    try:
        app.main(prog_name="manifestry", complete_var=COMPLETE_VARIABLE)
    except SystemExit as request:
        return request.code if isinstance(request.code, int) else 0


def _explain(error: Exception) -> int:
    """Says in one line what went wrong (in one each, if it is several things)."""
    from manifestry.errors import InternalError, ManifestryError, OutputError

    if isinstance(error, OutputError):
        _forget_stdout()
    if isinstance(error, ManifestryError) and not isinstance(error, InternalError):
        for line in str(error).splitlines():
            _say(f"error: {line}")
        return error.exit_code
    if os.environ.get("MANIFESTRY_TRACEBACK"):
        from traceback import format_exception

        for block in format_exception(error):
            for line in block.splitlines():
                _say(line)
    text = str(error) if isinstance(error, InternalError) else f"{type(error).__name__}: {error}"
    _say(f"internal error: {' '.join(text.split())} (MANIFESTRY_TRACEBACK=1 shows where)")
    return EXIT_INTERNAL


def _say(line: str) -> None:
    from manifestry.cli import console

    console.say(line)


def _forget_stdout() -> None:
    """Makes sure that the interpreter does not try, and fail, to write the rest at its end."""
    try:
        handle = sys.stdout.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, handle)
        os.close(nowhere)
    except (AttributeError, OSError, ValueError):
        pass
