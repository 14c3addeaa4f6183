"""The baseline as a value and as a file: sorted, an entry a line, so that a diff can be read."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

from manifestry.baseline.places import Names
from manifestry.config import read_file, shown_path
from manifestry.errors import ConfigError
from manifestry.text import cut, printable
from manifestry.version import VERSION

FORMAT: Final = 1
"""The version of the file's form."""

SCHEMA: Final = "manifestry/baseline"
"""The schema that a baseline has."""

FILE: Final = "manifestry-baseline.json"
"""What a baseline is called if nobody says otherwise."""

_ANEW: Final = "is the path right? If it is, delete the file; `manifestry baseline` writes it anew"
_CONFLICT: Final = re.compile(rb"^(?:<{7}|={7}|>{7})(?:[ \r\n]|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """Accepted findings of one document that are equal: so many of them.

    `pointer` and `message` are for people; the fingerprint says it all.
    """

    code: str
    pointer: str
    message: str
    fingerprint: str
    count: int


@dataclass(frozen=True, slots=True)
class Known:
    """Tells of which documents findings are accepted; small enough to go to other processes.

    `files` says how many of one rule at most.
    """

    name_of: Names
    files: Mapping[str, int]

    def __call__(self, path: str) -> bool:
        """Whether any finding of the document that a report calls `path` is accepted."""
        return self.most(path) > 0

    def most(self, path: str) -> int:
        """How many findings of one rule are accepted in it, of that with the most."""
        return self.files.get(self.name_of(path), 0)


@dataclass(frozen=True)
class Baseline:
    """The findings that are accepted, by the name of their document.

    `folder` is where the names start from. `path` is the file it was read from.
    """

    files: Mapping[str, tuple[Entry, ...]] = field(default_factory=lambda: MappingProxyType({}))
    folder: str = "."
    path: str | None = field(default=None, compare=False)

    @cached_property
    def known(self) -> Known:
        """The documents of which findings are accepted."""
        return Known(
            Names(self.folder),
            {name: _most(entries) for name, entries in self.files.items() if entries},
        )

    def __len__(self) -> int:
        """How many findings are accepted."""
        return sum(entry.count for entries in self.files.values() for entry in entries)

    def name_of(self, path: str) -> str:
        """What the document that a report calls `path` is called here."""
        return self.known.name_of(path)

    def text(self) -> str:
        """The baseline as a file. Names and entries are sorted, whatever order they came in."""
        return "".join(_lines(self.files))


def read(path: str | os.PathLike[str]) -> Baseline:
    """The baseline in a file. Raises `ConfigError` for one that is malformed or of another form."""
    place = os.fsdecode(path)
    shown = shown_path(place)
    if not os.path.lexists(place):
        raise ConfigError(
            f"{shown}: there is no such baseline; is the path right? "
            f"`manifestry baseline -o {shown}` writes one"
        )
    found = _parsed(read_file(place, shown), shown)
    files: dict[str, tuple[Entry, ...]] = {}
    for name, rows in found["files"].items():
        files[name] = tuple(Entry(**{**row, "count": int(row["count"])}) for row in rows)
    folder = os.path.dirname(os.path.abspath(place))
    return Baseline(MappingProxyType(files), folder, place)


def _most(entries: tuple[Entry, ...]) -> int:
    counts: Counter[str] = Counter()
    for entry in entries:
        counts[entry.code] += entry.count
    return max(counts.values(), default=0)


def _parsed(data: bytes, shown: str) -> dict[str, Any]:
    """What is in a baseline, held against its schema."""
    import jiter
    import jsonschema_rs

    from manifestry.schemas_index import bundled

    try:
        # A key that stands twice is what a merge went wrong with.
        found = jiter.from_json(data, allow_inf_nan=False, catch_duplicate_keys=True)
    except ValueError as error:
        if _CONFLICT.search(data):
            raise ConfigError(
                f"{shown}: has the marks of a conflict between two branches; resolve it first"
            ) from error
        raise ConfigError(
            f"{shown}: is no baseline, for it is no JSON: {printable(str(error))}; {_ANEW}"
        ) from error
    version = found.get("version") if isinstance(found, dict) else None
    if isinstance(version, int) and not isinstance(version, bool) and version != FORMAT:
        raise ConfigError(
            f"{shown}: is a baseline of version {cut(str(version))}, this Manifestry reads "
            f"version {FORMAT}; {'update Manifestry' if version > FORMAT else _ANEW}"
        )
    validator = jsonschema_rs.Draft202012Validator(bundled(SCHEMA))
    for fault in validator.iter_errors(found):
        where = "".join(f"/{step}" for step in fault.instance_path)
        said = cut(printable(f"at {where or 'its top'}: {fault.message}"), 200)
        raise ConfigError(f"{shown}: is no baseline: {said}; {_ANEW}")
    baseline: dict[str, Any] = found
    return baseline


def _lines(files: Mapping[str, tuple[Entry, ...]]) -> Iterator[str]:
    from manifestry.report.data import dumps
    from manifestry.schemas_index import BASE

    yield "{\n"
    yield f'  "$schema": "{BASE}{SCHEMA}.schema.json",\n'
    yield f'  "version": {FORMAT},\n'
    yield f'  "tool": {dumps({"name": "manifestry", "version": VERSION})},\n'
    yield '  "files": {'
    full = [(name, sorted(entries)) for name, entries in sorted(files.items()) if entries]
    for number, (name, entries) in enumerate(full):
        yield f"{',' if number else ''}\n    {dumps(name)}: [\n"
        yield ",\n".join(f"      {dumps(asdict(entry))}" for entry in entries)
        yield "\n    ]"
    yield "\n  }\n}\n" if full else "}\n}\n"
