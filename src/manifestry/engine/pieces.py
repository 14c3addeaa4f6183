"""The part of a check that looks at nothing but the items: it can be done elsewhere.

It stops where anything is odd. What is left is up to the reader, who sees everything.
"""

from __future__ import annotations

import re
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from manifestry.document import fast
from manifestry.document.reader import BATCH, PIECE
from manifestry.document.records import good_lines
from manifestry.engine.collecting import collecting_seldom
from manifestry.engine.ledger import MAX_FAILURES, Ledger, limit_of
from manifestry.engine.parts import Answer, Cleared, Hole, Part, Piece, Said
from manifestry.engine.rulebook import Answers, Rulebook
from manifestry.engine.schema import Validator, validator
from manifestry.findings import Severity
from manifestry.formats import FORMATS
from manifestry.rules.base import Hit
from manifestry.rules.catalogue import AnyRule, Selection

_BLANK: Final = re.compile(rb"[ \t\n\r]*")
_SEPARATOR: Final = re.compile(rb"[ \t\n\r]*,[ \t\n\r]*")
_FEW: Final = 4  # values are sent if no more than one in so many items is looked at once more
_WORTH: Final = 16  # items cleared by their text, for which the next is read alone

_local = threading.local()


def check_piece(piece: Piece) -> Answer:
    """Checks the items of a piece, as far as they are good."""
    known: _Bench | None = getattr(_local, "bench", None)
    if known is None or known.stretch != piece.stretch or known.number >= piece.number:
        known = _local.bench = _Bench(piece)
    known.number = piece.number
    found: list[Part | Hole] = []
    with collecting_seldom():
        for part in (known.of_lines if piece.lines else known.of_list)(piece.data):
            if not (found or piece.is_sure or isinstance(part, Hole) or _is_good(part)):
                return None
            last = found[-1] if found else None
            if (
                isinstance(last, Part)
                and isinstance(part, Part)
                and last.is_quiet
                and part.is_quiet
            ):
                last.join(part)
            else:
                found.append(part)
    return found


def warm() -> None:
    """Imports what the first piece would wait for."""
    import manifestry.running.everything  # noqa: F401


