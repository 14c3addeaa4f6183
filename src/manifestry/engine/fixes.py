"""Patches and mended text as the fixes of findings: with places, and with words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from manifestry.document.edits import spelt, splices
from manifestry.document.nodes import Node, Splice
from manifestry.document.places import Chunk
from manifestry.findings import Edit, Fix
from manifestry.rules.base import Path
from manifestry.rules.catalogue import AnyRule
from manifestry.rules.patch import Add, Move, Operation, Patch, Remove, Replace
from manifestry.text import capitalised, cut, mask_secrets, printable, quote

_LONGEST = 60  # of a value in a title


def fix_of(rule: AnyRule, patch: Patch, root: Node, chunk: Chunk, base: Path = ()) -> Fix | None:
    """The fix that a patch is, `root` being the value it speaks of, or the one at `base` in that.

    None where it is not certain which bytes have to change.
    """
    found = splices(patch.operations, root, chunk, base)
    if found is None:
        return None
    safe = rule.fix == "safe" if patch.safe is None else patch.safe
    fix = _fix(patch.title or title_of(patch.operations), found, chunk, safe=safe)
    return fix and fix._replace(copy_of=patch.copy_of)


def fix_of_text(rule: AnyRule, mends: Iterable[Splice], chunk: Chunk) -> Fix | None:
    """The fix of a fault in the text itself."""
    found = [*mends]
    text, first = chunk.before + chunk.data + chunk.behind, len(chunk.before)
    words = Counter(_replacing(text[first + start : first + end], new) for start, end, new in found)
    told = [f"{each} {times} times" if times > 1 else each for each, times in words.items()]
    title = " and ".join(told[:2]) + (" and more" if len(told) > 2 else "")
    return _fix(title, found, chunk, safe=rule.fix == "safe")


def _replacing(data: bytes, new: str) -> str:
    """What becomes of some text, in words.

    >>> _replacing(b"NaN", "null"), _replacing(b",", ""), _replacing(b"", ",")
    ('write null for NaN', 'remove ","', 'put in ","')
    """
    old = data.decode("utf-8", "replace").strip()
    if not new:
        return f"remove {_marked(old)}"
    if not old:
        return f"put in {_marked(new)}"
    return f"write {_cut(new)} for {_cut(old)}"


def _fix(title: str, found: Iterable[Splice], chunk: Chunk, *, safe: bool) -> Fix | None:
    if chunk.offset is None:
        return None
    edits = []
    try:
        for start, end, text in found:
            first, last = chunk.place(start), chunk.place(end)
            where = first.line, first.column, last.line, last.column
            edits.append(Edit(*where, chunk.offset + start, chunk.offset + end, text))
    except LookupError:
        return None
    return Fix(capitalised(title), safe, tuple(edits)) if edits else None


def title_of(operations: Iterable[Operation]) -> str:
    """What operations do, in words.

    >>> title_of([Move(("fPS",), ("fps",)), Replace(("fps",), 25)])
    'rename "fPS" to "fps" and write 25'
    """
    words = [_words(operation) for operation in operations]
    return " and ".join(dict.fromkeys(words[:3])) + (" and more" if len(words) > 3 else "")


def _words(operation: Operation) -> str:
    match operation:
        case Move(path, to) if path[:-1] == to[:-1]:
            return f"rename {_named(path)} to {_named(to)}"
        case Move(path, to):
            return f"move {_named(path)} to {quote('/'.join(map(str, to[-3:])))}"
        case Remove(()):
            return "remove the item"
        case Remove(path):
            return f"remove {_named(path)}"
        case Add(path, value):
            return f"add {_named(path)}: {_shown(value)}"
        case Replace(_, value):
            return f"write {_shown(value)}"


def _named(path: Path) -> str:
    last = path[-1]
    return quote(last) if isinstance(last, str) else f"entry {last}"


def _shown(value: object) -> str:
    return _cut(spelt(value))


def _marked(text: str) -> str:
    """Text in quotes, unless that would change it."""
    return _cut(text) if '"' in text or "\\" in text else quote(text)


def _cut(text: str) -> str:
    return printable(cut(mask_secrets(text), _LONGEST))
