"""What is wrong with a value that does not fit its key's type, in words.

Each misfit names the rule whose business it is; the rules turn them into findings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from manifestry.formats.encord.metadata import datetimes, places
from manifestry.formats.encord.metadata.fitting import MAX_F32, TRUTH, UUID4
from manifestry.formats.encord.metadata.types import (
    Embedding,
    Enum,
    Geospatial,
    KeyType,
    Scalar,
    Tombstone,
    User,
)
from manifestry.formats.encord.metadata.words import NUMBERS
from manifestry.rules.base import Advice, Path
from manifestry.spelling import did_you_mean
from manifestry.text import quote

NUMERAL: Final = re.compile(
    # Possessive, or a long row of digits before something else would take quadratic time.
    r"\s*+[+-]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?\s*+\Z"
)
"""A number as text, blanks around it allowed."""

_UUID: Final = re.compile(r"(?:[0-9A-Fa-f]{4}-?){8}\Z")
_CANONICAL: Final = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\Z")


class Misfit(NamedTuple):
    """Something to say of a value: the rule by name, the path from the value, the words.

    `message` goes on where the key left off: `"shift" ` + "must be a number, got ...".
    """

    rule: str
    message: str
    path: Path = ()
    help: str | Advice | None = None


def judge(type_: KeyType, value: Any) -> Iterator[Misfit]:
    """What there is to say of a value under a key of that type; nothing if all is well."""
    if value is None:
        return
    match type_:
        case Scalar(hint=hint):
            yield from _SCALARS[hint](type_, value)
        case Enum(values=values):
            yield from _enum(values, value)
        case Embedding(size=size):
            yield from _embedding(size, value)
        case Geospatial():
            yield _geospatial(type_, value)
        case Tombstone(deleted=was):
            gone = "can be restored" if was else "can never be used again"
            yield Misfit("deleted-metadata-key", f"was deleted from the metadata schema; it {gone}")
        case User():
            yield _unverified(type_)


def _mistyped(wanted: str, value: object, help_: str | None = None) -> Misfit:
    message = f"must be {wanted} in the metadata schema, got {quote(value)}"
    return Misfit("metadata-type-mismatch", message, (), help_)


def _number(type_: Scalar, value: Any) -> Iterator[Misfit]:
    if isinstance(value, str) and NUMERAL.match(value):
        help_ = f"Write {value.strip()} without quotes." if len(value) < 40 else None
        yield Misfit("number-in-string", f"is a number in a string, {quote(value)}", (), help_)
    elif type(value) not in NUMBERS:
        yield _mistyped("a number", value)
    elif type_.format == "F32" and not -MAX_F32 < value < MAX_F32:
        message = f"is {quote(value)}, too large for a number in single precision (F32)"
        yield Misfit("number-out-of-format", message)


def _boolean(_: Scalar, value: Any) -> Iterator[Misfit]:
    if isinstance(value, bool) or (isinstance(value, str) and value in TRUTH):
        return
    meant = _TRUTHS.get(value.strip().lower()) if isinstance(value, str) else None
    if type(value) is int and value in (0, 1):
        meant = "true" if value else "false"
    yield _mistyped("true or false", value, meant and f"Write {meant} without quotes.")


_TRUTHS: Final = {
    **dict.fromkeys(("true", "yes", "y", "t", "on", "1"), "true"),
    **dict.fromkeys(("false", "no", "n", "f", "off", "0"), "false"),
}


def _varchar(type_: Scalar, value: Any) -> Iterator[Misfit]:
    if not isinstance(value, str):
        yield _mistyped("a text", value)
    elif len(value) > type_.max_length:
        message = f"has {len(value):,} characters; a varchar of the schema has at most {type_.max_length:,}"
        yield Misfit("varchar-too-long", message)


def _text(_: Scalar, value: Any) -> Iterator[Misfit]:
    if not isinstance(value, str):
        yield _mistyped("a text", value)


def _datetime(_: Scalar, value: Any) -> Iterator[Misfit]:
    if not isinstance(value, str):
        epoch = type(value) in NUMBERS and 10**8 < value < 10**14
        help_ = "Write the moment as a text, such as 2024-07-18T16:04:26+00:00." if epoch else None
        yield _mistyped("a date and time as text", value, help_)
        return
    reading = datetimes.read(value)
    if reading.fault is not None:
        yield Misfit("malformed-datetime", f"is no date: {quote(value)}, {reading.fault}")
    elif not reading.zoned:
        yield Misfit("datetime-without-zone", f"has a time without a zone: {quote(value)}")


def _uuid(_: Scalar, value: Any) -> Iterator[Misfit]:
    if not isinstance(value, str):
        yield _mistyped("a UUID as text", value)
    elif not _CANONICAL.match(value):
        bare = value.strip()
        bare = (bare[9:] if bare[:9].lower() == "urn:uuid:" else bare).strip("{}")
        help_ = None
        if _UUID.match(bare):
            from uuid import UUID

            help_ = f"Write {UUID(bare)}."
        yield Misfit("malformed-uuid", f"is no UUID: {quote(value)}", (), help_)
    elif not UUID4.match(value):
        message = f"is a UUID, but not of version 4: {quote(value)}"
        yield Misfit("uuid-not-version-4", message)


def _enum(values: tuple[str, ...] | None, value: Any) -> Iterator[Misfit]:
    if not isinstance(value, str):
        yield _mistyped("a text that is one of the enum's values", value)
    elif values is not None and value not in values:
        message = f"is none of the {len(values)} values of its enum: {quote(value)}"
        yield Misfit("unknown-enum-value", message, (), partial(_enum_advice, values, value))


def _enum_advice(values: Sequence[str], value: str) -> str | None:
    meant = did_you_mean(value, values)
    return f"Write {quote(meant)}; values are exact, capitals count." if meant else None


def _embedding(size: int | None, value: Any) -> Iterator[Misfit]:
    if not isinstance(value, list):
        yield _mistyped("an embedding, which is a list of numbers,", value)
        return
    if size is not None and len(value) != size:
        message = f"has {len(value):,} numbers; an embedding of the schema has {size:,}"
        yield Misfit("wrong-embedding-length", message)
        return
    for index, entry in enumerate(value):
        if type(entry) not in NUMBERS:
            message = f"is an embedding; entry {index} must be a number, got {quote(entry)}"
            yield Misfit("metadata-type-mismatch", message, (index,))
            return  # the first one tells enough


def _geospatial(type_: Geospatial, value: Any) -> Misfit:
    fault = places.fault(value)
    if fault is None:
        return _unverified(type_)
    path, message = fault
    return Misfit("coordinates-out-of-range", message, path)


def _unverified(type_: Geospatial | User) -> Misfit:
    message = f"is of type {type_.ty}, whose form is not documented: its values were not checked"
    return Misfit("unverified-metadata-type", message)


_SCALARS: Final[dict[str, Callable[[Scalar, Any], Iterator[Misfit]]]] = {
    "number": _number,
    "boolean": _boolean,
    "varchar": _varchar,
    "text": _text,
    "datetime": _datetime,
    "uuid": _uuid,
}
