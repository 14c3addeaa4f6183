"""`manifestry baseline`: what a check finds now is accepted from now on."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from manifestry.baseline.applying import Applying, Stale, pruned
from manifestry.baseline.document import FILE, Baseline, read
from manifestry.baseline.making import LeftOut, Making, uncapped
from manifestry.cli import console
from manifestry.cli.collecting import Collector
from manifestry.cli.judging import Judging, takes_judging
from manifestry.cli.means import Wishes, Work, takes_wishes, working
from manifestry.cli.params import configured, reads_config
from manifestry.cli.reporting import report_on
from manifestry.cli.run import Run, plan, sparing
from manifestry.config import shown_path
from manifestry.findings import Report
from manifestry.output import replacing
from manifestry.report.summary import count
from manifestry.text import printable

_STDOUT = ("-", "/dev/stdout")
_EXIT_LEFT, _EXIT_INTERNAL = 1, 4


@click.command("baseline", short_help="Accept what is found now, or what is left of it.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(readable=False))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    help=f"The baseline (default: the configured one, or {FILE}; -: standard output).",
)
@click.option(
    "--prune",
    is_flag=True,
    help="Accept nothing new, but take out what is accepted and occurs no more.",
)
@takes_judging
@click.option("--stdin-filename", metavar="NAME", help="What to call standard input.")
@takes_wishes
@reads_config
def command(
    paths: tuple[str, ...],
    *,
    judging: Judging,
    output: str | None,
    prune: bool,
    stdin_filename: str | None,
    config_file: str | None,
    no_config: bool,
    wishes: Wishes,
) -> int:
    """Write a baseline: the findings that `manifestry check --baseline` accepts.

    PATHs are those of `manifestry check`. What cannot be accepted is said, and makes the exit
    code 1: files that cannot be read, and faults behind which the rest of a document cannot be
    read. With --prune a baseline is only made smaller, by what is gone from the files that are
    checked, and by files that are gone.
    """
    config = configured(config_file, no_config=no_config)
    settings = uncapped(judging.settings(config))
    path = output or config.baseline or FILE
    to_screen = path in _STDOUT
    if prune and to_screen:
        raise click.UsageError("--prune needs the file of a baseline, not standard output")
    before = read(path) if prune else None
    paths = paths or (".",)
    name = stdin_filename or "<stdin>"
    run = plan(paths, settings, config, stdin_name=name, remote=True)
    if not to_screen:
        run = sparing(run, path)
    # Like a report into a file: what is cut short must not take the place of the whole.
    with working(wishes, config, len(run.targets), quiet=False, to_file=True) as work:
        if before is not None:
            return _prune(before, path, run, work, paths)
        return _make(path, run, work, paths, to_screen=to_screen)


def _make(path: str, run: Run, work: Work, paths: Sequence[str], *, to_screen: bool) -> int:
    folder = "." if to_screen else os.path.dirname(os.path.abspath(path))
    making = Making(folder)
    report = report_on(run, work, Collector(making.take), console.write, paths)
    made = making.made()
    baseline = made.baseline
    if to_screen:
        console.write(baseline.text())
    else:
        _write(baseline, path)
    files = count(len(baseline.files), "file")
    line = f"Accepted {count(len(baseline), 'finding')} in {files}"
    if to_screen:
        console.say(f"{line}.")
    else:
        console.write(f"{line} -> {shown_path(path)}\n")
    for each in made.left_out:
        if each.codes:
            console.say(f"{each.path}: {', '.join(each.codes)} cannot be accepted")
    if made.left_out:
        console.say(_summed(made.left_out))
    return _code(report, left=bool(made.left_out))


def _summed(left_out: Sequence[LeftOut]) -> str:
    files = "1 file has" if len(left_out) == 1 else f"{len(left_out):,} files have"
    return f"{files} faults that always fail, or could not be checked."


def _prune(before: Baseline, path: str, run: Run, work: Work, paths: Sequence[str]) -> int:
    applying = Applying(before, run.settings_for)
    report = report_on(run, work, Collector(applying.take), console.write, paths)
    gone = [name for name in before.files if before.known.name_of.is_gone(name)]
    stale = [each for each in applying.stale() if each.name not in gone]
    after = pruned(before, stale, gone)
    if after.files != before.files:
        _write(after, path)
    for name in sorted(gone):
        number = sum(entry.count for entry in before.files[name])
        console.write(f"{printable(name)}: the file is gone, {count(number, 'finding')}\n")
    for each in stale:
        console.write(f"{_line(each)}\n")
    removed = len(before) - len(after)
    entries = "1 stale entry" if removed == 1 else f"{removed:,} stale entries"
    rest = f"{count(len(after), 'finding')} accepted"
    console.write(f"Removed {entries}, {rest} -> {shown_path(path)}\n")
    return _code(report, left=any(file.error is not None for file in report.files))


def _line(stale: Stale) -> str:
    entry = stale.entry
    of = "" if entry.count == 1 else f" ({stale.count:,} of {entry.count:,})"
    return printable(f"{stale.name}: {entry.code} {entry.message}{of}")


def _write(baseline: Baseline, path: str) -> None:
    with replacing(path) as write:
        write(baseline.text().encode())


def _code(report: Report, *, left: bool) -> int:
    return _EXIT_INTERNAL if report.exit_code() == _EXIT_INTERNAL else int(left) and _EXIT_LEFT
