"""What a scan gives: values with their places, and what is wrong with the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from manifestry.rules.patch import Path


class Splice(NamedTuple):
    """What stands between two byte offsets is to become a text."""

    start: int
    end: int
    text: str


class Remark(NamedTuple):
    """Something wrong with the text itself.

    `rule` is the name of a document rule; `start` and `end` are byte offsets in the scanned
    data. `path` leads to the value, None for what is wrong with the syntax. `hides` leads to
    a value that could not be read as it was meant: what else is wrong with it follows.
    `mends` mend it: what stands from an offset to another becomes a text.
    """

    rule: str
    start: int
    end: int
    message: str
    path: Path | None = None
    hides: Path | None = None
    mends: tuple[Splice, ...] = ()


class Fault(Exception):  # noqa: N818 - the data's, not ours
    """The scan cannot go on; `remark` says why. `truncated`: more data might mend it."""

    def __init__(self, remark: Remark, *, truncated: bool = False) -> None:
        super().__init__(remark.message)
        self.remark = remark
        self.truncated = truncated


@dataclass(slots=True)
class Node:
    """A value with its place: byte offsets of its first byte and behind its last.

    `members` are an object's keys in file order, duplicates included, with the key's own
    start; `elements` a list's values. `value` is what a parser makes of it all (the last
    of equal keys wins).
    """

    start: int
    end: int
    value: object
    members: list[tuple[str, int, Node]] | None = None
    elements: list[Node] | None = None
    # Made when it is first asked for: most objects are never looked into.
    _by_key: dict[str | int, Node] | None = field(
        default=None, init=False, repr=False, compare=False
    )

    def find(self, path: Path) -> Node:
        """The node a path leads to, or the nearest one on the way to it that exists."""
        node = self
        for step in path:
            found: Node | None = None
            if node.members is not None:
                if node._by_key is None:
                    node._by_key = {key: child for key, _, child in node.members}
                found = node._by_key.get(step)
            elif node.elements is not None and isinstance(step, int) and step < len(node.elements):
                found = node.elements[step]
            if found is None:
                break
            node = found
        return node
