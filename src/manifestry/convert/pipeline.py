"""The way from a source that is known to be good, or is sifted, to the files: item by item."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from types import MappingProxyType
from typing import Final, NamedTuple

from manifestry.convert import labels as side_file
from manifestry.convert import to_csv
from manifestry.convert.conversion import Conversion, Outputs
from manifestry.convert.directions import Direction, left_out
from manifestry.convert.judging import Ids, Judge
from manifestry.convert.labels import Labels
from manifestry.convert.losses import Ledger
from manifestry.convert.model import Json, Outcome, Remark, leaves, same
from manifestry.convert.source import Entry, Items, Source, Top
from manifestry.convert.writing import write_all
from manifestry.document.writing import Spool, dumps
from manifestry.formats.encord import MANIFEST
from manifestry.rules.base import Path
from manifestry.text import quote

_LOSSES: Final = "losses"
_LABELS: Final = "labels"


class _Made(NamedTuple):
    """What became of an item, and the labels it had; `value` is {} for what has errors."""

    entry: Entry
    value: Json
    outcome: Outcome
    labels: list[Labels]


class Pipeline:
    """One conversion under way.

    members: what stands at the top of the result whatever the source says.
    """

    def __init__(self, way: Direction, judge: Judge, outputs: Outputs, members: Json) -> None:
        self._way = way
        self._judge = judge
        self._outputs = outputs
        self._members = members
        self._assets = 0
        self._kept_labels = Ids()
        self._order = list(way.order)
        self._given: dict[str, str | None] = {}
        self._items = Spool()
        self._beside = Spool()
        self._ledger = Ledger(lambda loss: self._beside.add(_LOSSES, loss.line()))

    def convert(self, source: Source) -> Conversion:
        """Converts all items; writes the files if the result passes its check.

        Raises MisplacedErrorsError if the source has errors that cannot be skipped.
        """
        with self._items, self._beside:
            for part in source.parts():
                if isinstance(part, Top):
                    self._take_top(part)
                else:
                    self._take_items(part)
            document: Callable[[], Iterator[bytes]] = (
                partial(to_csv.document, self._items)
                if self._way.as_csv
                else partial(self._items.document, self._order, self._members)
            )
            report = self._judge.whole(document())
            counts = self._items.counts
            conversion = Conversion(
                sources=tuple(each.report for each in source.checked),
                result=report,
                kind=source.kind,
                assets=self._assets,
                sections=MappingProxyType(
                    {name: counts[name] for name in self._way.order if name in counts}
                ),
                ledger=self._ledger,
            )
            if not conversion.is_written:  # what was to stand at its top is lost as well
                for key, where in self._given.items():
                    self._lose_at_top(key, (key,), self._members[key], where)
            if not report.errors and report.error is None:
                write_all(
                    self._outputs,
                    document if conversion.is_written else None,
                    losses=self._beside.items(_LOSSES),
                    labels=self._beside.items(_LABELS),
                )
        return conversion

    # --- what is no item ------------------------------------------------------------------

    def _take_top(self, top: Top) -> None:
        """A member at the top; of a list only its being empty is left to be counted."""
        if top.length is not None:
            self._ledger.values += top.length == 0
            return
        self._ledger.values += leaves(top.value)
        has_place = self._way.flags and top.key not in self._order
        if has_place and same(self._members.setdefault(top.key, top.value), top.value):
            self._given.setdefault(top.key, top.document)
        else:
            self._lose_at_top(top.key, (top.key,), top.value, top.document)

    def _take_others(self, items: Items) -> None:
        """A list at the top that is no section."""
        key = items.section
        is_new = key not in self._order and key not in self._members
        if self._way.flags and is_new:
            self._order.append(key)
        for entry in items.entries:
            self._ledger.values += leaves(entry.value)
            if self._way.flags and key in self._order:
                self._items.add(key, dumps(entry.value))
            else:
                self._lose_at_top(key, entry.path, entry.value, items.document)

    def _lose_at_top(self, key: str, path: Path, value: object, document: str | None) -> None:
        what = "another value in" if self._way.flags else "no place in"
        message = f"{quote(key)} has {what} the result"
        remark = Remark(reason="no-place-at-top", message=message, values=leaves(value))
        self._ledger.tell(remark, path, document)

    # --- items ----------------------------------------------------------------------------

    def _take_items(self, items: Items) -> None:
        section = MANIFEST.section_for(items.section) or items.section
        if section not in self._way.sections:
            self._take_others(items)
            return
        made: list[_Made] = []
        for entry in items.entries:
            self._assets += 1
            self._ledger.values += leaves(entry.value)
            if entry.is_bad or not isinstance(entry.value, dict):
                remark = Remark(reason="skipped-invalid", message="it has errors")
                made.append(_Made(entry, {}, Outcome(None, remarks=[remark]), []))
            else:
                made.append(_Made(entry, entry.value, *self._way.convert(section, entry.value)))
        self._judge.sift(each.outcome for each in made if each.outcome.value is not None)
        for each in made:
            for remark in self._settled(each):
                self._ledger.tell(remark, each.entry.path, items.document)

    def _settled(self, made: _Made) -> Iterator[Remark]:
        """Puts an item where it belongs; what is to be said of it."""
        outcome = made.outcome
        if outcome.value is None:
            yield left_out(outcome, made.entry.value)
            return
        self._ledger.carried += outcome.carried
        self._items.add(outcome.section, dumps(outcome.value))
        yield from outcome.remarks
        if self._outputs.labels is not None:
            yield from self._labels_kept(made)

    def _labels_kept(self, made: _Made) -> Iterator[Remark]:
        """Keeps the labels of an asset; what cannot be kept is to be told."""
        for each in made.labels:
            if each.task_id is None:
                continue
            if each.task_id not in self._kept_labels:
                self._kept_labels.add(each.task_id)
                self._beside.add(_LABELS, side_file.line(made.entry.path, made.value, each))
            else:
                self._ledger.carried -= each.values
                yield from each.lost("; another task has this id")
