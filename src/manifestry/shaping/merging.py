"""Merging documents of one kind into one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, get_args

from manifestry.document.writing import LIST, Spool
from manifestry.errors import UsageError
from manifestry.findings import FileReport
from manifestry.formats.base import Format
from manifestry.formats.encord import MANIFEST
from manifestry.formats.encord.sections import FLAGS
from manifestry.output import Write, refusals, replacing, same_file
from manifestry.shaping.raw import bare
from manifestry.shaping.reading import (
    MAX_SECTIONS,
    Document,
    Form,
    Refused,
    Source,
    naming,
    source_of,
)
from manifestry.shaping.repeats import Repeats, Spot
from manifestry.text import cut, listing, printable, quote

Dedupe = Literal["error", "keep", "first", "last"]
"""What becomes of items that have the same URLs."""

DEDUPES: Final[tuple[Dedupe, ...]] = get_args(Dedupe)

MAX_LISTED: Final = 1000
"""The most repeats that are told with their places; the rest are counted."""


class Repeat(NamedTuple):
    """An item whose URLs another one has: `kept` stays, or stands first if both do."""

    source: str
    pointer: str
    kept_source: str
    kept_pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What became of some documents.

    items, urls: how many are in the outcome. repeats: the items that have the URLs of
    another one, MAX_LISTED at most; repeated counts them all. dropped: how many of those were
    left out. refused: the documents that have something wrong in their text.
    """

    kind: str | None = None
    items: int = 0
    urls: int = 0
    repeats: tuple[Repeat, ...] = ()
    repeated: int = 0
    dropped: int = 0
    refused: tuple[FileReport, ...] = ()
    written: bool = False

    @property
    def ok(self) -> bool:
        """True when the outcome was written."""
        return self.written


def merge(
    sources: Iterable[Source | str | os.PathLike[str] | bytes],
    output: str | os.PathLike[str] | Write,
    *,
    flags: Mapping[str, bool] | None = None,
    dedupe: Dedupe = "error",
    kind: str | None = None,
    max_item_bytes: int | None = None,
) -> Merge:
    """Writes one document with the items of several, in their order, section by section.

    `output` is a path, or takes the bytes. Each item has the bytes that it had, but for line
    ends. `flags` decides about flags on which the documents disagree.

    Items have the same URLs if all of them are equal, of groups and series in their order.
    "error" writes nothing then: what was registered twice would be labelled twice, and which of
    the two is meant nobody but you can tell. "keep" keeps all, "first" and "last" one of them.

    Raises:
        UsageError: the documents are of several kinds or contradict each other.
        UnreadableError: a document cannot be read.
        OutputError: the outcome cannot be written.
    """
    if dedupe not in DEDUPES:
        raise UsageError(f"dedupe is one of {listing(DEDUPES)}, not {quote(dedupe)}")
    with Spool() as spool:
        merging = _Merging(spool, flags or {})
        for each in sources:
            source = source_of(each)
            if not callable(output) and _is_same(source.name, os.fsdecode(output)):
                raise UsageError(f'the output "{printable(source.name)}" is one of the inputs')
            with naming(source) as read, refusals("a temporary file"):
                merging.take(Document(read, source.name, kind, max_item_bytes))
        return merging.finish(output, dedupe)


class _Member(NamedTuple):
    data: bytes
    source: str


