"""Work counted in lines of Python: the same number on every machine, however busy."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def lines_of(call: Callable[[], object]) -> int:
    """How many lines of Python a call executes; what happens inside C is not seen."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()  # coverage's, which goes on afterwards
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count
