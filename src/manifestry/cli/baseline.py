"""`manifestry baseline`: what a check finds now is accepted from now on."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

import click

from manifestry.baseline.applying import Applying, Stale, pruned
from manifestry.baseline.document import FILE, Baseline, read
from manifestry.baseline.identity import has_gaps
from manifestry.baseline.making import LeftOut, Made, Making, uncapped
from manifestry.baseline.merging import merged
from manifestry.cli import console
from manifestry.cli.collecting import Collector
from manifestry.cli.judging import Judging, takes_judging
from manifestry.cli.means import Wishes, Work, takes_wishes, working
from manifestry.cli.params import configured, reads_config
from manifestry.cli.reporting import gone_of, report_on
from manifestry.cli.run import Run, plan, sparing
from manifestry.config import Config, shown_path
from manifestry.errors import UsageError
from manifestry.findings import FileReport, Report
from manifestry.output import replacing, same_file
from manifestry.report.summary import count
from manifestry.text import printable

_STDOUT = ("-", "/dev/stdout")
_EXIT_LEFT, _EXIT_UNREADABLE, _EXIT_INTERNAL = 1, 3, 4
_WHY = "what is behind it could not be checked"


@click.command("baseline", short_help="Accept what is found now, or what is left of it.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(readable=False))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    help=f"The baseline (default: the configured one, or {FILE}; -: standard output).",
)
@click.option("--baseline", hidden=True, type=click.Path(), help="Is -o here.")
@click.option(
    "--prune",
    is_flag=True,
    help="Accept nothing new, but take out what is accepted and occurs no more.",
)
@takes_judging
@click.option("--stdin-filename", metavar="NAME", help="What to call standard input.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what went wrong.")
@takes_wishes
@reads_config
def command(
    paths: tuple[str, ...],
    *,
    judging: Judging,
    output: str | None,
    baseline: str | None,
    prune: bool,
    stdin_filename: str | None,
    quiet: bool,
    config_file: str | None,
    no_config: bool,
    wishes: Wishes,
) -> int:
    """Write a baseline: the findings that `manifestry check --baseline` accepts.

    PATHs are those of `manifestry check`. What was accepted before stays in files that are not
    checked and of rules that are off. What cannot be accepted is said, and makes the exit code 1:
    faults behind which the rest of a document cannot be read. If a file cannot be read, nothing
    is written. With --prune a baseline is only made smaller, by what is gone from the files that
    are checked, and by files that are gone.
    """
    if baseline is not None:
        raise click.UsageError("--baseline is for `manifestry check`; the file to write is -o FILE")
    if output == "":
        raise click.UsageError("-o needs a file")
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
        before = before or _replaced(path, config)
    # Like a report into a file: what is cut short must not take the place of the whole.
    with working(wishes, config, len(run.targets), quiet=quiet, to_file=True) as work:
        writing = _Writing(run, work, paths, path, quiet=quiet)
        if before is None:
            return writing.show()
        return writing.prune(before) if prune else writing.make(before)


def _replaced(path: str, config: Config) -> Baseline:
    """The baseline that is to be replaced. Raises ConfigError, UsageError for any other file."""
    if config.path is not None and same_file(config.path, path):
        raise UsageError(f'"{shown_path(path)}" is the configuration, not a baseline')
    if not os.path.isfile(path) or not os.path.getsize(path):
        return Baseline()
    return read(path)


class _Writing:
    """One run, and what becomes of the baseline at `path`."""

    def __init__(
        self, run: Run, work: Work, paths: Sequence[str], path: str, *, quiet: bool
    ) -> None:
        self._run = run
        self._work = work
        self._paths = paths
        self._path = path
        self._quiet = quiet

    def show(self) -> int:
        """A new baseline for the screen, whose paths start from the current folder."""
        made, report = self._made(Making("."))
        if _unread(report):
            return _nothing(report)
        console.write(made.baseline.text())
        if not self._quiet:
            console.say(f"{_accepted(made.baseline)}.")
        return self._end(made, report)

    def make(self, before: Baseline) -> int:
        """A new baseline, which keeps of the earlier one what was not judged."""
        making = Making(os.path.dirname(os.path.abspath(self._path)))
        applying = Applying(before, self._run.settings_for)
        made, report = self._made(making, applying)
        if _unread(report):
            return _nothing(report)
        gone = gone_of(applying, self._run, self._work, self._paths)
        after = merged(before, made, self._run.settings_for, gone)
        _write(after, self._path)
        kept = len(after) - len(made.baseline)
        stay = f"; {kept:,} accepted before {'stays' if kept == 1 else 'stay'}" if kept else ""
        self._tell(f"{_accepted(made.baseline)}{stay} -> {shown_path(self._path)}")
        return self._end(made, report)

    def prune(self, before: Baseline) -> int:
        """The earlier baseline without what is gone."""
        applying = Applying(before, self._run.settings_for)
        report = self._report(applying.take)
        names = before.known.name_of
        gone = {name for name in before.files if names.is_gone(name)}
        gone |= set(gone_of(applying, self._run, self._work, self._paths))
        stale = [each for each in applying.stale() if each.name not in gone]
        after = pruned(before, stale, gone)
        if after.files != before.files:
            _write(after, self._path)
        for name in sorted(gone):
            number = sum(entry.count for entry in before.files[name])
            self._tell(f"{printable(name)}: the file is gone, {count(number, 'finding')}")
        for each in stale:
            self._tell(_line(each))
        number = len(before) - len(after)
        removed = (
            f"{count(number, 'finding')} that no longer {'occurs' if number == 1 else 'occur'}"
        )
        stay = f"{len(after):,} {'stays' if len(after) == 1 else 'stay'} accepted"
        self._tell(f"Removed {removed}; {stay} -> {shown_path(self._path)}")
        return _code(report, left=_unread(report) > 0)

    def _made(self, making: Making, applying: Applying | None = None) -> tuple[Made, Report]:
        def take(file: FileReport) -> None:
            making.take(file)
            if applying is not None:
                applying.take(file)

        report = self._report(take)
        return making.made(), report

    def _report(self, take: Callable[[FileReport], object]) -> Report:
        return report_on(self._run, self._work, Collector(take), console.write, self._paths)

    def _end(self, made: Made, report: Report) -> int:
        """Says what could not be accepted; the exit code."""
        for each in made.left_out:
            if each.codes:
                codes = ", ".join(each.codes)
                console.say(f"{each.path}: {codes} cannot be accepted: {_WHY}")
        if made.left_out:
            console.say(_summed(made.left_out))
        return _code(report, left=bool(made.left_out))

    def _tell(self, line: str) -> None:
        if not self._quiet:
            console.write(f"{line}\n")


def _accepted(baseline: Baseline) -> str:
    files = count(len(baseline.files), "file")
    return f"Accepted {count(len(baseline), 'finding')} in {files}"


def _summed(left_out: Sequence[LeftOut]) -> str:
    files = "1 file has" if len(left_out) == 1 else f"{len(left_out):,} files have"
    return f"{files} faults that always fail, or could not be checked."


def _nothing(report: Report) -> int:
    console.say(f"Nothing is accepted: {count(_unread(report), 'file')} could not be read.")
    return max(report.exit_code(), _EXIT_UNREADABLE)


def _unread(report: Report) -> int:
    return sum(1 for file in report.files if file.error is not None)


def _line(stale: Stale) -> str:
    """What is gone. The message is of no use where its numbers are not known any more."""
    from manifestry.rules.catalogue import catalogue

    entry = stale.entry
    rule = catalogue().get(entry.code)
    name = "a rule that is no more" if rule is None else rule.name
    number = count(stale.count, "finding")
    if stale.count < entry.count:
        number = f"{stale.count:,} of {count(entry.count, 'finding')}"
    said = "" if has_gaps(entry.message) else f": {entry.message}"
    return printable(f"{stale.name}: {entry.code} {name}, {number}{said}")


def _write(baseline: Baseline, path: str) -> None:
    with replacing(path) as write:
        write(baseline.text().encode())


def _code(report: Report, *, left: bool) -> int:
    return _EXIT_INTERNAL if report.exit_code() == _EXIT_INTERNAL else int(left) and _EXIT_LEFT
