"""How faults of the text itself can be mended: what would have to stand in which place.

Where it is not clear what was meant nothing is given. What has to be seen of the text behind a
fault is never more than what an excerpt keeps of it, so that the answer does not depend on how
much of the document happens to be in memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from manifestry.document.nodes import Node, Remark, Splice
from manifestry.document.numbers import loses_digits
from manifestry.document.places import CONTEXT, Chunk

Mends = tuple[Splice, ...]

BEFORE_KEY: Final = "a comma is missing before this key"

_BLANKS: Final = b" \t\n\r"
_TOKEN: Final = re.compile(
    rb"[{}\[\],:]"
    rb'|"(?:[^"\\\x00-\x1f]|\\.)*+"'
    rb"|'(?:[^'\\\x00-\x1f]|\\.)*+'"
    rb"|[-+.0-9A-Za-z_$\x80-\xff]+"
)
_BLANK: Final = re.compile(rb"[ \t\n\r]*")
_KEY: Final = re.compile(rb'"(?:[^"\\\x00-\x1f]|\\.)*+"[ \t\n\r]*+:')
_VALUE: Final = re.compile(rb'[\[{]|"(?:[^"\\\x00-\x1f]|\\.)*+"[ \t\n\r]*+[,}\]]')
_LINE_END: Final = re.compile(rb"[ \t]*(?:\r\n|\n|\r)")
_BRACKETS: Final = re.compile(rb"[\]} \t\n\r]+\Z")
_NUMBER: Final = re.compile(rb"([+-]?)([0-9]*)(\.?)([0-9]*)((?:[eE][+-]?[0-9]+)?)")
_LITERALS: Final = {"true": "true", "false": "false", "null": "null"} | dict.fromkeys(
    ("none", "undefined"), "null"
)
_CURLY: Final = "\u201c\u201d\u201e\u201f"
_FOREIGN: Final = re.compile(r'\\(?:x([0-9A-Fa-f]{2})|u[0-9A-Fa-f]{4}|.)|"', re.DOTALL)


def plain_number(word: bytes, start: int) -> Mends:
    """A number with a plus sign or a bare point in the form of JSON. Zeros in front may mean it.

    >>> [plain_number(word, 5) for word in (b"+3", b"-.5")]
    [(Splice(start=5, end=6, text=''),), (Splice(start=6, end=6, text='0'),)]
    >>> plain_number(b"007", 0)
    ()
    """
    match = _NUMBER.fullmatch(word)
    if match is None or not (match[2] or match[4]) or (match[2][1:] and match[2][:1] == b"0"):
        return ()
    sign, whole, point, digits, exponent = match.groups()
    new = sign.strip(b"+") + (whole or b"0") + (point if digits else b"") + digits + exponent
    return () if loses_digits(new) else _instead(word, new, start)


def of_number(rule: str, word: bytes, start: int) -> Mends:
    """What mends a number that a double does not hold, by the name of the rule."""
    if rule == "imprecise-number":
        return shorter_number(word, start)
    return in_quotes(start, start + len(word))


def in_quotes(start: int, end: int) -> Mends:
    """What stands there as a string."""
    return Splice(start, start, '"'), Splice(end, end, '"')


def shorter_number(word: bytes, start: int) -> Mends:
    """A decimal in the fewest digits that are read as the same number; none for zero."""
    number = float(word)
    return _instead(word, repr(number).encode(), start) if number else ()


def without_repetition(data: bytes, first: Node, before: Node, again: Node) -> Mends:
    """A member again, taken away with its comma if its value is that of the first to the byte.

    `before` is the value in front of it.
    """
    same = data[first.start : first.end] == data[again.start : again.end]
    return (Splice(before.end, again.end, ""),) if same else ()


def without_brackets(rest: bytes, at: int) -> Mends:
    """Closing brackets that are all there is behind the end, taken away."""
    if not _BRACKETS.match(rest):
        return ()
    return (Splice(at, at + len(rest.rstrip(_BLANKS)), ""),)


# --- faults that end the reading ------------------------------------------------------------


def looked_at(remark: Remark, chunk: Chunk) -> Remark:
    """A remark with what mends it, for faults of which that depends on what stands around them."""
    judge = _JUDGES.get(remark.rule)
    if judge is None:
        return remark
    text = (chunk.data[remark.start :] + chunk.behind)[:CONTEXT]
    return remark._replace(mends=judge(remark, text, chunk))


def _without_comment(remark: Remark, _: bytes, chunk: Chunk) -> Mends:
    """A comment taken away, with the blanks before it at the end of a line, or with its line."""
    before = (chunk.before + chunk.data[: remark.start])[-CONTEXT:]
    behind = (chunk.data + chunk.behind)[remark.end :][:CONTEXT]
    blanks = len(before) - len(before.rstrip(b" \t"))
    in_front = before[: len(before) - blanks]
    is_first = in_front.endswith((b"\n", b"\r")) or (not in_front and len(before) < CONTEXT)
    line_end = _LINE_END.match(behind)
    if line_end is not None and is_first:
        return (Splice(remark.start - blanks, remark.end + line_end.end(), ""),)
    # Between two words the blanks are what keeps them apart.
    alone = line_end is not None or not behind or behind.lstrip(b" \t")[:1] in b",:]}"
    return (Splice(remark.start - (blanks if alone else 0), remark.end, ""),)


def _comma(remark: Remark, text: bytes, chunk: Chunk) -> Mends:
    """A comma behind the value in front, if what follows can only be the next one.

    A word behind a string may as well be the rest of it, its quotes not being escaped.
    """
    if not remark.mends:
        return ()
    at = remark.mends[0].start
    if at == 0:  # the chunk begins with what follows, behind the blanks
        seen = chunk.before.rstrip(_BLANKS)
        at -= len(chunk.before) - len(seen) if seen else 0
    last = (chunk.before + chunk.data[:at] if at > 0 else chunk.before[: len(chunk.before) + at])[
        -1:
    ]
    is_apart = at < remark.start or text[:1] in b"{[" or last in _BLANKS
    if remark.message == BEFORE_KEY:
        is_sound = _KEY.match(text) is not None and is_apart
    else:
        is_sound = last != b'"' or (text[:1] in b'"{[' and is_apart)
    return (Splice(at, at, ","),) if is_sound else ()


def _colon_or_comma(remark: Remark, text: bytes, _: Chunk) -> Mends:
    is_colon = bool(remark.mends) and remark.mends[0].text == ":"
    return () if is_colon and not _VALUE.match(text) else remark.mends


def _double_quotes(remark: Remark, text: bytes, __: Chunk) -> Mends:
    """Strings in double quotes, as far as one can see."""
    found: list[Splice] = []
    for token, at, _ in _tokens(text):
        if token[0] == 0x27:
            spelt = _json_string(token)
            if spelt is None:
                break
            first, last = remark.start + at, remark.start + at + len(token)
            if spelt[1:-1] == token[1:-1].decode():
                found += Splice(first, first + 1, '"'), Splice(last - 1, last, '"')
            else:
                found.append(Splice(first, last, spelt))
    return tuple(found)


def _quoted_keys(remark: Remark, text: bytes, _: Chunk) -> Mends:
    """Keys in double quotes, as far as one can see."""
    found: list[Splice] = []
    before = b"{"
    for token, at, following in _tokens(text):
        if following == b":" and before in b"{," and token[0] not in b"\"'":
            quoted = _quoted(token, remark.start + at)
            if not quoted:
                break
            found += quoted
        before = token
    return tuple(found) if found and found[0].start == remark.start else ()


def _words(remark: Remark, text: bytes, _: Chunk) -> Mends:
    """Words of Python and JavaScript as JSON has them, as far as one can see."""
    found: list[Splice] = []
    for token, at, following in _tokens(text):
        if following not in b",}]":
            if not at:
                break
            continue
        word = token.decode("utf-8", "replace")
        meant = _LITERALS.get(word.lower())
        if meant is None and not at:
            break  # a text without quotes, or a word for nothing in some other language
        if meant is not None and meant != word:
            found.append(Splice(remark.start + at, remark.start + at + len(token), meant))
    return tuple(found)


_Judge = Callable[[Remark, bytes, Chunk], Mends]
_JUDGES: Final[Mapping[str, _Judge]] = MappingProxyType(
    {
        "comment": _without_comment,
        "missing-comma": _comma,
        "unexpected-character": _colon_or_comma,
        "single-quotes": _double_quotes,
        "unquoted-key": _quoted_keys,
        "bad-value": _words,
    }
)


def _tokens(text: bytes) -> Iterator[tuple[bytes, int, bytes]]:
    """Tokens, where each begins, and the first byte of the next one, while all is plain."""
    at = 0
    while True:
        match = _TOKEN.match(text, at)
        if match is None:
            return
        behind = _BLANK.match(text, match.end()).end()  # type: ignore[union-attr]
        following = text[behind : behind + 1]
        if not following or (match.group() not in _MARKS and following not in b",:}]"):
            return
        yield match.group(), match.start(), following
        at = behind


_MARKS: Final = frozenset({b"{", b"}", b"[", b"]", b",", b":"})


def _quoted(word: bytes, start: int) -> Mends:
    """A bare word, or one in typographic quotes, in double quotes; none if it may be more."""
    try:
        text = word.decode()
    except UnicodeDecodeError:
        return ()
    bare = text.strip(_CURLY)
    if not bare.replace("-", "_").replace("$", "_").replace(".", "_").isidentifier():
        return ()
    end = start + len(word)
    if bare == text:
        return in_quotes(start, end)
    if text[0] not in _CURLY or text[-1] not in _CURLY or len(text) != len(bare) + 2:
        return ()
    return Splice(start, start + 3, '"'), Splice(end - 3, end, '"')


def _json_string(token: bytes) -> str | None:
    """A string in single quotes as JSON spells it; None if it has an escape that JSON lacks."""
    try:
        text = token[1:-1].decode()
        return f'"{_FOREIGN.sub(_spelt_anew, text)}"'
    except ValueError:
        return None


def _spelt_anew(match: re.Match[str]) -> str:
    mark = match[0]
    if match[1] is not None:
        return f"\\u00{match[1]}"
    if mark in ('"', "\\'"):
        return {'"': '\\"', "\\'": "'"}[mark]
    if len(mark) == 6 or mark[1] in '"\\/bfnrt':
        return mark
    raise ValueError


def _instead(old: bytes, new: bytes, start: int) -> Mends:
    """One number instead of another, without what both begin and end with."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    return (Splice(start + head, start + len(old) - tail, new[head : len(new) - tail].decode()),)


def _common(one: bytes, other: bytes) -> int:
    """How many bytes two numbers begin with alike."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)
