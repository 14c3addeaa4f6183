"""Number literals."""

from __future__ import annotations

import json
import math
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from manifestry.document.numbers import loses_digits, read_number


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("0", 0),
        ("-0", 0),
        ("-0.0", -0.0),
        ("25", 25),
        ("1.0", 1.0),
        ("1E2", 100.0),
        ("-2.5e-3", -0.0025),
        ("9007199254740992", 2**53),
        ("100000000000000000000", 10**20),
        ("1e308", 1e308),
        ("5e-324", 5e-324),
        ("0e999999999999999999999", 0.0),
        ("0.000000000000000000000000", 0.0),
        ("0.12345678901234567", 0.12345678901234567),
        ("0.1000000000000000055511151231257827", 0.1),
        ("1.50000000000000000000000000", 1.5),
    ],
)
def test_a_number_that_fits_is_read_as_it_is(literal: str, value: float) -> None:
    """Of the type that Python's own json gives it."""
    number = read_number(literal.encode())
    assert repr(number.value) == repr(value) == repr(json.loads(literal))
    assert number.fault is None


@pytest.mark.parametrize(
    ("literal", "fault", "message"),
    [
        ("9007199254740993", "imprecise-integer", "it would be read as 9007199254740992"),
        ("-9007199254740993", "imprecise-integer", "it would be read as -9007199254740992"),
        ("9" * 300, "imprecise-integer", "99999999999999999999... (300 characters) does not"),
        ("0.123456789012345678", "imprecise-number", "read as 0.12345678901234568"),
        ("12345678901234567890.5", "imprecise-number", "read as 1.2345678901234567e+19"),
        ("1e-400", "imprecise-number", "it would be read as 0.0"),
        ("-1.5e-999999999999999999999", "imprecise-number", "it would be read as -0.0"),
        ("1e309", "number-out-of-range", "1e309 is too large"),
        ("-1E+999999999999999999999", "number-out-of-range", "is too large"),
        ("1" + "0" * 309, "number-out-of-range", "(310 characters) is too large"),
        ("7" * 5000, "number-out-of-range", "(5,000 characters) is too large"),
        ("0." + "3" * 5000, "imprecise-number", "(5,002 characters) does not fit"),
    ],
)
def test_a_number_that_does_not_fit_is_faulted(literal: str, fault: str, message: str) -> None:
    """And read as near to what was meant as can be."""
    number = read_number(literal.encode())
    assert number.fault == fault
    assert message in number.message
    if fault == "imprecise-integer":
        assert number.value == int(literal)
    elif fault == "imprecise-number":
        assert number.value == float(literal)
    else:
        assert isinstance(number.value, int)
        assert (number.value < 0) == literal.startswith("-")


@settings(deadline=None)
@given(st.integers(-(10**40), 10**40) | st.integers(-(2**60), 2**60))
@example(2**53 + 1)
def test_an_integer_is_faulted_if_a_double_changes_it(value: int) -> None:
    """That is all, however large it is."""
    assert loses_digits(str(value).encode()) == (int(float(value)) != value)
    assert read_number(str(value).encode()).value == value


DIGITS = st.text("0123456789", min_size=1, max_size=40)


@settings(deadline=None)
@given(
    st.sampled_from(["", "-"]), st.integers(0, 10**25) | st.just(0), DIGITS, st.integers(-350, 350)
)
@example("", 0, "1000000000000000055511151231257827", 0)
def test_a_decimal_is_faulted_if_digits_beyond_the_17th_are_lost(
    sign: str, whole: int, digits: str, exponent: int
) -> None:
    """Fewer are what a double gives back when it is written again."""
    literal = f"{sign}{whole}.{digits}e{exponent}"
    double = float(literal)
    if math.isinf(double):
        expected = True
    elif double == 0:
        expected = bool(Fraction(literal))
    else:
        written = f"{whole}{digits}".strip("0")
        zeros = len(digits) - len(digits.rstrip("0"))
        unit = Fraction(10) ** (exponent - len(digits) + zeros)  # what the last digit counts
        far = abs(Fraction(literal) - Fraction(double)) > unit / 2
        expected = len(written) > 17 and far
    assert loses_digits(literal.encode()) == expected


@pytest.mark.parametrize("text", [b"", b"-", b".", b"1.2.3.4.5.6.7.8.9.10", b"1e", b"e5", b"1e--5"])
def test_what_is_no_number_loses_nothing(text: bytes) -> None:
    """It is asked about whatever looks a little like one, inside strings too."""
    assert not loses_digits(text)
    assert not loses_digits(b"0" * 20 + text + b"." * 20)


def test_leading_zeros_are_no_digits() -> None:
    """No number has them, but what looks like one inside a string may."""
    assert not loses_digits(b"0" * 5000 + b"1")
    assert loses_digits(b"0" * 5000 + b"1234567890123456789")
