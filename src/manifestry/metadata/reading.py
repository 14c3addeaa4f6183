"""Reading a metadata schema from a file, in any of its forms; a faulty one is refused whole."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from typing import Any

from manifestry.document.outline import HEAD
from manifestry.document.scanner import Scanner
from manifestry.document.source import Read, decoded, naming, open_file
from manifestry.engine.api import check
from manifestry.engine.opening import recognised
from manifestry.errors import ConfigError, LimitError
from manifestry.findings import Report, Severity
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.settings import Settings
from manifestry.text import printable

KIND = "encord-metadata-schema"

MAX_BYTES = 64 * 2**20
"""The largest schema file that is read; real ones have a few kilobytes."""


def read_schema(source: str | os.PathLike[str] | bytes | Mapping[str, Any]) -> MetadataSchema:
    """The metadata schema in a file (a path, or its bytes as JSON) or a JSON object.

    A file is JSON in the current or the old flat form, or, if its name ends in `.toml`, the
    short form (see `manifestry.formats.encord.metadata.short_form`).

    Raises:
        ConfigError: what is there is no good schema; a line for each error, with its place.
        UnreadableError: the file cannot be read.
    """
    if isinstance(source, Mapping):
        return _read_object(source, "the metadata schema")
    if isinstance(source, bytes):
        name = "the metadata schema"
        with naming(name):
            data = _decoded(io.BytesIO(source).read)
        return _read_json(data, name)
    name = printable(os.fsdecode(source))
    with naming(name), open_file(source) as read:
        data = _decoded(read)
    if name.lower().endswith(".toml"):
        from manifestry.formats.encord.metadata.short_form import expand

        return _read_object(expand(data, name), name)
    return _read_json(data, name)


def _decoded(read: Read) -> bytes:
    data, rest = decoded(read, MAX_BYTES)
    if rest(1):
        raise LimitError(f"is larger than {MAX_BYTES:,} bytes")
    return data


def _read_json(data: bytes, name: str) -> MetadataSchema:
    report = check(data, Settings(kind=KIND))
    if report.errors:
        found = recognised(data[:HEAD]).format
        if found is not None and found.kind != KIND:
            raise ConfigError(f"{name}: this is {found.title}, not a metadata schema")
    _refuse_faults(report, name, placed=True)
    # Other parsers stop at levels of nesting that the check lets pass.
    value: Any = Scanner(data).value().value
    return MetadataSchema.from_json(value)


def _read_object(document: Mapping[str, Any], name: str) -> MetadataSchema:
    plain = dict[Any, Any](document)
    odd = next((key for key in plain if not isinstance(key, str)), None)
    if odd is not None:
        raise ConfigError(f"{name}: the name of a key must be a string, got {odd!r}")
    _refuse_faults(check(plain, Settings(kind=KIND)), name, placed=False)
    return MetadataSchema.from_json(plain)


def _refuse_faults(report: Report, name: str, *, placed: bool) -> None:
    """Raises if there is an error; lines mean nothing in what is written in another form."""
    lines: list[str] = []
    for finding in report:
        if finding.severity is Severity.ERROR:
            where = f":{finding.line}:{finding.column}" if placed else ""
            pointer = "" if placed or not finding.pointer else f" ({printable(finding.pointer)})"
            lines.append(f"{name}{where}: {finding.code} {finding.message}{pointer}")
    if len(lines) < report.errors:
        lines.append(f"{name}: {report.errors - len(lines):,} more errors are not listed")
    lines += [f"{name}: {file.error}" for file in report.files if file.error is not None]
    if lines:
        raise ConfigError("\n".join(lines))
