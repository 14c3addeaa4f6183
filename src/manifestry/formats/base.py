"""What the engine needs to know of a platform's kind of document: a record, not a class tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, Protocol, TypeVar

from manifestry.document.outline import Glimpse
from manifestry.settings import Settings

if TYPE_CHECKING:
    from manifestry.document.reader import Event
    from manifestry.document.source import Read

ItemT = TypeVar("ItemT")
MemberT = TypeVar("MemberT")


Shape = Literal["object", "list", "records"]


class Foreign(NamedTuple):
    """A document that is recognisably something else.

    `what` names it in a sentence, `help` says what to do. `near` is True for what was most
    likely meant as a manifest, so that even a search through a folder reports it.
    """

    what: str
    help: str
    near: bool = False


class Evidence(NamedTuple):
    """A format takes a document for its own.

    `certain`: something stands there that nothing else has. Otherwise it only has the shape,
    which is enough for a file that somebody named, not for one found on the way. `wraps`: the
    items are in a list of the object at the top, which is no item itself.
    """

    certain: bool
    wraps: bool = False


class Gate(Protocol):
    """Clears items of one section of a document: those in which there is nothing to find.

    clears: the cheap tests (`Rule.when`) of the rules that have nothing to say of what it
        clears. It is used only where that is so of all rules on items of the section.
    """

    @property
    def clears(self) -> frozenset[Callable[[Any], bool]]:
        """See above."""

    def doubtful(self, values: list[object], data: bytes) -> Sequence[int]:
        """The numbers of the items it does not clear, in order; they stand in `data`."""

    def run(self, first: int, values: list[Any]) -> Any:
        """What trackers are given of cleared items, the first of which has the index `first`.

        It has `urls`, and may go to another process: see `Sent`.
        """

    def skim(self, first: int, data: bytes) -> tuple[int, int, Any] | None:
        """Clears the items that `data` starts with by their text, unparsed, as far as it can.

        The first has the index `first`. Gives how many they are, where the last of them ends,
        and what `run` would make of them; None if there are none.
        """

    def learn(self, item: Any) -> None:
        """Is shown an item that it did not clear and of which nothing was to be said."""


class Sent(Protocol):
    """A run of a gate as it comes back from another process, which saw only a piece of the list.

    Nothing of its items went along but what it found in them.
    """

    @property
    def count(self) -> int:
        """How many items there are."""

    @property
    def urls(self) -> Sequence[str]:
        """Their object URLs."""

    def put(self, first: int, settings: Settings, parse: Callable[[], list[Any]]) -> None:
        """Tells it the index of its first item, and how to come by the items."""


class RuleFolder(NamedTuple):
    """A folder of rules, and when they are of use: what is not is not even imported.

    sections: whose items they are about; none means all, and the top level. applies: whether
    the settings give them anything to say.
    """

    name: str
    sections: tuple[str, ...] = ()
    applies: Callable[[Settings], bool] = lambda _: True

    def is_about(self, section: str, settings: Settings) -> bool:
        """Whether the rules may have something to say of a section, "" for the top level."""
        return (not self.sections or section in self.sections) and self.applies(settings)


@dataclass(frozen=True)  # no slots: typing marks generic instances
class Format(Generic[ItemT, MemberT]):
    """One kind of document.

    kind: its name in reports ("encord-manifest"); title: its name in a sentence.
    rule_folders: the folders under `rules/` that hold its rules.
    shapes: the shapes a document may have, the usual one first: "object", "list", or "records",
        which are items one after another, a line each, or one alone. shape_words: they in
        words, behind the title: "is one JSON object".
    document_schema: schema of the top level, without the items; item_schema: top-level key
        -> schema of the items listed there. Both by what follows the common base.
    section_for: a top-level key as written -> the section it stands for, so that the items
        of a misspelt one are checked too; None for a key that is no section. "" stands for a
        list at the top, and for records.
    make_item: (section, index, object, settings) -> what a rule's `check` is given.
    make_member: (key, value or None for a list, number of items of a list, settings) ->
        what a rule's `member` is given.
    count_urls: how many object URLs an item has.
    mark: bytes that stand in nearly every such document and hardly in any other. A file found
        on the way that has them is not passed over, whatever is wrong with it.
    recognise: a first look at a document -> evidence for it, what else it is, or None.
    is_item: whether a top-level member, by its key, is itself one of the items that a report
        counts.
    noun: what one item is called in the summary; of those that are no "item" no URLs are told.
    advice: name of a document rule -> what to do about its finding, where the rule's own help
        speaks of manifests and this is none.
    gate: (section, settings) -> a gate before the rules on its items, for speed alone.
    read: (`read` of the rest, first bytes, most bytes of an item) -> the events of a document,
        for one that is no JSON. Its remarks may be those of the format's own rules too.
    """

    kind: str
    title: str
    rule_folders: tuple[RuleFolder, ...]
    shapes: tuple[Shape, ...]
    shape_words: str
    document_schema: str
    item_schema: Mapping[str, str]
    section_for: Callable[[str], str | None]
    make_item: Callable[[str, int, dict[str, object], Settings], ItemT]
    make_member: Callable[[str, object, int | None, Settings], MemberT]
    count_urls: Callable[[ItemT], int]
    recognise: Callable[[Iterable[Glimpse]], Evidence | Foreign | None]
    mark: bytes
    is_item: Callable[[str], bool] = lambda _: False
    noun: str = "item"
    advice: Mapping[str, str] = field(default_factory=dict)
    gate: Callable[[str, Settings], Gate | None] | None = None
    read: Callable[[Read, bytes, int], Iterator[Event]] | None = None
