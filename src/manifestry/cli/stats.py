"""`manifestry stats`: manifests and exports in, what is in them out."""

from __future__ import annotations

import click

from manifestry.cli import console
from manifestry.cli.params import completing, configured, one_of, reads_config
from manifestry.cli.run import nothing_left, plan, standard_input
from manifestry.cli.sources import EXIT_FAULTS, STDIN_NAME, STDOUT, tell_refused
from manifestry.discovery import STDIN, Target
from manifestry.errors import UnreadableError, UsageError
from manifestry.output import replacing, same_file
from manifestry.report import Look
from manifestry.settings import Settings
from manifestry.shaping.counting import Counting
from manifestry.shaping.stats import Stats
from manifestry.text import printable

_FORMS = ("text", "json")
_COLORS = ("auto", "always", "never")
_EXIT_UNREADABLE = 3


@click.command("stats", short_help="Show what is in manifests and exports.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(readable=False))
@click.option(
    "--format",
    "form",
    metavar="|".join(_FORMS),
    default="text",
    callback=one_of(_FORMS, "format"),
    shell_complete=completing(lambda: _FORMS),
    help="text: tables (default). json: all numbers, histograms included.",
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(), help="Write to FILE, whole or not at all."
)
@click.option(
    "--color",
    metavar="|".join(_COLORS),
    default="auto",
    callback=one_of(_COLORS, "choice"),
    shell_complete=completing(lambda: _COLORS),
    help="Whether to use colours (default: auto).",
)
@reads_config
def command(
    paths: tuple[str, ...],
    *,
    form: str,
    output: str | None,
    color: str,
    config_file: str | None,
    no_config: bool,
) -> int:
    """Show what is in manifests, and exports and asset imports of Ango Hub.

    PATH is a file, a folder, a pattern, or - for standard input; without one the current folder
    is searched. Counted are items, URLs, hosts, metadata keys with their values, labels. If one
    of the files cannot be used, nothing is shown.
    """
    config = configured(config_file, no_config=no_config)
    counting = Counting(max_item_bytes=config.max_item_bytes)
    to_file = None if output in STDOUT else output
    paths = paths or (".",)
    skipped = 0
    for target in plan(paths, Settings(), config).targets:
        if not _take(counting, target):
            skipped += 1
        elif to_file is not None and target.path != STDIN and same_file(target.path, to_file):
            raise UsageError(f'the output "{printable(to_file)}" is one of the inputs')
    stats = counting.result()
    if not stats.ok:
        return _refuse(stats)
    if not stats.documents:
        raise nothing_left(paths, skipped)
    look = Look() if to_file is not None else console.look(color)
    text = _rendered(stats, form, look)
    if to_file is None:
        console.write(text)
    else:
        with replacing(to_file) as write:
            write(text.encode())
    if skipped:
        files = "1 file" if skipped == 1 else f"{skipped:,} files"
        console.say(f"note: {files} skipped: not a manifest, nor of Ango Hub")
    return 0


def _take(counting: Counting, target: Target) -> bool:
    if target.error is not None:
        return counting.refuse(target.path, target.error)
    if target.path != STDIN:
        return counting.take_file(target.path, skip_unrelated=not target.named)
    try:
        return counting.take(standard_input(), STDIN_NAME)
    except UnreadableError as error:
        return counting.refuse(STDIN_NAME, str(error))


def _refuse(stats: Stats) -> int:
    unread = [report for report in stats.refused if report.error is not None]
    tell_refused([report for report in stats.refused if report.error is None])
    for report in unread:
        console.say(f"error: {report.path}: {report.error}")
    return _EXIT_UNREADABLE if unread else EXIT_FAULTS


def _rendered(stats: Stats, form: str, look: Look) -> str:
    if form == "json":
        from manifestry.report.data import dumps
        from manifestry.report.stats_data import stats_data

        return dumps(stats_data(stats), indent=2) + "\n"
    from manifestry.report.stats import render

    return "".join(f"{line}\n" for line in render(stats, look))
