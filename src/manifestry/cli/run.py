"""One run of `check`: the files one after the other, each with the settings that are its own."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from manifestry.config import Config
from manifestry.discovery import PATTERNS, STDIN, Globs, Target, discover
from manifestry.document.source import Read, is_remote
from manifestry.errors import InternalError, ManifestryError, UnreadableError, UsageError
from manifestry.findings import FileReport
from manifestry.output import same_file
from manifestry.report.compared import PRUNE
from manifestry.running.files import Means, check_tasks, task_of
from manifestry.settings import Settings
from manifestry.text import printable

if TYPE_CHECKING:
    from manifestry.baseline.document import Baseline, Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What to check, and how.

    `skip_unrelated` is about files given by name; what is found in folders is always
    passed over when it has nothing to do with Manifestry. `stdin_name` is what standard
    input is called in the report. What `baseline` accepts is no part of a report; the command
    `prune` takes out of it what no longer occurs.
    """

    targets: Sequence[Target]
    settings: Settings
    ignores: Sequence[tuple[Globs, tuple[str, ...]]] = ()
    skip_unrelated: bool = False
    stdin_name: str = "<stdin>"
    baseline: Baseline | None = None
    prune: str = PRUNE

    @property
    def settings_for(self) -> PerFile:
        """The settings for each document, as they were asked for."""
        return PerFile(self.settings, self.ignores)


@dataclass(frozen=True, slots=True)
class PerFile:
    """The settings for a document: those of the run, and what is ignored in this file.

    Where some findings are `known`, so many more are listed that these are among them.
    """

    settings: Settings
    ignores: Sequence[tuple[Globs, tuple[str, ...]]] = ()
    known: Known | None = None

    def __call__(self, path: str) -> Settings:
        """The settings for the document of this path."""
        more = tuple(code for fits, codes in self.ignores if fits(path) for code in codes)
        settings = self.settings
        if more:
            settings = replace(settings, ignore=settings.ignore + more)
        most = self.known.most(path) if self.known is not None else 0
        if most:
            from manifestry.baseline.making import raised

            settings = raised(settings, most)
        return settings


def plan(
    paths: Sequence[str],
    settings: Settings,
    config: Config,
    *,
    skip_unrelated: bool = False,
    stdin_name: str = "<stdin>",
    remote: bool = False,
) -> Run:
    """The run over `paths`. Raises `UsageError` when there is no file at all.

    With `remote` a path may be the URL of a document, which then comes behind the files.
    """
    exclude = Globs(config.exclude, config.folder) if config.exclude else None
    urls = [path for path in paths if remote and is_remote(path)]
    targets = discover([path for path in paths if path not in urls], exclude=exclude)
    targets += _behind(urls) if urls else []
    if not targets:
        where = _named(paths)
        if exclude is not None and discover(path for path in paths if path not in urls):
            raise UsageError(f"no input: all files in {where} are excluded by the configuration")
        raise UsageError(f"no input: there is no {PATTERNS} file in {where}")
    ignores = [
        (Globs([glob], config.folder), _whole_codes(codes))
        for glob, codes in config.per_file_ignores.items()
    ]
    return Run(
        targets=targets,
        settings=settings,
        ignores=ignores,
        skip_unrelated=skip_unrelated,
        stdin_name=stdin_name,
    )


def sparing(run: Run, output: str) -> Run:
    """The run without the file that its output is about to replace.

    A report of an earlier run may lie in a folder that is searched. Raises `UsageError` when
    the file is given by name, or is a manifest: nobody wants to lose that.
    """
    ours = [each for each in run.targets if each.path != STDIN and same_file(each.path, output)]
    if not ours:
        return run
    for target in ours:
        alone = replace(run, targets=[replace(target, named=False)], skip_unrelated=False)
        if target.named or any(check_each(alone)):
            raise UsageError(f'the output "{printable(output)}" is one of the inputs')
    return replace(run, targets=[each for each in run.targets if each not in ours])


def check_each(run: Run, means: Means | None = None) -> Generator[FileReport | None, None, None]:
    """The verdict on each file, None for one that is passed over."""
    means = means or Means()
    known = None if run.baseline is None else run.baseline.known
    settings_for = PerFile(run.settings, run.ignores, known)
    targets = [target for target in run.targets if target.path != STDIN]
    if len(targets) < len(run.targets):
        yield from _check_stdin(run, settings_for, means)
        if means.monitor.stopped:
            return
    tasks = (
        task_of(
            target.path,
            skip_unrelated=run.skip_unrelated or not target.named,
            error=target.error,
        )
        for target in targets
    )
    yield from check_tasks(tasks, settings_for, means)


def nothing_left(paths: Sequence[str], skipped: int) -> UsageError:
    """The error for a run in which every file turned out to be something else."""
    files = "1 file is" if skipped == 1 else f"{skipped:,} files are"
    return UsageError(f"no input: there is no manifest in {_named(paths)} ({files} something else)")


def _behind(urls: Sequence[str]) -> list[Target]:
    """The documents that URLs, patterns of them and folders stand for, sorted."""
    from manifestry.document.remote import expanded

    found = dict[str, Target]()
    for url in urls:
        listed = expanded(url)
        for each in [url] if listed is None else listed:
            if each not in found or listed is None:
                found[each] = Target(each, named=listed is None)
    return [found[url] for url in sorted(found)]


def _check_stdin(run: Run, settings_for: PerFile, means: Means) -> Iterator[FileReport | None]:
    from manifestry.engine.api import check_input
    from manifestry.running.hands import hands_of

    name = run.stdin_name
    monitor = means.monitor
    try:
        read = monitor.interruptible(standard_input())
        with hands_of(means.jobs, means.executor, means.workers, monitor.watch) as hands:
            yield from check_input(
                read, name, settings_for, skip_unrelated=run.skip_unrelated, hands=hands
            )
    except UnreadableError as error:
        yield FileReport(path=name, kind=None, status="unreadable", error=str(error))
    except ManifestryError:
        raise
    except Exception as error:
        raise InternalError(f"{STDIN}: {type(error).__name__}: {error}") from error


def standard_input() -> Read:
    """The `read` of standard input. Raises UnreadableError if it is closed."""
    if sys.stdin is None:
        raise UnreadableError("standard input is closed")
    source = sys.stdin.buffer

    def read(size: int) -> bytes:
        try:
            return source.read(size)
        except OSError as error:
            raise UnreadableError(error.strerror or str(error)) from error

    return read


def _whole_codes(prefixes: Sequence[str]) -> tuple[str, ...]:
    """The codes that begin with a prefix: among selections, a whole code has the last word."""
    from manifestry.rules.catalogue import catalogue, matching

    if "ALL" in prefixes:
        return tuple(catalogue())
    return tuple(rule.code for prefix in prefixes for rule in matching(prefix))


def _named(paths: Sequence[str]) -> str:
    return ", ".join(f'"{printable(path)}"' for path in paths)
