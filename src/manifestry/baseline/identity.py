"""By what a finding is known again after its document was edited elsewhere.

Identity is the rule, where in the structure it points, what it says, and the value it points at:

- Neither line nor column nor an index counts, in a pointer or in a message: they change with
  every item that comes or goes before. Keys may look like indexes; `manifestry.baseline.steps`
  tells them apart.
- What stands in quotes in a message was quoted from the document: numbers in it count, so that
  "cam 2" is not "cam 3". Numbers outside of quotes mostly count something and do not. Where such
  a number is the value itself, as in `got -64`, the value at the place says it.
- Of the value only text, numbers and literals count. An object or list looks different when it
  is indented otherwise, and its place in an excerpt is only its first line.
- A string is what it means, not how it is spelt with escapes, nor whether a cell of CSV stands in
  quotes. One that an excerpt cuts is known
  by its beginning and its exact length, and by its end where the message quotes it.

Findings that are equal in all of it are told apart by their number alone: that is counted.

Some findings stand for many: they point at the first place of all and say it once. Which place
is the first may change with any item, so only the rule is left of their identity, and the key.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Final, NamedTuple

from manifestry.baseline.steps import without_indexes
from manifestry.document.places import MAX_EXCERPT
from manifestry.findings import Finding
from manifestry.text import mask_secrets

SAID_ONCE: Final = frozenset({"A131", "A323", "E216"})
"""Rules whose findings point at the first of many places, and say it once in a document."""

SAID_ONCE_A_KEY: Final = frozenset({"A117", "A145", "M212", "M214", "M216", "M303"})
"""The same, once for each key."""

_DIGITS: Final = 16
_TABLE: Final = "encord-csv"
_QUOTED: Final = re.compile(r'("(?:[^"\\]|\\.)*")', re.DOTALL)
_POINTER: Final = re.compile(r"(?<!\S)/[^\s\"]*[^\s\".,:;]")
_NUMBER: Final = re.compile(r"[0-9](?:[0-9.,]*[0-9])?")
# An excerpt cuts what is longer than half of it, if the line is too long as a whole: whether it
# does must not matter.
_MOST: Final = MAX_EXCERPT // 2


class Identity(NamedTuple):
    """What a finding is, wherever it stands in its document.

    `pointer` and `message` are without indexes and numbers, for people; `fingerprint` stands for
    them and for the value at the place.
    """

    code: str
    pointer: str
    message: str
    fingerprint: str


def identity(finding: Finding, kind: str | None) -> Identity:
    """The identity of a finding in a document of this kind.

    >>> from manifestry import check
    >>> [file] = check({"videos": [{"objectUrl": "s3://acme-media/a.mp4", "title": 7}]}).files
    >>> identity(file.findings[0], file.kind)[:3]
    ('E101', '/videos/#/title', '"title" must be a string, got #')
    """
    code = finding.code
    pointer = mask_secrets(without_indexes(finding.pointer, kind))
    message = still(finding.message)
    words = [code, pointer, message, _value(finding, is_cell=kind == _TABLE)]
    if code in SAID_ONCE:
        words = [code]
    elif code in SAID_ONCE_A_KEY:
        words = [code, pointer.rpartition("/")[2]]
    whole = "\0".join(words).encode("utf-8", "surrogatepass")
    return Identity(code, pointer, message, hashlib.sha256(whole).hexdigest()[:_DIGITS])


def still(message: str) -> str:
    """A message without what may change from outside: places of other items, and numbers.

    >>> still('"cam 2" repeats the title of /videos/0/title, 1 of 12')
    '"cam 2" repeats the title of /#, # of #'
    """
    parts = _QUOTED.split(message)
    parts[::2] = [_NUMBER.sub("#", _POINTER.sub("/#", part)) for part in parts[::2]]
    return "".join(parts)


def has_gaps(message: str) -> bool:
    """Whether `still` has struck numbers or places out of a message."""
    return any("#" in part for part in _QUOTED.split(message)[::2])


def _value(finding: Finding, *, is_cell: bool) -> str:
    """The value that a finding points at, as far as an excerpt shows it; "" for a container."""
    if finding.excerpt is None:
        return ""
    text, start, end = finding.excerpt
    marked = text[start:end]
    lines = finding.end_line - finding.line
    length = finding.end_column - (0 if lines else finding.column)
    if is_cell:
        return _cell(marked, lines, length)
    if marked[:1] in ("{", "["):
        return ""
    if lines or length > _MOST:
        return f"{marked[: _MOST - 1]}\0{lines}\0{length}"
    try:
        value = json.loads(marked)
    except (ValueError, RecursionError):
        return marked  # broken
    return f'"{value}' if isinstance(value, str) else marked


def _cell(marked: str, lines: int, length: int) -> str:
    """The text of a cell of CSV. What has to stand in quotes does so always, however long."""
    quotes = 2 if marked[:1] == '"' else 0
    marked = marked[quotes // 2 :]
    length -= quotes if not lines else quotes // 2
    if lines or length > _MOST - 2:
        return f"{marked[: _MOST - 3]}\0{lines}\0{length}"
    return marked[:length].replace('""', '"') if quotes else marked
