"""Dates and times: which texts are ISO 8601, and what is wrong with one that is not.

The standard library's parser is fast but reads more than ISO 8601 and, from one version of
Python to the next, not the same; so it is only given the usual form. dateutil's `isoparse` has
the last word on the rest: basic forms, week dates, ordinal dates, 24:00, commas.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final, NamedTuple

_USUAL: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?P<time>[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?)?\Z"
)
# What isoparse reads as well, though it is no whole date (2024-07, 2024-W05) or has no "T".
_WHOLE: Final = re.compile(
    r"(?:[0-9]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-?W[0-9]{2}-?[1-7]|[0-9]{4}-?[0-9]{3})"
    r"(?:[Tt ](?P<time>[0-9:.,]+(?P<zone>[Zz]|[+-][0-9:]+)?))?\Z",
    re.ASCII,
)
_PARTIAL: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}|-?W[0-9]{2})?\Z")
_LEAP_SECOND: Final = re.compile(r"[Tt ][0-9]{2}:?[0-9]{2}:?60(?![0-9])")
_EPOCH: Final = re.compile(r"[0-9]{9,13}(?:\.[0-9]+)?\Z")


class Reading(NamedTuple):
    """What a text is as a date: `fault` says why it is none, `zoned` if no zone is missing.

    A date without a time needs no zone.
    """

    zoned: bool
    fault: str | None = None


def is_plain(text: str) -> bool:
    """Whether a text is a date, or a date and time with its zone, in the usual form."""
    found = _USUAL.match(text)
    if found is None or (found["time"] is not None and found["zone"] is None):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def read(text: str) -> Reading:
    """Reads a text as ISO 8601.

    >>> read("2024-W05-1"), read("2024-07-18T16:04:26").zoned
    (Reading(zoned=True, fault=None), False)
    >>> read("2023-02-29").fault
    'there is no such day or time'
    """
    zoned = is_zoned(text)
    if zoned is not None:
        return Reading(zoned)
    return Reading(zoned=True, fault=_fault(text, iso=_WHOLE.match(text) is not None))


def is_zoned(text: str) -> bool | None:
    """Whether a date lacks no zone; None for a text that is no date. Quicker than `read`.

    >>> is_zoned("2024-07-18"), is_zoned("2024-07-18T16:04:26"), is_zoned("n/a")
    (True, False, None)
    """
    found = _WHOLE.match(text)
    if found is None or not _parses(text):
        return None
    return found["time"] is None or found["zone"] is not None


def _parses(text: str) -> bool:
    from dateutil.parser import isoparse

    try:
        isoparse(text)
    except (ValueError, OverflowError):  # the latter for the end of the year 9999
        return False
    return True


def _fault(text: str, *, iso: bool) -> str:
    """Why a text is no date."""
    swapped = day_first_reading(text)
    known = (
        (swapped, f"there is no such month; as year, day and month it would be {swapped}"),
        (_LEAP_SECOND.search(text), "it is in a leap second, which hardly any program can read"),
        (text.startswith("0000"), "there is no year 0"),
        (iso, "there is no such day or time"),
        (_PARTIAL.match(text), "it is no whole date"),
        (_EPOCH.match(text), "it looks like seconds or milliseconds since 1970"),
    )
    for applies, words in known:
        if applies:
            return words
    body, zone = _parted(text) if len(text) <= _LONGEST else (text, "")
    readings = [f"{each}{zone}" if ":" in each else each for each in _guesses(body)]
    if len(readings) > 1:
        return f"it could be {' or '.join(readings)}"
    return f"it seems to be {readings[0]}" if readings else "it is not in ISO 8601"


def day_first_reading(text: str) -> str | None:
    """What a date from its year is if its month, which is none, is read as the day.

    It may as well be a slip of the pen. None for all other texts.

    >>> day_first_reading("2024-13-02"), day_first_reading("2024-12-02")
    ('2024-02-13', None)
    """
    if len(text) > _LONGEST or not _NO_MONTH.match(text):
        return None
    found = corrected(text)
    return found and found[0]


def corrected(text: str) -> tuple[str, bool] | None:
    """The moment that a text which is no date was meant as, and whether that is certain.

    None where nobody can tell, or where day and month may have changed places.

    >>> corrected("18.07.2024"), corrected("July 8, 2024 4:04 pm +02:00"), corrected("7/8/2024")
    (('2024-07-18', True), ('2024-07-08T16:04:00+02:00', True), None)
    """
    if len(text) > _LONGEST:
        return None
    text = text.strip()
    leap = _LEAP_SECOND.search(text)
    if leap is not None:  # the second before it, which is as near as can be
        plain = f"{text[: leap.end() - 2]}59{text[leap.end() :]}"
        return (plain, False) if is_zoned(plain) else None
    body, zone = _parted(text)
    from_year = _FROM_YEAR.sub(r"\1-\2-\3", body)
    found = from_year if is_zoned(from_year) is not None else _only_guess(body)
    if found is None:
        return None
    is_timed = ":" in body
    if is_timed and ":" not in found:
        found += "T00:00:00"  # midnight, which was written
    whole = usual(found + (zone or "Z" if is_timed else ""))
    certain = (
        (bool(zone) or not is_timed)
        and not _NO_MONTH.match(body)
        and (from_year == body or len(_guesses(body)) == 1)
    )
    return (whole, certain) if is_zoned(whole) else None


def usual(text: str) -> str:
    """A date and time with "T" between the two, and with seconds if it had a blank there.

    >>> usual("2024-12-25 10:00Z"), usual("2024-12-25T10:00Z")
    ('2024-12-25T10:00:00Z', '2024-12-25T10:00Z')
    """
    return _BLANK_BEFORE_TIME.sub(lambda found: f"{found[1]}T{found[2]}{found[3] or ':00'}", text)


def _parted(text: str) -> tuple[str, str]:
    """A text without the zone behind its time, and the zone as ISO 8601 writes it."""
    end = _ZONE.search(text)
    if end is None or ":" not in text[: end.start()]:
        return text, ""
    zone = "Z" if end["hours"] is None else f"{end['hours']}:{end['minutes']}"
    return text[: end.start()], zone


_LONGEST: Final = 60
_ZONE: Final = re.compile(
    r"[ ]*+(?:Z|UTC|GMT|(?P<hours>[+-][0-9]{2}):?(?P<minutes>[0-9]{2}))\Z", re.IGNORECASE
)
_NO_MONTH: Final = re.compile(
    r"\s{0,9}[12][0-9]{3}[^\w]{1,3}(?:1[3-9]|[2-9][0-9])[^\w]{1,3}[0-9]", re.ASCII
)
_BLANK_BEFORE_TIME: Final = re.compile(
    r"\A([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{2}:[0-9]{2})(:[0-9]{2})?"
)
_FROM_YEAR: Final = re.compile(r"\A([12][0-9]{3})[/.]([0-9]{2})[/.]([0-9]{2})(?![0-9])")
_YEAR: Final = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")
_WORDS: Final = re.compile(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|[ap]m|t|st|nd|rd|th)\Z",
    re.IGNORECASE,
)


def _only_guess(text: str) -> str | None:
    """The one day or moment a text says, if all in it is understood."""
    words = re.findall(r"[^\W\d_]+", text)
    # Years of two digits, and names of zones, are read by what this machine's clock says.
    if not text.isascii() or len(_YEAR.findall(text)) != 1 or not all(map(_WORDS.match, words)):
        return None
    guesses = _guesses(text)
    return guesses[0] if len(guesses) == 1 else None


def _guesses(text: str) -> list[str]:
    """The days or moments a person may have meant; none where the text leaves a part open."""
    from dateutil.parser import parse

    if len(text) > _LONGEST or not any(char.isdigit() for char in text):
        return []
    guesses: dict[str, None] = {}
    for day_first in (False, True):
        try:
            # Read twice over different days: what is left open comes out differently.
            one, other = (
                parse(text, default=default, dayfirst=day_first, ignoretz=True)
                for default in (datetime(2000, 1, 1), datetime(2001, 2, 2))  # noqa: DTZ001
            )
        except (ValueError, OverflowError):
            continue
        if one == other:
            moment = one.isoformat()
            guesses[moment.removesuffix("T00:00:00")] = None
    return [*guesses]
