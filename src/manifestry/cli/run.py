"""One run of `check`: the files one after the other, each with the settings that are its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from manifestry.config import Config
from manifestry.discovery import PATTERNS, STDIN, Globs, Target, discover
from manifestry.document.source import Read
from manifestry.errors import InternalError, ManifestryError, UnreadableError, UsageError
from manifestry.findings import FileReport
from manifestry.output import same_file
from manifestry.settings import Settings
from manifestry.text import printable


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What to check, and how.

    `skip_unrelated` is about files given by name; what is found in folders is always
    passed over when it has nothing to do with Manifestry. `stdin_name` is what standard
    input is called in the report.
    """

    targets: Sequence[Target]
    settings: Settings
    ignores: Sequence[tuple[Globs, tuple[str, ...]]] = ()
    skip_unrelated: bool = False
    stdin_name: str = "<stdin>"


def plan(
    paths: Sequence[str],
    settings: Settings,
    config: Config,
    *,
    skip_unrelated: bool = False,
    stdin_name: str = "<stdin>",
) -> Run:
    """The run over `paths`. Raises `UsageError` when there is no file at all."""
    exclude = Globs(config.exclude, config.folder) if config.exclude else None
    targets = discover(paths, exclude=exclude)
    if not targets:
        raise UsageError(f"no input: there is no {PATTERNS} file in {_named(paths)}")
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
        if target.named or any(_check(run, replace(target, named=False))):
            raise UsageError(f'the output "{printable(output)}" is one of the inputs')
    return replace(run, targets=[each for each in run.targets if each not in ours])


def check_each(run: Run) -> Iterator[FileReport | None]:
    """The verdict on each file, None for one that is passed over."""
    for target in run.targets:
        try:
            yield from _check(run, target)
        except ManifestryError:
            raise
        except Exception as error:
            raise InternalError(f"{target.path}: {type(error).__name__}: {error}") from error


def nothing_left(paths: Sequence[str], skipped: int) -> UsageError:
    """The error for a run in which every file turned out to be something else."""
    files = "1 JSON file is" if skipped == 1 else f"{skipped:,} JSON files are"
    return UsageError(f"no input: there is no manifest in {_named(paths)} ({files} something else)")


def _check(run: Run, target: Target) -> Iterator[FileReport | None]:
    from manifestry.engine.api import check_file

    if target.error is not None:
        return iter([_unreadable(target.path, target.error)])
    skip = run.skip_unrelated or not target.named
    if target.path == STDIN:
        return _check_stdin(run, skip=skip)
    return check_file(target.path, partial(_settings, run), skip_unrelated=skip)


def _check_stdin(run: Run, *, skip: bool) -> Iterator[FileReport | None]:
    from manifestry.engine.api import check_input

    name = run.stdin_name
    try:
        read = standard_input()
    except UnreadableError as error:
        return iter([_unreadable(name, str(error))])
    return check_input(read, name, partial(_settings, run), skip_unrelated=skip)


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


def _unreadable(path: str, error: str) -> FileReport:
    return FileReport(path=path, kind=None, status="unreadable", error=error)


def _settings(run: Run, path: str) -> Settings:
    """The settings for one document: those of the run, and what is ignored in this file."""
    more = tuple(code for fits, codes in run.ignores if fits(path) for code in codes)
    return replace(run.settings, ignore=run.settings.ignore + more) if more else run.settings


def _whole_codes(prefixes: Sequence[str]) -> tuple[str, ...]:
    """The codes that begin with a prefix: among selections, a whole code has the last word."""
    from manifestry.rules.catalogue import catalogue, matching

    if "ALL" in prefixes:
        return tuple(catalogue())
    return tuple(rule.code for prefix in prefixes for rule in matching(prefix))


def _named(paths: Sequence[str]) -> str:
    return ", ".join(f'"{printable(path)}"' for path in paths)