class _Bench:
    """Where the pieces of one stretch of a document are checked, one behind the other."""

    def __init__(self, piece: Piece) -> None:
        self.stretch = piece.stretch
        self.number = -1
        settings = self._settings = piece.settings
        self._format = next(each for each in FORMATS if each.kind == piece.kind)
        self._section = piece.section
        self._selection = Selection(settings)
        self._ledger = Ledger(settings, self._selection)
        self._rules = Rulebook(self._format, settings, self._selection, self._ledger, apart=True)
        self._gate = self._rules.gate(piece.section)
        self._schema = validator(self._format.item_schema[piece.section])
        self._bytes = settings.max_item_bytes or sys.maxsize
        self._limit = limit_of(settings)
        self._listed: Counter[str] = Counter()
        self._failed = 0  # how often a rule raised
        self._count = 0  # of the items that were seen here

    # --- where items are ------------------------------------------------------------------

    def of_list(self, data: bytes) -> Iterator[Part | Hole]:
        """The parts of a piece of a list."""
        at = 0
        usual = min(BATCH, self._bytes)
        size = min(PIECE, self._bytes)
        alone = False  # whether many that are alike came before: what comes now is the odd one
        while at < len(data):
            piece = data[at : at + usual]
            skimmed = self._gate.skim(self._count, piece) if self._gate else None
            if skimmed is not None:
                count, end, run = skimmed
                self._count += count
                yield Part(at, end, count, len(run.urls), [Cleared(0, run)], {}, [], [])
                alone = count >= _WORTH
            else:
                found = _one(data, at, min(PIECE, self._bytes)) if alone else None
                found = found or _items(data, at, size, self._bytes)
                if found is None:
                    return
                values, end, size = found
                size = min(PIECE if alone else max(size, min(2 * size, BATCH)), self._bytes)
                alone = False
                self._count += len(values)
                text = data[at : at + end]
                if not fast.is_doubtful(text, values):
                    yield self._part(at, text, values, [])
                else:
                    behind = _SEPARATOR.match(data, at + end)
                    yield Hole(at, behind.end() if behind else at + end)
            separator = _SEPARATOR.match(data, at + end)
            if separator is None:
                return
            at = separator.end()

    def of_lines(self, data: bytes) -> Iterator[Part | Hole]:
        """The parts of a piece of records."""
        at = _blank(data, 0)
        while at < len(data):
            piece = data[at : at + min(BATCH, self._bytes)]
            final = at + len(piece) >= len(data)
            found = good_lines(piece, self._bytes, final=final, doubting=False)
            if found.values and fast.is_doubtful(b",".join(found.texts), found.values):
                found = good_lines(piece, self._bytes, final=final, doubting=True)
            if found.values:
                yield self._part(at, piece[: found.end], found.values, found.starts)
                at = _blank(data, at + found.end)
            else:
                end = data.find(b"\n", at)
                following = _blank(data, len(data) if end < 0 else end)
                yield Hole(at, following)
                at = following

    # --- what is in them ------------------------------------------------------------------

    def _part(self, start: int, text: bytes, values: list[Any], starts: list[int]) -> Part:
        """Checks consecutive items. The order of steps is that of the engine."""
        everything = range(len(values))
        doubtful = everything if self._gate is None else self._gate.doubtful(values, text)
        rest = values if len(doubtful) == len(values) else [values[n] for n in doubtful]
        is_valid = self._schema.all_valid(rest) if rest else True
        few = len(doubtful) * _FEW <= len(values)
        kept = {number: values[number] for number in doubtful} if few else None
        part = Part(start, len(text), len(values), 0, [], kept, [], starts)
        counted: Counter[tuple[str, Severity | None]] = Counter()
        passed = 0
        for number in doubtful:
            self._cleared(part, passed, values[passed:number])
            passed = number + 1
            said = self._item(part, number, values[number], None if is_valid else self._schema)
            part.steps.append(self._listable(said, counted))
        self._cleared(part, passed, values[passed:])
        part.counted += [(code, severity, count) for (code, severity), count in counted.items()]
        return part

    def _cleared(self, part: Part, start: int, values: list[Any]) -> None:
        if self._gate is not None and values:
            run = self._gate.run(start, values)
            part.urls += len(run.urls)
            part.steps.append(Cleared(start, run))

    def _item(self, part: Part, number: int, value: object, schema: Validator | None) -> Said:
        """What is said of one item, of which the gate learns if that is nothing."""
        self._ledger.failures.clear()
        found: Answers = []
        errors = [] if schema is None else list(schema.errors(value))
        for error in errors:
            answer = self._rules.of_error(self._section, error, ())
            if answer is not None:
                found.append(answer)
        if isinstance(value, dict):
            # No rule on items asks for the index, which nobody knows here.
            item = self._format.make_item(self._section, 0, value, self._settings)
            part.urls += self._format.count_urls(item)
            found += self._rules.of_item_alone(self._section, item, ())
            failures = self._failures()
            seen = self._rules.of_item_seen(item, ())
            if self._gate is not None and not errors and not found and not seen:
                self._gate.learn(item)
        else:
            failures = self._failures()
        hits = [(rule.code, self._whole(rule, hit)) for rule, hit in found]
        return Said(number, hits, failures, not errors and not found)

    def _failures(self) -> list[tuple[str, str]]:
        """The rules that raised at this item, as many as may be told."""
        failures = self._ledger.failures[: max(0, MAX_FAILURES - self._failed)]
        self._failed += len(failures)
        return [(each.code, each.error) for each in failures]

    def _whole(self, rule: AnyRule, hit: Hit) -> Hit:
        """A hit that can be sent: its help is found, if it may be listed."""
        if not callable(hit.help):
            return hit
        return hit._replace(help=hit.help() if self._may_be_listed(rule.code, rule, hit) else None)

    def _may_be_listed(self, code: str, rule: AnyRule, hit: Hit) -> bool:
        severity = self._selection.severity(rule, hit.severity)
        if severity.rank < self._settings.least.rank:
            return False
        return not 0 < self._limit <= self._listed[code]

    def _listable(self, said: Said, counted: Counter[tuple[str, Severity | None]]) -> Said:
        """Leaves out the hits of rules of which enough were found in items before this one."""
        if not said.hits:
            return said
        kept = []
        for code, hit in said.hits:
            rule = self._rules.rule(self._section, code)
            if hit.pending is not None or self._may_be_listed(code, rule, hit):
                kept.append((code, hit))
            else:
                counted[code, hit.severity] += 1
        self._listed.update(code for code, _ in kept)
        return said._replace(hits=kept)


def _is_good(part: Part) -> bool:
    """Whether nothing is wrong with one of the items at least."""
    return any(isinstance(step, Cleared) or step.is_plain for step in part.steps)


def _blank(data: bytes, at: int) -> int:
    """Where white space ends."""
    return _BLANK.match(data, at).end()  # type: ignore[union-attr]


def _items(data: bytes, at: int, size: int, limit: int) -> tuple[list[Any], int, int] | None:
    """Items from `at` on, where the last ends, and how much was looked at for them."""
    while True:
        piece = data[at : at + size]
        final = at + size >= len(data)
        read = fast.items(piece, final=final)
        if read is not None:
            return (*read, size)
        if final or size == limit or not fast.is_cut(piece):
            return None
        size = min(4 * size, limit)


def _one(data: bytes, at: int, size: int) -> tuple[list[Any], int, int] | None:
    """The one item at `at`, if it is not large."""
    piece = data[at : at + size]
    end = next((end for _, end in fast.spans(piece)), len(piece))
    read = fast.items(piece[:end], final=True)
    return None if read is None or read[1] != end else (*read, size)
