"""The rules of one check, put in the order and groups in which the engine asks them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, TypeVar

from manifestry.engine.ledger import Ledger, to_pointer
from manifestry.formats.base import Format, Gate
from manifestry.rules.base import Hit, Path, SchemaError, Tracker
from manifestry.rules.catalogue import AnyRule, Selection, find, folder
from manifestry.settings import Settings

Answer = TypeVar("Answer")

Check = tuple[AnyRule, Callable[[Any], Iterable[Hit]]]
Answers = list[tuple[AnyRule, Hit]]


class _Chapter:
    """The rules on the items of one section, or on the top level."""

    def __init__(self, rules: Sequence[AnyRule], selection: Selection) -> None:
        on = [rule for rule in rules if selection.is_on(rule)]
        # Rules that share a cheap test are asked together, if it holds.
        groups: dict[Callable[[Any], bool] | None, list[Check]] = {}
        for rule in on:
            if rule.check is not None:
                groups.setdefault(rule.when, []).append((rule, rule.check))
        self.groups = list(groups.items())
        self.members = [(rule, rule.member) for rule in on if rule.member is not None]
        # Asked whether on or off: a rule that is off still keeps a general one from speaking.
        self.claims = [(rule, rule.claims) for rule in rules if rule.claims is not None]
        self.translators = [
            (rule, rule.translate) for rule in reversed(rules) if rule.translate is not None
        ]
        self.by_code = {rule.code: rule for rule in rules}


class Rulebook:
    """What the rules of a format say of an item, a member, a schema error.

    A rule that raises is recorded in the ledger; the others answer all the same. `apart` means
    that only pieces of the document are seen: of the trackers only those that go by likeness are
    asked, so that it is known from what a gate may learn.
    """

    def __init__(
        self,
        format_: Format[Any, Any],
        settings: Settings,
        selection: Selection,
        ledger: Ledger,
        *,
        apart: bool = False,
    ) -> None:
        self._folders = format_.rule_folders
        self._reads_itself = format_.read is not None
        self._gate_of = format_.gate if format_.read is None else None
        self._settings = settings
        self._ledger = ledger
        self._selection = selection
        self._chapters: dict[str, _Chapter] = {}
        self.trackers: list[tuple[AnyRule, Tracker[Any, Any]]] = []
        for rule in self._rules(""):
            if rule.track is not None and selection.is_on(rule):
                tracker = self._ask(rule, rule.track, settings, (), failed=None)
                if tracker is not None:
                    self.trackers.append((rule, tracker))
        seeing = [(rule, tracker) for rule, tracker in self.trackers if tracker.sees]
        self._seeing = [
            (rule, tracker.see) for rule, tracker in seeing if tracker.goes_by_likeness or not apart
        ]
        self._passing = [(rule, tracker.pass_over) for rule, tracker in seeing]
        self._alone = {rule.code for rule, tracker in seeing if not tracker.goes_by_likeness}

    @cached_property
    def document(self) -> dict[str, AnyRule]:
        """The rules that the reader and the engine raise themselves, by name."""
        names = ("unrecognised-document", "not-a-manifest")
        own = self._rules("") if self._reads_itself else ()
        return {rule.name: rule for rule in (*own, *folder("document"), *map(find, names))}

    def of_item(self, section: str, item: Any, path: Path) -> Answers:
        """What the rules and trackers say of an item of a section."""
        found = self.of_item_alone(section, item, path)
        found += self.of_item_seen(item, path)
        return found

    def of_item_alone(self, section: str, item: Any, path: Path) -> Answers:
        """What the rules say of an item that look at nothing else."""
        found: Answers = []
        # One flat loop, for it runs for every item: a call for each rule would cost as much as
        # the rules themselves.
        for when, checks in self._chapter(section).groups:
            try:
                if when is not None and not when(item):
                    continue
            except Exception as error:  # noqa: BLE001 - it decides nothing: the rules are asked
                self._ledger.fail(checks[0][0], to_pointer(path), error)
            for rule, check in checks:
                try:
                    for hit in check(item):
                        found.append((rule, hit))
                except Exception as error:  # noqa: BLE001
                    self._ledger.fail(rule, to_pointer(path), error)
        return found

    def of_item_seen(self, item: Any, path: Path) -> Answers:
        """What the trackers say of an item."""
        found: Answers = []
        for rule, see in self._seeing:
            try:
                for hit in see(item):
                    found.append((rule, hit))
            except Exception as error:  # noqa: BLE001
                self._ledger.fail(rule, to_pointer(path), error)
        return found

    def gate(self, section: str) -> Gate | None:
        """A new gate for the items of a section, if there is one that speaks for all rules."""
        gate = None if self._gate_of is None else self._gate_of(section, self._settings)
        groups = self._chapter(section).groups
        return gate if gate is not None and all(when in gate.clears for when, _ in groups) else None

    def of_run(self, run: Any, path: Path) -> Iterator[tuple[int, AnyRule, Hit]]:
        """What the trackers say of items that a gate cleared, with the number of the item."""
        for rule, pass_over in self._passing:
            try:
                for number, hit in pass_over(run):
                    yield number, rule, hit
            except Exception as error:  # noqa: BLE001
                self._ledger.fail(rule, to_pointer(path), error)

    def teaches(self, found: Answers) -> bool:
        """Whether an item of which this was said is an example of one to be cleared."""
        return all(rule.code in self._alone for rule, _ in found)

    def rule(self, section: str, code: str) -> AnyRule:
        """The rule on items of a section that has the code."""
        return self._chapter(section).by_code[code]

    def of_member(self, member: Any, path: Path) -> Answers:
        """What the rules and trackers say of a top-level member."""
        trackers = [(rule, tracker.meet) for rule, tracker in self.trackers]
        return [
            (rule, hit)
            for rule, look in (*self._chapter("").members, *trackers)
            for hit in self._hits(rule, look, member, path)
        ]

    def settle(self, *, whole: bool) -> None:
        """Decides what was held back. Of a document that breaks off nobody knows the rest."""
        for rule, tracker in self.trackers:
            for label in self._ledger.labels(rule):
                message = self._ask(rule, tracker.verdict, label, (), failed=None)
                self._ledger.settle(rule, label, message if whole else None)

    def of_whole(self) -> Answers:
        """What the trackers say at the end of the document."""
        return [
            (rule, hit)
            for rule, tracker in self.trackers
            for hit in self._hits(rule, lambda finish: finish(), tracker.finish, ())
        ]

    def of_error(self, section: str, error: SchemaError, path: Path) -> tuple[AnyRule, Hit] | None:
        """The rule that an error of the schema pass belongs to, and its words for it.

        `section` is "" for an error at the top level. None if a rule reports the error
        itself, or if its rule is off.
        """
        chapter = self._chapter(section)
        for rule, claims in chapter.claims:
            if self._ask(rule, claims, error, path, failed=False):
                return None
        for rule, translate in chapter.translators:
            hit = self._ask(rule, translate, error, path, failed=None)
            if hit is not None:
                return (rule, hit) if self._selection.is_on(rule) else None
        return None  # only where the rule that should speak failed: the ledger has it

    def _chapter(self, section: str) -> _Chapter:
        chapter = self._chapters.get(section)
        if chapter is None:
            chapter = self._chapters[section] = _Chapter(self._rules(section), self._selection)
        return chapter

    def _rules(self, section: str) -> list[AnyRule]:
        """The rules about a section, in order of code."""
        rules = [
            rule
            for each in self._folders
            if each.is_about(section, self._settings)
            for rule in folder(each.name)
        ]
        return sorted(rules, key=lambda rule: rule.code)

    def _hits(
        self, rule: AnyRule, ask: Callable[[Any], Iterable[Hit]], about: Any, path: Path
    ) -> Sequence[Hit]:
        try:
            return list(ask(about))
        except Exception as error:  # noqa: BLE001
            self._ledger.fail(rule, to_pointer(path), error)
            return ()

    def _ask(
        self,
        rule: AnyRule,
        ask: Callable[[Any], Answer],
        about: object,
        path: Path,
        *,
        failed: Answer,
    ) -> Answer:
        try:
            return ask(about)
        except Exception as error:  # noqa: BLE001
            self._ledger.fail(rule, to_pointer(path), error)
            return failed
