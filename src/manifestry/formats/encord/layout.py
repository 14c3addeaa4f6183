"""How the text of items is laid out: which keys in which order, and the white space between.

Most manifests are written by a program, which does all of that in one way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

Layout = tuple[str, ...]
"""The keys of an object in their order."""

_STRING: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_MARK: Final = re.compile(r"([ \t\n\r]*+)([{}\[\]:,])(?=([ \t\n\r]*+))")


class Spacing(NamedTuple):
    """The white space in an object: behind `{`, `:` and `,` and before `}`."""

    opening: str
    colon: str
    comma: str
    closing: str


Spacings = tuple[Spacing | None, Spacing | None]
"""That of items and that of the objects in them, as far as known."""


def spacings(text: str) -> Spacings:
    """That of the item that a text begins with."""
    try:
        _, end = json.JSONDecoder().scan_once(text, 0)  # type: ignore[attr-defined]
    except (StopIteration, ValueError, RecursionError):
        return None, None
    found: tuple[dict[str, str], dict[str, str]] = {}, {}
    depth = 0
    for before, mark, behind in _MARK.findall(_STRING.sub('"', text[:end])):
        depth += mark in "{["
        if mark in "{:," and 0 < depth <= len(found):
            found[depth - 1].setdefault(mark, behind)
        elif mark == "}" and depth <= len(found):
            found[depth - 1].setdefault(mark, before)
        depth -= mark in "}]"
    outer, inner = (
        Spacing(each["{"], each[":"], each.get(",", " "), each["}"])
        if each.keys() >= {"{", ":", "}"}
        else None
        for each in found
    )
    return outer, inner


def object_form(
    layouts: Iterable[Layout], spacing: Spacing | None, form: Callable[[str], str | None]
) -> str | None:
    """The pattern of objects in one of these layouts; `form` gives that of a key's value.

    What several layouts begin with is matched once. None if nothing can be told, or there is a
    value in each of them that has no pattern.
    """
    if spacing is None:
        return None
    tree: _Tree = {}
    for layout in layouts:
        node = tree
        for key in layout:
            node = node.setdefault(key, {})
        node[""] = {}  # ends here
    rest = _rest(tree, spacing, form, is_first=True)
    return None if rest is None else rf"\{{{rest}"


_Tree = dict[str, "_Tree"]


def _rest(
    tree: _Tree, spacing: Spacing, form: Callable[[str], str | None], *, is_first: bool
) -> str | None:
    ways = []
    for key, below in tree.items():
        if not key:
            ways.append(rf"{spacing.closing}\}}")
            continue
        value = form(key)
        rest = None if value is None else _rest(below, spacing, form, is_first=False)
        if rest is not None:
            start = spacing.opening if is_first else f",{spacing.comma}"
            name = re.escape(json.dumps(key))
            ways.append(f"{start}{name}:{spacing.colon}{value}{rest}")
    if len(ways) > 1:
        return f"(?:{'|'.join(ways)})"
    return ways[0] if ways else None
