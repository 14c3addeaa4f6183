"""`manifestry check`: arguments in, the library's call, a report out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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
from manifestry.cli.run import Run, check_each, nothing_left, plan, sparing
from manifestry.errors import ConfigError, UnreadableError, UsageError
from manifestry.findings import FileReport, Report, Severity
from manifestry.output import replacing
from manifestry.report import Look, Reporter, reporter
from manifestry.report.summary import skipped, summary
from manifestry.settings import PROFILES, Profile, Settings
from manifestry.text import quote

if TYPE_CHECKING:
    from datetime import datetime

    from manifestry.formats.encord.metadata.schema import MetadataSchema

_Write = Callable[[str], None]

_COLORS = ("auto", "always", "never")
_STDOUT = ("-", "/dev/stdout")


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
    "form",
    metavar="|".join(FORMATS),
    callback=one_of(FORMATS, "format"),
    shell_complete=completing(lambda: FORMATS),
    help="How to report (default: text).",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    help="Write the report to FILE, whole or not at all.",
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
@reads_config
def command(
    paths: tuple[str, ...],
    *,
    form: str | None,
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
) -> int:
    """Check manifests: files, folders, patterns, or - for standard input.

    Without a PATH the current folder is checked. In a folder (and the folders in it)
    these are manifests: *.json, *.ndjson and *.jsonl, the same with .gz, and all of these in
    *.zip, except what is hidden, in node_modules, or turns out to be something else.
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
    )
    form = form or config.format or "text"
    to_file = output is not None and output not in _STDOUT
    if output is not None and to_file:
        run = sparing(run, output)
        look = Look(color=color == "always", quiet=quiet)
    else:
        look = console.look(color, quiet=quiet)
    with _destination(output if to_file else None) as write:
        report = _report(run, reporter(form, look), write, paths)
    if not quiet:
        _remark(report, form, to_file=to_file)
    return report.exit_code(Severity(fail_on) if fail_on else config.fail_on or Severity.ERROR)


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


@contextmanager
def _destination(output: str | None) -> Iterator[_Write]:
    """Where the report goes: a file that is replaced at the end, or standard output."""
    if output is not None:
        with replacing(output) as write:
            yield lambda text: write(text.encode())
    else:
        yield console.write


def _report(run: Run, form: Reporter, write: _Write, paths: Sequence[str]) -> Report:
    """Checks and writes, file by file; only the numbers are kept."""
    files: list[FileReport] = []
    skipped = 0
    for file in check_each(run):
        if file is None:
            skipped += 1
            continue
        for piece in form.file(file):
            write(piece)
        console.flush()  # whoever reads along need not wait for the last file
        _complain(file)
        files.append(replace(file, findings=()))
    if not files and not run.skip_unrelated:
        raise nothing_left(paths, skipped)
    report = Report(tuple(files), skipped)
    for piece in form.end(report):
        write(piece)
    return report


def _remark(report: Report, form: str, *, to_file: bool) -> None:
    """Says on standard error what the reader of a terminal would miss in the report."""
    if to_file and summary(report):
        console.say(summary(report))
    elif form in ("json", "jsonl") and report.skipped:
        console.say(f"note: {skipped(report)}")


def _complain(file: FileReport) -> None:
    """Says on standard error what is not the data's fault."""
    for failure in file.failures:
        where = f" at {failure.pointer}" if failure.pointer else ""
        console.say(f"internal error: {file.path}: rule {failure.code}{where}: {failure.error}")
    if file.error is not None:
        console.say(f"error: {file.path}: {file.error}")
