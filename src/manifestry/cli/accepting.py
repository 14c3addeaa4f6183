"""What a command accepts of what it finds: its options for a baseline, and for ignoring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import wraps
from typing import Any, Final

import click

from manifestry.cli import console
from manifestry.cli.run import Run
from manifestry.config import Config
from manifestry.discovery import STDIN
from manifestry.errors import UsageError
from manifestry.output import same_file
from manifestry.text import mask_secrets, printable

EXIT_UNREADABLE: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepting:
    """What the options say."""

    baseline: str | None = None
    no_baseline: bool = False
    add_ignore: bool = False
    show_files: bool = False

    @property
    def instead(self) -> bool:
        """Whether something else is done than to report."""
        return self.add_ignore or self.show_files

    def on(self, run: Run, config: Config) -> Run:
        """A run with the baseline, which is none of the files to check. Raises ConfigError."""
        path = self.baseline or (None if self.no_baseline else config.baseline)
        if path is None:
            return run
        from manifestry.baseline import read

        baseline = read(path)
        targets = [
            each for each in run.targets if each.path == STDIN or not same_file(each.path, path)
        ]
        if not targets and not run.skip_unrelated:
            raise UsageError("no input: there is nothing but the baseline")
        return replace(run, targets=targets, baseline=baseline)


_OPTIONS: Final = (
    click.option(
        "--baseline",
        metavar="FILE",
        type=click.Path(),
        help="Accept the findings in this baseline; `manifestry baseline` writes one.",
    ),
    click.option("--no-baseline", is_flag=True, help="Accept nothing, whatever is configured."),
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


def takes_accepting(command: Callable[..., int]) -> Callable[..., int]:
    """Adds the options, which the command gets as one argument, `accepting`."""

    @wraps(command)
    def with_accepting(*args: Any, **options: Any) -> int:
        mine = Accepting(**{each.name: options.pop(each.name) for each in fields(Accepting)})
        if mine.baseline is not None and mine.no_baseline:
            raise click.UsageError("--baseline and --no-baseline contradict each other")
        if mine.add_ignore and mine.show_files:
            raise click.UsageError("--add-ignore and --show-files contradict each other")
        if mine.instead and (options["formats"] or options["output"] is not None):
            option = "--add-ignore" if mine.add_ignore else "--show-files"
            raise click.UsageError(f"{option} writes no report: leave --format and --output out")
        return command(*args, accepting=mine, **options)

    made: Callable[..., int] = with_accepting
    for option in reversed(_OPTIONS):
        made = option(made)
    return made


def show_files(run: Run) -> int:
    """Writes the names of the files of a run."""
    code = 0
    for target in run.targets:
        if target.error is not None:
            console.say(f"error: {target.path}: {target.error}")
            code = EXIT_UNREADABLE
            continue
        name = run.stdin_name if target.path == STDIN else mask_secrets(target.path)
        console.write(f"{printable(name)}\n")
    return code
