"""Values that do not fit their key's type, written so that they do, where that is clear.

Whoever asks looks whether the new value fits; here nothing is known of limits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple

from manifestry.document.numbers import loses_digits
from manifestry.formats.encord.metadata import datetimes, places
from manifestry.formats.encord.metadata.types import (
    Embedding,
    Enum,
    Geospatial,
    KeyType,
    Scalar,
    Tombstone,
)
from manifestry.formats.encord.metadata.words import NUMBERS
from manifestry.rules.patch import Operation, Raw, Remove, Replace
from manifestry.spelling import fold


class Mend(NamedTuple):
    """What a value would be, the operations on it that make it so, and how certain that is."""

    value: object
    operations: tuple[Operation, ...]
    safe: bool
    title: str | None = None


def mended(type_: KeyType, value: Any) -> Mend | None:
    """How a value under a key of that type can be mended; None if nobody can tell."""
    if isinstance(type_, Tombstone):
        return Mend(None, (Remove(()),), safe=False)
    if isinstance(type_, Geospatial):
        return _geospatial(value)
    if isinstance(value, str) and value.strip().lower() in _NOTHINGS and not _is_text(type_):
        return _written(None, safe=False)
    match type_:
        case Scalar(hint=hint):
            found = _SCALARS[hint](type_, value)
        case Enum(values=tuple(values)):
            found = _enum(values, value)
        case Embedding():
            found = _embedding(value)
        case _:
            found = None
    return found


_NOTHINGS: Final = frozenset({"", "-", "n/a", "na", "nan", "nil", "none", "null"})
"""What people write where there is no value."""


def _is_text(type_: KeyType) -> bool:
    return isinstance(type_, Scalar) and type_.hint in ("varchar", "text")


def _written(value: object, *, safe: bool = True, title: str | None = None) -> Mend:
    return Mend(value, (Replace((), value),), safe, title)


# --- numbers ----------------------------------------------------------------------------------

_NUMERAL: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<zeros>0*+)(?P<whole>[0-9]*+)(?:\.(?P<part>[0-9]*+))?+"
    r"(?P<power>(?:[eE][+-]?[0-9]++)?)\Z"
)
_MAX_DIGITS: Final = 400


def numeral(text: str) -> tuple[Raw, bool] | None:
    """The number that a text says, as JSON, and whether it certainly says no more than that.

    None as well where a double could not hold it.

    >>> numeral(" +2.50 "), numeral("007"), numeral("1,5"), numeral("12345678901234567")
    (('2.50', True), ('7', False), None, None)
    """
    found = _NUMERAL.match(text.strip()) if len(text) <= _MAX_DIGITS else None
    if found is None or not (found["zeros"] or found["whole"] or found["part"]):
        return None
    sign = found["sign"].replace("+", "")
    part = f".{found['part']}" if found["part"] else ""
    literal = f"{sign}{found['whole'] or '0'}{part}{found['power']}"
    if loses_digits(literal.encode()):
        return None
    # A number that begins with zeros may be a name that they belong to.
    return Raw(literal), len(found["zeros"]) <= (not found["whole"])


def _number(_: Scalar, value: Any) -> Mend | None:
    found = numeral(value) if isinstance(value, str) else None
    if found is None:
        return None
    literal, safe = found
    return Mend(float(literal), (Replace((), literal),), safe)


# --- the other scalars ------------------------------------------------------------------------

_TRUTHS: Final = {
    **dict.fromkeys(("true", "yes", "y", "t", "on", "1"), True),
    **dict.fromkeys(("false", "no", "n", "f", "off", "0"), False),
}


def _boolean(_: Scalar, value: Any) -> Mend | None:
    if type(value) is int and value in (0, 1):
        return _written(bool(value))
    word = value.strip().lower() if isinstance(value, str) else ""
    return _written(_TRUTHS[word], safe=word in ("true", "false")) if word in _TRUTHS else None


def _text(_: Scalar, value: Any) -> Mend | None:
    # Of a number with a point or an exponent nobody knows here how it was written.
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) < 10**40):
        return _written(json.dumps(value))
    return None


def _datetime(_: Scalar, value: Any) -> Mend | None:
    if type(value) in NUMBERS:
        return _epoch(float(value)) if 10**8 < value < 10**14 else None
    if not isinstance(value, str):
        return None
    if _EPOCH.match(value):
        return _epoch(float(value))
    if datetimes.is_zoned(value) is False:
        return _written(datetimes.usual(f"{value}Z"), safe=False)
    found = datetimes.corrected(value)
    if found is None:
        return None
    title = None
    if datetimes.day_first_reading(value):
        title = f"Read the date as year, day and month: {found[0]}"
    return _written(found[0], safe=found[1], title=title)


_EPOCH: Final = re.compile(r"[0-9]{9,13}(?:\.[0-9]{1,6})?\Z")
_MILLISECONDS: Final = 10**11  # so many seconds lead into the year 5138


def _epoch(count: float) -> Mend:
    seconds = count if count < _MILLISECONDS else count / 1000
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return _written(moment.isoformat(), safe=False)


def _uuid(_: Scalar, value: Any) -> Mend | None:
    if not isinstance(value, str):
        return None
    bare = value.strip()
    bare = (bare[9:] if bare[:9].lower() == "urn:uuid:" else bare).strip("{}").lower()
    if not _UUID.match(bare):
        return None
    digits = bare.replace("-", "")
    return _written("-".join(digits[a:b] for a, b in _GROUPS))


_UUID: Final = re.compile(r"(?:[0-9a-f]{4}-?){8}\Z")
_GROUPS: Final = ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32))

_SCALARS: Final[dict[str, Callable[[Scalar, Any], Mend | None]]] = {
    "number": _number,
    "boolean": _boolean,
    "varchar": _text,
    "text": _text,
    "datetime": _datetime,
    "uuid": _uuid,
}


# --- the rest ---------------------------------------------------------------------------------


def _enum(values: tuple[str, ...], value: Any) -> Mend | None:
    if type(value) is int and abs(value) < 10**40:
        return _written(str(value))
    if not isinstance(value, str):
        return None
    exact, near = _spellings(values)
    meant = exact.get(" ".join(value.casefold().split()))
    if meant is not None:
        return _written(meant)
    meant = near.get(fold(value.strip()))
    return None if meant is None else _written(meant, safe=False)


@lru_cache(maxsize=64)
def _spellings(values: tuple[str, ...]) -> tuple[dict[str, str | None], dict[str, str | None]]:
    """The values by what is left of them without capitals, and also without `-`, `_` and blanks.

    None for what several of them come down to.
    """
    exact: dict[str, str | None] = {}
    near: dict[str, str | None] = {}
    for value in dict.fromkeys(values):
        for known, word in ((exact, " ".join(value.casefold().split())), (near, fold(value))):
            known[word] = None if word in known else value
    return exact, near


def _geospatial(value: Any) -> Mend | None:
    operations = places.exchanged(value)
    title = "Exchange latitude and longitude"
    return Mend(None, operations, safe=False, title=title) if operations else None


_JSON_NUMBER: Final = r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+"
_VECTOR: Final = re.compile(
    rf"\[[ \t\r\n]*+{_JSON_NUMBER}[ \t\r\n]*+(?:,[ \t\r\n]*+{_JSON_NUMBER}[ \t\r\n]*+)*+\]\Z"
)


def _embedding(value: Any) -> Mend | None:
    if isinstance(value, str):
        text = value.strip()
        if not _VECTOR.match(text) or any(
            loses_digits(each.strip().encode()) for each in text[1:-1].split(",")
        ):
            return None
        return Mend(json.loads(text), (Replace((), Raw(text)),), safe=True)
    if not isinstance(value, list):
        return None
    numbers, operations, safe = [*value], list[Operation](), True
    for index, entry in enumerate(value):
        if type(entry) in NUMBERS:
            continue
        found = numeral(entry) if isinstance(entry, str) else None
        if found is None:
            return None
        numbers[index] = float(found[0])
        operations.append(Replace((index,), found[0]))
        safe = safe and found[1]
    return Mend(numbers, tuple(operations), safe) if operations else None
