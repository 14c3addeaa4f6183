"""The shape of a configuration file, checked with pydantic; imported only when there is one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, NonNegativeInt, ValidationError
from pydantic_core import ErrorDetails

from manifestry.choices import (
    DOCUMENT_KINDS,
    FORMATS,
    ITEM_KINDS,
    SEVERITIES,
    choose,
    did_you_mean_hint,
    rule_selector,
    url_scheme,
)
from manifestry.config import Config, relative
from manifestry.errors import ConfigError, UsageError
from manifestry.findings import Severity
from manifestry.settings import PROFILES, Profile
from manifestry.text import printable, quote


def checked(check: Callable[[str], str]) -> AfterValidator:
    """A check that raises `UsageError`, as pydantic wants it."""

    def validator(word: str) -> str:
        try:
            return check(word)
        except UsageError as error:
            raise ValueError(str(error)) from error

    return AfterValidator(validator)


def one_of(choices: tuple[str, ...], what: str) -> AfterValidator:
    """A check that a word is one of the choices."""
    return checked(lambda word: choose(word, choices, what))


def _file(path: str) -> str:
    """The path of a file."""
    if not path:
        raise UsageError("must name a file")
    return path


_Selector = Annotated[str, checked(rule_selector)]
_Level = Annotated[str, one_of(SEVERITIES, "severity")]


class _Model(BaseModel):
    """One table, its keys spelt like the options."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        frozen=True,
        alias_generator=lambda name: name.replace("_", "-"),
    )

    kind: Annotated[str, one_of(DOCUMENT_KINDS, "kind")] | None = None
    only: list[Annotated[str, one_of(ITEM_KINDS, "kind of item")]] = Field(default_factory=list)
    select: list[_Selector] = Field(default_factory=list)
    ignore: list[_Selector] = Field(default_factory=list)
    severity: dict[_Selector, _Level] = Field(default_factory=dict)
    fail_on: _Level | None = None
    strict: bool = False
    profile: Annotated[str, one_of(PROFILES, "profile")] | None = None
    max_findings: NonNegativeInt | None = None
    max_findings_per_rule: NonNegativeInt | None = None
    max_item_bytes: NonNegativeInt | None = None
    url_schemes: list[Annotated[str, checked(url_scheme)]] = Field(default_factory=list)
    metadata_schema: str | None = None
    baseline: Annotated[str, checked(_file)] | None = None
    format: Annotated[str, one_of(FORMATS, "format")] | None = None
    per_file_ignores: dict[str, list[_Selector]] = Field(default_factory=dict)
    exclude: list[str] = Field(default_factory=list)
    jobs: NonNegativeInt | None = None
    cache: bool | None = None
    cache_dir: str | None = None


KEYS: tuple[str, ...] = tuple(name.replace("_", "-") for name in _Model.model_fields)
"""The keys that a configuration may have."""


def validated(table: dict[str, object], *, folder: str, shown: str, prefix: str) -> Config:
    """The configuration that a parsed table is.

    Raises `ConfigError` with one line for each fault; `shown` names the file and `prefix`
    the table in it, "" for the whole.
    """
    try:
        model = _Model.model_validate(table)
    except ValidationError as error:
        lines = [
            f"{shown}: {fault_line(each, prefix, KEYS)}" for each in error.errors(include_url=False)
        ]
        raise ConfigError("\n".join(dict.fromkeys(lines))) from error
    return Config(
        folder=folder,
        kind=model.kind,
        only=tuple(model.only),
        select=tuple(model.select),
        ignore=tuple(model.ignore),
        severity=MappingProxyType(
            {code: Severity(level) for code, level in model.severity.items()}
        ),
        fail_on=Severity(model.fail_on) if model.fail_on is not None else None,
        strict=model.strict,
        profile=_profile(model.profile),
        max_findings=model.max_findings,
        max_findings_per_rule=model.max_findings_per_rule,
        max_item_bytes=model.max_item_bytes,
        url_schemes=tuple(model.url_schemes),
        metadata_schema=_path(model.metadata_schema, folder),
        baseline=_path(model.baseline, folder),
        format=model.format,
        per_file_ignores=MappingProxyType(
            {glob: tuple(codes) for glob, codes in model.per_file_ignores.items()}
        ),
        exclude=tuple(model.exclude),
        jobs=model.jobs,
        cache=model.cache,
        cache_dir=_path(model.cache_dir, folder),
    )


_WANTED = {
    "string_type": "a string",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "greater_than_equal": "0 or more",
    "list_type": "a list",
    "dict_type": "a table",
}


def fault_line(error: ErrorDetails, prefix: str, known: Iterable[str]) -> str:
    """One fault in one line: table, key, what is wrong; `known` keys may have been meant."""
    keys = [str(part) for part in error["loc"] if isinstance(part, str) and part != "[key]"]
    table, key = [prefix, *keys[:-1]], keys[-1]
    names = ".".join(printable(name) for name in table if name)
    where = f"[{names}] {printable(key)}" if names else printable(key)
    return f"{where}: {_fault(error, key, known)}"


def _fault(error: ErrorDetails, key: str, known: Iterable[str]) -> str:
    kind = error["type"]
    if kind == "extra_forbidden":
        return f"unknown key{did_you_mean_hint(key, known)}"
    if kind == "value_error":
        return str(error["ctx"]["error"])
    wanted = _WANTED.get(kind)
    return f"must be {wanted}, got {_quote(error['input'])}" if wanted else printable(error["msg"])


def _quote(value: object) -> str:
    """A TOML value; unlike JSON, TOML has dates."""
    is_date = not isinstance(value, str | int | float | list | dict)
    return quote(str(value) if is_date else value)


def _path(path: str | None, folder: str) -> str | None:
    """A path of the configuration, which starts from its folder, as seen from here."""
    return None if path is None else relative(os.path.join(folder, path))


def _profile(name: str | None) -> Profile | None:
    return next((profile for profile in PROFILES if profile == name), None)
