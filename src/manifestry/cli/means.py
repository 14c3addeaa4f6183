"""With what a command works: its options for processes, progress and the cache, made real."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import Any, Final

import click

from manifestry.cli.params import gathering
from manifestry.config import Config
from manifestry.errors import UsageError
from manifestry.running.files import Means
from manifestry.running.interruption import Interruption
from manifestry.running.monitor import Monitor
from manifestry.running.progress import Bar, wanted
from manifestry.text import quote

AUTO: Final = "auto"

CACHE_FROM: Final = 24
"""From so many files on it pays to look what is known of them, if nobody says otherwise."""

CACHE_UP_TO: Final = 16 * 2**20
"""The largest file that is looked up, if nobody says otherwise: hashing takes time too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the options say; None where they say nothing."""

    jobs: int | None = None
    executor: str | None = None
    progress: bool | None = None
    cache: bool | None = None
    cache_dir: str | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A run's means, who is to be asked about Ctrl-C, and the bar that may be in the way."""

    means: Means
    interruption: Interruption | None = None
    bar: Bar | None = None

    @property
    def interrupted(self) -> bool:
        """Whether the report ends before the work is done."""
        return self.means.monitor.stopped

    def hide_bar(self) -> None:
        """Makes room on the terminal for what is written now."""
        if self.bar is not None:
            self.bar.hide()


def _jobs(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """A callback that takes a number, 0 or "auto"."""
    if value is None or ctx.resilient_parsing:
        return None
    word = value.strip().lower()
    if word == AUTO:
        return 0
    if not (word.isascii() and word.isdigit() and len(word) < 5):
        message = f'must be a number from 0 to 9999 or "{AUTO}", got {quote(value)}'
        raise click.BadParameter(message, ctx=ctx, param=param)
    return int(word)


def _executor(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A callback that takes the name of an executor."""
    if value is None or ctx.resilient_parsing:
        return None
    from manifestry.running.cluster import parsed

    try:
        parsed(value)
    except UsageError as error:
        raise click.BadParameter(str(error), ctx=ctx, param=param) from error
    return value


_OPTIONS: Final = (
    click.option(
        "--jobs",
        metavar="N",
        callback=_jobs,
        help="Check files in N processes (default: auto, as many as are worth it; 0 is auto).",
    ),
    click.option(
        "--executor",
        metavar="dask=ADDRESS",
        callback=_executor,
        help="Check files on a Dask cluster that sees them under the same paths.",
    ),
    click.option(
        "--progress/--no-progress",
        default=None,
        help="Show on standard error how far it is (default: on a terminal, after a second).",
    ),
    click.option(
        "--cache/--no-cache",
        default=None,
        help="Keep verdicts, to look at no unchanged file twice (default: for many small files).",
    ),
    click.option(
        "--cache-dir",
        metavar="FOLDER",
        type=click.Path(),
        help="Where verdicts are kept (default: MANIFESTRY_CACHE_DIR, or the system's place).",
    ),
)


def _hold(wishes: Wishes, _: Mapping[str, Any]) -> None:
    if wishes.executor is not None and wishes.jobs is not None:
        raise click.UsageError("--executor and --jobs contradict each other")


takes_wishes = gathering("wishes", Wishes, _OPTIONS, _hold)
"""Adds the options, which the command gets as one argument, `wishes`."""


@contextmanager
def working(
    wishes: Wishes, config: Config, files: int, *, quiet: bool, to_file: bool
) -> Iterator[Work]:
    """The means for a run over so many files, as long as it takes.

    Ctrl-C ends a run behind what it has found, except `to_file`: half a file is none.
    Raises UsageError for an executor that is not there.
    """
    with ExitStack() as stack:
        interruption = None if to_file else stack.enter_context(Interruption())
        bar = None
        asked = wishes.progress if wishes.progress is not None else wanted(sys.stderr)
        if asked and not quiet and sys.stderr is not None:
            bar = stack.enter_context(closing(Bar()))
        executor, workers = None, 0
        if wishes.executor is not None:
            from manifestry.running import cluster

            executor, workers = stack.enter_context(cluster.executor(wishes.executor))
        cache = None
        wish = wishes.cache if wishes.cache is not None else config.cache
        if wish or (wish is None and files >= CACHE_FROM):
            from manifestry.running.cache import FOLDER_VARIABLE, Cache, usual_folder

            given = wishes.cache_dir or os.environ.get(FOLDER_VARIABLE) or config.cache_dir
            cache = stack.enter_context(closing(Cache(given or usual_folder())))
        jobs = wishes.jobs if wishes.jobs is not None else config.jobs
        means = Means(
            jobs=jobs or 0,
            executor=executor,
            workers=workers,
            cache=cache,
            cache_up_to=sys.maxsize if wish else CACHE_UP_TO,
            monitor=Monitor(interruption, bar),
        )
        yield Work(means, interruption, bar)
