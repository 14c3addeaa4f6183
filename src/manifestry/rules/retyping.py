"""Values of the wrong JSON type as values of the right one, where both say the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from manifestry.document.numbers import loses_digits
from manifestry.rules.base import SchemaError
from manifestry.rules.patch import Patch, Raw, replace

_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\Z")
_WHOLE: Final = re.compile(r"(-?(?:0|[1-9][0-9]*))(?:\.0+)?\Z")
_TRUTHS: Final = {"true": True, "false": False}
_LONGEST: Final = 40  # nobody writes a number of more digits
_TEXTS: Final = ("title", "label")
"""Keys of free texts, which may well be a number."""

_MIGHTY: Final = ("upsert_metadata",)
"""A flag that changes what every item has to say, which nobody should set by the way."""


def retyped(error: SchemaError) -> Patch | None:
    """What gives a value the type that a schema asks for; None if it is not certain how."""
    wanted = error.schema.get("type")
    types = wanted if isinstance(wanted, list) else [wanted]
    value, path = error.value, error.path
    if isinstance(value, str) and len(value) <= _LONGEST:
        text = value.strip()
        if "boolean" in types and text.casefold() in _TRUTHS:
            return None if path == _MIGHTY else replace(path, _TRUTHS[text.casefold()])
        number = _number_in(text, whole="number" not in types)
        if number is not None and not {"number", "integer"}.isdisjoint(types):
            return replace(path, Raw(number)) if _is_within(float(number), error.schema) else None
    elif isinstance(value, bool):
        return None
    elif isinstance(value, int) and abs(value) < 10**_LONGEST:
        if "boolean" in types and value in (0, 1):
            return None if path == _MIGHTY else replace(path, bool(value), safe=False)
        if "string" in types and path and path[-1] in _TEXTS:
            return replace(path, str(value))
    return None


def _number_in(text: str, *, whole: bool) -> str | None:
    """The digits of a number in a string, if a number with them says the same.

    >>> _number_in("29.970", whole=False), _number_in("25.0", whole=True)
    ('29.970', '25')
    >>> _number_in("25.5", whole=True), _number_in("007", whole=True)
    (None, None)
    """
    match = (_WHOLE if whole else _NUMBER).match(text)
    if match is None or loses_digits(text.encode()):
        return None
    return match[1] if whole else text


def _is_within(number: float, schema: Mapping[str, object]) -> bool:
    """Whether a number is in the range that a schema allows."""
    least, above = schema.get("minimum", number), schema.get("exclusiveMinimum")
    most, below = schema.get("maximum", number), schema.get("exclusiveMaximum")
    bounds = (least, most, above, below)
    if not all(bound is None or isinstance(bound, int | float) for bound in bounds):
        return False
    return (
        least <= number <= most  # type: ignore[operator]
        and (above is None or number > above)  # type: ignore[operator]
        and (below is None or number < below)  # type: ignore[operator]
    )