class _Merging:
    def __init__(self, spool: Spool, flags: Mapping[str, bool]) -> None:
        self._spool = spool
        self._flags = flags
        self._format: Format[Any, Any] | None = None
        self._form: Form = "object"
        self._first = ""
        self._members: dict[str, _Member] = {}
        self._sections: dict[str, str] = {}  # each with the document that had it first
        self._held: dict[str, _Member] = {}  # what each flag is in effect
        self._repeats = Repeats()
        self._refused: list[FileReport] = []

    def take(self, document: Document) -> None:
        """Takes all of a document."""
        try:
            section = None
            for item in document.items():
                if self._refused:
                    continue  # the others are read for their own faults
                if item.section != section:
                    section = item.section
                    self._begin(document, section, is_alone=item.path == ())
                made = document.made(item.section, item.value)
                urls = 0 if made is None else document.format.count_urls(made)
                self._repeats.add(made, urls)
                self._spool.add(item.section, item.data)
        except Refused as refused:
            self._refused.append(refused.report)
            return
        if self._refused:
            return
        if self._format is None:
            self._agree(document)
        self._compare(document)

    def _begin(self, document: Document, section: str, *, is_alone: bool) -> None:
        self._agree(document)
        first = self._spool.counts.get(section, 0)
        if section not in self._spool.counts and len(self._spool.counts) >= MAX_SECTIONS:
            raise UsageError(f"the documents have more than {MAX_SECTIONS} sections together")
        self._repeats.begin(document.name, section, first, is_alone=is_alone)

    def _agree(self, document: Document) -> None:
        """Takes the kind of the first document, and refuses others."""
        if self._format is None:
            self._format, self._form = document.format, document.form
            self._first = document.name
            for flag in self._flags:
                if self._format is not MANIFEST or flag not in FLAGS:
                    raise UsageError(f"{quote(flag)} is no flag of {self._format.title}")
        if document.format is not self._format:
            raise UsageError(
                f"{printable(document.name)} is {document.format.title}, "
                f"{printable(self._first)} is {self._format.title}; they cannot be merged"
            )
        if (document.form == "object") != (self._form == "object"):
            raise UsageError(
                f"of {printable(self._first)} and {printable(document.name)} one is a list and "
                "one an object; they cannot be merged"
            )

    def _compare(self, document: Document) -> None:
        """Takes what stands beside the items. Raises UsageError if it contradicts the rest."""
        self._agree(document)
        name = document.name
        for section in document.sections:
            if section in self._members:
                raise _conflict(
                    section, name, "is a list of items, but not", self._members[section].source
                )
            self._sections.setdefault(section, name)
        for key, data in document.members.items():
            if key in self._sections:
                raise _conflict(key, name, "is no list of items, as it is", self._sections[key])
            known = self._members.setdefault(key, _Member(data, name))
            if self._is_flag(key):
                continue
            if bare(known.data) != bare(data):
                raise _conflict(key, name, "is not what it is", known.source)
        if self._format is MANIFEST:
            for flag in FLAGS:
                self._compare_flag(flag, document)

    def _is_flag(self, key: str) -> bool:
        return self._format is MANIFEST and key in FLAGS

    def _compare_flag(self, flag: str, document: Document) -> None:
        data = document.members.get(flag)
        held = self._held.setdefault(flag, _Member(data or b"", document.name))
        if flag in self._flags or (held.data or b"false") == (data or b"false"):
            return
        raise UsageError(
            f'"{flag}" {_state(held.data)} in {printable(held.source)} and {_state(data)} in '
            f"{printable(document.name)}; --flag {flag}=true or {flag}=false decides"
        )

    def finish(self, output: str | os.PathLike[str] | Write, dedupe: Dedupe) -> Merge:
        """Writes the outcome, if there is nothing against it."""
        if self._refused:
            return Merge(refused=tuple(self._refused))
        if self._format is None:
            raise UsageError("merge needs one document or more")
        repeats: list[Repeat] = []
        out: dict[str, set[int]] = {}
        repeated = urls = 0
        for spots in self._repeats.found():
            kept = spots[-1] if dedupe == "last" else spots[0]
            for spot in spots:
                if spot is kept:
                    continue
                repeated += 1
                if len(repeats) < MAX_LISTED:
                    repeats.append(_repeat(spot, kept))
                if dedupe in ("first", "last"):
                    urls += spot.urls
                    out.setdefault(spot.section, set()).add(spot.at)
        dropped = sum(map(len, out.values()))
        written = not repeated or dedupe != "error"
        if written:
            self._write(output, out)
        return Merge(
            kind=self._format.kind,
            items=sum(self._spool.counts.values()) - dropped,
            urls=self._repeats.urls - urls,
            repeats=tuple(repeats),
            repeated=repeated,
            dropped=dropped,
            written=written,
        )

    def _write(self, output: str | os.PathLike[str] | Write, out: Mapping[str, set[int]]) -> None:
        pieces = self._lines(out) if self._form == "records" else self._document(out)
        if callable(output):
            for piece in pieces:
                output(piece)
            return
        with replacing(os.fsdecode(output)) as write:
            for piece in pieces:
                write(piece)

    def _lines(self, out: Mapping[str, set[int]]) -> Iterator[bytes]:
        return (item + b"\n" for item in self._spool.items(LIST, out.get(LIST, set())))

    def _document(self, out: Mapping[str, set[int]]) -> Iterator[bytes]:
        import orjson

        members: dict[str, object] = {
            key: orjson.Fragment(member.data) for key, member in self._members.items()
        }
        members |= self._flags
        members |= {
            name: [] for name in self._sections if name and not self._spool.counts.get(name)
        }
        return self._spool.document([*self._sections], members, without=out)


def _repeat(spot: Spot, kept: Spot) -> Repeat:
    return Repeat(spot.source, spot.pointer, kept.source, kept.pointer)


def _conflict(key: str, source: str, verb: str, other: str) -> UsageError:
    return UsageError(f"{quote(key)} in {printable(source)} {verb} in {printable(other)}")


def _state(data: bytes | None) -> str:
    """What a flag is, from its JSON."""
    return f"is {cut(printable(data.decode()), 20)}" if data else "is absent"


def _is_same(source: str, output: str) -> bool:
    return os.path.exists(source) and os.path.exists(output) and same_file(source, output)
