"""Number literals, and whether a double can hold what they say."""

from __future__ import annotations

import math
from typing import NamedTuple

_SIGNIFICANT = 17
"""A double never needs more decimal digits than this to be told from its neighbours."""

_HUGE = 10**400  # stands for an integer or exponent that no double can hold


class Number(NamedTuple):
    """What a literal is read as; `fault` names the document rule it breaks, if any."""

    value: int | float
    fault: str | None = None
    message: str = ""


def read_number(literal: bytes) -> Number:
    """Reads a literal that is well-formed JSON.

    Integers stay exact, all else becomes a double. Both are faulted when a double, which
    is what most readers of JSON make of them, cannot hold the value: beyond 1.8e308 as
    `number-out-of-range`, integers that change as `imprecise-integer`, decimals that lose
    digits they had beyond the 17th as `imprecise-number`.
    """
    text = literal.decode()
    if not loses_digits(literal):
        return Number(int(text) if text.lstrip("-").isdigit() else float(text))
    double = float(text)
    if math.isinf(double):
        huge = -_HUGE if text[0] == "-" else _HUGE
        return Number(huge, "number-out-of-range", f"{_cut(text)} is too large for a number")
    whole = text.lstrip("-").isdigit()
    kept = _cut(str(int(double) if whole else double))
    message = f"{_cut(text)} does not fit a double exactly: it would be read as {kept}"
    if whole:
        return Number(int(text), "imprecise-integer", message)
    return Number(double, "imprecise-number", message)


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:20]}... ({len(text):,} characters)"


def loses_digits(literal: bytes) -> bool:
    """Whether a double cannot hold what a literal says. False as well for what is no literal."""
    if len(literal) < 16 and b"e" not in literal and b"E" not in literal:
        return False  # every number of 15 digits fits
    try:
        double = float(literal)
    except ValueError:
        return False
    if math.isinf(double):
        return True
    mantissa = literal.lstrip(b"+-").lower().partition(b"e")[0]
    digits = mantissa.replace(b".", b"").lstrip(b"0")
    if double == 0:
        return bool(digits)
    if mantissa == literal.lstrip(b"-") and b"." not in mantissa:
        # Leading zeros stand in no number, but in what looks like one inside a string.
        return len(digits) > 15 and int(abs(double)) != int(digits)
    digits = digits.rstrip(b"0")
    return len(digits) > _SIGNIFICANT and _changes(literal, double, len(digits))


def _changes(literal: bytes, double: float, digits: int) -> bool:
    """Whether a double, written with so many digits, is not what the literal says."""
    from decimal import Decimal, localcontext  # late, for it is seldom needed

    with localcontext(prec=digits):
        return Decimal(literal.decode()) != +Decimal(double)
