"""`manifestry split`: a large manifest in, parts within the platform's limits out."""

from __future__ import annotations

import click

from manifestry.choices import DOCUMENT_KINDS
from manifestry.cli import console
from manifestry.cli.params import completing, configured, one_of, reads_config
from manifestry.cli.sources import noun_of, positive, size, source, tell_refused
from manifestry.formats.encord.sections import MAX_ITEMS, MAX_URLS
from manifestry.report.cells import shown
from manifestry.report.summary import count
from manifestry.shaping.splitting import Limits, Split, split
from manifestry.text import quote


@click.command("split", short_help="Split a manifest into parts within limits.")
@click.argument("src", type=click.Path())
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    required=True,
    type=click.Path(),
    help="Where the parts go; the folder is made if it is not there.",
)
@click.option(
    "--max-items",
    metavar="N",
    type=int,
    callback=positive,
    help=f"The most items of a part (default for manifests: {MAX_ITEMS:,}).",
)
@click.option(
    "--max-urls",
    metavar="N",
    type=int,
    callback=positive,
    help=f"The most object URLs of a part (default for manifests: {MAX_URLS:,}).",
)
@click.option(
    "--max-bytes",
    metavar="SIZE",
    callback=size,
    help="The most bytes of a part's file: 300, 500K, 20M, 1G.",
)
@click.option("--stem", metavar="NAME", help="How the names of the parts begin: NAME-0001.json.")
@click.option(
    "--kind",
    metavar="KIND",
    callback=one_of(DOCUMENT_KINDS, "kind"),
    shell_complete=completing(lambda: DOCUMENT_KINDS),
    help="What SRC is, instead of finding out.",
)
@click.option("--force", is_flag=True, help="Replace parts that are there already.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@reads_config
def command(
    src: str,
    *,
    output: str,
    max_items: int | None,
    max_urls: int | None,
    max_bytes: int | None,
    stem: str | None,
    kind: str | None,
    force: bool,
    quiet: bool,
    config_file: str | None,
    no_config: bool,
) -> int:
    """Split SRC into parts that an upload takes.

    SRC is a manifest, or an export or asset import of Ango Hub, or - for standard input. Every
    part has its form, flags and other members; items keep their order and their bytes. All
    parts are written, or none.
    """
    config = configured(config_file, no_config=no_config)
    made = split(
        source(src),
        output,
        limits=Limits(items=max_items, urls=max_urls, bytes=max_bytes),
        stem=stem,
        force=force,
        kind=kind,
        max_item_bytes=config.max_item_bytes,
    )
    if made.refused is not None:
        return tell_refused([made.refused])
    if not quiet:
        _tell(made)
    for name in made.older:
        console.say(f"note: {quote(name)} in the folder is none of these parts")
    return 0


def _tell(made: Split) -> None:
    noun = noun_of(made.kind)
    encoding = console.look("never").encoding
    for part in made.parts:
        sizes = f"{count(part.items, noun)}, {count(part.urls, 'URL')}, {count(part.size, 'byte')}"
        console.write(f"{shown(part.path, encoding)}: {sizes}\n")
    items = sum(part.items for part in made.parts)
    urls = sum(part.urls for part in made.parts)
    parts = count(len(made.parts), "part")
    console.write(f"Wrote {parts} ({count(items, noun)}, {count(urls, 'URL')}).\n")
