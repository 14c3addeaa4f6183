"""Splitting a document into parts that are within limits."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from manifestry.document.writing import LIST, Spool
from manifestry.engine.ledger import to_pointer
from manifestry.errors import LimitError, OutputError, UsageError
from manifestry.findings import FileReport
from manifestry.formats.encord import MANIFEST
from manifestry.formats.encord.sections import MAX_ITEMS, MAX_URLS
from manifestry.output import refusals, same_file
from manifestry.rules.base import Path
from manifestry.shaping.frame import Frame
from manifestry.shaping.parts import Parts
from manifestry.shaping.reading import Document, Refused, Source, naming, source_of
from manifestry.text import printable, quote

MAX_PARTS: Final = 100_000
"""The most parts that are made of one document."""

_DIGITS: Final = 4
_ENDINGS: Final = (".json", ".ndjson", ".jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one part may hold; None is what the platform states, or no limit.

    `bytes` counts the whole file of a part.
    """

    items: int | None = None
    urls: int | None = None
    bytes: int | None = None

    def __post_init__(self) -> None:
        """Raises UsageError for a limit that makes no sense."""
        for name in ("items", "urls", "bytes"):
            limit = getattr(self, name)
            if limit is not None and limit < 1:
                raise UsageError(f"a part has room for 1 or more {name}, not {limit}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part: where it is, and what is in it. `size` is that of the file in bytes."""

    path: str
    items: int
    urls: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """What became of a document.

    refused: what is wrong with its text, if anything; then there are no parts. older: files in
    the folder that are named like parts of this document, but are none of them.
    """

    kind: str | None = None
    parts: tuple[Part, ...] = ()
    refused: FileReport | None = None
    older: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True when the parts are there."""
        return self.refused is None


def split(
    source: Source | str | os.PathLike[str] | bytes,
    folder: str | os.PathLike[str],
    *,
    limits: Limits | None = None,
    stem: str | None = None,
    force: bool = False,
    kind: str | None = None,
    max_item_bytes: int | None = None,
) -> Split:
    """Splits a document into files in a folder, which is made if it is not there.

    Each part has the form of the original, all of what stands beside its sections, and the
    items in their order, each with the bytes it had but for line ends. The parts are called
    `<stem>-0001.json` and so on; `stem` is the document's own name unless it is given. All of
    them are written, or none.

    Raises:
        UsageError: there is no limit, or the document is none that has items.
        UnreadableError: the document cannot be read, or (LimitError) an item alone is too large.
        OutputError: a part cannot be written, or its name is taken and not to be replaced.
    """
    source = source_of(source)
    target = os.fsdecode(folder)
    with Spool() as spool:
        with naming(source) as read:
            document = Document(read, source.name, kind, max_item_bytes)
            document.expect_items()
            within = _effective(limits or Limits(), document)
            try:
                with refusals("a temporary file"):
                    for item in document.items():
                        # All in one section: they come in the order in which they go again.
                        spool.add(LIST, b"%d %b" % (document.count_urls(item), item.data))
            except Refused as refused:
                return Split(kind=refused.report.kind, refused=refused.report)
        name, ending = _named(source.name)
        name = name if stem is None else _checked(stem)
        with Parts(target, force=force) as parts:
            made = _cut(document, spool, within, parts)
            names = part_names(name, ending, len(made))
            older = _older(target, name, ending, names)
            if older and not force:
                raise OutputError(
                    f"{quote(older[0])} in {printable(target)} is named like a part and would be "
                    "taken for one; remove it, or --force leaves it there"
                )
            for each in names:
                path = os.path.join(target, each)
                if os.path.exists(source.name) and same_file(source.name, path):
                    raise UsageError(f'the output "{printable(path)}" is the input')
            paths = parts.publish(names)
    return Split(
        kind=document.format.kind,
        parts=tuple(
            Part(path=path, items=each.items, urls=each.urls, size=each.size)
            for path, each in zip(paths, made, strict=True)
        ),
        older=older,
    )


def _effective(limits: Limits, document: Document) -> Limits:
    """The limits with those of the platform."""
    if document.format is MANIFEST:
        items = MAX_ITEMS if limits.items is None else limits.items
        urls = MAX_URLS if limits.urls is None else limits.urls
        return Limits(items=items, urls=urls, bytes=limits.bytes)
    if limits == Limits():
        raise UsageError(
            f"{document.format.title} has no limit of its own: "
            "give --max-items, --max-urls or --max-bytes"
        )
    return limits


class _Row(NamedTuple):
    """An item that was put aside."""

    section: str
    path: Path
    urls: int
    data: bytes


class _Count(NamedTuple):
    """What is in a part so far."""

    items: int = 0
    urls: int = 0
    size: int = 0


def _rows(document: Document, spool: Spool) -> Iterator[_Row]:
    lines = spool.items(LIST)
    alone = document.form == "records" and document.sections.get(LIST) == 1
    for section, count in document.sections.items():
        for index in range(count):
            urls, _, data = next(lines).partition(b" ")
            path: Path = (index,) if section == LIST else (section, index)
            yield _Row(section, () if alone else path, int(urls), data)


def _cut(document: Document, spool: Spool, limits: Limits, parts: Parts) -> list[_Count]:
    """Writes the parts; gives what is in each. One of nothing has one part."""
    empty = {name: b"[]" for name, count in document.sections.items() if name and not count}
    frame = Frame(document.form, {**document.members, **empty})
    made: list[_Count] = []
    now = _Count()
    before: str | None = None

    def finish() -> None:
        closing = frame.close(before)
        parts.write(closing)
        made.append(now._replace(size=now.size + len(closing)))

    def begin() -> _Count:
        if len(made) == MAX_PARTS:
            raise LimitError(f"there would be more than {MAX_PARTS:,} parts; give larger limits")
        parts.begin()
        parts.write(frame.opening)
        return _Count(size=len(frame.opening))

    now = begin()
    for row in _rows(document, spool):
        grown = _grown(now, row, frame, before)
        if now.items and _excess(grown, limits, frame, row.section):
            finish()
            now, before = begin(), None
            grown = _grown(now, row, frame, None)
        excess = _excess(grown, limits, frame, row.section)
        if excess:
            place = f"{printable(document.name)}: {printable(to_pointer(row.path)) or 'the item'}"
            raise LimitError(f"{place} alone {excess}")
        parts.write(frame.lead(row.section, before) + row.data)
        now, before = grown, row.section
    finish()
    return made


def _grown(now: _Count, row: _Row, frame: Frame, before: str | None) -> _Count:
    size = now.size + len(frame.lead(row.section, before)) + len(row.data)
    return _Count(now.items + 1, now.urls + row.urls, size)


def _excess(count: _Count, limits: Limits, frame: Frame, section: str) -> str:
    """Which limit a part is beyond, in words; "" for none."""
    if limits.items is not None and count.items > limits.items:
        return f"is more than {limits.items:,} items"
    if limits.urls is not None and count.urls > limits.urls:
        return f"has {count.urls:,} URLs, a part may have {limits.urls:,} (--max-urls)"
    if limits.bytes is not None:
        size = count.size + len(frame.close(section))
        if size > limits.bytes:
            return f"makes a part of {size:,} bytes, it may have {limits.bytes:,} (--max-bytes)"
    return ""


def _named(name: str) -> tuple[str, str]:
    """The stem of a document's name, and how the names of its parts end.

    >>> _named("imports/a.b.json.gz"), _named("<stdin>")
    (('a.b', '.json'), ('part', '.json'))
    """
    if name.startswith("<"):
        return "part", ".json"
    base = os.path.basename(name)
    if base.lower().endswith(".gz"):
        base = base[:-3]
    stem, ending = os.path.splitext(base)
    if ending.lower() in _ENDINGS and stem:
        return stem, ending
    return base or "part", ".json"


def _checked(stem: str) -> str:
    if not stem or "\0" in stem or os.path.basename(stem) != stem or stem in (".", ".."):
        raise UsageError(f"the stem has to be the beginning of a file name, got {quote(stem)}")
    return stem


def part_names(stem: str, ending: str, count: int) -> list[str]:
    """The names of so many parts: as many digits as the last one needs, but four at least.

    >>> part_names("cams", ".json", 2)
    ['cams-0001.json', 'cams-0002.json']
    """
    digits = max(_DIGITS, len(str(count)))
    return [f"{stem}-{number:0{digits}}{ending}" for number in range(1, count + 1)]


def _older(folder: str, stem: str, ending: str, names: list[str]) -> tuple[str, ...]:
    """What lies in the folder from a split before, and will not be replaced."""
    fits = re.compile(rf"{re.escape(stem)}-[0-9]{{{_DIGITS},}}{re.escape(ending)}\Z").match
    with refusals(folder):
        return tuple(sorted({each for each in os.listdir(folder) if fits(each)} - {*names}))
