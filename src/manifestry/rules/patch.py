"""How a rule says that a fault can be mended: operations on the value it was shown.

They are those of JSON Patch (RFC 6902), with paths instead of pointers. Where the bytes are that
have to change is found by `manifestry.document.edits`.
"""

from __future__ import annotations

from typing import NamedTuple

Path = tuple[str | int, ...]
"""Keys and indexes from the item (or, for top-level rules, the document) to a value."""


class Raw(str):
    """JSON text that is written as it is, where a value is asked for: a number with its digits."""

    __slots__ = ()


class Add(NamedTuple):
    """Puts a new member at the end of the object that the path's last key belongs to."""

    path: Path
    value: object


class Remove(NamedTuple):
    """Takes a member or entry away; the path () is the item itself."""

    path: Path


class Replace(NamedTuple):
    """Gives a member or entry another value."""

    path: Path
    value: object


class Move(NamedTuple):
    """Puts a member elsewhere, its value untouched: under another key, or another object.

    A member that moves below its own parent stays in its place, and objects that are missing on
    the way to it are made. `to` names nothing that is there.
    """

    path: Path
    to: Path


Operation = Add | Remove | Replace | Move


class Patch(NamedTuple):
    """Mends one fault. The paths of all operations are those before the first of them.

    `safe` tells that the meaning for the platform is kept, or is what was certainly meant;
    None is what the rule says of itself. `title` says what is done, imperatively and without a
    full stop, where that is not plain from the operations. `copy_of` is the pointer of an earlier
    item: the patch is carried out only if the item is the same, and is safe then.
    """

    operations: tuple[Operation, ...]
    safe: bool | None = None
    title: str | None = None
    copy_of: str | None = None


def rename(path: Path, key: str, *, safe: bool | None = None) -> Patch:
    """A patch that gives the member at `path` another key."""
    return Patch((Move(path, (*path[:-1], key)),), safe)


def replace(path: Path, value: object, *, safe: bool | None = None) -> Patch:
    """A patch that gives what is at `path` another value."""
    return Patch((Replace(path, value),), safe)


def remove(path: Path, *, safe: bool | None = None) -> Patch:
    """A patch that takes away what is at `path`."""
    return Patch((Remove(path),), safe)


def add(path: Path, value: object, *, safe: bool | None = None) -> Patch:
    """A patch that adds a member."""
    return Patch((Add(path, value),), safe)
