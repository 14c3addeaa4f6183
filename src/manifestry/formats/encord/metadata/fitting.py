"""Quick tests whether a value fits its key's type and nothing is to be said of it.

They run for every value of every item. What one refuses is looked at by `judging`, which
finds the words; a property test holds the two together. Null fits everywhere: it says that
there is no value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from manifestry.formats.encord.metadata import datetimes
from manifestry.formats.encord.metadata.types import Embedding, Enum, KeyType, Scalar
from manifestry.formats.encord.metadata.words import NUMBERS

Fits = Callable[[Any], bool]

MAX_F32: Final = 3.4028235677973366e38
"""From here on a number is infinite in single precision."""

UUID4: Final = re.compile(
    r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-4[0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}\Z"
)
TRUTH: Final = frozenset({"true", "false"})


def fitting(type_: KeyType) -> Fits:
    """The quick test of a type."""
    fits: Fits
    match type_:
        case Scalar(hint="number", format="F32"):
            fits = _number32
        case Scalar(hint="varchar", max_length=most):
            fits = _short(most)
        case Scalar(hint=hint):
            fits = _SCALARS[hint]
        case Enum(values=tuple(values)):
            fits = _one_of(frozenset(values))
        case Enum():
            fits = _text
        case Embedding(size=size):
            fits = _vector(size)
        case _:  # of the rest nobody knows the form, and what is deleted fits nothing
            fits = nothing
    return fits


# Months of 31 and of 30 days, and February without the 29th, of which only a calendar tells.
_DAY: Final = (
    r"(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_MOMENT: Final = (
    rf"^[12][0-9]{{3}}-{_DAY}(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{{1,6}})?)?"
    r"(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9]))?$"
)


def as_schema(type_: KeyType) -> dict[str, Any] | None:
    """A JSON Schema of values that the quick test of a type passes; None if there is none.

    It may refuse more than the test does: what it takes, the test must take.
    """
    schema: dict[str, Any] | None = None
    match type_:
        case Scalar(hint="number", format="F64"):
            schema = {"type": ["number", "null"]}
        case Scalar(hint="boolean"):
            schema = {"type": ["boolean", "null"]}
        case Scalar(hint="varchar", max_length=most):
            schema = {"type": ["string", "null"], "maxLength": most}
        case Scalar(hint="text") | Enum(values=None):
            schema = {"type": ["string", "null"]}
        case Scalar(hint="datetime"):
            schema = {"type": ["string", "null"], "pattern": _MOMENT}
        case Scalar(hint="uuid"):
            schema = {
                "type": ["string", "null"],
                "pattern": f"^{UUID4.pattern.removesuffix(_END)}$",
            }
        case Enum(values=tuple(values)):
            schema = {"enum": [*values, None]}
        case Embedding(size=int(size)):
            vector = {"items": {"type": "number"}, "minItems": size, "maxItems": size}
            schema = {"type": ["array", "null"], **vector}
    return schema


_END: Final = r"\Z"


def _short(most: int) -> Fits:
    return lambda value: value is None or (type(value) is str and len(value) <= most)


def _one_of(known: frozenset[str]) -> Fits:
    return lambda value: value is None or (type(value) is str and value in known)


def _vector(size: int | None) -> Fits:
    def fits(value: Any) -> bool:
        if type(value) is not list:
            return value is None
        return (size is None or len(value) == size) and NUMBERS.issuperset(map(type, value))

    return fits


def nothing(value: Any) -> bool:
    """The test that only null passes."""
    return value is None


def _number(value: Any) -> bool:
    return type(value) in NUMBERS or value is None


def _number32(value: Any) -> bool:
    return value is None or (type(value) in NUMBERS and -MAX_F32 < value < MAX_F32)


def _boolean(value: Any) -> bool:
    return value is True or value is False or value is None or value in ("true", "false")


def _text(value: Any) -> bool:
    return type(value) is str or value is None


def _datetime(value: Any) -> bool:
    return datetimes.is_plain(value) if type(value) is str else value is None


def _uuid(value: Any) -> bool:
    return UUID4.match(value) is not None if type(value) is str else value is None


_SCALARS: Final[dict[str, Fits]] = {
    "number": _number,
    "boolean": _boolean,
    "text": _text,
    "datetime": _datetime,
    "uuid": _uuid,
}
