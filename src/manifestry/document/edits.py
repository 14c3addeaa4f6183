"""Patches as edits of bytes: as few of them as will do, in the style of what stands around.

What is not changed keeps its bytes: white space, escapes, spelling of numbers, order of keys.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from manifestry.document.nodes import Node, Splice
from manifestry.document.places import CONTEXT, Chunk
from manifestry.document.strings import Unfinished, read_string
from manifestry.rules.patch import Add, Move, Operation, Path, Raw, Remove, Replace

_BLANKS: Final = b" \t\n\r"
_BLANK: Final = rb"[ \t\n\r]*"
_COMMA_BEHIND: Final = re.compile(_BLANK + b"," + _BLANK)
_CLOSED: Final = re.compile(_BLANK + rb"[\]}]")
_BLANK_BEFORE: Final = re.compile(_BLANK + rb"\Z")
_COLON: Final = re.compile(_BLANK + b":" + _BLANK)
_KEY_BEFORE: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"' + _BLANK + b":" + _BLANK + rb"\Z", re.DOTALL)
_CHARACTER: Final = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.|.", re.DOTALL)


class _Unclear(Exception):  # noqa: N818 - no error
    """It is not certain which bytes are meant, or there is nothing to be changed in them."""


@dataclass(slots=True)
class _Spot:
    """A value: its node, and where its key begins if it has one."""

    node: Node
    start: int


def splices(
    operations: Sequence[Operation], root: Node, chunk: Chunk, base: Path = ()
) -> tuple[Splice, ...] | None:
    """What has to change in `chunk`, in order, so that operations on the value at `root` are done.

    `base` is the path of `root` in what the operations speak of. None where that is not certain:
    under a key that stands there twice, beside a comment, at the edge of what is in memory.
    """
    try:
        return _ordered(_Editor(root, chunk, base).done(operations))
    except _Unclear:
        return None


def spelt(value: object) -> str:
    """A value as JSON text."""
    if isinstance(value, Raw):
        return str(value)
    text = json.dumps(value, ensure_ascii=False)
    return text if _is_unicode(text) else json.dumps(value)


@dataclass(slots=True)
class _Editor:
    root: Node
    chunk: Chunk
    base: Path
    _adds: dict[int, tuple[Node, list[tuple[str, str]]]] = field(default_factory=dict)
    _removes: list[tuple[int, int]] = field(default_factory=list)
    _leaving: set[Path] = field(default_factory=set)
    _known: dict[int, dict[str, _Spot | None]] = field(default_factory=dict)

    def done(self, operations: Sequence[Operation]) -> list[Splice]:
        found: list[Splice] = []
        self._leaving = {each.path for each in operations if isinstance(each, Move | Remove)}
        targets = [each.to for each in operations if isinstance(each, Move)]
        if len(targets) != len(set(targets)):
            raise _Unclear
        for operation in operations:
            match operation:
                case Replace(path, value):
                    found.append(self._changed(self._whole(path).node, value))
                case Remove(path):
                    spot = self._whole(path)
                    self._removes.append((spot.start, spot.node.end))
                case Add(path, value):
                    self._add(path, spelt(value))
                case Move(path, to):
                    found += self._move(path, to)
        found += [self._removed(*span) for span in _joined(self._removes, self.chunk.data)]
        found += [self._added(holder, members) for holder, members in self._adds.values()]
        return found

    # --- finding -------------------------------------------------------------------------

    def _find(self, path: Path) -> _Spot:
        if path[: len(self.base)] != self.base:
            raise _Unclear
        spot = _Spot(self.root, self._key_of_root() if self.base and path else self.root.start)
        for step in path[len(self.base) :]:
            found = self._child(spot.node, step)
            if found is None:
                raise _Unclear
            spot = found
        return spot

    def _child(self, node: Node, step: str | int) -> _Spot | None:
        """The member or entry, unless there is none or more than one."""
        if node.elements is not None:
            if not isinstance(step, int) or step >= len(node.elements):
                return None
            element = node.elements[step]
            return _Spot(element, element.start)
        known = self._known.get(id(node))
        if known is None:
            known = self._known[id(node)] = {}
            for key, start, child in node.members or ():
                known[key] = None if key in known else _Spot(child, start)
        return known.get(step) if isinstance(step, str) else None

    def _whole(self, path: Path) -> _Spot:
        """The same of what is all in memory."""
        spot = self._find(path)
        if spot.node.end <= spot.node.start:
            raise _Unclear
        return spot

    def _key_of_root(self) -> int:
        """Where the key of a top-level member begins, which stands before the chunk."""
        found = _KEY_BEFORE.search(self._before(self.root.start))
        if found is None:  # it is too long, or there is a comment between
            raise _Unclear
        return self.root.start - len(found.group())

    def _before(self, at: int) -> bytes:
        return self.chunk.before + self.chunk.data[:at]

    def _behind(self, at: int) -> bytes:
        return self.chunk.data[at:] + self.chunk.behind

    # --- operations ----------------------------------------------------------------------

    def _changed(self, node: Node, value: object) -> Splice:
        old = self._text(node.start, node.end)
        if isinstance(value, str) and not isinstance(value, Raw) and isinstance(node.value, str):
            return self._respelt(node.start, old, value)
        return _trimmed(node.start, old, spelt(value))

    def _respelt(self, start: int, old: str, value: str) -> Splice:
        """A string with another text; what they have in common keeps its escapes."""
        raw = _CHARACTER.findall(old[1:-1]) if "\\" in old else [*old[1:-1]]
        text = "".join(map(_meant, raw))
        if len(text) != len(raw):
            raise _Unclear
        head = _common(text, value)
        tail = _common(text[head:][::-1], value[head:][::-1])
        middle = spelt(value[head : len(value) - tail])[1:-1]
        new = "".join(raw[:head]) + middle + "".join(raw[len(raw) - tail :])
        return _trimmed(start, old, f'"{new}"')

    def _removed(self, start: int, end: int) -> Splice:
        """A member or entry, its key and one comma taken away."""
        comma = _COMMA_BEHIND.match(self._behind(end))
        if comma is not None:
            return Splice(start, end + comma.end(), "")
        closed = _CLOSED.match(self._behind(end))
        if closed is None:
            raise _Unclear
        before = self._before_any(start)
        kept = before.rstrip(_BLANKS)
        if kept.endswith(b","):
            kept = kept[:-1].rstrip(_BLANKS)
            return Splice(start - len(before) + len(kept), end, "")
        if not kept.endswith((b"{", b"[")):
            raise _Unclear
        return Splice(start - len(before) + len(kept), end + len(closed.group()) - 1, "")

    def _before_any(self, start: int) -> bytes:
        """What stands before a place, which may itself be before the chunk."""
        before = self.chunk.before
        return self._before(start) if start >= 0 else before[: len(before) + start]

    def _add(self, path: Path, text: str) -> None:
        key = path[-1]
        if self.base and len(path) == 1 and path != self.base:
            holder = self._beside()
        else:
            holder = self._whole(path[:-1]).node
        if not isinstance(key, str) or holder.members is None:
            raise _Unclear
        _, members = self._adds.setdefault(holder.start, (holder, []))
        there = [name for name, *_ in holder.members if (*path[:-1], name) not in self._leaving]
        if holder.members and not there:  # no comma would be right
            raise _Unclear
        if key in there or any(name == key for name, _ in members):
            raise _Unclear
        members.append((key, text))

    def _beside(self) -> Node:
        """The top level, as far as it is known: one member of it."""
        spot = self._whole(self.base)
        members = [(str(self.base[0]), spot.start, spot.node)]
        return Node(spot.start, spot.node.end, None, members)

    def _added(self, holder: Node, members: Sequence[tuple[str, str]]) -> Splice:
        if not holder.members:
            inner = ", ".join(f"{spelt(key)}: {text}" for key, text in members)
            return Splice(holder.start + 1, holder.end - 1, inner)
        _, key_start, last = holder.members[-1]
        whole = self.chunk.before + self.chunk.data
        behind = len(self.chunk.before)
        gap = _BLANK_BEFORE.search(self._before_any(key_start)[-CONTEXT:])
        colon = _COLON.match(whole, _string_end(whole, behind + key_start))
        if gap is None or colon is None:
            raise _Unclear
        comma, between = gap.group().decode(), colon.group().decode()
        if len(holder.members) == 1 and "\n" not in comma and "\r" not in comma:
            comma = " " if between.endswith((" ", "\n")) else ""
        inner = "".join(f",{comma}{spelt(key)}{between}{text}" for key, text in members)
        return Splice(last.end, last.end, inner)

    def _move(self, path: Path, to: Path) -> list[Splice]:
        spot = self._find(path)
        parent = self._nearest(to)
        rest = to[len(parent) :]
        if not rest or not all(isinstance(step, str) for step in rest):
            raise _Unclear
        inner = rest[1:]
        if path[:-1] == parent or path == to[: len(path)]:
            return self._wrapped(spot, to[len(path) - 1 :], path)
        spot = self._whole(path)
        text = self._text(spot.node.start, spot.node.end)
        for key in reversed(inner):
            text = f"{{{spelt(key)}: {text}}}"
        self._removes.append((spot.start, spot.node.end))
        self._add((*parent, rest[0]), text)
        return []

    def _nearest(self, path: Path) -> Path:
        """The longest beginning of a path that leads to something."""
        for length in range(len(path), -1, -1):
            if path[:length] in self._leaving:
                continue
            try:
                self._find(path[:length])
            except _Unclear:
                continue
            return path[:length]
        return ()  # the document, of which only a member is known

    def _wrapped(self, spot: _Spot, keys: Path, path: Path) -> list[Splice]:
        """Another key in a member's place, and objects around its value."""
        found = []
        if keys[0] != path[-1]:
            found.append(self._rekeyed(spot, str(keys[0])))
        if len(keys) > 1:
            self._whole(path)
            opened = "".join(f"{{{spelt(key)}: " for key in keys[1:])
            found.append(Splice(spot.node.start, spot.node.start, opened))
            found.append(Splice(spot.node.end, spot.node.end, "}" * (len(keys) - 1)))
        return found

    def _rekeyed(self, spot: _Spot, key: str) -> Splice:
        if spot.start == spot.node.start:  # an entry of a list, or a key that is out of sight
            raise _Unclear
        if spot.start >= 0:
            old = self._text(spot.start, _string_end(self.chunk.data, spot.start))
        else:
            before = self.chunk.before[spot.start :]
            old = _decoded(before[: _string_end(before, 0)])
        return self._respelt(spot.start, old, key)

    def _text(self, start: int, end: int) -> str:
        return _decoded(self.chunk.data[start:end])


