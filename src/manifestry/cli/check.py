"""`manifestry check`: arguments in, the library's call, a report out."""

from __future__ import annotations

from dataclasses import replace

import click

from manifestry.choices import FORMATS
from manifestry.cli import console
from manifestry.cli.accepting import Accepting, show_files, takes_accepting
from manifestry.cli.judging import (
    Judging,
    failing,
    takes_fail_on,
    takes_judging,
    takes_skip_unrelated,
)
from manifestry.cli.means import Wishes, takes_wishes, working
from manifestry.cli.params import completing, configured, not_negative, one_of, reads_config
from manifestry.cli.reporting import remark, report_on
from manifestry.cli.reports import Wanted, planned, wanted
from manifestry.cli.run import plan, sparing
from manifestry.cli.showing import Showing, takes_showing
from manifestry.cli.watching import takes_watching
from manifestry.report import Look

_COLORS = ("auto", "always", "never")


@click.command("check", short_help="Check files, folders, patterns or standard input.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(readable=False))
@takes_watching
@click.option(
    "--format",
    "formats",
    metavar="NAME[=FILE]",
    multiple=True,
    callback=wanted,
    shell_complete=completing(lambda: FORMATS),
    help="How to report, and into which file; may be repeated, with at most one that has no "
    f"file (default: text). {', '.join(FORMATS)}.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    help="Write the report that has no file to FILE, whole or not at all.",
)
@takes_judging
@takes_fail_on
@click.option(
    "--max-findings",
    metavar="N",
    type=int,
    callback=not_negative,
    help="List at most N findings of a file and count the rest (default: 1000; 0: no limit).",
)
@click.option(
    "--max-findings-per-rule",
    metavar="N",
    type=int,
    callback=not_negative,
    help="List at most N findings of one rule in a file (default: 100; 0: no limit).",
)
@click.option(
    "--stdin-filename",
    metavar="NAME",
    help="What to call standard input in the report and in per-file ignores.",
)
@takes_skip_unrelated
@click.option("-q", "--quiet", is_flag=True, help="Print findings only, no summary.")
@click.option(
    "--color",
    metavar="|".join(_COLORS),
    default="auto",
    callback=one_of(_COLORS, "choice"),
    shell_complete=completing(lambda: _COLORS),
    help="When to use colours (default: auto, which respects NO_COLOR and FORCE_COLOR).",
)
@takes_accepting
@takes_showing
@takes_wishes
@reads_config
def command(
    paths: tuple[str, ...],
    *,
    judging: Judging,
    formats: tuple[Wanted, ...],
    output: str | None,
    fail_on: str | None,
    max_findings: int | None,
    max_findings_per_rule: int | None,
    stdin_filename: str | None,
    skip_unrelated: bool,
    quiet: bool,
    color: str,
    config_file: str | None,
    no_config: bool,
    wishes: Wishes,
    showing: Showing,
    accepting: Accepting,
) -> int:
    """Check manifests: files, folders, patterns, or - for standard input.

    Without a PATH the current folder is checked. In a folder (and the folders in it)
    these are manifests: *.json, *.ndjson, *.jsonl and *.csv, the same with .gz, and all but CSV
    in *.zip, except what is hidden, in node_modules, or turns out to be something else.
    """
    config = configured(config_file, no_config=no_config)
    settings = judging.settings(
        config, max_findings=max_findings, max_findings_per_rule=max_findings_per_rule
    )
    paths = paths or (".",)
    run = plan(
        paths,
        settings,
        config,
        skip_unrelated=skip_unrelated,
        stdin_name=stdin_filename or "<stdin>",
        remote=True,
    )
    run = accepting.on(run, config, paths)
    if accepting.show_files:
        return show_files(run)
    if accepting.add_ignore:
        from manifestry.cli.ignoring import add_ignores

        if no_config:
            raise click.UsageError("--add-ignore and --no-config contradict each other")
        with working(wishes, config, len(run.targets), quiet=quiet, to_file=True) as work:
            return add_ignores(run, config, work, paths)
    fails = failing(fail_on, config)
    reports = planned(formats, config.format, output)
    for path in reports.paths:
        run = sparing(run, path)
    screen = replace(console.look(color, quiet=quiet), fail_on=fails, contents=True)
    file = Look(color=color == "always", quiet=quiet, fail_on=fails, contents=True)
    to_file = reports.on_screen is None
    with (
        reports.open(showing.on(screen), showing.on(file)) as (form, write),
        working(wishes, config, len(run.targets), quiet=quiet, to_file=to_file) as work,
    ):
        report = report_on(run, work, form, write, paths)
    if not quiet:
        remark(report, reports.on_screen, to_file=to_file)
    return report.exit_code(fails)
