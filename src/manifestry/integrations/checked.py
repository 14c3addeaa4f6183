"""A document that is read only if a check finds no error in it."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Final, NamedTuple

from manifestry.document.outline import HEAD
from manifestry.document.reader import Batch, MemberRead
from manifestry.document.source import decoded, opened, reading
from manifestry.engine.api import check_stream, written
from manifestry.engine.opening import looked_at, recognised
from manifestry.errors import InternalError, ManifestryError, UnreadableError, UsageError
from manifestry.findings import FileReport, Report, Severity
from manifestry.formats.base import Format
from manifestry.integrations.losses import place
from manifestry.rules.base import Path
from manifestry.settings import Settings
from manifestry.text import printable

_SHOWN: Final = 3

Source = str | os.PathLike[str] | bytes | dict[str, Any] | list[Any]
"""A path, the bytes of a file, or an object as `json.load` gives it."""


class InvalidDocumentError(ManifestryError):
    """The check found errors; `report` has all of its findings, the text the first errors."""

    exit_code = 1

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.report = report

    def __str__(self) -> str:
        """The first errors, in one line."""
        path = printable(self.report.files[0].path)
        found = [finding for finding in self.report if finding.severity is Severity.ERROR]
        shown = [f"{at.code} {at.message} ({place(at.pointer)})" for at in found[:_SHOWN]]
        more = self.report.errors - len(shown)
        return f"{path}: " + "; ".join([*shown, f"{more:,} more"] if more else shown)


class Part(NamedTuple):
    """An item, or another member of the top level; of a list only its `length`."""

    path: Path
    value: object
    is_item: bool
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A document without errors. It may be read as often as need be while it is open."""

    file: BinaryIO
    format: Format[Any, Any]
    settings: Settings

    def parts(self) -> Iterator[Part]:
        """All there is in the document, in the order it stands in."""
        self.file.seek(0)
        head, rest = decoded(reading(self.file), HEAD)
        opening = recognised(head, self.format.kind)
        for event in opening.events(head, rest, self.settings.max_item_bytes):
            match event:
                case Batch():
                    for number, value in enumerate(event.values):
                        yield Part(event.item_path(number), value, is_item=True)
                case MemberRead():
                    yield Part((event.key,), event.value, is_item=False, length=event.count)


@contextmanager
def checked(
    source: Source, format_: Format[Any, Any], settings: Settings | None
) -> Iterator[Checked]:
    """Checks a document as one of a format, and opens it.

    Raises:
        InvalidDocumentError: the check found errors.
        UnreadableError: the document cannot be read, or changed while it was.
        UsageError: it is a document of another kind.
    """
    given = settings or Settings()
    document, name = _opened(source)
    with _naming(name), document as file:
        if given.kind != format_.kind:
            _refuse_others(file, format_)
        of_kind = replace(given, kind=format_.kind)
        file.seek(0)
        refuse_faulty(check_stream(reading(file), name, of_kind))
        yield Checked(file, format_, of_kind)


def refuse_faulty(found: FileReport | None) -> None:
    """Raises for a document that could not be read, or has errors."""
    if found is None:  # only of a search through a folder
        return
    if found.error is not None:
        raise UnreadableError(found.error)
    if found.errors:
        raise InvalidDocumentError(Report((found,)))
    if found.failures:
        code, pointer, error = found.failures[0]
        raise InternalError(f"rule {code} failed at {place(pointer)}: {printable(error)}")


def _opened(source: Source) -> tuple[AbstractContextManager[BinaryIO], str]:
    if isinstance(source, bytes):
        return nullcontext(io.BytesIO(source)), "<bytes>"
    if isinstance(source, dict | list):
        return nullcontext(io.BytesIO(written(source))), "<object>"
    return opened(source), os.fsdecode(source)


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """Puts the name of what is read before what is wrong with it."""
    try:
        yield
    except UnreadableError as error:
        raise type(error)(f"{printable(name)}: {error}") from error


def _refuse_others(file: BinaryIO, wanted: Format[Any, Any]) -> None:
    head, rest = decoded(reading(file), HEAD)
    opening, _ = looked_at(head, rest)
    title = opening.foreign.what if opening.foreign is not None else None
    if opening.format is not None and opening.format is not wanted:
        title = opening.format.title
    if title is not None:
        raise UsageError(f"this is {title}, not {wanted.title}")
