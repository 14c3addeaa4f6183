"""What a rule is: data first, then one function.

A rule never knows a file, a position or a screen. It is given a value and says, with
hits, what is wrong and at which key. The engine finds the place and makes the finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar

from manifestry.findings import Severity
from manifestry.rules import patch as patches
from manifestry.settings import Settings

Path = patches.Path

Advice = Callable[[], str | None]
"""Finds the help of a hit, where that takes long: it is asked only if the hit is listed."""

Fixable = Literal["none", "safe", "unsafe"]


class Hit(NamedTuple):
    """A rule's word that something is wrong.

    `path` leads from the item, or from the document for a rule on members and totals, to
    the value at fault. `help` and `severity` replace the rule's own where they are given.
    `pending` is for trackers, see there; its message may be left empty. `patch` mends the fault.
    """

    path: Path
    message: str
    help: str | Advice | None = None
    severity: Severity | None = None
    pending: str | None = None
    patch: patches.Patch | None = None


class Bad(NamedTuple):
    """A document with exactly one finding: this rule's, at `at` (a JSON Pointer).

    `place` is "line:column" where the pointer does not say it all (syntax errors,
    duplicate keys). `settings` are the settings under which the finding appears.
    """

    text: str | bytes
    at: str
    place: str | None = None
    settings: Mapping[str, object] = MappingProxyType({})


class Good(NamedTuple):
    """A document, close to the bad one, without any finding."""

    text: str | bytes
    settings: Mapping[str, object] = MappingProxyType({})


class SchemaError(NamedTuple):
    """One error of the schema pass, the same whichever engine found it.

    `keyword` is the JSON Schema keyword, `value` the instance at `path` (from the item or
    document), `detail` what the keyword says: the missing names for `required`, the
    unexpected names for `additionalProperties`, else the keyword's value. `schema` is the
    schema object that holds the keyword (its `properties` are the known keys).
    """

    path: Path
    keyword: str
    value: object
    detail: object
    schema: Mapping[str, object]


ItemT = TypeVar("ItemT", contravariant=True)
MemberT = TypeVar("MemberT", contravariant=True)


class Tracker(Protocol[ItemT, MemberT]):
    """A rule that looks across items; made anew for each document.

    `see` is given every item in document order and may answer at once, with paths from
    the item. `meet` is given every top-level member, its items being done. `finish` is
    called at the end; its hits have paths from the document and may point only at a
    top-level member or, with (), at the whole.

    `pass_over` is given, instead, a run of items that a gate cleared, as the format's gate
    makes it, and answers with hits and the number of their item in the run. Of what items
    have in common it may take for granted that it was there to `see` in an item before them,
    and that it said nothing then; it has to say so, being True to `goes_by_likeness`.

    What comes of it must not depend on how items are parted: another tracker of the rule may
    have been shown only some of those before, and said nothing of the one that served as example.

    `sees` is False for one that need not be given the items. A hit of `see` that depends
    on what comes later is held back under a label, its `pending`. At the end `verdict` is
    asked for each label what all hits under it say, None if they turned out untrue.
    """

    @property
    def sees(self) -> bool: ...

    def see(self, item: ItemT) -> Iterable[Hit]: ...

    def meet(self, member: MemberT) -> Iterable[Hit]: ...

    def pass_over(self, run: Any) -> Iterable[tuple[int, Hit]]: ...

    @property
    def goes_by_likeness(self) -> bool: ...

    def finish(self) -> Iterable[Hit]: ...

    def verdict(self, label: str) -> str | None: ...


@dataclass(frozen=True, kw_only=True)  # no slots: typing marks generic instances
class Rule(Generic[ItemT, MemberT]):
    """One thing that can be wrong, with everything there is to say about it.

    code: stable and never used again for something else.
    name: the fault, not the cure ("missing-object-url").
    severity: what a finding has by default; `strict` is what it has under --strict; `worst`
        is told where single hits may be worse than that.
    summary: one line without a full stop.
    why: what happens to somebody whose manifest has this fault. Plain prose.
    help: what to do, in one imperative sentence; a hit may bring a sharper one.
    bad, good: executed examples.
    source: where the fact comes from: documentation, SDK, seen in use, or our own choice.
    since: the version of Manifestry that brought the rule.
    fix: how safely a machine mends it, at best: "none" if no hit ever has a patch.
    default: False for a rule that has to be selected.
    always: True for a fault behind which the document cannot be read: such a finding is
        never turned off or played down, or a broken document would seem clean.

    One of these does the work, or a `check` beside a `track` that only says what is said once; a
    rule with none is raised by the reader or the engine itself:
    check: looks at one item.
    member: looks at one top-level member of the document.
    track: makes a `Tracker` that looks across items.
    translate: turns an error of the schema pass into a hit, or declines with None. Rules
        are asked from the highest code down, so that the particular one goes first.

    claims: tells that an error of the schema pass is this rule's business, which reports
        it itself, so that nothing is said twice.
    when: a cheap test of an item that several rules share. Where it is false `check` would
        find nothing, and need not be called; it is there for speed alone.
    """

    code: str
    name: str
    severity: Severity
    summary: str
    why: str
    help: str
    bad: tuple[Bad, ...]
    good: tuple[Good, ...]
    source: str
    since: str = "0.1.0"
    fix: Fixable = "none"
    strict: Severity | None = None
    worst: Severity | None = None
    default: bool = True
    check: Callable[[ItemT], Iterable[Hit]] | None = None
    member: Callable[[MemberT], Iterable[Hit]] | None = None
    track: Callable[[Settings], Tracker[ItemT, MemberT]] | None = None
    translate: Callable[[SchemaError], Hit | None] | None = None
    claims: Callable[[SchemaError], bool] | None = None
    when: Callable[[ItemT], bool] | None = None
    always: bool = False
