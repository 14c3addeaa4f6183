"""Ango Hub's SDK: an asset import as its `upload_files_cloud` takes it, an export as it gives it.

>>> upload_list([{"data": "https://acme-media.example/a.jpg", "externalId": "a.jpg"}])
[{'data': 'https://acme-media.example/a.jpg', 'externalId': 'a.jpg'}]

The SDK itself is not needed here, only what it takes and gives.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice
from typing import Any, Final

from manifestry.document.source import Read
from manifestry.engine.api import check_stream
from manifestry.errors import UnreadableError, UsageError
from manifestry.findings import Report
from manifestry.formats.ango import EXPORT, IMPORT
from manifestry.integrations.checked import Source, checked
from manifestry.integrations.losses import Losses, OnLoss
from manifestry.settings import Settings
from manifestry.text import quote

__all__ = ["check_export", "export_assets", "upload_arguments", "upload_list"]

ExportResult = Iterable[Any] | tuple[Iterator[Any], int]
"""What the SDK's `export` returns: a list of assets or, of NDJSON, an iterator and its length.
An iterator of lines of NDJSON, as str or bytes, is taken as well."""

_ARGUMENTS: Final = {"priority": "priority", "uploadLocal": "upload_local"}
"""Members of a request's body -> the arguments of `upload_files_cloud` that they become."""


def upload_arguments(
    source: Source, *, settings: Settings | None = None, on_loss: OnLoss | None = None
) -> dict[str, Any]:
    """An asset import as keyword arguments of the SDK's `upload_files_cloud`.

    `sdk.upload_files_cloud(project_id, **upload_arguments("assets.json"))`. The import is a
    list, the body of a request or an asset a line; a path, the bytes of a file, or an object.
    It is checked first, with `settings`.

    Raises:
        InvalidDocumentError: the check found errors; its `report` has them.
        LossError: the body has a member that is no argument, and there is no `on_loss`.
        UnreadableError: the import cannot be read.
        UsageError: it is another kind of document.
    """
    losses = Losses(on_loss)
    arguments: dict[str, Any] = {"assets": []}
    with checked(source, IMPORT, settings) as document:
        for part in document.parts():
            key = part.path[0] if part.path else None
            if part.is_item:
                if len(part.path) < 2 or key == "assets":
                    arguments["assets"].append(part.value)
            elif key in _ARGUMENTS:
                arguments[_ARGUMENTS[str(key)]] = part.value
            elif key != "assets":
                losses.add(part.path, "it is no argument of upload_files_cloud")
    losses.settle()
    return arguments


def upload_list(
    source: Source, *, settings: Settings | None = None, on_loss: OnLoss | None = None
) -> list[dict[str, Any]]:
    """The list of assets for the SDK's `upload_files_cloud`, which may change it.

    Else as `upload_arguments`; what a body says beside its assets is a loss here.
    """
    losses = Losses(on_loss)
    arguments = upload_arguments(source, settings=settings, on_loss=on_loss)
    assets: list[dict[str, Any]] = arguments.pop("assets")
    for key, name in _ARGUMENTS.items():
        if arguments.get(name):  # priority 0 is what there is without one
            losses.add((key,), f"pass {name}={quote(arguments[name])} on, or use upload_arguments")
    losses.settle()
    return assets


def export_assets(result: ExportResult) -> Iterator[dict[str, Any]]:
    """The assets in what the SDK's `export` returns, one after the other, unchecked.

    Raises UnreadableError for what is no asset, UsageError for what is no result.
    """
    return _assets(_entries(result))


def _assets(entries: Iterator[Any]) -> Iterator[dict[str, Any]]:
    for number, entry in enumerate(entries):
        asset = _parsed(entry, number) if isinstance(entry, str | bytes) else entry
        if not isinstance(asset, dict):
            raise UnreadableError(f"asset {number} of the export is no object: {quote(asset)}")
        yield asset


def check_export(result: ExportResult, settings: Settings | None = None) -> Report:
    """Checks what the SDK's `export` returns like a file that holds it.

    The assets go by one at a time. An iterator is used up by it: to keep the assets, check the
    list that `export_assets` makes of it.

    Raises UsageError for what is no result, or what JSON cannot express.
    """
    of_kind = replace(settings or Settings(), kind=EXPORT.kind)
    found = check_stream(_reading(_written(_entries(result))), "<export>", of_kind)
    return Report(() if found is None else (found,))


def _written(entries: Iterator[Any]) -> Iterator[bytes]:
    """Lines as they are, if they are lines; objects, or nothing at all, as a list."""
    first = [*islice(entries, 1)]
    if first and isinstance(first[0], str | bytes):
        yield from (_text(entry) + b"\n" for entry in chain(first, entries))
        return
    separator = b"["
    for entry in chain(first, entries):
        yield separator + _text(entry)
        separator = b",\n"
    yield b"]" if first else b"[]"


def _entries(result: ExportResult) -> Iterator[Any]:
    """What a result consists of, without the lines that are blank."""
    if isinstance(result, tuple) and len(result) == 2 and isinstance(result[1], int):
        result = result[0]
    if isinstance(result, str | bytes | Mapping) or not isinstance(result, Iterable):
        raise UsageError(
            "the result of an export is a list of assets or an iterator; "
            "a file of one is for manifestry.check"
        )
    return (e for e in result if not isinstance(e, str | bytes) or e.strip())


def _parsed(line: str | bytes, number: int) -> object:
    import jiter

    try:
        data = line if isinstance(line, bytes) else line.encode()
        value: object = jiter.from_json(data, allow_inf_nan=False, catch_duplicate_keys=True)
    except ValueError as error:
        raise UnreadableError(f"asset {number} of the export is no good JSON: {error}") from None
    return value


def _text(entry: object) -> bytes:
    """The JSON of an asset, or of a line that has it already."""
    if isinstance(entry, bytes):
        return entry
    if not isinstance(entry, str):
        try:
            entry = json.dumps(entry, ensure_ascii=False)
        except (TypeError, ValueError, RecursionError) as error:
            raise UsageError(f"an asset cannot be written as JSON: {error}") from error
    return entry.encode("utf-8", "surrogatepass")


def _reading(pieces: Iterator[bytes]) -> Read:
    """A `read` of all pieces, one after the other."""
    rest = b""

    def read(size: int) -> bytes:
        nonlocal rest
        rest = rest or next(pieces, b"")
        piece, rest = rest[:size], rest[size:]
        return piece

    return read