def _joined(spans: list[tuple[int, int]], data: bytes) -> list[tuple[int, int]]:
    """Spans of which nothing but a comma stands between two as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start >= 0:
            gap = _COMMA_BEHIND.fullmatch(data, max(0, found[-1][1]), start)
            if gap is not None:
                found[-1] = found[-1][0], end
                continue
        found.append((start, end))
    return found


def _ordered(found: list[Splice]) -> tuple[Splice, ...]:
    """Splices in order, those that touch as one, without those that change nothing.

    Raises _Unclear if two overlap, or none is left.
    """
    real: list[Splice] = []
    for each in sorted(each for each in found if each.text or each.start != each.end):
        if real and real[-1].end == each.start and real[-1].start != each.start:
            real[-1] = Splice(real[-1].start, each.end, real[-1].text + each.text)
        elif real and real[-1].end >= each.start:
            raise _Unclear
        else:
            real.append(each)
    if not real:
        raise _Unclear
    return tuple(real)


def _trimmed(start: int, old: str, new: str) -> Splice:
    """A text in place of another, without what both begin and end with."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    before, middle = old[:head], old[head : len(old) - tail]
    first = start + len(before.encode())
    return Splice(first, first + len(middle.encode()), new[head : len(new) - tail])


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)


def _string_end(data: bytes, start: int) -> int:
    """Where the string that begins at `start` ends."""
    try:
        _, end, remarks = read_string(data, start, final=True)
    except Unfinished:
        raise _Unclear from None
    if remarks:
        raise _Unclear
    return end


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise _Unclear from None


def _meant(mark: str) -> str:
    """The character that a piece of a string stands for."""
    if mark[0] != "\\":
        return mark
    try:
        return str(json.loads(f'"{mark}"'))
    except ValueError:
        raise _Unclear from None


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
