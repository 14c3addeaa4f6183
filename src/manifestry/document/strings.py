"""Strings of JSON, with all that can be wrong inside one."""

from __future__ import annotations

import re
from typing import Final

from manifestry.document import mending_strings
from manifestry.document.nodes import Fault, Remark
from manifestry.text import quote

_PLAIN: Final = re.compile(rb'[^"\\\x00-\x1f]*')
_BLANK: Final = re.compile(rb"[ \t\n\r]*")
_HEX4: Final = re.compile(rb"[0-9A-Fa-f]{4}")
_ESCAPES: Final = {
    0x22: '"', 0x5C: "\\", 0x2F: "/", 0x62: "\b", 0x66: "\f", 0x6E: "\n", 0x72: "\r", 0x74: "\t",
}  # fmt: skip


class Unfinished(Exception):  # noqa: N818  no error: more data may come
    """The data ends inside the string."""


def read_string(data: bytes, start: int, *, final: bool) -> tuple[str, int, list[Remark]]:
    """Reads a string from its opening quote on: its text, where it ends, what is wrong in it.

    Of what is wrong there is one remark of a kind: a Windows path is one fault, however many
    backslashes it has. Raises Fault for a string that its line does not close, Unfinished
    where the data ends first.
    """
    string = _String(data, final)
    text, end = string.read(start)
    mend = mending_strings.of_string
    return text, end, [r._replace(mends=mend(r.rule, data, start, end)) for r in string.remarks]


def not_utf8(data: bytes, at: int, error: UnicodeDecodeError) -> Fault:
    """The fault of bytes that are no UTF-8, the first of them at `at`."""
    message = f"the byte 0x{data[at]:02X} is not UTF-8 here"
    return Fault(Remark("invalid-utf8", at, at + error.end - error.start, message))


class _String:
    def __init__(self, data: bytes, final: bool) -> None:  # noqa: FBT001
        self.data = data
        self.final = final
        self.remarks: list[Remark] = []

    def read(self, start: int) -> tuple[str, int]:
        data = self.data
        pos = start + 1
        parts: list[str] = []
        while True:
            end = _PLAIN.match(data, pos).end()  # type: ignore[union-attr]
            parts.append(self._text(pos, end))
            if end >= len(data):
                raise Unfinished
            byte = data[end]
            if byte == 0x22:
                return (parts[0] if len(parts) == 1 else "".join(parts)), end + 1
            if byte == 0x5C:
                piece, pos = self._escape(end)
                parts.append(piece)
                continue
            if byte in b"\r\n" and self._ends_unclosed(end):
                message = "this string is not closed on its line"
                mends = mending_strings.closed(data, start, end)
                raise Fault(Remark("unclosed-string", start, end, message, mends=mends))
            message = f"a raw control character (U+{byte:04X}) in a string"
            self._remark("control-character", end, end + 1, message)
            parts.append(chr(byte))
            pos = end + 1

    def _ends_unclosed(self, line_end: int) -> bool:
        """Whether a string that meets a line end was probably never closed.

        The next line then starts with a key, a value or a closing bracket of its own.
        """
        following = _BLANK.match(self.data, line_end).end()  # type: ignore[union-attr]
        if following == len(self.data) and not self.final:
            raise Unfinished
        return self.data[following : following + 1] in (b'"', b"}", b"]", b"{", b"[", b"")

    def _text(self, start: int, end: int) -> str:
        raw = self.data[start:end]
        try:
            return raw.decode()
        except UnicodeDecodeError as error:
            if end == len(self.data):
                raise Unfinished from None
            fault = not_utf8(self.data, start + error.start, error).remark
            self._remark(fault.rule, fault.start, fault.end, fault.message)
            return raw.decode("utf-8", "replace")

    def _escape(self, at: int) -> tuple[str, int]:
        """What the escape at `at` stands for, and where it ends."""
        data = self.data
        if at + 1 >= len(data):
            raise Unfinished
        byte = data[at + 1]
        simple = _ESCAPES.get(byte)
        if simple is not None:
            return simple, at + 2
        if byte != 0x75:
            # A character of several bytes is not cut in two: it is read as text.
            plain = byte < 0x80
            shown = data[at + 1 : at + 5].decode("utf-8", "replace")[0]
            message = f"a backslash before {quote(shown)} is no escape in JSON"
            self._remark("bad-escape", at, at + 1 + plain, message)
            return "", at + 1 + plain
        code = self._hex4(at + 2)
        if code is None:
            self._expect_more(at + 2, at + 6)
            message = r"\u needs four hexadecimal digits behind it"
            self._remark("bad-escape", at, at + 2, message)
            return "", at + 2
        if not 0xD800 <= code < 0xE000:
            return chr(code), at + 6
        if code < 0xDC00:
            low = self._hex4(at + 8) if data[at + 6 : at + 8] == b"\\u" else None
            if low is not None and 0xDC00 <= low < 0xE000:
                return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)), at + 12
            self._expect_more(at + 6, at + 12)
        message = f"\\u{code:04x} is one half of a surrogate pair without the other"
        self._remark("lone-surrogate", at, at + 6, message)
        return "\ufffd", at + 6

    def _expect_more(self, pos: int, end: int) -> None:
        """Nothing is wrong yet if the data ends before `end`, still inside the string."""
        if end > len(self.data) and b'"' not in self.data[pos:]:
            raise Unfinished

    def _hex4(self, pos: int) -> int | None:
        match = _HEX4.match(self.data, pos)
        return None if match is None else int(match.group(), 16)

    def _remark(self, rule: str, start: int, end: int, message: str) -> None:
        if all(remark.rule != rule for remark in self.remarks):
            self.remarks.append(Remark(rule, start, end, message))
