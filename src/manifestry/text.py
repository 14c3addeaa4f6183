"""Text from a document on its way to a person: quoted, cut to length, made harmless."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import islice

MAX_QUOTED = 60
"""The most code points of a value that a message shows."""

_HARMFUL = {
    *range(0x20),  # C0 controls, ESC among them
    *range(0x7F, 0xA0),  # DEL and C1 controls
    0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF,
    *range(0x202A, 0x202F), *range(0x2060, 0x2070),  # bidi overrides, isolates, invisibles
    *range(0xD800, 0xE000),  # lone surrogates: no encoding takes them
    *range(0xE0000, 0xE0080),  # tag characters
}  # fmt: skip
_ESCAPES = {code: f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}" for code in _HARMFUL}


def printable(text: str) -> str:
    r"""Text with every control, bidi and invisible character spelt as an escape.

    >>> printable("a\x1b[31mb")
    'a\\u001b[31mb'
    """
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_ESCAPES)


_SECRETS = re.compile(
    # Also where "&" and "/" are spelt as JSON escapes or percent-encoded.
    r"(?i)(?:[?&;#]|\\u0026|%3f|%26)(?:x-amz-(?:signature|credential|security-token)"
    r"|x-goog-(?:signature|credential)|googleaccessid|awsaccesskeyid|key-pair-id|signature|sig"
    r"|policy|token|access_token|auth|api_key|apikey|key|password|secret)=([^&;#\\\"\s]+)"
    r"|:(?:\\?/){2}([^/?#\"\s@:]*+:[^/\"\s]*)(?=@)"
)


def mask_secrets(text: str) -> str:
    """Text with the signatures, tokens and passwords of its URLs struck out, as long as it was.

    >>> mask_secrets("https://me:pw@acme.example/a.mp4?sig=abc&v=1")
    'https://*****@acme.example/a.mp4?sig=***&v=1'
    """
    if "=" not in text and "@" not in text:  # without one of them there is none
        return text
    return _SECRETS.sub(_strike_out, text)


def _strike_out(match: re.Match[str]) -> str:
    start, end = match.span(match.lastindex or 0)
    whole = match[0]
    return whole[: start - match.start()] + "*" * (end - start) + whole[end - match.start() :]


def cut(text: str, length: int = MAX_QUOTED) -> str:
    """Text of at most `length` code points, the middle left out if need be.

    >>> cut("abcdefghij", 7)
    'ab...ij'
    """
    if len(text) <= length:
        return text
    head = (length - 2) // 2
    return f"{text[:head]}...{text[len(text) - (length - 3 - head) :]}"


def quote(value: object, length: int = MAX_QUOTED) -> str:
    """A value as it would stand in JSON, for a message: short, one line, harmless.

    Objects and lists are only named with their size. Never raises, whatever the value.

    >>> quote("25"), quote(None), quote({"a": 1}), quote([])
    ('"25"', 'null', 'an object with 1 key', 'an empty list')
    """
    if isinstance(value, str):
        shown = cut(mask_secrets(value), length)
        return '"' + printable(shown.replace("\\", "\\\\").replace('"', '\\"')) + '"'
    if isinstance(value, dict):
        return _sized("object", "key", len(value))
    if isinstance(value, list):
        return _sized("list", "value", len(value))
    if isinstance(value, int) and not isinstance(value, bool):
        return _quote_int(value, length)
    return cut(json.dumps(value), length)


def _sized(noun: str, part: str, count: int) -> str:
    article = "an" if noun[0] in "aeiou" else "a"
    if count == 0:
        return f"an empty {noun}"
    return f"{article} {noun} with {count:,} {part}{'' if count == 1 else 's'}"


def _quote_int(value: int, length: int) -> str:
    if value.bit_length() > 4 * length:  # str() of a huge integer is slow, or refused
        return f"an integer of about {int(value.bit_length() * 0.30103):,} digits"
    return cut(str(value), length)


def capitalised(text: str) -> str:
    """Text with its first letter a capital, the rest as it is.

    >>> capitalised("the key")
    'The key'
    """
    return text[:1].upper() + text[1:]


def listing(names: Iterable[str], length: int = 5) -> str:
    """Names in double quotes for a sentence: '"a", "b" and "c"'.

    >>> listing(["a", "b", "c"])
    '"a", "b" and "c"'
    """
    all_names = list(names)
    shown = [quote(name) for name in islice(all_names, length)]
    if len(all_names) > length:
        return ", ".join(shown) + f" and {len(all_names) - length:,} more"
    return " and ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)
