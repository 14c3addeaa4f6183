"""The reports of one run: what `--format` asks for, and where each of them goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import click

from manifestry.choices import FORMATS, choose
from manifestry.cli import console
from manifestry.cli.reporting import Write
from manifestry.errors import UsageError
from manifestry.findings import FileReport, Report
from manifestry.output import replacing, same_file
from manifestry.report import Look, Reporter, reporter
from manifestry.text import printable

_STDOUT = ("-", "/dev/stdout")


class Wanted(NamedTuple):
    """One report: its form, and the file it goes to, None for standard output."""

    form: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Reports:
    """All reports of a run; at most one goes to standard output."""

    wanted: tuple[Wanted, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that are written."""
        return tuple(each.path for each in self.wanted if each.path is not None)

    @property
    def on_screen(self) -> str | None:
        """The form that standard output gets."""
        return next((each.form for each in self.wanted if each.path is None), None)

    @contextmanager
    def open(self, screen: Look, file: Look) -> Iterator[tuple[Reporter, Write]]:
        """A reporter that stands for all, and where to write what it answers.

        `screen` and `file` are how texts look there. Files take their names at the end, when
        all went well.
        """
        with ExitStack() as stack:
            main: Reporter | None = None
            others: list[tuple[Reporter, Write]] = []
            for form, path in self.wanted:
                if path is None:
                    main = reporter(form, screen)
                else:
                    write = _encoded(stack.enter_context(replacing(path)))
                    others.append((reporter(form, file), write))
            yield _All(main, others), console.write


class _All:
    """Several reporters as one, which answers what the one for standard output does."""

    def __init__(self, main: Reporter | None, others: Sequence[tuple[Reporter, Write]]) -> None:
        self._main = main
        self._others = others

    def file(self, file: FileReport) -> Iterator[str]:
        """Tells all of them; the others write into their files."""
        for other, write in self._others:
            for piece in other.file(file):
                write(piece)
        if self._main is not None:
            yield from self._main.file(file)

    def end(self, report: Report) -> Iterator[str]:
        """Lets all of them end."""
        for other, write in self._others:
            for piece in other.end(report):
                write(piece)
        if self._main is not None:
            yield from self._main.end(report)


def wanted(
    ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
) -> tuple[Wanted, ...]:
    """A callback that takes NAME and NAME=FILE, each as often as there are reports."""
    if ctx.resilient_parsing:
        return ()
    try:
        return tuple(_wanted(word) for word in value)
    except UsageError as error:
        raise click.BadParameter(str(error), ctx=ctx, param=param) from error


def planned(asked: Sequence[Wanted], usual: str | None, output: str | None) -> Reports:
    """The reports: those asked for, else the usual form; the one without a file gets `output`.

    Raises `UsageError` when two of them would go to one place.
    """
    reports = list(asked) or [Wanted(usual or "text")]
    without = [place for place, each in enumerate(reports) if each.path is None]
    if len(without) > 1:
        names = " and ".join(reports[place].form for place in without[:2])
        raise UsageError(
            f"{names} would both go to standard output; give one a file, as in "
            f"--format {reports[without[1]].form}=FILE"
        )
    if output is not None and output not in _STDOUT:
        if not without:
            raise UsageError("--output is for a format without a file; every one has its own")
        reports[without[0]] = Wanted(reports[without[0]].form, output)
    paths = [each.path for each in reports if each.path is not None]
    for place, path in enumerate(paths):
        if any(same_file(path, other) for other in paths[:place]):
            raise UsageError(f'two reports would go to "{printable(path)}"')
    return Reports(tuple(reports))


def _wanted(word: str) -> Wanted:
    form, equals, path = word.partition("=")
    form = choose(form, FORMATS, "format")
    if equals and not path:
        raise UsageError(f'"{form}=" names no file; write {form}=FILE, or only {form}')
    return Wanted(form, path if equals and path not in _STDOUT else None)


def _encoded(write: Callable[[bytes], None]) -> Write:
    return lambda text: write(text.encode())
