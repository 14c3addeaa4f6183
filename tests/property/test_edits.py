"""Patches as edits of bytes are the same as patches of values."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from manifestry.document.edits import splices
from manifestry.document.places import Chunk, Place
from manifestry.document.scanner import Scanner
from manifestry.rules.patch import Add, Move, Operation, Path, Remove, Replace

KEYS = st.sampled_from(["a", "b", "c", "ä/~", 'q"', "\\n"])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"), max_size=6)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
BLANKS = st.text(" \t\r\n", max_size=3)


@st.composite
def written(draw: st.DrawFn, value: Any) -> str:
    """A value as JSON, with white space and escapes as they may come."""

    def blank() -> str:
        return draw(BLANKS)

    if isinstance(value, dict):
        members = [
            f"{blank()}{json.dumps(key)}{blank()}:{blank()}{draw(written(inner))}{blank()}"
            for key, inner in value.items()
        ]
        return "{" + (",".join(members) or blank()) + "}"
    if isinstance(value, list):
        entries = [f"{blank()}{draw(written(inner))}{blank()}" for inner in value]
        return "[" + (",".join(entries) or blank()) + "]"
    if isinstance(value, str) and draw(st.booleans()):
        return (
            '"'
            + "".join(f"\\u{ord(char):04x}" if ord(char) < 0x10000 else char for char in value)
            + '"'
        )
    return json.dumps(value, ensure_ascii=draw(st.booleans()))


def _paths(value: Any, path: Path = ()) -> list[Path]:
    found = [path] if path else []
    if isinstance(value, dict):
        return found + [
            each for key, inner in value.items() for each in _paths(inner, (*path, key))
        ]
    if isinstance(value, list):
        return found + [
            each for at, inner in enumerate(value) for each in _paths(inner, (*path, at))
        ]
    return found


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _done(value: Any, operation: Operation) -> Any:
    """The value with one operation carried out, in the plain way."""
    whole = json.loads(json.dumps(value))
    match operation:
        case Replace(path, new):
            _at(whole, path[:-1])[path[-1]] = new
        case Remove(path):
            del _at(whole, path[:-1])[path[-1]]
        case Add(path, new):
            _at(whole, path[:-1])[path[-1]] = new
        case Move(path, to):
            moved = _at(whole, path)
            del _at(whole, path[:-1])[path[-1]]
            _at(whole, to[:-1])[to[-1]] = moved
    return whole


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_edits_do_what_operations_say(data: st.DataObject) -> None:
    """Read again, the text has the value that the operation makes of the old one."""
    value = data.draw(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4))
    path = data.draw(st.sampled_from(_paths(value)))
    holder = _at(value, path[:-1])
    new_key = data.draw(KEYS.map(lambda key: f"{key}+"))
    operations: list[Operation] = [Remove(path), Replace(path, data.draw(VALUES))]
    if isinstance(holder, dict):
        operations += [
            Add((*path[:-1], new_key), data.draw(VALUES)),
            Move(path, (*path[:-1], new_key)),
        ]
    operation = data.draw(st.sampled_from(operations))
    text = data.draw(written(value)).encode("utf-8")
    found = splices([operation], Scanner(text).value(), Chunk(text, Place(), offset=0))
    wanted = _done(value, operation)
    if found is None:
        assert json.dumps(wanted) == json.dumps(value)
        return
    edited = text
    for start, end, new in reversed(found):
        edited = edited[:start] + new.encode() + edited[end:]
    assert json.dumps(json.loads(edited), sort_keys=True) == json.dumps(wanted, sort_keys=True)
