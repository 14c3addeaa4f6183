"""By what a command judges documents: its options for settings, made real with a configuration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click

from manifestry.choices import (
    DOCUMENT_KINDS,
    ITEM_KINDS,
    SEVERITIES,
    choose,
    rule_selector,
    url_scheme,
)
from manifestry.cli.params import (
    completing,
    gathering,
    many,
    moment,
    not_negative,
    one_of,
    rule_words,
)
from manifestry.config import Config
from manifestry.errors import ConfigError, UnreadableError, UsageError
from manifestry.findings import Severity
from manifestry.settings import PROFILES, Profile, Settings
from manifestry.text import quote

if TYPE_CHECKING:
    from datetime import datetime

    from manifestry.formats.encord.metadata.schema import MetadataSchema


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """What the options say."""

    kind: str | None
    only: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    severity: tuple[tuple[str, Severity], ...]
    strict: bool | None
    profile: Profile | None
    max_item_bytes: int | None
    url_schemes: tuple[str, ...]
    metadata_schema: str | None
    now: datetime | None

    def settings(
        self,
        config: Config,
        *,
        max_findings: int | None = None,
        max_findings_per_rule: int | None = None,
    ) -> Settings:
        """The settings, with those of the configuration where the options say nothing."""
        usual = Settings()
        schemes = (*usual.url_schemes, *config.url_schemes, *self.url_schemes)
        return Settings(
            kind=self.kind or config.kind,
            only=frozenset(self.only or config.only),
            select=self.select or config.select,
            ignore=self.ignore or config.ignore,
            severity={**config.severity, **dict(self.severity)},
            strict=config.strict if self.strict is None else self.strict,
            profile=self.profile or config.profile or usual.profile,
            url_schemes=tuple(dict.fromkeys(schemes)),
            max_findings=_first(max_findings, config.max_findings, usual.max_findings),
            max_findings_per_rule=_first(
                max_findings_per_rule, config.max_findings_per_rule, usual.max_findings_per_rule
            ),
            max_item_bytes=_first(self.max_item_bytes, config.max_item_bytes, usual.max_item_bytes),
            metadata_schema=_schema(self.metadata_schema or config.metadata_schema),
            now=self.now,
        )


def _level(word: str) -> tuple[str, Severity]:
    """The rule and severity of CODE=LEVEL."""
    rule, equals, level = word.partition("=")
    if not equals:
        raise UsageError(f"must be CODE=LEVEL, such as E305=error, got {quote(word)}")
    return rule_selector(rule), Severity(choose(level.strip(), SEVERITIES, "severity"))


_OPTIONS: Final = (
    click.option(
        "--kind",
        metavar="KIND",
        callback=one_of(DOCUMENT_KINDS, "kind"),
        shell_complete=completing(lambda: DOCUMENT_KINDS),
        help=f"What the documents are (default: found from the content): {', '.join(DOCUMENT_KINDS)}.",
    ),
    click.option(
        "--only",
        metavar="KIND,...",
        multiple=True,
        callback=many(lambda word: choose(word, ITEM_KINDS, "kind of item")),
        shell_complete=completing(lambda: ITEM_KINDS),
        help=f"Kinds of item a manifest may hold: {', '.join(ITEM_KINDS)}.",
    ),
    click.option(
        "--select",
        metavar="RULE,...",
        multiple=True,
        callback=many(rule_selector),
        shell_complete=completing(rule_words),
        help="Use these rules only: codes, beginnings of codes, or names.",
    ),
    click.option(
        "--ignore",
        metavar="RULE,...",
        multiple=True,
        callback=many(rule_selector),
        shell_complete=completing(rule_words),
        help="Leave out these rules. The longer beginning wins over --select.",
    ),
    click.option(
        "--severity",
        metavar="RULE=LEVEL,...",
        multiple=True,
        callback=many(_level),
        shell_complete=completing(rule_words, ending="="),
        help="Give a rule another severity.",
    ),
    click.option("--strict/--no-strict", default=None, help="Make doubtful things errors."),
    click.option(
        "--profile",
        metavar="|".join(PROFILES),
        callback=one_of(PROFILES, "profile"),
        shell_complete=completing(lambda: PROFILES),
        help="strict-client-only makes media metadata mandatory.",
    ),
    click.option(
        "--max-item-bytes",
        metavar="N",
        type=int,
        callback=not_negative,
        help="Read no single item larger than N bytes (default: 64 MiB; 0: no limit).",
    ),
    click.option(
        "--url-scheme",
        "url_schemes",
        metavar="SCHEME,...",
        multiple=True,
        callback=many(url_scheme),
        help="Allow another URL scheme, beside https, http, s3 and gs.",
    ),
    click.option(
        "--metadata-schema",
        metavar="FILE",
        type=click.Path(),
        help="Hold client metadata to the types in this metadata schema (JSON, or TOML).",
    ),
    click.option(
        "--now",
        metavar="TIME",
        callback=moment,
        help="Judge by this moment (ISO 8601; UTC without a zone) which signed URLs have expired.",
    ),
)


takes_judging = gathering("judging", Judging, _OPTIONS)
"""Adds the options, which the command gets as one argument, `judging`."""

takes_fail_on = click.option(
    "--fail-on",
    metavar="|".join(SEVERITIES),
    callback=one_of(SEVERITIES, "severity"),
    shell_complete=completing(lambda: SEVERITIES),
    help="The least severity that makes the exit code 1 (default: error).",
)
"""Adds the option `failing` is about."""

takes_skip_unrelated = click.option(
    "--skip-unrelated",
    is_flag=True,
    help="Pass over JSON that is no manifest, also when it is given by name.",
)
"""Adds the option of that name."""


def failing(fail_on: str | None, config: Config) -> Severity:
    """The severity from which on a run fails."""
    return Severity(fail_on) if fail_on else config.fail_on or Severity.ERROR


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
