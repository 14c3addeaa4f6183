"""What goes to another process of a document that several check, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from manifestry.document.reader import Batch
from manifestry.findings import Severity
from manifestry.formats.base import Sent
from manifestry.rules.base import Hit
from manifestry.settings import Settings


class Piece(NamedTuple):
    """Some items of a list, if it begins and ends where one does, or some lines of records.

    What was learnt of the pieces of a `stretch` before this one, by `number`, is kept for it: its
    reader throws away what comes of them if they turn out not to be what they seemed. `is_sure`
    if it is known to begin in the list: else it may not be worth the trouble.
    """

    stretch: str
    number: int
    kind: str
    section: str
    settings: Settings
    lines: bool
    is_sure: bool
    data: bytes


class Said(NamedTuple):
    """What the schema and the rules on items say of one item, in this order.

    hits: with the codes of their rules. failures: rules that raised, and with what. `is_plain` if
    neither had anything to say.
    """

    number: int
    hits: list[tuple[str, Hit]]
    failures: list[tuple[str, str]]
    is_plain: bool

    def moved(self, count: int) -> Said:
        """The same of an item that has so many more before it."""
        return self._replace(number=self.number + count)


class Cleared(NamedTuple):
    """Items that a gate cleared, the first of which has the number `start` in the part."""

    start: int
    run: Sent

    def moved(self, count: int) -> Cleared:
        """The same of items that have so many more before them."""
        return self._replace(start=self.start + count)


@dataclass(slots=True)
class Part:
    """Consecutive items of a piece, `size` bytes from `start` on.

    steps: in the order of the items. values: those that are looked at once more, by number; None
        if they are better parsed again. counted: hits that are too many to be listed.
    """

    start: int
    size: int
    count: int
    urls: int
    steps: list[Said | Cleared]
    values: dict[int, object] | None
    counted: list[tuple[str, Severity | None, int]]
    starts: list[int]

    @property
    def is_quiet(self) -> bool:
        """Whether no place in it will be looked for: that is quicker in a small part."""
        return not any(isinstance(step, Said) and step.hits for step in self.steps)

    def join(self, following: Part) -> None:
        """Takes in the next part: the fewer there are, the less is left to do for the reader."""
        behind, before = following.start - self.start, self.count
        self.steps += [step.moved(before) for step in following.steps]
        if self.values is not None and following.values is not None:
            self.values |= {before + number: value for number, value in following.values.items()}
        else:
            self.values = None
        self.size = behind + following.size
        self.count += following.count
        self.urls += following.urls
        self.counted += following.counted
        self.starts += [behind + start for start in following.starts]


class Hole(NamedTuple):
    """Good items that only the reader can tell everything about; the next part begins at `end`."""

    start: int
    end: int


Answer = list[Part | Hole] | None
"""What came of a piece, as far as all was well. None if there was something wrong with each of the
first items: that is how it is behind the end of the list."""


@dataclass(slots=True, kw_only=True)
class Worked(Batch):
    """A batch that was checked elsewhere. Of values only those are there that are looked at."""

    part: Part
