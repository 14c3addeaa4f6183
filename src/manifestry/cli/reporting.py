"""From verdicts to the report: file by file, with what standard error has to say."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from manifestry.cli import console
from manifestry.cli.means import Work
from manifestry.cli.run import Run, check_each, nothing_left
from manifestry.discovery import STDIN
from manifestry.findings import FileReport, Report
from manifestry.report import Reporter
from manifestry.report.summary import skipped, stale_line, summary

if TYPE_CHECKING:
    from manifestry.baseline import Applying

Write = Callable[[str], None]

_SILENT_ON_SKIPPED = frozenset({"json", "jsonl", "sarif", "gitlab", "junit"})


def report_on(run: Run, work: Work, form: Reporter, write: Write, paths: Sequence[str]) -> Report:
    """Checks and writes, file by file; only the numbers are kept.

    Raises KeyboardInterrupt behind the report on what was done when Ctrl-C ends it.
    """
    files: list[FileReport] = []
    skipped = 0
    applying = None
    if run.baseline is not None:
        from manifestry.baseline import Applying

        applying = Applying(run.baseline, run.settings_for)
    with closing(check_each(run, work.means)) as found:
        for file in found:
            if file is None:
                skipped += 1
                continue
            if applying is not None:
                file = applying.take(file)  # noqa: PLW2901
            for piece in form.file(file):
                work.hide_bar()
                write(piece)
            console.flush()  # whoever reads along need not wait for the last file
            _complain(file, work)
            files.append(replace(file, findings=(), by_rule=()))
    if not files and not run.skip_unrelated and not work.interrupted:
        raise nothing_left(paths, skipped)
    report = Report(tuple(files), skipped)
    if applying is not None:
        report = applying.report(
            files, skipped, gone=gone_of(applying, run, work, paths), prune=run.prune
        )
    work.hide_bar()
    for piece in form.end(report):
        write(piece)
    if work.interrupted:
        console.flush()
        raise KeyboardInterrupt
    return report


def gone_of(applying: Applying, run: Run, work: Work, paths: Sequence[str]) -> tuple[str, ...]:
    """The documents in a baseline that are there no more, as far as the run can tell."""
    if work.interrupted:
        return ()
    folders = [path for path in paths if path != STDIN and os.path.isdir(path)]
    return applying.gone(folders, [each.path for each in run.targets if each.path != STDIN])


def remark(report: Report, form: str | None, *, to_file: bool) -> None:
    """Says on standard error what the reader of a terminal would miss in the report."""
    if to_file:
        for line in filter(None, (summary(report), stale_line(report))):
            console.say(line)
    elif form in _SILENT_ON_SKIPPED:
        if report.skipped:
            console.say(f"note: {skipped(report)}")
        if stale_line(report):
            console.say(f"note: {stale_line(report)}")


def _complain(file: FileReport, work: Work) -> None:
    """Says on standard error what is not the data's fault."""
    if file.failures or file.error is not None:
        work.hide_bar()
    for failure in file.failures:
        where = f" at {failure.pointer}" if failure.pointer else ""
        console.say(f"internal error: {file.path}: rule {failure.code}{where}: {failure.error}")
    if file.error is not None:
        console.say(f"error: {file.path}: {file.error}")
