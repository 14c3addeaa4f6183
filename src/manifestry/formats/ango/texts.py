"""Texts that stand for other values."""

from __future__ import annotations


def as_text(value: object) -> str | None:
    """A whole number or a truth value as a text; None for all else, and for a huge number.

    Of other numbers the text would not be certain: 1.50 and 1.5 are the same here.

    >>> as_text(7), as_text(True), as_text(2.5), as_text(None)
    ('7', 'true', None, None)
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if value.bit_length() < 64 else None
    return None
