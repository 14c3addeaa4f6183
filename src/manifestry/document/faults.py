"""What is wrong where a text cannot be read on, in the words that help most.

None stands for what may turn out well, or otherwise, once more of the document is there.
"""

from __future__ import annotations

import re
from typing import Final

from manifestry.document.mending import plain_number
from manifestry.document.nodes import Fault, Remark, Splice
from manifestry.document.strings import not_utf8
from manifestry.text import quote

WORD: Final = re.compile(rb"[-+.0-9A-Za-z_$\x80-\xff]+")
"""What is read as one word outside strings, whatever it is."""

_OF_NUMBERS: Final = b"-+.0123456789"


def bad_word(data: bytes, word: bytes, start: int) -> Fault:
    """The fault of a word that is no value."""
    try:
        text = word.decode()
    except UnicodeDecodeError as error:
        return not_utf8(data, start + error.start, error)
    end = start + len(word)
    if word[:1] in _OF_NUMBERS:
        message = f"{quote(text)} is no number in JSON"
        return Fault(Remark("bad-number", start, end, message, mends=plain_number(word, start)))
    if text.lower() in ("true", "false", "null", "none", "undefined"):
        hint = {"none": "null", "undefined": "null"}.get(text.lower(), text.lower())
        message = f"{quote(text)} is no value in JSON: write {hint}"
    else:
        message = f"{quote(text)} is not in double quotes"
    return Fault(Remark("bad-value", start, end, message))


def no_key(data: bytes, pos: int, *, final: bool) -> Fault | None:
    """The fault of what stands where a key should."""
    word = WORD.match(data, pos)
    if word is None or word.group()[:1] in _OF_NUMBERS:
        mends = surplus_comma(data, pos)
        return unexpected(data, pos, "a key in double quotes", mends, final=final)
    if word.end() == len(data) and not final:
        return None
    try:
        shown = quote(word.group().decode())
    except UnicodeDecodeError as error:
        return not_utf8(data, pos + error.start, error)
    message = f"the key {shown} is not in double quotes"
    return Fault(Remark("unquoted-key", pos, word.end(), message))


def surplus_comma(data: bytes, pos: int) -> tuple[Splice, ...]:
    """What mends a comma where nothing of the kind should be."""
    return (Splice(pos, pos + 1, ""),) if data[pos] == 0x2C else ()


def unexpected(
    data: bytes, pos: int, wanted: str, mends: tuple[Splice, ...] = (), *, final: bool
) -> Fault | None:
    """The fault of a byte that cannot stand where it does."""
    if data[pos] == 0x27:
        return Fault(Remark("single-quotes", pos, pos + 1, "JSON strings stand in double quotes"))
    end = pos + 1
    while end < len(data) and 0x80 <= data[end] < 0xC0:
        end += 1
    if end == len(data) and not final:
        return None
    try:
        character = data[pos:end].decode()
    except UnicodeDecodeError as error:
        return not_utf8(data, pos + error.start, error)
    if character == '"':
        shown = "a double quote"
    else:
        shown = quote(character) if character.isprintable() else f"U+{ord(character):04X}"
    message = f"{shown} where {wanted} should be"
    return Fault(Remark("unexpected-character", pos, end, message, mends=mends))
