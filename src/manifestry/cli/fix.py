"""`manifestry fix`: mends what it can, in place."""

from __future__ import annotations

import click

from manifestry.cli.accepting import Accepted, applying_all, takes_baseline
from manifestry.cli.fixer import Fixer
from manifestry.cli.judging import (
    Judging,
    failing,
    takes_fail_on,
    takes_judging,
    takes_skip_unrelated,
)
from manifestry.cli.params import configured, reads_config
from manifestry.cli.run import PerFile, nothing_left, plan
from manifestry.discovery import STDIN
from manifestry.document.source import is_remote
from manifestry.errors import UsageError
from manifestry.text import mask_secrets, printable


@click.command("fix", short_help="Mend what can be mended, in place.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path())
@click.option("--unsafe", is_flag=True, help="Apply all fixes, also those that need a look.")
@click.option("--diff", is_flag=True, help="Change nothing; show what would change.")
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if something would.")
@takes_judging
@takes_fail_on
@takes_skip_unrelated
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@takes_baseline
@reads_config
def command(
    paths: tuple[str, ...],
    *,
    unsafe: bool,
    diff: bool,
    check: bool,
    judging: Judging,
    fail_on: str | None,
    skip_unrelated: bool,
    quiet: bool,
    accepted: Accepted,
    config_file: str | None,
    no_config: bool,
) -> int:
    """Mend the findings of manifests that a machine can mend.

    Files are rewritten whole or not at all, and only the bytes that have to change do. With - for
    PATH the mended document goes to standard output. A fix that would make a document worse is
    not made.
    """
    urls = [path for path in paths if is_remote(path)]
    if urls:
        raise UsageError(
            f"fix mends files, not what is behind a URL: {printable(mask_secrets(urls[0]))}"
        )
    config = configured(config_file, no_config=no_config)
    run = plan(paths, judging.settings(config), config, skip_unrelated=skip_unrelated)
    if STDIN in paths and len(paths) > 1:
        raise UsageError(f'"{STDIN}" is standard input, and is mended by itself')
    run = accepted.on(run, config, paths, judged=False)
    fixer = Fixer(
        PerFile(run.settings, run.ignores),
        unsafe=unsafe,
        diff=diff,
        write=not (diff or check),
        quiet=quiet,
        skip_unrelated=skip_unrelated,
        applying=applying_all(run),
        prune=run.prune,
    )
    for target in run.targets:
        fixer.take(target)
    if fixer.passed == len(run.targets) and not skip_unrelated:
        raise nothing_left(paths, fixer.passed)
    fails = failing(fail_on, config)
    return fixer.end(fails, check=check)
