"""`manifestry convert`: a document of one platform in, one of the other and a ledger out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

import click

from manifestry.choices import DOCUMENT_KINDS, choose
from manifestry.cli import console
from manifestry.cli.params import completing, configured, many, one_of, reads_config
from manifestry.cli.run import standard_input
from manifestry.config import Config
from manifestry.convert.model import KINDS, Kind
from manifestry.convert.options import ALL, TARGETS, Options, Target
from manifestry.document.source import opened, spooled
from manifestry.errors import UsageError
from manifestry.settings import Settings
from manifestry.text import quote

if TYPE_CHECKING:
    from manifestry.convert.conversion import Outputs

_STDIN, _STDOUT = "-", ("-", "/dev/stdout")
_CARRY = ("flat", "full")
_BEFORE_SCHEME = re.compile(r"=(?=[A-Za-z][A-Za-z0-9+.-]*://)")


def _type(word: str) -> tuple[str, Kind]:
    """The ending and kind of ENDING=KIND; "*" stands for all."""
    ending, equals, kind = word.rpartition("=")
    word = choose(kind.strip(), KINDS, "kind of asset")
    found = next(each for each in KINDS if each == word)
    if not equals:
        return ALL, found
    ending = ending.strip().lower()
    return (ending if ending.startswith(".") else f".{ending}"), found


def _replacement(word: str) -> tuple[str, str]:
    """The two beginnings of OLD=NEW; each may have a query of its own."""
    full = _BEFORE_SCHEME.search(word, 1)
    at = full.start() if full is not None else word.find("=")
    old, new = word[:at], word[at + 1 :]
    if at < 1:
        raise UsageError(
            f"--url-map must be OLD=NEW, two beginnings of URLs, such as "
            f"https://cdn.acme.example/=s3://acme-media/, got {quote(word)}"
        )
    return old, new


@click.command("convert", short_help="Convert between Encord and Ango Hub.")
@click.argument("source", metavar="SRC", type=click.Path(readable=False), required=False)
@click.option(
    "--to",
    metavar="|".join(TARGETS),
    callback=one_of(TARGETS, "target"),
    shell_complete=completing(lambda: TARGETS),
    help="What to convert to.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    help="Where to write the result, whole or not at all; - is standard output.",
)
@click.option(
    "--losses",
    metavar="FILE",
    type=click.Path(),
    help="Write all that did not come along, a line of JSON each.",
)
@click.option("--fail-on-loss", is_flag=True, help="Make the exit code 1 if any value is lost.")
@click.option("--skip-invalid", is_flag=True, help="Leave out items with errors; do not stop.")
@click.option(
    "--carry",
    metavar="|".join(_CARRY),
    default="flat",
    callback=one_of(_CARRY, "choice"),
    shell_complete=completing(lambda: _CARRY),
    help="flat (default): all that is known, as keys of its own; full: the original as well, "
    "for an exact way back.",
)
@click.option(
    "--labels-out",
    metavar="FILE",
    type=click.Path(),
    help="Keep the labels of an export here, a line of JSON each task.",
)
@click.option(
    "--labels",
    metavar="FILE",
    type=click.Path(),
    help="Put labels back that --labels-out kept (with --to ango-export).",
)
@click.option(
    "--label-summary",
    is_flag=True,
    help="Tell in client metadata how many labels of each class there are.",
)
@click.option(
    "--metadata-schema-out",
    metavar="FILE",
    type=click.Path(),
    help="Write the metadata schema that fits the client metadata of the result.",
)
@click.option(
    "--type",
    "types",
    metavar="[ENDING=]KIND",
    multiple=True,
    callback=many(_type),
    help=f"What files with an ending (or all) are: {', '.join(KINDS)}.",
)
@click.option(
    "--as-sequence",
    is_flag=True,
    help="Make image sequences of assets with several images, not image groups.",
)
@click.option(
    "--url-map",
    "urls",
    metavar="OLD=NEW",
    multiple=True,
    help="Replace the beginning of URLs (the longest that fits; may be repeated).",
)
@click.option(
    "--mapping",
    metavar="FILE",
    type=click.Path(),
    help="Types, URLs, and names of client metadata from a TOML file.",
)
@click.option("--print-mapping", is_flag=True, help="Print a mapping file to start from.")
@click.option(
    "--upsert",
    is_flag=True,
    help="Write a manifest that updates the metadata of items that are registered already.",
)
@click.option(
    "--normalize",
    is_flag=True,
    help="Rewrite a manifest as a manifest, in the usual names and order.",
)
@click.option(
    "--kind",
    metavar="KIND",
    callback=one_of(DOCUMENT_KINDS, "kind"),
    shell_complete=completing(lambda: DOCUMENT_KINDS),
    help="What SRC is, instead of finding out.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but errors.")
@reads_config
def command(
    source: str | None,
    *,
    to: Target | None,
    output: str | None,
    losses: str | None,
    fail_on_loss: bool,
    skip_invalid: bool,
    carry: str,
    labels_out: str | None,
    labels: str | None,
    label_summary: bool,
    metadata_schema_out: str | None,
    types: tuple[tuple[str, Kind], ...],
    as_sequence: bool,
    urls: tuple[str, ...],
    mapping: str | None,
    print_mapping: bool,
    upsert: bool,
    normalize: bool,
    kind: str | None,
    quiet: bool,
    config_file: str | None,
    no_config: bool,
) -> int:
    """Convert a manifest, export or asset import to another platform's form.

    SRC is a manifest of Encord (JSON or CSV), or an export or asset import of Ango Hub (a list,
    one asset a line, gzipped, or the zip as delivered), or - for standard input. It is checked
    first. Every value of it is in the result, carried along beside it, or in the ledger.
    """
    if print_mapping:
        from manifestry.convert.mapping import print_mapping as text

        console.write(text())
        return 0
    if source is None or to is None or output is None:
        missing = "SRC" if source is None else "--to" if to is None else "-o FILE"
        raise click.UsageError(f"missing {missing}: manifestry convert SRC --to TARGET -o FILE")
    outputs = _outputs(output, losses, labels_out, metadata_schema_out)
    file = source if source != _STDIN else None
    outputs.refuse_clashes({"source": file, "file of --labels": labels, "mapping": mapping})
    options = Options(
        carry="full" if carry == "full" else "flat",
        types=dict(types),
        as_sequence=as_sequence,
        label_summary=label_summary,
        upsert=upsert,
        urls=dict(map(_replacement, urls)),
    )
    if mapping is not None:
        options = _mapped(options, mapping)
    _refuse_idle(to, options, labels=labels, labels_out=labels_out, schema=metadata_schema_out)
    from manifestry.cli.converted import tell
    from manifestry.convert.run import run

    path = None if output in _STDOUT else output
    conversion = run(
        _opening(source), source if source != _STDIN else "<stdin>", to, outputs, options,
        settings=_settings(configured(config_file, no_config=no_config), kind),
        skip_invalid=skip_invalid, normalize=normalize, labels=labels,
    )  # fmt: skip
    return tell(conversion, path, fail_on_loss=fail_on_loss, skip_invalid=skip_invalid, quiet=quiet)


def _outputs(output: str, losses: str | None, labels: str | None, schema: str | None) -> Outputs:
    """Where all goes. Raises UsageError if more than the result goes to standard output."""
    from manifestry.convert.conversion import Outputs

    for name, path in (
        ("--losses", losses), ("--labels-out", labels), ("--metadata-schema-out", schema)
    ):  # fmt: skip
        if path in _STDOUT:
            raise click.UsageError(f"{name} takes a file: standard output is for the result alone")
    result = _to_stdout if output in _STDOUT else output
    return Outputs(result=result, losses=losses, labels=labels, schema=schema)


def _to_stdout(pieces: Iterator[bytes]) -> None:
    for piece in pieces:
        console.write(piece.decode())


def _opening(source: str) -> AbstractContextManager[BinaryIO]:
    return spooled(standard_input()) if source == _STDIN else opened(source)


def _mapped(options: Options, path: str) -> Options:
    """The options with what a mapping file says; the command line wins."""
    from manifestry.convert.mapping import read_mapping

    found = read_mapping(path)
    return replace(
        options,
        types={**found.types, **options.types},
        urls={**found.urls, **options.urls},
        keys=found.keys,
    )


def _refuse_idle(
    to: Target, options: Options, *, labels: str | None, labels_out: str | None, schema: str | None
) -> None:
    """Raises UsageError for an option that would do nothing."""
    manifest = to == "encord"
    idle: Mapping[str, bool] = {
        "--labels": labels is not None and to != "ango-export",
        "--labels-out": labels_out is not None and to == "ango-export",
        "--label-summary": options.label_summary and not manifest,
        "--metadata-schema-out": schema is not None and not manifest,
        "--upsert": options.upsert and not manifest,
        "--as-sequence": options.as_sequence and not to.startswith("encord"),
    }
    for name, is_idle in idle.items():
        if is_idle:
            raise click.UsageError(f"{name} has no meaning with --to {to}")


def _settings(config: Config, kind: str | None) -> Settings:
    usual = Settings()
    limit = config.max_item_bytes
    return Settings(
        kind=kind,
        select=config.select,
        ignore=config.ignore,
        severity=config.severity,
        strict=bool(config.strict),
        url_schemes=tuple(dict.fromkeys((*usual.url_schemes, *config.url_schemes))),
        max_item_bytes=usual.max_item_bytes if limit is None else limit,
    )
