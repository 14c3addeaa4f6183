"""The documents a schema is inferred from: manifests, and exports and imports of Ango Hub."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from manifestry.document.outline import HEAD
from manifestry.document.reader import Batch, Done, Event, Noted
from manifestry.document.source import Read, decoded
from manifestry.engine.opening import Opening, looked_at
from manifestry.errors import UnreadableError
from manifestry.findings import Severity
from manifestry.formats.ango import EXPORT, IMPORT
from manifestry.formats.base import Foreign, Format
from manifestry.formats.encord import MANIFEST
from manifestry.formats.encord.client_metadata import KEY, holders
from manifestry.formats.encord.item import Item
from manifestry.formats.encord.sections import SECTIONS
from manifestry.metadata.evidence import Observations
from manifestry.settings import Settings
from manifestry.text import printable

FRAMES: Final = "frames"
"""The place of metadata of a video's frames."""

ASSETS: Final = "assets"
"""The place of the context data of Ango Hub's assets, and the key of a list of them."""

_CONTEXT: Final = "contextData"
_SETTINGS: Final = Settings()
_WANTED: Final = "a schema is inferred from manifests, and from exports and imports of Ango Hub"


@dataclass(frozen=True, slots=True)
class Unusable:
    """A document from which nothing was taken, and why.

    `line` and `column` are those of the first fault of its text, `code` the rule that tells of
    it, `more` how many faults follow. `unreadable` is True for a file that could not be read,
    or not to its end.
    """

    path: str
    reason: str
    line: int | None = None
    column: int | None = None
    code: str | None = None
    more: int = 0
    unreadable: bool = False

    def __str__(self) -> str:
        """All of it in one line for a person."""
        where = "" if self.line is None else f":{self.line}:{self.column}"
        code = "" if self.code is None else f"{self.code} "
        faults = "1 more fault" if self.more == 1 else f"{self.more:,} more faults"
        more = f" (and {faults})" if self.more else ""
        return f"{printable(self.path)}{where}: {code}{self.reason}{more}"


Look = Callable[[Batch, Observations], None]
"""Takes the metadata of a batch of items."""


class _Kind(NamedTuple):
    """What a document is: how its items are looked at, or what it is instead."""

    look: Look | None = None
    foreign: Foreign | None = None
    format: Format[Any, Any] | None = None
    guessed: bool = False


def collect(
    read: Read, path: str, *, max_item_bytes: int, skip_unrelated: bool = False
) -> Observations | Unusable | None:
    """What `read` gives, looked at to its end; `path` names it in words.

    max_item_bytes: the largest single item that is read; 0 means no limit. None is the
    answer only with `skip_unrelated`, for a document that is of another kind.
    """
    try:
        head, rest = decoded(read, HEAD)
        opening, rest = looked_at(head, rest, strictly=skip_unrelated)
        kind = _kind(opening, head)
        seen = kind.look is not None and not kind.guessed
        if skip_unrelated and not seen and not _is_near(kind, head):
            return None
        if kind.look is None and (kind.foreign or kind.format):
            return Unusable(path, f"this is {_named(kind)}; {_WANTED}")
        return _gather(opening.events(head, rest, max_item_bytes), kind, path)
    except UnreadableError as error:
        return Unusable(path, str(error), unreadable=True)


def _kind(opening: Opening, head: bytes) -> _Kind:
    """What a document is that begins with `head`."""
    format_ = opening.format
    if format_ is MANIFEST:
        return _Kind(_look_at_items)
    if format_ in (EXPORT, IMPORT):
        return _Kind(_look_at_assets)
    # The first bytes may show nothing but an odd member; the sections then come behind it.
    if format_ is None and opening.foreign is None and len(head) >= HEAD:
        return _Kind(_look_at_items, guessed=True)
    return _Kind(foreign=opening.foreign, format=format_)


def _is_near(kind: _Kind, head: bytes) -> bool:
    """Whether a document was most likely meant as a manifest."""
    if kind.format is not None:
        return False
    return kind.foreign.near if kind.foreign is not None else MANIFEST.mark in head


def _named(kind: _Kind) -> str:
    if kind.foreign is not None:
        return kind.foreign.what
    return "" if kind.format is None else kind.format.title


def _gather(events: Iterable[Event], kind: _Kind, path: str) -> Observations | Unusable:
    """Reads to the end, because where there is one fault in the text there may be more."""
    observations = Observations()
    fault: Unusable | None = None
    faults = 0
    whole = True
    for event in events:
        match event:
            case Noted():
                found = _fault(event, path, of_manifest=kind.look is not _look_at_assets)
                fault = fault or found
                faults += found is not None
            case Batch() if fault is None and kind.look is not None:
                kind.look(event, observations)
            case Done():
                whole = event.whole
    if fault is not None:
        return Unusable(path, fault.reason, fault.line, fault.column, fault.code, faults - 1)
    if whole and kind.look is not None and (observations.items or not kind.guessed):
        return observations
    return Unusable(path, f"nothing in this document shows what it is; {_WANTED}")


def _fault(noted: Noted, path: str, *, of_manifest: bool) -> Unusable | None:
    """An error in the text, behind which values are not certain; None for a lesser remark."""
    from manifestry.rules.catalogue import folder

    remark = noted.remark
    rule = next(rule for rule in folder("document") if rule.name == remark.rule)
    # A byte order mark makes no value uncertain, but the SDK cannot read such a manifest.
    harmless = remark.rule == "byte-order-mark" and not of_manifest
    if rule.severity is not Severity.ERROR or harmless:
        return None
    place = noted.chunk.place(remark.start)
    return Unusable(path, remark.message, place.line, place.column, rule.code)


# --- items --------------------------------------------------------------------------------


def _look_at_items(batch: Batch, observations: Observations) -> None:
    section = MANIFEST.section_for(str(batch.path[0])) if batch.path else None
    if section is None:
        return
    for value in _objects(batch, observations):
        _note_misshapen(value, KEY, observations)
        item = Item(SECTIONS[section], 0, value, _SETTINGS)
        for path, metadata in holders(item):
            is_item = path == (KEY,)
            observations.add(
                metadata,
                section if is_item else FRAMES,
                whole_video=is_item and item.section.kind == "video",
            )


def _look_at_assets(batch: Batch, observations: Observations) -> None:
    if batch.path not in ((), (ASSETS,)):
        return
    for value in _objects(batch, observations):
        _note_misshapen(value, _CONTEXT, observations)
        metadata = value.get(_CONTEXT)
        if isinstance(metadata, dict):
            observations.add(metadata, ASSETS)


def _objects(batch: Batch, observations: Observations) -> Iterator[dict[str, Any]]:
    observations.items += len(batch.values)
    return (value for value in batch.values if isinstance(value, dict))


def _note_misshapen(value: dict[str, Any], key: str, observations: Observations) -> None:
    metadata = value.get(key)
    observations.misshapen += metadata is not None and not isinstance(metadata, dict)
