"""The configuration file: where it is, what may stand in it, what is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from manifestry.errors import ConfigError
from manifestry.findings import Severity
from manifestry.settings import Profile
from manifestry.text import printable

FILE = "manifestry.toml"
"""The configuration file of its own; in one folder it wins over pyproject.toml."""

PYPROJECT = "pyproject.toml"
"""The file whose table [tool.manifestry] is a configuration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a configuration file says; None and empty where it says nothing.

    The names are the options' of `manifestry check`. `folder` is where the file is: the
    patterns of `per_file_ignores` and `exclude` are about paths below it. `metadata_schema`,
    `baseline` and `cache_dir` are paths that start from the current folder. `path` is the file.
    """

    folder: str = "."
    path: str | None = field(default=None, compare=False)
    kind: str | None = None
    only: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=lambda: MappingProxyType({}))
    fail_on: Severity | None = None
    strict: bool = False
    profile: Profile | None = None
    max_findings: int | None = None
    max_findings_per_rule: int | None = None
    max_item_bytes: int | None = None
    url_schemes: tuple[str, ...] = ()
    metadata_schema: str | None = None
    baseline: str | None = None
    format: str | None = None
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    exclude: tuple[str, ...] = ()
    jobs: int | None = None
    cache: bool | None = None
    cache_dir: str | None = None


def find_config(folder: str | None = None) -> Config:
    """The nearest configuration from `folder` (the current one) upwards; else an empty one.

    Raises `ConfigError`.
    """
    place = os.path.abspath(folder or os.curdir)
    while True:
        for name in (FILE, PYPROJECT):
            path = os.path.join(place, name)
            if os.path.isfile(path):
                config = _load(path)
                if config is not None:
                    return config
        parent = os.path.dirname(place)
        if parent == place:
            return Config()
        place = parent


def load_config(path: str) -> Config:
    """The configuration in the file at `path`. Raises `ConfigError`."""
    config = _load(path)
    if config is None:
        raise ConfigError(f"{shown_path(path)}: there is no table [tool.manifestry]")
    return config


def _load(path: str) -> Config | None:
    """The configuration in a file, None if it is a pyproject.toml that holds none."""
    shown = shown_path(path)
    data = read_file(path, shown)
    in_pyproject = os.path.basename(path) == PYPROJECT
    if in_pyproject and b"manifestry" not in data:
        return None  # most are of other tools: a TOML parser need not even be imported
    table, prefix = parse_toml(data, shown), ""
    if in_pyproject:
        tool = table.get("tool")
        section = tool.get("manifestry") if isinstance(tool, dict) else None
        if section is None:
            return None
        if not isinstance(section, dict):
            raise ConfigError(f"{shown}: [tool.manifestry]: must be a table")
        table, prefix = section, "tool.manifestry"
    from manifestry.config_model import validated

    folder = os.path.dirname(os.path.abspath(path))
    found = validated(table, folder=folder, shown=shown, prefix=prefix)
    return replace(found, path=path)


def read_file(path: str, shown: str) -> bytes:
    """What is in a file that messages call `shown`. Raises `ConfigError`."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:  # a name with a NUL is no name
        reason = error.strerror if isinstance(error, OSError) else None
        raise ConfigError(f"{shown}: cannot be read: {reason or error}") from error


def parse_toml(data: bytes, shown: str) -> dict[str, object]:
    """The tables of a TOML file that messages call `shown`. Raises `ConfigError`."""
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{shown}: not UTF-8 text (at byte {error.start + 1})") from error
    except (ValueError, RecursionError) as error:
        reason = "nested too deep" if isinstance(error, RecursionError) else str(error)
        raise ConfigError(f"{shown}: not valid TOML: {printable(reason)}") from error


def relative(path: str) -> str:
    """A path as short as it can be said from the current folder."""
    try:
        below = os.path.relpath(path)
    except ValueError:  # another drive
        below = path
    return min(below, path, key=len)


def shown_path(path: str) -> str:
    """A path for a message: short and harmless."""
    return printable(relative(path))
