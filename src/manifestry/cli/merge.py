"""`manifestry merge`: manifests of one kind in, one manifest out."""

from __future__ import annotations

from collections.abc import Sequence

import click

from manifestry.choices import DOCUMENT_KINDS, choose
from manifestry.cli import console
from manifestry.cli.params import completing, configured, many, one_of, reads_config
from manifestry.cli.sources import (
    EXIT_FAULTS,
    STDOUT,
    noun_of,
    source,
    tell_refused,
    write_json,
)
from manifestry.discovery import PATTERNS, STDIN, discover
from manifestry.errors import UnreadableError, UsageError
from manifestry.formats.encord.sections import FLAGS, MAX_ITEMS, MAX_URLS
from manifestry.report.summary import count
from manifestry.shaping.merging import DEDUPES, Merge, merge
from manifestry.text import printable, quote

_SHOWN = 20  # repeats that are told one by one
_VALUES = {"true": True, "false": False}


def _flag(word: str) -> tuple[str, bool]:
    """The flag and value of KEY=true or KEY=false."""
    key, equals, value = word.partition("=")
    if not equals or value.strip() not in _VALUES:
        raise UsageError(f"must be KEY=true or KEY=false, got {quote(word)}")
    return choose(key.strip(), FLAGS, "flag"), _VALUES[value.strip()]


@click.command("merge", short_help="Merge manifests of one kind into one.")
@click.argument("src", nargs=-1, required=True, metavar="SRC...", type=click.Path())
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    type=click.Path(),
    help="Write to FILE, whole or not at all; - is standard output.",
)
@click.option(
    "--flag",
    "flags",
    metavar="KEY=BOOL",
    multiple=True,
    callback=many(_flag),
    help="Give a flag this value, whatever the inputs say: skip_duplicate_urls=true.",
)
@click.option(
    "--dedupe",
    metavar="|".join(DEDUPES),
    default="error",
    callback=one_of(DEDUPES, "choice"),
    shell_complete=completing(lambda: DEDUPES),
    help="Of items with the same URLs: write nothing (error, the default), keep all, first, last.",
)
@click.option(
    "--kind",
    metavar="KIND",
    callback=one_of(DOCUMENT_KINDS, "kind"),
    shell_complete=completing(lambda: DOCUMENT_KINDS),
    help="What the inputs are, instead of finding out.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@reads_config
def command(
    src: tuple[str, ...],
    *,
    output: str,
    flags: tuple[tuple[str, bool], ...],
    dedupe: str,
    kind: str | None,
    quiet: bool,
    config_file: str | None,
    no_config: bool,
) -> int:
    """Merge the manifests SRC, in the order given, into one.

    SRC is a file, a folder or pattern (its files by name), or - for standard input: manifests,
    or exports or asset imports of Ango Hub, all of one kind. Items keep their bytes. Flags and
    other members have to agree.
    """
    config = configured(config_file, no_config=no_config)
    merged = merge(
        [source(path) for path in _paths(src)],
        write_json if output in STDOUT else output,
        flags=dict(flags),
        dedupe=dedupe,  # type: ignore[arg-type]  # `one_of` has checked it
        kind=kind,
        max_item_bytes=config.max_item_bytes,
    )
    if merged.refused:
        return tell_refused(merged.refused)
    if not merged.ok:
        _tell_repeats(merged, "error: ")
        console.say("error: nothing was written; --dedupe keep, first or last decides")
        return EXIT_FAULTS
    if not quiet:
        _tell(merged)
    return 0


def _paths(arguments: Sequence[str]) -> list[str]:
    """The files that the arguments stand for, in their order."""
    paths = []
    for argument in arguments:
        targets = discover([argument])
        if not targets:
            raise UsageError(f'no input: there is no {PATTERNS} file in "{printable(argument)}"')
        for target in targets:
            if target.error is not None:
                raise UnreadableError(f"{printable(target.path)}: {target.error}")
            paths.append(target.path)
    if paths.count(STDIN) > 1:
        raise UsageError(f'standard input can be read once, and "{STDIN}" stands there twice')
    return paths


def _tell(merged: Merge) -> None:
    _tell_repeats(merged, "dropped " if merged.dropped else "note: ")
    sizes = f"{count(merged.items, noun_of(merged.kind))}, {count(merged.urls, 'URL')}"
    dropped = f"; dropped {merged.dropped:,} with the URLs of another" if merged.dropped else ""
    console.say(f"Merged {sizes}{dropped}.")
    is_manifest = merged.kind == "encord-manifest"
    if is_manifest and (merged.items > MAX_ITEMS or merged.urls > MAX_URLS):
        console.say(
            f"note: a manifest may have {MAX_ITEMS:,} items and {MAX_URLS:,} URLs; "
            "`manifestry split` makes parts"
        )


def _tell_repeats(merged: Merge, start: str) -> None:
    for each in merged.repeats[:_SHOWN]:
        here, there = (
            f"{source}: {pointer or 'the item'}"
            for source, pointer in (
                (each.source, each.pointer),
                (each.kept_source, each.kept_pointer),
            )
        )
        console.say(f"{start}{here} has the URLs of {there}")
    more = merged.repeated - min(len(merged.repeats), _SHOWN)
    if more:
        console.say(f"{start}{count(more, 'item')} more of that kind")
