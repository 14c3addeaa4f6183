"""Patches as edits: what the smallest change of the bytes is."""

from __future__ import annotations

import pytest

from manifestry.document.edits import splices
from manifestry.document.nodes import Node
from manifestry.document.places import Chunk, Place
from manifestry.document.scanner import Scanner
from manifestry.rules.patch import Add, Move, Operation, Path, Raw, Remove, Replace


def edited(text: str, *operations: Operation, base: Path = ()) -> str | None:
    """A text with operations on it carried out; None if it is not certain how."""
    data = text.encode()
    at = data.index(b"=") + 1 if base else 0
    root = Scanner(data, at).value()
    chunk = Chunk(data, Place(), offset=0)
    if base:  # the value of a top-level member, as the engine has it
        head, rest = data[:at].replace(b"=", b""), data[at:]
        whole = head + rest
        inner = Node(0, root.end - at, root.value)
        if root.members is not None or root.elements is not None:
            inner = Scanner(rest).value()
        size = inner.end
        chunk = Chunk(rest[:size], Place(), head, rest[size:], len(head))
        found = splices(operations, inner, chunk, base)
        shift = len(head)
    else:
        found, shift, whole = splices(operations, root, chunk), 0, data
    if found is None:
        return None
    for start, end, new in reversed(found):
        whole = whole[: shift + start] + new.encode() + whole[shift + end :]
    return whole.decode()


@pytest.mark.parametrize(
    ("text", "operation", "wanted"),
    [
        ('{"a": "x"}', Replace(("a",), "y"), '{"a": "y"}'),
        ('{"a": "2.50"}', Replace(("a",), Raw("2.50")), '{"a": 2.50}'),
        (r'{"a": "\u00e4\/b c"}', Replace(("a",), "ä/b%20c"), r'{"a": "\u00e4\/b%20c"}'),
        ('{"a": [1, 2]}', Replace(("a", 1), 3), '{"a": [1, 3]}'),
        ('{ "a" : 1 }', Move(("a",), ("b",)), '{ "b" : 1 }'),
        ('{"a\\u0062": 1}', Move(("ab",), ("ac",)), '{"ac": 1}'),
        ('{"a": [1 ,2]}', Move(("a",), ("b", "c", "d")), '{"b": {"c": {"d": [1 ,2]}}}'),
        ('{"a": 1}', Move(("a",), ("a", "b")), '{"a": {"b": 1}}'),
        (
            '{"a": 1, "b": {"c": 2}}',
            Move(("a",), ("b", "d")),
            '{"b": {"c": 2, "d": 1}}',
        ),
        ('{"a": 1, "b": 2}', Remove(("a",)), '{"b": 2}'),
        ('{"a": 1, "b": 2}', Remove(("b",)), '{"a": 1}'),
        ('{ "a": 1 }', Remove(("a",)), "{}"),
        ('{"a": [\n  1\n]}', Remove(("a", 0)), '{"a": []}'),
        ("[1, 2, 3]", Remove((1,)), "[1, 3]"),
        ('{\n  "a": 1,\n  "b": 2\n}', Remove(("b",)), '{\n  "a": 1\n}'),
        ('{\n  "a": 1,\n  "b": 2\n}', Remove(("a",)), '{\n  "b": 2\n}'),
        ("{}", Add(("a",), [1]), '{"a": [1]}'),
        ("{ \n }", Add(("a",), None), '{"a": null}'),
        ('{"a":1}', Add(("b",), "x"), '{"a":1,"b":"x"}'),
        ('{"a": 1}', Add(("b",), "x"), '{"a": 1, "b": "x"}'),
        ('{"a": 1,"b": 2}', Add(("c",), 3), '{"a": 1,"b": 2,"c": 3}'),
        (
            '{\r\n\t"a" : 1\r\n}',
            Add(("b",), True),
            '{\r\n\t"a" : 1,\r\n\t"b" : true\r\n}',
        ),
    ],
)
def test_the_edit_is_the_smallest_and_in_style(
    text: str, operation: Operation, wanted: str
) -> None:
    """What stands around gives the white space; nothing else moves."""
    assert edited(text, operation) == wanted


def test_keys_can_change_places() -> None:
    """Paths are those before the first operation."""
    moves = Move(("a",), ("b",)), Move(("b",), ("a",))
    assert edited('{"a": 1, "b": 2}', *moves) == '{"b": 1, "a": 2}'


def test_neighbours_are_removed_together() -> None:
    """Whichever of them are left, the commas are right."""
    text = '{"a": 1, "b": 2, "c": 3}'
    assert edited(text, Remove(("a",)), Remove(("b",))) == '{"c": 3}'
    assert edited(text, Remove(("b",)), Remove(("c",))) == '{"a": 1}'
    assert edited(text, Remove(("c",)), Remove(("a",))) == '{"b": 2}'
    assert edited(text, Remove(("a",)), Remove(("b",)), Remove(("c",))) == "{}"


def test_several_members_are_added_together() -> None:
    """In the order of the operations."""
    assert edited('{"a": 1}', Add(("b",), 2), Add(("c",), 3)) == '{"a": 1, "b": 2, "c": 3}'
    assert edited("{}", Add(("b",), 2), Add(("c",), 3)) == '{"b": 2, "c": 3}'


@pytest.mark.parametrize(
    ("text", "operations"),
    [
        ('{"a": 1, "a": 2}', [Remove(("a",))]),
        ('{"a": 1, "a": 2}', [Move(("a",), ("b",))]),
        ('{"a": 1, "b": 2}', [Move(("a",), ("b",))]),
        ('{"a": 1, "c": 2}', [Move(("a",), ("b",)), Move(("c",), ("b",))]),
        ('{"a": 1}', [Add(("a",), 2)]),
        ('{"a": 1}', [Replace(("a",), 1)]),
        ('{"a": 1}', [Replace(("b",), 1)]),
        ("[1]", [Move((0,), (1,))]),
        ("[1]", [Add((1,), 2)]),
        ('{"a": 1 /* one */, "b": 2}', [Remove(("a",))]),
        ('{"a": "x"}', [Replace(("a",), "y"), Remove(("a",))]),
        ('{"a": 1}', [Remove(("a",)), Add(("b",), 2)]),
        ("1", [Remove(("a",))]),
    ],
)
def test_what_is_not_certain_is_left_alone(text: str, operations: list[Operation]) -> None:
    """No edits where it is not clear which bytes are meant, or nothing would change."""
    assert edited(text, *operations) is None


@pytest.mark.parametrize(
    ("text", "operations", "wanted"),
    [
        ('{"a": =1, "c": 2}', [Move(("a",), ("b",))], '{"b": 1, "c": 2}'),
        ('{"a": =1, "c": 2}', [Remove(("a",))], '{"c": 2}'),
        ('{"c": 2,\n "a": =1}', [Remove(("a",))], '{"c": 2}'),
        ('{"a": =true\n}', [Add(("b",), False)], '{"a": true, "b": false\n}'),
        ('{\n "c": 2,\n "a": =1}', [Add(("b",), 3)], '{\n "c": 2,\n "a": 1,\n "b": 3}'),
        ('{"a": ={"x": 1}}', [Replace(("a", "x"), 2)], '{"a": {"x": 2}}'),
    ],
)
def test_a_member_of_the_top_level(text: str, operations: list[Operation], wanted: str) -> None:
    """Only its value is in memory, and what stands right before and behind it."""
    assert edited(text, *operations, base=("a",)) == wanted
