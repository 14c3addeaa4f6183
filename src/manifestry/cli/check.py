"""`manifestry check`: arguments in, the library's call, a report out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from manifestry.choices import (
    DOCUMENT_KINDS,
    FORMATS,
    ITEM_KINDS,
    SEVERITIES,
    choose,
    rule_selector,
    url_scheme,
)
from manifestry.cli import console
from manifestry.cli.means import Wishes, takes_wishes, working
from manifestry.cli.params import (
    completing,
    configured,
    many,
    moment,
    not_negative,
    one_of,
    reads_config,
    rule_words,
)
from manifestry.cli.reporting import remark, report_on
from manifestry.cli.reports import Wanted, planned, wanted
from manifestry.cli.run import plan, sparing
from manifestry.errors import ConfigError, UnreadableError, UsageError
from manifestry.findings import Severity
from manifestry.report import Look
from manifestry.settings import PROFILES, Profile, Settings
from manifestry.text import quote

if TYPE_CHECKING:
    from datetime import datetime

    from manifestry.formats.encord.metadata.schema import MetadataSchema

_COLORS = ("auto", "always", "never")


def _level(word: str) -> tuple[str, Severity]:
    """The rule and severity of CODE=LEVEL."""
    rule, equals, level = word.partition("=")
    if not equals:
        raise UsageError(f"must be CODE=LEVEL, such as E305=error, got {quote(word)}")
    return rule_selector(rule), Severity(choose(level.strip(), SEVERITIES, "severity"))


@click.command("check", short_help="Check files, folders, patterns or standard input.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(readable=False))
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
@click.option(
    "--kind",
    metavar="KIND",
    callback=one_of(DOCUMENT_KINDS, "kind"),
    shell_complete=completing(lambda: DOCUMENT_KINDS),
    help=f"What the documents are (default: found from the content): {', '.join(DOCUMENT_KINDS)}.",
)
@click.option(
    "--only",
    metavar="KIND,...",
    multiple=True,
    callback=many(lambda word: choose(word, ITEM_KINDS, "kind of item")),
    shell_complete=completing(lambda: ITEM_KINDS),
    help=f"Kinds of item a manifest may hold: {', '.join(ITEM_KINDS)}.",
)
@click.option(
    "--select",
    metavar="RULE,...",
    multiple=True,
    callback=many(rule_selector),
    shell_complete=completing(rule_words),
    help="Use these rules only: codes, beginnings of codes, or names.",
)
@click.option(
    "--ignore",
    metavar="RULE,...",
    multiple=True,
    callback=many(rule_selector),
    shell_complete=completing(rule_words),
    help="Leave out these rules. The longer beginning wins over --select.",
)
@click.option(
    "--severity",
    metavar="RULE=LEVEL,...",
    multiple=True,
    callback=many(_level),
    shell_complete=completing(rule_words, ending="="),
    help="Give a rule another severity.",
)
@click.option(
    "--fail-on",
    metavar="|".join(SEVERITIES),
    callback=one_of(SEVERITIES, "severity"),
    shell_complete=completing(lambda: SEVERITIES),
    help="The least severity that makes the exit code 1 (default: error).",
)
@click.option("--strict/--no-strict", default=None, help="Make doubtful things errors.")
@click.option(
    "--profile",
    metavar="|".join(PROFILES),
    callback=one_of(PROFILES, "profile"),
    shell_complete=completing(lambda: PROFILES),
    help="strict-client-only makes media metadata mandatory.",
)
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
    "--max-item-bytes",
    metavar="N",
    type=int,
    callback=not_negative,
    help="Read no single item larger than N bytes (default: 64 MiB; 0: no limit).",
)
@click.option(
    "--url-scheme",
    "url_schemes",
    metavar="SCHEME,...",
    multiple=True,
    callback=many(url_scheme),
    help="Allow another URL scheme, beside https, http, s3 and gs.",
)
@click.option(
    "--metadata-schema",
    metavar="FILE",
    type=click.Path(),
    help="Hold client metadata to the types in this metadata schema (JSON, or TOML).",
)
@click.option(
    "--now",
    metavar="TIME",
    callback=moment,
    help="Judge by this moment (ISO 8601; UTC without a zone) which signed URLs have expired.",
)
@click.option(
    "--stdin-filename",
    metavar="NAME",
    help="What to call standard input in the report and in per-file ignores.",
)
@click.option(
    "--skip-unrelated",
    is_flag=True,
    help="Pass over JSON that is no manifest, also when it is given by name.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print findings only, no summary.")
@click.option(
    "--color",
    metavar="|".join(_COLORS),
    default="auto",
    callback=one_of(_COLORS, "choice"),
    shell_complete=completing(lambda: _COLORS),
    help="When to use colours (default: auto, which respects NO_COLOR and FORCE_COLOR).",
)
@takes_wishes
@reads_config
def command(
    paths: tuple[str, ...],
    *,
    formats: tuple[Wanted, ...],
    output: str | None,
    kind: str | None,
    only: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: tuple[tuple[str, Severity], ...],
    fail_on: str | None,
    strict: bool | None,
    profile: Profile | None,
    max_findings: int | None,
    max_findings_per_rule: int | None,
    max_item_bytes: int | None,
    url_schemes: tuple[str, ...],
    metadata_schema: str | None,
    now: datetime | None,
    stdin_filename: str | None,
    skip_unrelated: bool,
    quiet: bool,
    color: str,
    config_file: str | None,
    no_config: bool,
    wishes: Wishes,
) -> int:
    """Check manifests: files, folders, patterns, or - for standard input.

    Without a PATH the current folder is checked. In a folder (and the folders in it)
    these are manifests: *.json, *.ndjson, *.jsonl and *.csv, the same with .gz, and all but CSV
    in *.zip, except what is hidden, in node_modules, or turns out to be something else.
    """
    config = configured(config_file, no_config=no_config)
    usual = Settings()
    settings = Settings(
        kind=kind or config.kind,
        only=frozenset(only or config.only),
        select=select or config.select,
        ignore=ignore or config.ignore,
        severity={**config.severity, **dict(severity)},
        strict=config.strict if strict is None else strict,
        profile=profile or config.profile or usual.profile,
        url_schemes=tuple(dict.fromkeys((*usual.url_schemes, *config.url_schemes, *url_schemes))),
        max_findings=_first(max_findings, config.max_findings, usual.max_findings),
        max_findings_per_rule=_first(
            max_findings_per_rule, config.max_findings_per_rule, usual.max_findings_per_rule
        ),
        max_item_bytes=_first(max_item_bytes, config.max_item_bytes, usual.max_item_bytes),
        metadata_schema=_schema(metadata_schema or config.metadata_schema),
        now=now,
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
    fails = Severity(fail_on) if fail_on else config.fail_on or Severity.ERROR
    reports = planned(formats, config.format, output)
    for path in reports.paths:
        run = sparing(run, path)
    screen = replace(console.look(color, quiet=quiet), fail_on=fails, contents=True)
    file = Look(color=color == "always", quiet=quiet, fail_on=fails, contents=True)
    to_file = reports.on_screen is None
    with (
        reports.open(screen, file) as (form, write),
        working(wishes, config, len(run.targets), quiet=quiet, to_file=to_file) as work,
    ):
        report = report_on(run, work, form, write, paths)
    if not quiet:
        remark(report, reports.on_screen, to_file=to_file)
    return report.exit_code(fails)


def _schema(path: str | None) -> MetadataSchema | None:
    """The metadata schema in a file. One that cannot be read is a matter of configuration."""
    if path is None:
        return None
    from manifestry.metadata.reading import read_schema

    try:
        return read_schema(path)
    except UnreadableError as error:
        raise ConfigError(str(error)) from error


def _first(*values: int | None) -> int:
    return next(value for value in values if value is not None)
