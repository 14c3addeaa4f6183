"""`manifestry metadata check`: what a new metadata schema changes, and what that does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from manifestry.cli import console
from manifestry.cli.params import completing, one_of
from manifestry.report import Look
from manifestry.report.cells import shown, squeezed, width, wrapped

if TYPE_CHECKING:
    from manifestry.metadata import Change, Comparison

_FORMATS = ("text", "json")
_FAIL_ON = ("refused", "destructive", "never")
_COLORS = {"refused": "1;31", "destructive": "1;33", "safe": "1;32"}


@click.command("check", short_help="Compare two metadata schemas.")
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@click.option(
    "--format",
    "form",
    metavar="|".join(_FORMATS),
    default="text",
    callback=one_of(_FORMATS, "format"),
    shell_complete=completing(lambda: _FORMATS),
    help="How to print the changes.",
)
@click.option(
    "--fail-on",
    metavar="|".join(_FAIL_ON),
    default="destructive",
    callback=one_of(_FAIL_ON, "verdict"),
    shell_complete=completing(lambda: _FAIL_ON),
    help="The least verdict that makes the exit code 1 (default: destructive).",
)
def command(old: str, new: str, *, form: str, fail_on: str) -> int:
    """Compare the metadata schema NEW with the schema OLD, whose place it is to take.

    Each change is safe, destructive (data drop out of filters, or settings are lost) or
    refused (no call of the SDK leads there). Files are JSON, in the current or the flat
    form, or the short form in *.toml.
    """
    from manifestry.metadata import compare, read_schema
    from manifestry.metadata.comparison import VERDICTS

    comparison = compare(read_schema(old), read_schema(new))
    if form == "json":
        from manifestry.report.data import dumps

        console.write(dumps(_data(comparison, old, new), indent=2) + "\n")
    else:
        for line in _lines(comparison, console.look("auto")):
            console.write(f"{line.rstrip()}\n")
    verdict = next((each for each in VERDICTS if each == fail_on), None)
    return 1 if verdict is not None and comparison.at_least(verdict) else 0


def _data(comparison: Comparison, old: str, new: str) -> dict[str, object]:
    from manifestry.metadata.comparison import VERDICTS
    from manifestry.version import VERSION

    summary: dict[str, int] = {"changes": len(comparison.changes)}
    summary.update((verdict, comparison.count(verdict)) for verdict in VERDICTS)
    return {
        "tool": {"name": "manifestry", "version": VERSION},
        "old": old,
        "new": new,
        "changes": [
            {
                "key": change.key,
                "what": change.what,
                "verdict": change.verdict,
                "message": change.message,
                "old": change.old and change.old.to_wire(),
                "new": change.new and change.new.to_wire(),
            }
            for change in comparison.changes
        ],
        "summary": summary,
    }


def _lines(comparison: Comparison, look: Look) -> Iterator[str]:
    """Two lines or more for each change, then the summary."""
    changes = comparison.changes
    verdicts = max((len(change.verdict) for change in changes), default=0) + 2
    whats = max((len(change.what) for change in changes), default=0) + 2
    for change in changes:
        yield from _entry(change, verdicts, whats, look)
    if changes:
        yield ""
    yield _summary(comparison)


def _entry(change: Change, verdicts: int, whats: int, look: Look) -> Iterator[str]:
    verdict = change.verdict.ljust(verdicts)
    if look.color:
        verdict = f"\x1b[{_COLORS[change.verdict]}m{change.verdict}\x1b[0m{verdict.removeprefix(change.verdict)}"
    key = squeezed(shown(change.key, look.encoding), look.width - verdicts - whats)
    yield f"{verdict}{change.what:{whats}}{key}"
    room = look.width - verdicts
    for line in wrapped(shown(change.message, look.encoding), room):
        yield " " * verdicts + (line if width(line) <= room else squeezed(line, room))


def _summary(comparison: Comparison) -> str:
    from manifestry.metadata.comparison import VERDICTS
    from manifestry.report.summary import count, join

    if not comparison.changes:
        return "No changes."
    found = [
        f"{number:,} {verdict}" for verdict in VERDICTS if (number := comparison.count(verdict))
    ]
    return f"{count(len(comparison.changes), 'change')}: {join(found)}."
