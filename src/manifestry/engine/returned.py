"""What comes back of items that were checked elsewhere: said here, and shown to trackers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from manifestry.document import fast
from manifestry.engine.ledger import Ledger, to_pointer
from manifestry.engine.parts import Cleared, Said, Worked
from manifestry.engine.rulebook import Rulebook
from manifestry.engine.spot import Spot
from manifestry.findings import RuleFailure
from manifestry.formats.base import Format, Gate
from manifestry.rules.base import Hit
from manifestry.rules.catalogue import AnyRule
from manifestry.settings import Settings


class Returned:
    """Takes in batches of which the schema and the rules on items have spoken."""

    def __init__(
        self,
        format_: Format[Any, Any],
        settings: Settings,
        rules: Rulebook,
        ledger: Ledger,
        report: Callable[[AnyRule, Hit, Spot], None],
    ) -> None:
        self._format = format_
        self._settings = settings
        self._rules = rules
        self._ledger = ledger
        self._report = report

    def take(self, section: str, batch: Worked, gate: Gate | None) -> None:
        """Reports a batch of a section. The gate learns of it for what is read here."""
        for step in batch.part.steps:
            if isinstance(step, Said):
                self._said(section, batch, step, gate)
            else:
                self._cleared(batch, step)
        for code, severity, count in batch.part.counted:
            self._ledger.count(self._rules.rule(section, code), severity, count)

    def _cleared(self, batch: Worked, cleared: Cleared) -> None:
        start, run = cleared
        data, stop = batch.chunk.data, start + run.count  # not the batch: it leads to the run
        run.put(batch.first + start, self._settings, lambda: fast.values(data)[start:stop])
        for number, rule, hit in self._rules.of_run(run, batch.item_path(start)):
            self._report(rule, hit, Spot(batch, start + number))

    def _said(self, section: str, batch: Worked, said: Said, gate: Gate | None) -> None:
        spot = Spot(batch, said.number)
        for code, hit in said.hits:
            self._report(self._rules.rule(section, code), hit, spot)
        for code, error in said.failures:
            self._ledger.fail_as(RuleFailure(code, to_pointer(spot.path), error))
        value = batch.values[said.number]
        if not isinstance(value, dict):
            return
        item = self._format.make_item(section, batch.first + said.number, value, self._settings)
        found = self._rules.of_item_seen(item, spot.path)
        for rule, hit in found:
            self._report(rule, hit, spot)
        if gate is not None and said.is_plain and self._rules.teaches(found):
            gate.learn(item)
