"""The check as a library call."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, Final

from manifestry.document.contents import Document, UnrelatedError, documents_in
from manifestry.document.outline import HEAD
from manifestry.document.source import (
    Read,
    decoded,
    is_archive,
    is_remote,
    opened,
    peeked,
    spooled,
)
from manifestry.document.watch import Watch, watched, watching
from manifestry.engine.opening import Opening, is_object, looked_at
from manifestry.engine.run import Engine
from manifestry.errors import UnreadableError, UsageError
from manifestry.findings import FileReport, Report
from manifestry.formats import FORMATS
from manifestry.settings import Settings
from manifestry.text import mask_secrets

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from manifestry.engine.ranges import Hands

SettingsFor = Callable[[str], Settings]
"""The path of a document in the report -> the settings to check it with."""

_REST: Final = 256 * 1024


def check(
    document: str | os.PathLike[str] | bytes | dict[str, object] | list[object],
    settings: Settings | None = None,
    *,
    executor: Executor | None = None,
    jobs: int = 1,
) -> Report:
    """Checks one document: a path, the bytes of a file, or an object as `json.load` gives it.

    An object is written as JSON, indented by two, and checked so: lines and columns count there.
    Of a zip archive each JSON document in it is checked, as a file of its own. A file that cannot
    be read is a report with the status "unreadable", not an exception. Of a large document
    `executor` checks pieces, any of the standard library's kind, or `jobs` processes (0: as many
    as there are processors); the report is the same. Where processes are started, the caller's
    module must be fit for being imported again, as `multiprocessing` demands. Raises UsageError
    for settings that name an unknown rule or kind, and for an object that JSON cannot express.
    """
    settings = settings or Settings()
    if jobs < 0:
        raise UsageError(f"jobs must be 0 or more, got {jobs}")
    with _helping(jobs, executor) as hands:
        if isinstance(document, bytes):
            opening = nullcontext(io.BytesIO(document))
            found = _check_opened(opening, "<bytes>", lambda _: settings, hands=hands)
        elif isinstance(document, dict | list):
            read = io.BytesIO(written(document)).read
            found = iter([check_stream(read, "<object>", settings, hands=hands)])
        else:
            found = check_file(document, lambda _: settings, hands=hands)
        return Report(tuple(report for report in found if report is not None))


def _helping(jobs: int, executor: Executor | None) -> AbstractContextManager[Hands | None]:
    if jobs == 1 and executor is None:
        return nullcontext()
    from manifestry.running.hands import hands_of

    return hands_of(jobs, executor)


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
    settings_for: SettingsFor,
    *,
    skip_unrelated: bool = False,
    shown_as: str | None = None,
    opening: AbstractContextManager[BinaryIO] | None = None,
    watch: Watch | None = None,
    hands: Hands | None = None,
) -> Iterator[FileReport | None]:
    """Checks one file, which may be an archive of several documents.

    `settings_for` is asked with the path that a report gets, "export.zip/export.json" in an
    archive. None only with `skip_unrelated`, for a document that is no manifest. `opening` opens
    the file in another way than by its path; `watch` is told of each reading. Of a large document
    `hands` check pieces.
    """
    name = shown_as or os.fsdecode(path)
    if name.lower().endswith(".toml"):
        return iter((None if skip_unrelated else _unreadable(name, UnreadableError(_TOML)),))
    if opening is None and is_remote(os.fsdecode(path)):
        place = os.fsdecode(path)
        name = shown_as or mask_secrets(place)
        return _check_remote(
            place, name, settings_for, watch, skip_unrelated=skip_unrelated, hands=hands
        )
    opening = opening or opened(path)
    if watch is not None:
        opening = watched(opening, watch)
    return _check_opened(opening, name, settings_for, skip_unrelated=skip_unrelated, hands=hands)


_TOML: Final = (
    "is TOML, not JSON; a metadata schema in it is checked by "
    "`manifestry metadata export FILE --to json`"
)


def check_input(
    read: Read,
    name: str,
    settings_for: SettingsFor,
    *,
    skip_unrelated: bool = False,
    hands: Hands | None = None,
) -> Iterator[FileReport | None]:
    """Checks what `read` gives until it gives nothing; else as `check_file`.

    An archive can only be read when all of it is there: it is put into a temporary file.
    """
    try:
        head, again = peeked(read)
    except UnreadableError as error:
        yield _unreadable(name, error)
        return
    if is_archive(head):
        yield from _check_opened(
            spooled(again), name, settings_for, skip_unrelated=skip_unrelated, hands=hands
        )
    else:
        yield check_stream(
            again, name, settings_for(name), skip_unrelated=skip_unrelated, hands=hands
        )


def _check_remote(
    url: str,
    name: str,
    settings_for: SettingsFor,
    watch: Watch | None,
    *,
    skip_unrelated: bool,
    hands: Hands | None,
) -> Iterator[FileReport | None]:
    """Checks what is behind a URL; what a file system says against it is the report."""
    from manifestry.document.remote import reading

    try:
        with reading(url) as read:
            under_watch = read if watch is None else watching(read, watch)
            yield from check_input(
                under_watch, name, settings_for, skip_unrelated=skip_unrelated, hands=hands
            )
    except UnreadableError as error:  # it cannot be opened: of the rest the reports tell
        yield _unreadable(name, error)


def _check_opened(
    opening: AbstractContextManager[BinaryIO],
    name: str,
    settings_for: SettingsFor,
    *,
    skip_unrelated: bool = False,
    hands: Hands | None = None,
) -> Iterator[FileReport | None]:
    held: list[FileReport | None] = []  # until it is certain that the file did not change
    is_member = False
    try:
        with opening as file:
            for document in documents_in(file, name):
                yield from held
                settings = settings_for(document.name)
                held = [_check_document(document, settings, hands, skip_unrelated=skip_unrelated)]
                is_member = document.is_member
    except UnreadableError as error:
        passed = skip_unrelated and isinstance(error, UnrelatedError)
        last = None if passed else _unreadable(name, error)
        held = [*held, last] if is_member else [last]
    yield from held


def _check_document(
    document: Document, settings: Settings, hands: Hands | None, *, skip_unrelated: bool
) -> FileReport | None:
    name = document.name
    report: FileReport | None = None
    try:
        with document.opened() as read:
            report = check_stream(read, name, settings, skip_unrelated=skip_unrelated, hands=hands)
            while document.is_member and report is not None and read(_REST):
                pass  # the checksum is behind the last byte
    except UnreadableError as error:
        if skip_unrelated and isinstance(error, UnrelatedError):
            return None
        report = report or FileReport(path=name, kind=None, status="unreadable")
        return replace(report, status="unreadable", error=report.error or str(error))
    return report


def check_stream(
    read: Callable[[int], bytes],
    path: str,
    settings: Settings,
    *,
    skip_unrelated: bool = False,
    hands: Hands | None = None,
) -> FileReport | None:
    """Checks what `read` gives until it gives nothing; `path` names it in the report."""
    try:
        head, rest = decoded(read, HEAD)
        opening, rest = looked_at(head, rest, settings.kind, strictly=skip_unrelated)
    except UnreadableError as error:
        return _unreadable(path, error)
    return _check(opening, head, rest, path, settings, hands=hands, skip_unrelated=skip_unrelated)


def _check(
    opening: Opening,
    head: bytes,
    rest: Read,
    path: str,
    settings: Settings,
    *,
    hands: Hands | None,
    skip_unrelated: bool,
) -> FileReport | None:
    format_, foreign = opening.format, opening.foreign
    if skip_unrelated and format_ is None:
        marked = any(each.mark in head for each in FORMATS)
        if not (foreign.near if foreign else marked):
            return None
    # The first bytes may show nothing but an odd member; the sections then come behind it.
    guessed = format_ is None and foreign is None and len(head) >= HEAD and is_object(head)
    if guessed:
        format_ = FORMATS[0]
    # A document that nobody knows is read all the same: its syntax may be what is wrong.
    engine = Engine(format_ or FORMATS[0], settings)
    error: UnreadableError | None = None
    try:
        sharing = None
        if hands is not None:
            from manifestry.engine.sharing import Sharing

            sharing = Sharing(settings, hands)
        events = opening.events(head, rest, settings.max_item_bytes, engine.skim, sharing)
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
        by_rule=engine.ledger.by_rule(),
        error=None if error is None else str(error),
        failures=tuple(engine.ledger.failures),
    )


def _unreadable(path: str, error: UnreadableError) -> FileReport:
    return FileReport(path=path, kind=None, status="unreadable", error=str(error))
