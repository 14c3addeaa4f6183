"""Plain text and documents as MyST Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Final

from manifestry.text import printable

_MARKS: Final = re.compile(r"([\\*_{}\[\]<>#$|~^])")
_CODE: Final = re.compile(r"(`[^`\n]+`)")
_RULE: Final = re.compile(r"\b([JEMAC][0-9]{3})\b")


def prose(text: str, *, links: bool = True) -> str:
    """Prose in which nothing but code in backticks is markup; codes of rules become links."""
    parts = _CODE.split(" ".join(text.split()))
    return "".join(
        part if number % 2 else _linked(_MARKS.sub(r"\\\1", part), links)
        for number, part in enumerate(parts)
    )


def _linked(text: str, links: bool) -> str:  # noqa: FBT001
    return _RULE.sub(lambda code: f"[{code[1]}](#{code[1].lower()})", text) if links else text


def sentence(text: str) -> str:
    """Text with a full stop."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def code(text: str) -> str:
    """A short text as code; `|` would end a cell of a table."""
    text = printable(text).replace("|", "\\|")
    ticks = "``" if "`" in text else "`"
    pad = " " if "`" in text else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def block(text: str, language: str | None = None) -> str:
    """A document in a fence that nothing in it can end. JSON is coloured if it is JSON."""
    lines = [printable(line) for line in text.rstrip("\n").split("\n")]
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([f"{fence}{language or _language(text)}", *lines, fence, ""])


def _language(text: str) -> str:
    try:
        json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return "text"
    return "json"


def _refuse(word: str) -> None:
    raise ValueError(word)  # NaN is Python's idea of JSON, not the lexer's


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, in a frame that scrolls by itself where it is too wide."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
