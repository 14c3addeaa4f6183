"""The terminal: what is written to it never fails for its encoding, and looks as it can."""

from __future__ import annotations

import codecs
import errno
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from io import TextIOWrapper

from manifestry.errors import OutputError
from manifestry.output import refusals
from manifestry.report import Look
from manifestry.text import printable

_STDOUT = "standard output"
_NARROWEST, _WIDEST, _USUAL = 40, 100, 80


def prepare() -> None:
    """Lets both streams take any text in any encoding, with the same line ends everywhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace", newline="\n")


def write(text: str) -> None:
    """Writes to standard output; raises BrokenPipeError when nobody reads it any more."""
    if sys.stdout is None:
        raise OutputError(f"cannot write {_STDOUT}: it is closed")
    with _refusals():
        sys.stdout.write(text)


def write_bytes(data: bytes) -> None:
    """Writes bytes to standard output, as they are."""
    flush()
    if sys.stdout is None:
        raise OutputError(f"cannot write {_STDOUT}: it is closed")
    with _refusals():
        sys.stdout.buffer.write(data)


def flush() -> None:
    """Sends out what has been written."""
    if sys.stdout is not None:
        with _refusals():
            sys.stdout.flush()


def say(line: str) -> None:
    """Writes a line to standard error, where nothing can go wrong any more."""
    with suppress(AttributeError, OSError, ValueError):
        sys.stderr.write(f"{printable(line)}\n")
        sys.stderr.flush()


def look(color: str, *, quiet: bool = False) -> Look:
    """How a text looks on standard output; `color` is auto, always or never."""
    return Look(
        color=use_color(color, os.environ, terminal=_is_terminal()),
        width=_width(),
        encoding=_encoding(),
        terminal=_is_terminal(),
        quiet=quiet,
    )


def use_color(choice: str, environ: Mapping[str, str], *, terminal: bool) -> bool:
    """Whether to use colours: the option first, then NO_COLOR, FORCE_COLOR, the terminal."""
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return terminal and environ.get("TERM") != "dumb"


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        with refusals(_STDOUT):
            yield
    except OutputError as error:
        # Windows has no error of its own for a reader that went away.
        gone = isinstance(error.__cause__, BrokenPipeError) or (
            os.name == "nt" and getattr(error.__cause__, "errno", None) == errno.EINVAL
        )
        if gone:
            raise BrokenPipeError from error
        raise


def _is_terminal() -> bool:
    try:
        return sys.stdout.isatty()
    except (AttributeError, ValueError):
        return False


def _width() -> int:
    """The terminal's width within reason; always the same where there is no terminal."""
    if not _is_terminal():
        return _USUAL
    try:
        columns = os.get_terminal_size(sys.stdout.fileno()).columns
    except OSError:
        return _USUAL
    return min(max(columns, _NARROWEST), _WIDEST) if columns else _USUAL


def _encoding() -> str:
    try:
        return codecs.lookup(sys.stdout.encoding).name
    except (AttributeError, LookupError, TypeError):
        return "utf-8"
