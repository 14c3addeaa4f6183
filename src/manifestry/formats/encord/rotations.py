"""Whether numbers are a rotation, and in what way they are not."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from manifestry.text import quote

TOLERANCE: Final = 0.01
MAX_ANGLE: Final = 2.1 * math.pi

_PLACES: Final = ("first", "second", "third")


class Fault(NamedTuple):
    """What is wrong, and how to mend it."""

    message: str
    help: str | None = None


class Better(NamedTuple):
    """The parts that are to be others, by key or number, and what makes them so."""

    parts: Mapping[str | int, object]
    title: str


def fault_of_rotation(rotation: object) -> Fault | None:
    """What is wrong with a quaternion, three angles or nine numbers; None also for no rotation.

    >>> fault_of_rotation({"x": 0, "y": 0, "z": 0, "w": 2}).message
    '"w" of the quaternion must be a number from -1 to 1, got 2'
    """
    if isinstance(rotation, list):
        numbers = _numbers(rotation)
        return None if numbers is None or len(numbers) != 9 else _fault_of_matrix(numbers)
    if not isinstance(rotation, dict):
        return None
    keys = ("x", "y", "z", "w") if "w" in rotation else ("x", "y", "z")
    numbers = _numbers(rotation.get(key) for key in keys)
    if numbers is None:
        return None
    limit = 1.0 if len(keys) == 4 else MAX_ANGLE
    for key, number in zip(keys, numbers, strict=True):
        if not abs(number) <= limit:
            return _out_of_range(key, rotation[key], len(keys))
    length = math.hypot(*numbers)
    if len(keys) == 4 and not abs(length - 1) <= TOLERANCE:
        return Fault(f"the quaternion has length {length:.6g}, not 1", _normalised(numbers, length))
    return None


def _out_of_range(key: str, value: object, count: int) -> Fault:
    if count == 4:
        return Fault(f'"{key}" of the quaternion must be a number from -1 to 1, got {quote(value)}')
    return Fault(
        f'the angle "{key}" must be within 2.1 pi either way, in radians, got {quote(value)}',
        "Multiply degrees by pi / 180.",
    )


def _normalised(numbers: list[float], length: float) -> str | None:
    if length == 0:
        return "The quaternion of no turn is x 0, y 0, z 0, w 1."
    parts = (f"{key} {number / length:.6g}" for key, number in zip("xyzw", numbers, strict=True))
    return f"Divide its parts by its length: {', '.join(parts)}."


def fault_of_matrix4(values: list[object]) -> Fault | None:
    """What is wrong with the 16 numbers of a pose; None also if they are not 16 numbers."""
    numbers = _numbers(values)
    if numbers is None or len(numbers) != 16:
        return None
    rows = (numbers[3], numbers[7], numbers[11])
    if any(rows) or numbers[15] != 1:
        if numbers[12:] == [0, 0, 0, 1]:
            return Fault(
                "the matrix is written row by row, it must be column by column",
                "Transpose the matrix: its position belongs to the last four numbers.",
            )
        return Fault(
            "the fourth, eighth and twelfth number of the matrix must be 0 and the last 1, got "
            + ", ".join(quote(values[index]) for index in (3, 7, 11, 15))
        )
    return _fault_of_matrix([*numbers[0:3], *numbers[4:7], *numbers[8:11]])


def _fault_of_matrix(numbers: list[float]) -> Fault | None:
    columns = [numbers[0:3], numbers[3:6], numbers[6:9]]
    for place, column in zip(_PLACES, columns, strict=True):
        length = math.hypot(*column)
        if not abs(length - 1) <= TOLERANCE:
            return Fault(f"the {place} column of the matrix has length {length:.6g}, not 1")
    for first, second in ((0, 1), (0, 2), (1, 2)):
        product = sum(a * b for a, b in zip(columns[first], columns[second], strict=True))
        if not abs(product) <= TOLERANCE:
            names = f"{_PLACES[first]} and the {_PLACES[second]}"
            return Fault(f"the {names} column of the matrix are not at right angles")
    (a, b, c), (d, e, f), (g, h, i) = columns
    determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    if not abs(determinant - 1) <= TOLERANCE:
        return Fault(
            f"the matrix mirrors: its determinant is {determinant:.6g}, not 1",
            "Turn the sign of one column, after making sure of the convention of the axes.",
        )
    return None


def better_rotation(rotation: object) -> Better | None:
    """What a faulty quaternion, or faulty angles, most likely should be."""
    if not isinstance(rotation, dict):
        return None
    keys = ("x", "y", "z", "w") if "w" in rotation else ("x", "y", "z")
    numbers = _numbers(rotation.get(key) for key in keys)
    length = 0.0 if numbers is None else math.hypot(*numbers)
    if numbers is None or not 0 < length < math.inf:
        return None
    if len(keys) == 4:
        title, factor = "divide the quaternion by its length", 1 / length
    else:
        title, factor = "write the angles in radians, for they look like degrees", math.pi / 180
    # A zero stays as it is written.
    parts: dict[str | int, object] = {
        key: round(it * factor, 9) for key, it in zip(keys, numbers, strict=True) if it
    }
    is_right = fault_of_rotation({**rotation, **parts}) is None
    return Better(parts, title) if is_right and max(map(abs, numbers)) <= _MOST else None


_MOST: Final = 1000  # neither a quaternion nor degrees of any use


def better_matrix4(values: list[object]) -> Better | None:
    """The columns of a matrix that was written row by row."""
    if len(values) != 16:
        return None
    turned = [values[4 * (index % 4) + index // 4] for index in range(16)]
    if fault_of_matrix4(values) is None or fault_of_matrix4(turned) is not None:
        return None
    return Better(
        {index: it for index, it in enumerate(turned) if it != values[index]},
        "transpose the matrix",
    )


def _numbers(values: Iterable[object]) -> list[float] | None:
    """The values as floats, or None if one of them is not a number."""
    found = []
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        try:
            found.append(float(value))
        except OverflowError:
            found.append(math.inf)
    return found
