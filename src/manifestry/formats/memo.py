"""Several rules ask the same question about one item; it is answered once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Given = TypeVar("Given")
Answer = TypeVar("Answer")


def remember_last(function: Callable[[Given], Answer]) -> Callable[[Given], Answer]:
    """The function, keeping the answer for the very object it was last given.

    Rules run one after another on one item, so one answer is all that is worth keeping.
    It is found by identity: objects of JSON have no hash, and comparing them costs more
    than most answers.
    """
    last: tuple[object, Answer] | None = None

    def remembering(given: Given) -> Answer:
        nonlocal last
        known = last  # one read: another thread may put its own answer here meanwhile
        if known is not None and known[0] is given:
            return known[1]
        answer = function(given)
        last = (given, answer)
        return answer

    return remembering
