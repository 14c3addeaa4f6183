"""The check of one document: events in, findings out.

For each item: the schema pass, then the rules; what spans items is seen by trackers as the
items go by. Nothing here knows a platform: that is in the `Format`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from manifestry.document.nodes import Node
from manifestry.document.places import Chunk, Place
from manifestry.document.reader import Batch, Done, Event, MemberRead, Noted, Skimmed, TopLevel
from manifestry.engine.collecting import collecting_seldom
from manifestry.engine.fixes import fix_of, fix_of_text
from manifestry.engine.ledger import Ledger, to_pointer
from manifestry.engine.parts import Worked
from manifestry.engine.returned import Returned
from manifestry.engine.rulebook import Rulebook
from manifestry.engine.schema import Validator, validator
from manifestry.engine.spot import Spot
from manifestry.findings import Excerpt, Fix
from manifestry.formats import FORMATS
from manifestry.formats.base import Foreign, Format, Gate
from manifestry.rules.base import Hit, Path
from manifestry.rules.catalogue import AnyRule, Selection
from manifestry.settings import Settings
from manifestry.text import capitalised

_Mark = tuple[tuple[Place, Place], Excerpt | None]
_MAX_MEMBERS = 1000  # top-level members whose places are kept; a manifest has a dozen


class Engine:
    """Checks one document of a known format. Feed it all events, then read the ledger."""

    def __init__(self, format_: Format[Any, Any], settings: Settings) -> None:
        self._format = format_
        self._settings = settings
        self._selection = Selection(settings)
        self.ledger = Ledger(settings, self._selection)
        self._rules = Rulebook(format_, settings, self._selection, self.ledger)
        self.items = 0
        self.urls = 0
        self._gates: dict[str, Gate | None] = {}
        self._hidden: set[Path] = set()
        self._top = Place()
        self._members: dict[str, _Mark] = {}
        self._returned = Returned(format_, settings, self._rules, self.ledger, self._report_item)

    def feed(self, events: Iterable[Event]) -> None:
        """Checks what the events bring, to the end."""
        with collecting_seldom():
            for event in events:
                self._feed(event)

    def _feed(self, event: Event) -> None:
        match event:
            case Worked():
                self._worked(event)
            case Batch():
                self._batch(event)
                self._hidden.clear()
            case Skimmed():
                self._skimmed(event)
            case MemberRead():
                self._member(event)
                self._hidden.clear()
            case Noted():
                self._note(event)
            case TopLevel():
                self._top = event.start
                if event.shape not in self._format.shapes:
                    self._wrong_top_level(event.shape)
            case Done():
                self._done(whole=event.whole)

    def feed_unknown(self, events: Iterable[Event]) -> None:
        """Reads a document that no format knows: its syntax may be all that is wrong."""
        shape: str = self._format.shapes[0]
        whole = True
        for event in events:
            match event:
                case Noted():
                    self._note(event)
                case TopLevel():
                    self._top, shape = event.start, event.shape
                case Done():
                    whole = event.whole
        if not whole:
            return  # what is broken may not be what it looks like
        if shape not in self._format.shapes:
            others = " or ".join(each.title for each in FORMATS if shape in each.shapes)
            self._wrong_top_level(shape, f" in which nothing shows {others}" if others else "")
        elif not any(self.ledger.totals()):
            self.report_unknown()

    def report_unknown(self) -> None:
        """Says of a document that nothing shows what it is."""
        *titles, last = (format_.title for format_ in FORMATS)
        message = f"Nothing in this document shows that it is {', '.join(titles)} or {last}"
        self._report_whole("unrecognised-document", message)

    def report_foreign(self, foreign: Foreign) -> None:
        """Says of a document what else it is."""
        self._report_whole(
            "not-a-manifest", f"This is {foreign.what}", f"{capitalised(foreign.help)}."
        )

    # --- the document ---------------------------------------------------------------------

    def _note(self, noted: Noted) -> None:
        """Reports what the reader remarked about the text."""
        remark = noted.remark
        if remark.hides is not None:
            self._hidden.add(remark.hides)
        rule = self._rules.document[remark.rule]
        hit = Hit(remark.path or (), remark.message, self._format.advice.get(rule.name))
        span = remark.start, remark.end
        mend = partial(fix_of_text, rule, remark.mends, noted.chunk)
        self._report_located(rule, hit, hit.path, noted.chunk, span, mend=mend)

    def _wrong_top_level(self, shape: str, more: str = "") -> None:
        found = "a single value" if shape == "scalar" else f"a {shape}"
        message = f"{self._format.title} {self._format.shape_words}, this is {found}{more}"
        self._report_whole("wrong-top-level", message, self._format.advice.get("wrong-top-level"))

    def _report_whole(self, name: str, message: str, help_: str | None = None) -> None:
        rule = self._rules.document[name]
        if self._selection.is_on(rule):
            self._report_at(rule, Hit((), message, help_), (self._top, self._top))

    def _done(self, *, whole: bool) -> None:
        self._rules.settle(whole=whole)
        for rule, hit in self._rules.of_whole() if whole else ():
            mark = self._members.get(str(hit.path[0])) if hit.path else None
            self._report_at(rule, hit, *(mark or ((self._top, self._top), None)))

    # --- items ----------------------------------------------------------------------------

    def _batch(self, batch: Batch) -> None:
        section = self._format.section_for(str(batch.path[0]) if batch.path else "")
        if section is None:
            return
        values = batch.values
        self.items += len(values)
        gate = self._gates.get(section)
        if batch.first and section not in self._gates:  # a short list has no use for it
            gate = self._gates[section] = self._rules.gate(section)
        everything = range(len(values))
        doubtful = everything if gate is None else gate.doubtful(values, batch.chunk.data)
        schema = validator(self._format.item_schema[section])
        whole = len(doubtful) == len(values)
        rest = values if whole else [values[number] for number in doubtful]
        is_valid = schema.all_valid(rest) if rest else True
        passed = 0
        for number in doubtful:
            # In the order of the document: trackers say of what comes later that it repeats.
            self._cleared(gate, batch, passed, number)
            passed = number + 1
            self._item(section, batch, number, None if is_valid else schema)
        self._cleared(gate, batch, passed, len(values))

    def _cleared(self, gate: Gate | None, batch: Batch, start: int, stop: int) -> None:
        """Items in which there is nothing to find: only what spans items is looked at."""
        if gate is None or start == stop:
            return
        self._of_run(gate.run(batch.first + start, batch.values[start:stop]), batch, start)

    def _of_run(self, run: Any, batch: Batch, start: int) -> None:
        """What trackers say of cleared items, the first being the batch's item `start`."""
        self.urls += len(run.urls)
        for number, rule, hit in self._rules.of_run(run, batch.item_path(start)):
            self._report_item(rule, hit, Spot(batch, start + number))

    def skim(self, path: Path, first: int, data: bytes) -> tuple[int, int, Any] | None:
        """Is asked by the reader for items that need not be parsed; see `Gate.skim`."""
        section = self._format.section_for(str(path[0]) if path else "")
        gate = None if section is None else self._gates.get(section)
        return None if gate is None else gate.skim(first, data)

    def _skimmed(self, event: Skimmed) -> None:
        """Items that were cleared by their text."""
        self.items += event.count
        self._of_run(event.run, event.batch, 0)

    def _item(self, section: str, batch: Batch, number: int, schema: Validator | None) -> None:
        """One item, held to its schema if there is one, then to all rules."""
        value = batch.values[number]
        spot = Spot(batch, number)
        is_valid = True
        for error in () if schema is None else schema.errors(value):
            is_valid = False
            answer = self._rules.of_error(section, error, spot.path)
            if answer is not None:
                self._report_item(*answer, spot)
        if not isinstance(value, dict):
            return
        item = self._format.make_item(section, batch.first + number, value, self._settings)
        self.urls += self._format.count_urls(item)
        found = self._rules.of_item(section, item, spot.path)
        for rule, hit in found:
            self._report_item(rule, hit, spot)
        gate = self._gates.get(section)
        if gate is not None and is_valid and self._rules.teaches(found):
            gate.learn(item)

    def _worked(self, batch: Worked) -> None:
        """Items that were checked elsewhere."""
        section = self._format.section_for(str(batch.path[0]) if batch.path else "")
        if section is not None:
            self.items += batch.part.count
            self.urls += batch.part.urls
            self._returned.take(section, batch, self._gates.get(section))

    # --- what is found in items -------------------------------------------------------------

    def _report_item(self, rule: AnyRule, hit: Hit, spot: Spot) -> None:
        path = spot.path_to(hit.path)
        if path in self._hidden:
            return
        label = hit.pending
        if label is not None and self.ledger.holds_enough(rule, label):
            self.ledger.hold(rule, label, None)
        elif label is not None or self.ledger.wants(rule, hit, spot.chunk.start):
            node = spot.node.find(hit.path)
            mend = partial(_mended, rule, hit, spot.node, spot.chunk)
            self._report_located(rule, hit, path, spot.chunk, (node.start, node.end), mend=mend)
        else:
            self.ledger.count(rule, hit.severity)

    # --- top-level members ----------------------------------------------------------------

    def _member(self, event: MemberRead) -> None:
        if len(self._members) < _MAX_MEMBERS:
            self._members[event.key] = _mark(event)
        self.items += self._format.is_item(event.key)
        value = event.value if event.count is None else []
        for error in validator(self._format.document_schema).errors({event.key: value}):
            answer = self._rules.of_error("", error, error.path)
            if answer is not None:
                self._report_member(*answer, event)
        member = self._format.make_member(event.key, event.value, event.count, self._settings)
        for rule, hit in self._rules.of_member(member, (event.key,)):
            self._report_member(rule, hit, event)

    def _report_member(self, rule: AnyRule, hit: Hit, event: MemberRead) -> None:
        if hit.path in self._hidden:
            return
        root = event.node or Node(0, 0, None)
        mend = partial(_mended, rule, hit, root, event.chunk, (event.key,))
        if event.node is None:  # a list: its items are long gone, its place is known
            self._report_at(rule, hit, (event.start, event.end), fix=mend())
        else:
            node = event.node.find(hit.path[1:])
            span = node.start, node.end
            self._report_located(rule, hit, hit.path, event.chunk, span, mend=mend)

    # --- shared ---------------------------------------------------------------------------

    def _report_located(
        self,
        rule: AnyRule,
        hit: Hit,
        path: Path,
        chunk: Chunk,
        span: tuple[int, int],
        *,
        mend: Callable[[], Fix | None],
    ) -> None:
        """Reports a hit at a span of byte offsets in a chunk, with the excerpt from there."""
        if not self._selection.is_on(rule):
            return
        label = hit.pending
        if label is None and not self.ledger.wants(rule, hit, chunk.start):
            self.ledger.count(rule, hit.severity)
            return
        places = chunk.place(span[0]), chunk.place(span[1])
        if label is None and not self.ledger.wants(rule, hit, places[0]):
            self.ledger.count(rule, hit.severity)
            return
        excerpt = chunk.excerpt(*span)
        # What cannot be ignored is told, but not mended where it is not wanted.
        fix = mend() if self._selection.is_wanted(rule) else None
        pointer = to_pointer(path)
        finding = self.ledger.finding(rule, hit, pointer, places, excerpt=excerpt, fix=fix)
        if label is not None:
            self.ledger.hold(rule, label, finding)
        else:
            self.ledger.add(rule, finding)

    def _report_at(
        self,
        rule: AnyRule,
        hit: Hit,
        places: tuple[Place, Place],
        excerpt: Excerpt | None = None,
        *,
        fix: Fix | None = None,
    ) -> None:
        """Reports a hit on something that has gone by: only its place is known."""
        pointer = to_pointer(hit.path)
        finding = self.ledger.finding(rule, hit, pointer, places, excerpt=excerpt, fix=fix)
        if hit.pending is not None:
            self.ledger.hold(rule, hit.pending, finding)
        else:
            self.ledger.add(rule, finding)


def _mended(rule: AnyRule, hit: Hit, root: Node, chunk: Chunk, base: Path = ()) -> Fix | None:
    return None if hit.patch is None else fix_of(rule, hit.patch, root, chunk, base)


def _mark(event: MemberRead) -> _Mark:
    """What a finding on a member needs; its bytes are not kept for that."""
    if event.node is None:
        return (event.start, event.end), None
    span = event.node.start, event.node.end
    return (event.chunk.place(span[0]), event.chunk.place(span[1])), event.chunk.excerpt(*span)
