"""A strict JSON scanner that keeps the place of everything it reads.

It is the judge: RFC 8259 in UTF-8, nothing more. It is slow (some 5 MB/s), so the reader
calls it only where the fast parser refused something, where a number looks doubtful, and
to find the places of what a finding points at.

A fault after which the structure is still certain (a trailing comma, a comment, NaN, a bad
escape) becomes a remark and the scan goes on; any other raises `Fault`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from manifestry.document import faults, mending
from manifestry.document.nodes import Fault, Node, Remark, Splice
from manifestry.document.numbers import read_number
from manifestry.document.strings import Unfinished, read_string
from manifestry.rules.patch import Path
from manifestry.text import listing, quote

MAX_DEPTH: Final = 1024
"""Objects and lists may be nested this deep; the platform states no limit, parsers have some."""

_BLANKS: Final = b" \t\n\r"
_BLANK: Final = re.compile(rb"[ \t\n\r]*")
_NUMBER: Final = re.compile(rb"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_COMMENT: Final = re.compile(rb"(?s://[^\r\n]*|#[^\r\n]*|/\*.*?\*/)")
_LITERALS: Final = {b"true": True, b"false": False, b"null": None}
_NOT_NUMBERS: Final = {
    b"NaN", b"nan", b"-NaN", b"-nan", b"Infinity", b"-Infinity", b"+Infinity", b"inf", b"-inf",
    b"Inf", b"-Inf",
}  # fmt: skip
_CLOSER: Final = {0x7B: "}", 0x5B: "]"}


@dataclass(slots=True)
class _Open:
    """An object or list that has not been closed yet."""

    start: int
    members: list[tuple[str, int, Node]]
    elements: list[Node] | None
    seen: dict[str, str] = field(default_factory=dict)
    # Which remark says that the key stands here again, and then: the last value of each key.
    repeated: int | None = None
    values: dict[str, Node] | None = None
    key: str = ""
    key_start: int = 0

    def step(self) -> str | int:
        return self.key if self.elements is None else len(self.elements)


class Scanner:
    """Scans values in `data` from `pos` on.

    `path` leads from the document to the value that comes next (or, before a key, to any
    value of that object); it tells how many levels are open around it. `final` is False
    when the document goes on behind `data`: what touches the end then counts as truncated.
    """

    def __init__(self, data: bytes, pos: int = 0, *, path: Path = (), final: bool = True) -> None:
        self.data = data
        self.pos = pos
        self.path = path
        self.final = final
        self.key_start = self.key_end = pos
        self.text = ""
        self.remarks: list[Remark] = []
        self._key_is_sound = True
        self._stack: list[_Open] = []

    # --- between values ---------------------------------------------------------------

    def skip_blank(self) -> int:
        """Passes over white space (and, with a remark, comments); gives the next byte or -1."""
        data = self.data
        while True:
            if self.pos < len(data) and data[self.pos] in _BLANKS:
                self.pos = _BLANK.match(data, self.pos).end()  # type: ignore[union-attr]
            if self.pos >= len(data):
                return -1
            byte = data[self.pos]
            if byte not in b"/#":
                return byte
            comment = _COMMENT.match(data, self.pos)
            if comment is None:
                if data[self.pos : self.pos + 2] in (b"/", b"/*"):
                    raise self.truncated()
                return byte
            if comment.end() == len(data) and not self.final:
                raise self.truncated()
            self._remark("comment", self.pos, comment.end(), "a comment is not allowed in JSON")
            self.pos = comment.end()

    def expect_key(self) -> str:
        """Reads a key and the colon behind it; only white space may stand before."""
        byte = self.skip_blank()
        if byte != 0x22:
            raise self.truncated() if byte < 0 else self._no_key()
        self.key_start = self.pos
        remarks = self._string()
        key = self.text
        self.key_end = self.pos
        self._key_is_sound = not remarks
        if remarks:
            # What is left without half a character may be another key of the object.
            kept = [r._replace(mends=()) if r.rule == "lone-surrogate" else r for r in remarks]
            self._take_remarks(kept, self._key_path(key))
        if (byte := self.skip_blank()) != 0x3A:
            if byte < 0:
                raise self.truncated()
            colon = Splice(self.key_end, self.key_end, ":")
            raise self._unexpected('":" behind the key', (colon,))
        self.pos += 1
        return key

    def note_key(self, seen: dict[str, str], key: str) -> None:
        """Remarks the key just read if it stands in `seen` already, or looks like one there.

        `seen` holds every key, and as what it looks like. A key that could not be read as it
        was meant is left alone.
        """
        if not self._key_is_sound:
            return
        looks = key if key.isascii() else unicodedata.normalize("NFC", key)
        if seen.get(key) == key:
            rule = "duplicate-key"
            message = f"the key {quote(key)} stands here a second time; only one of them counts"
        elif looks in seen:
            rule = "confusable-key"
            message = (
                f"the key {quote(key)} looks the same as an earlier one but is spelt with "
                "other code points"
            )
        else:
            seen[looks] = seen[key] = key
            return
        seen[key] = key
        path = self._key_path(key)
        self.remarks.append(Remark(rule, self.key_start, self.key_end, message, path))

    def after_value(self, opener: int) -> bool:
        """Reads what follows a value in an object (`{`) or list (`[`): True for more.

        False at its end: the closing bracket is passed over. Otherwise `pos` is at the next
        key or value.
        """
        closer = _CLOSER[opener]
        end = self.pos
        byte = self.skip_blank()
        if byte == 0x2C:
            comma = self.pos
            self.pos += 1
            byte = self.skip_blank()
            if byte != ord(closer):
                if byte < 0:
                    raise self.truncated()
                return True
            message = f'a comma before "{closer}"'
            self._remark("trailing-comma", comma, comma + 1, message, Splice(comma, comma + 1, ""))
        if byte == ord(closer):
            self.pos += 1
            return False
        if byte < 0:
            raise self.truncated()
        if byte in b'"{[-0123456789tfn':
            is_key = opener == 0x7B and byte == 0x22
            message = mending.BEFORE_KEY if is_key else "a comma is missing before this"
            mends = (Splice(end, end, ","),) if is_key or opener == 0x5B else ()
            raise Fault(Remark("missing-comma", self.pos, self.pos + 1, message, mends=mends))
        raise self._unexpected(f'"," or "{closer}"')

    def truncated(self, where: str = "before the document does") -> Fault:
        """The fault of data that ends too early."""
        closers = [_CLOSER[self.data[level.start]] for level in reversed(self._stack)]
        closers += ["}" if isinstance(step, str) else "]" for step in reversed(self.path)]
        message = f"the file ends {where}"
        if 0 < len(closers) <= 5:
            verb = "is" if len(closers) == 1 else "are"
            message += f": {listing(closers)} {verb} missing"
        end = len(self.data)
        return Fault(Remark("truncated-document", end, end, message), truncated=True)

    # --- values -----------------------------------------------------------------------

    def value(self) -> Node:
        """Scans one value, however deep, without recursion."""
        stack = self._stack
        while True:
            node = self._begin()
            while node is not None:
                if not stack:
                    return node
                node = self._attach(node)

    def _begin(self) -> Node | None:
        """Reads a scalar or an empty container; opens another one and gives None."""
        byte = self.skip_blank()
        start = self.pos
        if byte in (0x7B, 0x5B):
            if len(self.path) + len(self._stack) >= MAX_DEPTH:
                raise Fault(
                    Remark("too-deep", start, start + 1, f"nested deeper than {MAX_DEPTH:,} levels")
                )
            self.pos += 1
            following = self.skip_blank()
            if following == (0x7D if byte == 0x7B else 0x5D):
                self.pos += 1
                if byte == 0x7B:
                    return Node(start, self.pos, {}, members=[])
                return Node(start, self.pos, [], elements=[])
            self._stack.append(_Open(start, [], None if byte == 0x7B else []))
            if following < 0:
                raise self.truncated()
            if byte == 0x7B:
                self._key()
            return None
        if byte == 0x22:
            remarks = self._string()
            if remarks:
                self._take_remarks(remarks, self._path())
            return Node(start, self.pos, self.text)
        if byte < 0:
            raise self.truncated()
        return self._word(start)

    def _attach(self, node: Node) -> Node | None:
        """Puts a finished value where it belongs; gives the container if that closes it."""
        top = self._stack[-1]
        if top.elements is not None:
            top.elements.append(node)
            if self.after_value(0x5B):
                return None
            self._stack.pop()
            values = [element.value for element in top.elements]
            return Node(top.start, self.pos, values, elements=top.elements)
        if top.repeated is not None:
            self._mend_repeated(top, top.repeated, node)
        if top.values is not None:
            top.values[top.key] = node
        top.members.append((top.key, top.key_start, node))
        if self.after_value(0x7B):
            self._key()
            return None
        self._stack.pop()
        return Node(
            top.start,
            self.pos,
            {key: member.value for key, _, member in top.members},
            members=top.members,
        )

    def _key(self) -> None:
        top = self._stack[-1]
        top.key = self.expect_key()
        top.key_start = self.key_start
        count = len(self.remarks)
        self.note_key(top.seen, top.key)
        if len(self.remarks) > count and self.remarks[-1].rule == "duplicate-key":
            top.repeated = count

    def _mend_repeated(self, top: _Open, number: int, node: Node) -> None:
        """Completes the remark on a key by what to do, now that its value is known."""
        if top.values is None:
            top.values = {key: member for key, _, member in top.members}
        first, before = top.values.get(top.key), top.members[-1][2]
        if first is not None:
            mends = mending.without_repetition(self.data, first, before, node)
            self.remarks[number] = self.remarks[number]._replace(mends=mends)
        top.repeated = None

    # --- scalars ----------------------------------------------------------------------

    def _word(self, start: int) -> Node:
        data = self.data
        match = faults.WORD.match(data, start)
        if match is None:
            raise self._no_value()
        word = match.group()
        if match.end() == len(data) and (not self.final or _may_grow(word)):
            raise self.truncated("inside a value")
        if _NUMBER.fullmatch(word):
            self.pos = match.end()
            return Node(start, self.pos, self._number(word, start))
        if word in _LITERALS:
            self.pos = match.end()
            return Node(start, self.pos, _LITERALS[word])
        if word in _NOT_NUMBERS:
            self.pos = match.end()
            text = word.decode()
            message = f"{text} is no number in JSON"
            mends = (Splice(start, self.pos, "null"),)
            self.remarks.append(
                Remark("not-a-number", start, self.pos, message, hides=self._path(), mends=mends)
            )
            return Node(start, self.pos, 0)
        raise faults.bad_word(data, word, start)

    def _number(self, word: bytes, start: int) -> object:
        number = read_number(word)
        if number.fault is not None:
            path = self._path()
            # What is merely imprecise is still judged, or a warning would hide an error.
            hides = path if number.fault == "number-out-of-range" else None
            mends = mending.of_number(number.fault, word, start)
            self.remarks.append(
                Remark(number.fault, start, self.pos, number.message, path, hides, mends)
            )
        return number.value

    # --- words for faults -------------------------------------------------------------

    def _path(self) -> Path:
        """Where the scan is: at the value that is being read, or that comes next."""
        return (*self.path, *(level.step() for level in self._stack))

    def _key_path(self, key: str) -> Path:
        """The same for the value of a key that has just been read."""
        return (*self._path()[:-1], key)

    def _remark(self, rule: str, start: int, end: int, message: str, *mends: Splice) -> None:
        self.remarks.append(Remark(rule, start, end, message, mends=mends))

    def _string(self) -> list[Remark]:
        """Reads the string that starts here into `text`; gives what is wrong inside it."""
        try:
            self.text, self.pos, remarks = read_string(self.data, self.pos, final=self.final)
        except Unfinished:
            raise self.truncated("inside a string") from None
        return remarks

    def _take_remarks(self, remarks: list[Remark], path: Path) -> None:
        """Takes what is wrong with a string that belongs to the value at `path`.

        A lone surrogate is no fault of syntax (the grammar lets it pass, no text can hold
        it), so it is found at the value.
        """
        self.remarks += [
            remark._replace(path=path if remark.rule == "lone-surrogate" else None, hides=path)
            for remark in remarks
        ]

    def _no_key(self) -> Fault:
        """The fault of what stands where a key should."""
        return faults.no_key(self.data, self.pos, final=self.final) or self.truncated()

    def _no_value(self) -> Fault:
        """The fault of what stands where a value should."""
        step = self._path()[-1:]
        is_entry = bool(step) and isinstance(step[0], int)
        mends = faults.surplus_comma(self.data, self.pos) if is_entry else ()
        return self._unexpected("a value", mends)

    def _unexpected(self, wanted: str, mends: tuple[Splice, ...] = ()) -> Fault:
        """The fault of a byte that cannot stand here."""
        found = faults.unexpected(self.data, self.pos, wanted, mends, final=self.final)
        return found or self.truncated()


def _may_grow(word: bytes) -> bool:
    """Whether a word at the end of the file is the beginning of a value."""
    if any(literal.startswith(word) and literal != word for literal in _LITERALS):
        return True
    return word[-1:] in b"-+.eE" and word[:1] in b"-0123456789"
