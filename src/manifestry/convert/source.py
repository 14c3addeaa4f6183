"""The source of a conversion: read twice, first to check it, then to convert what is good."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import BinaryIO, Final, NamedTuple

from manifestry.document.contents import documents_in
from manifestry.document.outline import HEAD
from manifestry.document.reader import Batch, MemberRead
from manifestry.document.source import decoded
from manifestry.engine.api import check_stream
from manifestry.engine.opening import looked_at
from manifestry.errors import UsageError
from manifestry.findings import FileReport, Severity
from manifestry.rules.base import Path
from manifestry.settings import Settings

_DEEPEST: Final = 2
"""How far below the top of a document an item lies at most: in a list in a section."""


class MisplacedErrorsError(Exception):
    """There are errors in the source that belong to no item, and cannot be skipped with one."""


class Entry(NamedTuple):
    """An item of the source: where it stands, and whether the check found an error in it."""

    path: Path
    value: object
    is_bad: bool


class Items(NamedTuple):
    """Consecutive items of one section, "" for a list; `document` is its name in an archive."""

    document: str | None
    section: str
    entries: Sequence[Entry]


class Top(NamedTuple):
    """A member at the top of a document; `value` is None for a list of `length` items."""

    document: str | None
    key: str
    value: object
    length: int | None


class Checked(NamedTuple):
    """What the check of one document of the source gave."""

    report: FileReport
    bad: AbstractSet[Path]
    document: str | None


class Source:
    """A file that holds the source: open, so that it can be read again from its start."""

    def __init__(self, file: BinaryIO, name: str, settings: Settings) -> None:
        self._file = file
        self._name = name
        self._settings = settings
        self.checked: list[Checked] = []

    def check(self, *, all_errors: bool) -> None:
        """Checks every document. With `all_errors` each of them is known, not the first ones only.

        Raises UnreadableError for a file that cannot be read.
        """
        settings = replace(self._settings, least=Severity.ERROR)
        if all_errors:
            settings = replace(settings, max_findings=0, max_findings_per_rule=0)
        for document in documents_in(self._file, self._name):
            with document.opened() as read:
                report = check_stream(read, document.name, settings)
            if report is not None:
                self.checked.append(
                    Checked(report, _places(report), document.name if document.is_member else None)
                )

    def parts(self) -> Iterator[Items | Top]:
        """All documents again, piece by piece.

        Raises MisplacedErrorsError, at the end of a document, if it has errors in no item.
        """
        self._file.seek(0)
        documents = documents_in(self._file, self._name)
        for document, checked in zip(documents, self.checked, strict=True):
            marked: set[Path] = set()
            bad: AbstractSet[Path] = frozenset()
            depth = 0
            with document.opened() as read:
                head, rest = decoded(read, HEAD)
                opening, rest = looked_at(head, rest, checked.report.kind)
                for event in opening.events(head, rest, self._settings.max_item_bytes):
                    if isinstance(event, Batch):
                        if depth != len(event.item_path(0)):
                            depth = len(event.item_path(0))
                            bad = {each[:depth] for each in checked.bad if len(each) >= depth}
                        items = _items(event, checked, bad)
                        marked.update(entry.path for entry in items.entries if entry.is_bad)
                        yield items
                    elif isinstance(event, MemberRead):
                        yield Top(checked.document, event.key, event.value, event.count)
            if any(place[:depth] not in marked for place in checked.bad):
                raise MisplacedErrorsError

    @property
    def kind(self) -> str:
        """The kind of all its documents. Raises UsageError if they differ, or there are none."""
        kinds = {each.report.kind for each in self.checked}
        if len(kinds) != 1:
            found = " and ".join(sorted(str(kind) for kind in kinds)) or "nothing"
            raise UsageError(f"the documents in it are to be of one kind; it holds {found}")
        return str(kinds.pop())


def _items(batch: Batch, checked: Checked, bad: AbstractSet[Path]) -> Items:
    entries = [
        Entry(path, value, path in bad)
        for path, value in ((batch.item_path(n), value) for n, value in enumerate(batch.values))
    ]
    section = str(batch.path[0]) if batch.path else ""
    return Items(checked.document, section, entries)


def _places(report: FileReport) -> frozenset[Path]:
    """Where the errors are, as far as it takes to know the item; () for the document itself."""
    found: set[Path] = set()
    for finding in report.findings:
        steps = tuple(
            int(step) if step.isdigit() else step.replace("~1", "/").replace("~0", "~")
            for step in finding.pointer.split("/")[1:]
        )
        found.add(steps[:_DEEPEST])
    return frozenset(found)
