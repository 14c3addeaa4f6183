"""What a command accepts of what it finds: its options for a baseline, and for ignoring."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import click

from manifestry.cli import console
from manifestry.cli.params import gathering
from manifestry.cli.run import Run
from manifestry.config import Config
from manifestry.discovery import STDIN
from manifestry.document.source import is_remote
from manifestry.errors import UsageError
from manifestry.output import same_file
from manifestry.report.compared import PRUNE
from manifestry.text import mask_secrets, printable

if TYPE_CHECKING:
    from manifestry.baseline import Applying

EXIT_UNREADABLE: Final = 3
_MOST_PATHS: Final = 3  # in a hint
_PLAIN: Final = re.compile(r"[\w./:\\@%+=,-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What the options for a baseline say."""

    baseline: str | None = None
    no_baseline: bool = False

    def on(self, run: Run, config: Config, paths: Sequence[str], *, judged: bool = True) -> Run:
        """A run with the baseline, which is none of the files to check. Raises ConfigError.

        A file of which something is accepted is `judged` whatever has become of it, as if it
        were given by name.
        """
        path = self.baseline or config.baseline
        if path is None:
            return run
        targets = [
            each
            for each in run.targets
            if each.path == STDIN
            or (self.no_baseline and each.named)
            or not same_file(each.path, path)
        ]
        if not targets and not run.skip_unrelated:
            raise UsageError("no input: there is nothing but the baseline")
        if self.no_baseline:
            return replace(run, targets=targets)
        from manifestry.baseline import read

        baseline = read(path)
        if judged:
            targets = [
                replace(each, named=each.named or baseline.known(each.path)) for each in targets
            ]
        prune = f"{PRUNE}{_prune_options(path, config, paths)}"
        return replace(run, targets=targets, baseline=baseline, prune=prune)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepting(Accepted):
    """What the options say."""

    add_ignore: bool = False
    show_files: bool = False

    @property
    def instead(self) -> bool:
        """Whether something else is done than to report."""
        return self.add_ignore or self.show_files


def _prune_options(path: str, config: Config, paths: Sequence[str]) -> str:
    """What `manifestry baseline --prune` has to be told, if it would take another baseline."""
    from manifestry.baseline.document import FILE

    if same_file(path, config.baseline or FILE):
        return ""
    words = [path, *(paths if len(paths) <= _MOST_PATHS else ("PATHS",))]
    return f" -o {' '.join(_quoted(mask_secrets(word)) for word in words)}"


def _quoted(word: str) -> str:
    """A word as shells take it, as far as it is a sensible one."""
    word = printable(word)
    return word if _PLAIN.fullmatch(word) else f'"{word}"'


_BASELINE: Final = (
    click.option(
        "--baseline",
        metavar="FILE",
        type=click.Path(),
        help="Accept the findings in this baseline; `manifestry baseline` writes one.",
    ),
    click.option("--no-baseline", is_flag=True, help="Accept nothing, whatever is configured."),
)

_INSTEAD: Final = (
    click.option(
        "--add-ignore",
        is_flag=True,
        help="Report nothing, but ignore what is found from now on, by per-file-ignores in the "
        "configuration.",
    ),
    click.option(
        "--show-files",
        is_flag=True,
        help="Check nothing, but show the files that would be looked at, one a line.",
    ),
)


def _hold(mine: Accepted, _: Mapping[str, Any]) -> None:
    if mine.baseline == "":
        raise click.UsageError("--baseline needs a file")
    if mine.baseline is not None and mine.no_baseline:
        raise click.UsageError("--baseline and --no-baseline contradict each other")


def _hold_all(mine: Accepting, rest: Mapping[str, Any]) -> None:
    _hold(mine, rest)
    if mine.add_ignore and mine.show_files:
        raise click.UsageError("--add-ignore and --show-files contradict each other")
    if mine.instead and (rest["formats"] or rest["output"] is not None):
        option = "--add-ignore" if mine.add_ignore else "--show-files"
        raise click.UsageError(f"{option} writes no report: leave --format and --output out")


takes_baseline = gathering("accepted", Accepted, _BASELINE, _hold)
"""Adds the options for a baseline, which the command gets as one argument, `accepted`."""

takes_accepting = gathering("accepting", Accepting, (*_BASELINE, *_INSTEAD), _hold_all)
"""Adds all options, which the command gets as one argument, `accepting`."""


def applying_all(run: Run) -> Applying | None:
    """What takes out of verdicts what the run's baseline accepts, and caps nothing."""
    if run.baseline is None:
        return None
    from manifestry.baseline import Applying

    listing = replace(run.settings, max_findings=0, max_findings_per_rule=0)
    return Applying(run.baseline, replace(run, settings=listing).settings_for)


def show_files(run: Run) -> int:
    """Writes the names of the files of a run."""
    code = 0
    for target in run.targets:
        error = target.error
        if target.named and target.path != STDIN and not is_remote(target.path):
            error = error or (None if os.path.exists(target.path) else "no such file")
        if error is not None:
            console.say(f"error: {mask_secrets(target.path)}: {error}")
            code = EXIT_UNREADABLE
            continue
        name = run.stdin_name if target.path == STDIN else mask_secrets(target.path)
        console.write(f"{printable(name)}\n")
    return code
