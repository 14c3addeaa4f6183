"""Whether two values of a document say the same."""

from __future__ import annotations


def is_same(one: object, other: object) -> bool:
    """Whether two JSON values are equal and of one type: 1 is not true, but 1 is 1.0.

    >>> is_same({"a": [1]}, {"a": [1.0]}), is_same([1], [True])
    (True, False)
    """
    todo = [(one, other)]
    while todo:
        left, right = todo.pop()
        if isinstance(left, dict) and isinstance(right, dict):
            if left.keys() != right.keys():
                return False
            todo += [(value, right[key]) for key, value in left.items()]
        elif isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            todo += zip(left, right, strict=True)
        elif isinstance(left, bool) is not isinstance(right, bool) or left != right:
            return False
    return True
