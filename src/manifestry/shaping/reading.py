"""Documents as a stream of items, each with the bytes that it has in the file.

What is wrong with the text of a document stops the work, in the words of a check: of a file that
is not read as it was meant no part should be made. What is wrong with an item does not matter.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Final, Literal, NamedTuple

from manifestry.document.outline import HEAD
from manifestry.document.reader import Batch, Event, MemberRead, Noted, TopLevel
from manifestry.document.source import Read, decoded, open_file
from manifestry.document.writing import LIST
from manifestry.engine.opening import Opening, is_object, looked_at
from manifestry.errors import LimitError, UnreadableError, UsageError
from manifestry.findings import FileReport, Severity
from manifestry.formats.ango import EXPORT, IMPORT
from manifestry.formats.base import Format
from manifestry.formats.encord import MANIFEST
from manifestry.rules.base import Path
from manifestry.settings import Settings
from manifestry.shaping.raw import compact, raw_items
from manifestry.text import printable

Form = Literal["object", "list", "records"]
"""How the items of a document stand in it: in sections, in one list, or one after another."""

MAX_MEMBERS: Final = 16 * 2**20
"""The most bytes of what stands beside the sections: every part of a document gets it all."""

MAX_SECTIONS: Final = 100
"""The most lists that pass for sections, misspelt ones included; there are a dozen names."""

_SETTINGS: Final = Settings()


class Source(NamedTuple):
    """What a document is called, and how its bytes are come by."""

    name: str
    opened: Callable[[], AbstractContextManager[Read]]


def source_of(document: Source | str | os.PathLike[str] | bytes) -> Source:
    """The source that a path is, or the bytes of a file."""
    if isinstance(document, Source):
        return document
    if isinstance(document, bytes):
        return Source("<bytes>", lambda: nullcontext(io.BytesIO(document).read))
    return Source(os.fsdecode(document), lambda: open_file(document))


class Refused(Exception):  # noqa: N818 - the data's, not ours
    """A document that nothing is taken from; `report` says why, as a check would."""

    def __init__(self, report: FileReport) -> None:
        super().__init__(report.path)
        self.report = report


class Item(NamedTuple):
    """An item: the top-level key it stands under (LIST if none), its path, value and JSON.

    `data` is on one line.
    """

    section: str
    path: Path
    value: object
    data: bytes


class Document:
    """A document that is read once, from top to bottom.

    members: what stands beside the sections, by key, as JSON on one line. sections: how many
    items each has, in order; LIST is the only one where there are none. All of it is
    complete when the items have gone by; so is `form`. is_related tells whether a document
    that was found on the way, and looked at `strictly`, is one to be read.
    """

    def __init__(
        self,
        read: Read,
        name: str,
        kind: str | None = None,
        max_item_bytes: int | None = None,
        *,
        strictly: bool = False,
    ) -> None:
        limit = _SETTINGS.max_item_bytes if max_item_bytes is None else max_item_bytes
        self.name = name
        self.form: Form = "object"
        self.members: dict[str, bytes] = {}
        self.sections: dict[str, int] = {}
        head, rest = decoded(read, HEAD)
        self._opening, rest = looked_at(head, rest, kind, strictly=strictly)
        format_ = self._opening.format
        # The first bytes may show nothing but an odd member; the sections then come behind it.
        self._guessed = (
            format_ is None
            and self._opening.foreign is None
            and len(head) >= HEAD
            and is_object(head)
        )
        self.format: Format[Any, Any] = format_ or MANIFEST
        self._is_wanted = self.format in (MANIFEST, EXPORT, IMPORT)
        self.is_related = self._is_wanted and _is_near(self._opening, head)
        self._events: Iterator[Event] = self._opening.events(head, rest, limit)
        self._faults = _Faults(self.format, name, None if format_ is None else format_.kind)
        self._weight = 0
        self._loose: list[bytes] = []

    def items(self) -> Iterator[Item]:
        """The items in order. Raises Refused behind the last one if anything is wrong."""
        for batch in self.batches():
            section = _section(batch)
            for number, data in enumerate(raw_items(batch)):
                yield Item(section, batch.item_path(number), batch.values[number], compact(data))

    def expect_items(self) -> None:
        """Raises UsageError for a document of a kind that is not taken."""
        if not self._is_wanted:
            raise UsageError(
                f"{printable(self.name)} is {self.format.title}; what is wanted is a manifest in "
                "JSON, or an export or asset import of Ango Hub"
            )

    def batches(self) -> Iterator[Batch]:
        """The same in batches, until there is a fault.

        Raises UsageError for a document of another kind.
        """
        self.expect_items()
        if self._opening.foreign is not None:
            self._faults.engine.report_foreign(self._opening.foreign)
        elif self._opening.format is None and not self._guessed:
            self._faults.feed_unknown(self._events)
        else:
            yield from self._read()
            if self._guessed and not self._faults and not any(self.sections.values()):
                self._faults.engine.report_unknown()
        if self._faults:
            raise Refused(self._faults.report())

    def _read(self) -> Iterator[Batch]:
        for event in self._events:
            match event:
                case Noted():
                    self._faults.note(event)
                case TopLevel():
                    self._begin(event)
                case Batch() if not self._faults:
                    yield from self._batch(event)
                case MemberRead():
                    self._member(event)

    def count_urls(self, item: Item) -> int:
        """How many object URLs an item has."""
        made = self.made(item.section, item.value)
        return 0 if made is None else self.format.count_urls(made)

    def made(self, section: str, value: object) -> Any:
        """The view of an item that the format has; None for what is no object."""
        known = self.format.section_for(section)
        if known is None or not isinstance(value, dict):
            return None
        return self.format.make_item(known, 0, value, _SETTINGS)

    def _begin(self, event: TopLevel) -> None:
        if event.shape not in self.format.shapes:
            self._faults.engine.feed([event])
        else:
            self.form = event.shape  # a scalar is the shape of no format
        if self.form != "object":
            self.sections[LIST] = 0

    def _batch(self, batch: Batch) -> Iterator[Batch]:
        section = _section(batch)
        if not self._is_section(section):
            for data in raw_items(batch):
                self._loose.append(compact(data))
                self._weigh(len(data))
            return
        self._open(section)
        self.sections[section] += len(batch.values)
        yield batch

    def _member(self, event: MemberRead) -> None:
        if event.node is not None:
            self._keep(event.key, compact(event.chunk.data[event.node.start : event.node.end]))
        elif not self._is_section(event.key):
            self._keep(event.key, b"[" + b", ".join(self._loose) + b"]")
            self._loose.clear()
        else:
            self._open(event.key)

    def _is_section(self, key: str) -> bool:
        is_named = self.form != "object" or key != LIST
        return is_named and self.format.section_for(key) is not None

    def _open(self, section: str) -> None:
        if len(self.sections) >= MAX_SECTIONS and section not in self.sections:
            raise LimitError(f"there are more than {MAX_SECTIONS} sections")
        self.sections.setdefault(section, 0)

    def _keep(self, key: str, data: bytes) -> None:
        self._weigh(len(data) + len(key))
        self.members[key] = data

    def _weigh(self, size: int) -> None:
        self._weight += size + 64
        if self._weight > MAX_MEMBERS:
            raise LimitError(
                f"what stands beside the sections takes more than {MAX_MEMBERS:,} bytes"
            )


def _is_near(opening: Opening, head: bytes) -> bool:
    """Whether a document is, or was most likely meant as, one that has items."""
    if opening.format is not None:
        return True
    if opening.foreign is not None:
        return opening.foreign.near
    return any(format_.mark in head for format_ in (MANIFEST, EXPORT, IMPORT))


class _Faults:
    """What is wrong with the text. The engine, slow to import, is asked only if there is any."""

    def __init__(self, format_: Format[Any, Any], name: str, kind: str | None) -> None:
        self._format = format_
        self._name = name
        self._kind = kind
        self._engine: Any = None

    def __bool__(self) -> bool:
        return self._engine is not None

    @property
    def engine(self) -> Any:
        """The engine of a check; whoever asks for it has a fault to tell."""
        if self._engine is None:
            from manifestry.engine.run import Engine

            self._engine = Engine(self._format, _SETTINGS)
        return self._engine

    def note(self, noted: Noted) -> None:
        """Takes a remark; lesser ones than errors leave no doubt about what was meant."""
        from manifestry.rules.catalogue import folder

        rule = next(rule for rule in folder("document") if rule.name == noted.remark.rule)
        if rule.severity is Severity.ERROR:
            self.engine.feed([noted])

    def feed_unknown(self, events: Iterator[Event]) -> None:
        """Reads a document that no format knows: its syntax may be all that is wrong."""
        self.engine.feed_unknown(events)
        if not self.engine.ledger.totals()[0]:
            self.engine.report_unknown()

    def report(self) -> FileReport:
        """The verdict on the document."""
        ledger = self.engine.ledger
        errors = ledger.totals()[0]
        found = tuple(each for each in ledger.findings() if each.severity is Severity.ERROR)
        return FileReport(
            path=self._name,
            kind=self._kind,
            status="findings",
            findings=found,
            errors=errors,
            truncated=errors - len(found),
            by_rule=tuple(e for e in ledger.by_rule() if e.severity is Severity.ERROR),
        )


@contextmanager
def naming(source: Source) -> Iterator[Read]:
    """A source's `read`; what is said against it names it."""
    try:
        with source.opened() as read:
            yield read
    except UnreadableError as error:
        raise type(error)(f"{printable(source.name)}: {error}") from error


def _section(batch: Batch) -> str:
    return str(batch.path[0]) if batch.path else LIST
