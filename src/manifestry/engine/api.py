"""The check as a library call."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable
from itertools import tee
from typing import Any

from manifestry.document.outline import HEAD, Glimpse, glimpses
from manifestry.document.reader import read_document
from manifestry.document.source import Read, decoded, open_file
from manifestry.engine.run import Engine
from manifestry.errors import UnreadableError, UsageError
from manifestry.findings import FileReport, Report
from manifestry.formats import FORMATS
from manifestry.formats.base import Foreign, Format
from manifestry.settings import Settings


def check(
    document: str | os.PathLike[str] | bytes | dict[str, object] | list[object],
    settings: Settings | None = None,
) -> Report:
    """Checks one document: a path, the bytes of a file, or an object as `json.load` gives it.

    An object is written as JSON, indented by two, and checked in that form: lines and
    columns count there. A file that cannot be read is a report with the status
    "unreadable", not an exception. Raises UsageError for settings that name an unknown
    rule or kind, and for an object that JSON cannot express.
    """
    settings = settings or Settings()
    if isinstance(document, bytes):
        report = check_stream(io.BytesIO(document).read, "<bytes>", settings)
    elif isinstance(document, dict | list):
        report = check_stream(io.BytesIO(written(document)).read, "<object>", settings)
    else:
        report = check_file(document, settings)
    return Report(() if report is None else (report,))


def written(document: object) -> bytes:
    """An object as JSON. Raises UsageError for one that JSON cannot express."""
    import json

    try:
        text = json.dumps(document, indent=2, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise UsageError(f"the object cannot be written as JSON: {error}") from error
    return text.encode("utf-8", "surrogatepass")


def check_file(
    path: str | os.PathLike[str],
    settings: Settings,
    *,
    skip_unrelated: bool = False,
    shown_as: str | None = None,
) -> FileReport | None:
    """Checks one file. None only with `skip_unrelated`, for a document that is no manifest."""
    name = shown_as or os.fsdecode(path)
    try:
        with open_file(path) as read:
            return check_stream(read, name, settings, skip_unrelated=skip_unrelated)
    except UnreadableError as error:
        return _unreadable(name, error)


def check_stream(
    read: Callable[[int], bytes],
    path: str,
    settings: Settings,
    *,
    skip_unrelated: bool = False,
) -> FileReport | None:
    """Checks what `read` gives until it gives nothing; `path` names it in the report."""
    try:
        head, rest = decoded(read, HEAD)
    except UnreadableError as error:
        return _unreadable(path, error)
    return _check(head, rest, path, settings, skip_unrelated=skip_unrelated)


def _check(
    head: bytes, rest: Read, path: str, settings: Settings, *, skip_unrelated: bool
) -> FileReport | None:
    format_, foreign = _recognised(head, settings.kind, strictly=skip_unrelated)
    if skip_unrelated and format_ is None:
        marked = any(each.mark in head for each in FORMATS)
        if not (foreign.near if foreign else marked):
            return None
    # The first bytes may show nothing but an odd member; the sections then come behind it.
    guessed = format_ is None and foreign is None and len(head) >= HEAD
    if guessed:
        format_ = FORMATS[0]
    # A document that nobody knows is read all the same: its syntax may be what is wrong.
    engine = Engine(format_ or FORMATS[0], settings)
    error: UnreadableError | None = None
    try:
        events = read_document(rest, head, settings.max_item_bytes or sys.maxsize)
        if foreign is not None:
            engine.report_foreign(foreign)
        elif format_ is None:
            engine.feed_unknown(events)
        else:
            engine.feed(events)
            if guessed and not engine.items:
                engine.report_unknown()
    except UnreadableError as stop:
        error = stop
    errors, warnings, infos = engine.ledger.totals()
    findings = tuple(engine.ledger.findings())
    return FileReport(
        path=path,
        kind=None if format_ is None else format_.kind,
        status="unreadable" if error else "findings" if errors + warnings + infos else "clean",
        items=engine.items,
        urls=engine.urls,
        findings=findings,
        errors=errors,
        warnings=warnings,
        infos=infos,
        truncated=errors + warnings + infos - len(findings),
        error=None if error is None else str(error),
        failures=tuple(engine.ledger.failures),
    )


def _recognised(
    head: bytes, kind: str | None, *, strictly: bool
) -> tuple[Format[Any, Any] | None, Foreign | None]:
    """The format of a document that starts with `head`, or what else it is.

    Every format is asked. One that is certain wins, then one that takes it for its own; what
    else it might be counts only where none does.
    """
    if kind is not None:
        for format_ in FORMATS:
            if format_.kind == kind:
                return format_, None
        known = ", ".join(format_.kind for format_ in FORMATS)
        raise UsageError(f'there is no kind "{kind}"; this version checks {known}')
    likely: Format[Any, Any] | None = None
    foreign: Foreign | None = None
    seen: Iterable[Glimpse] = glimpses(head)
    for format_ in FORMATS:
        seen, again = tee(seen)  # the first look is the slow part, and often ends early
        found = format_.recognise(again)
        if isinstance(found, Foreign):
            foreign = foreign or found
        elif found is not None and found.certain:
            return format_, None
        elif found is not None:
            likely = likely or format_
    if likely is not None:
        return (None if strictly else likely), None
    return None, foreign


def _unreadable(path: str, error: UnreadableError) -> FileReport:
    return FileReport(path=path, kind=None, status="unreadable", error=str(error))
