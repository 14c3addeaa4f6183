"""The columns of a CSV manifest: what a header row says of the rows below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from manifestry.spelling import did_you_mean, fold
from manifestry.text import quote

URL: Final = "ObjectURL"
"""The column that every header has."""

FLAG: Final = "Create video"
"""The column that makes image sequences of image groups, unless it says false."""

TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Video title": "videos",
        "Image title": "images",
        "Image group title": "image_groups",
        "Dicom title": "dicom_series",
    }
)
"""The column of titles -> the section whose items the rows are."""

TITLE_OF: Final[Mapping[str, str]] = MappingProxyType({s: title for title, s in TITLES.items()})
"""The same the other way: every section that a CSV manifest can hold, and its title column."""

GROUPED: Final = frozenset({"image_groups", "dicom_series"})
"""Sections whose rows are the files of an item: those with equal titles are one."""

DELIMITERS: Final = ",;\t"

_COLUMNS: Final = (URL, *TITLES, FLAG)
_EXACT: Final = {name.casefold(): name for name in _COLUMNS}
_FOLDED: Final = {fold(name): name for name in _COLUMNS}


class Doubt(NamedTuple):
    """Something odd about a header: a document rule's name, which column, and the words."""

    rule: str
    column: int
    message: str


class Header(NamedTuple):
    """What a header row says.

    names: the names of the columns as written, without white space around them.
    section: whose items the rows are. url, title, flag: which columns these are, -1 for none.
    doubts: what is odd about it. width: how many columns there are, for what has no name behind
    the last one is none; nameless: those before it that have no name either.
    """

    names: tuple[str, ...]
    section: str
    url: int
    title: int
    flag: int
    doubts: tuple[Doubt, ...]
    width: int
    nameless: tuple[int, ...]

    def column_of(self, key: str) -> int:
        """The column that holds an item's key, -1 for none."""
        if key == "title":
            return self.title
        return self.flag if key == "createVideo" else self.url


def read_header(cells: Sequence[str]) -> Header:
    """What the cells of a header row say, whatever they are."""
    names = tuple(cell.strip() for cell in cells)
    found: dict[str, int] = {}
    doubts: list[Doubt] = []
    for at, name in enumerate(names):
        if not name:
            continue
        column = _EXACT.get(name.casefold())
        if column is None:
            column = did_you_mean(name, _COLUMNS)
            said = f"should be {quote(column)}" if column else "is no column of a CSV manifest"
            doubts.append(Doubt("unknown-csv-column", at, f"{quote(name)} {said}"))
        if column in found:
            message = f"{quote(name)} is the second column for {quote(column)}"
            doubts.append(Doubt("conflicting-csv-columns", at, message))
        elif column is not None:
            found[column] = at
    titles = sorted((found[title], title) for title in TITLES if title in found)
    section = "image_groups" if FLAG in found else "videos"
    if titles:
        section = TITLES[titles[0][1]]
    first = titles[0][1] if titles else ""
    for at, _ in titles[1:]:
        message = f"{quote(names[at])} stands beside {quote(first)}: rows are of one type"
        doubts.append(Doubt("conflicting-csv-columns", at, message))
    if FLAG in found and section != "image_groups":
        message = f"{quote(names[found[FLAG]])} has no meaning beside {quote(first)}"
        doubts.append(Doubt("conflicting-csv-columns", found[FLAG], message))
    width = max((at + 1 for at, name in enumerate(names) if name), default=0)
    return Header(
        names=names,
        section=section,
        url=found.get(URL, -1),
        title=titles[0][0] if titles else -1,
        flag=found.get(FLAG, -1) if section == "image_groups" else -1,
        doubts=tuple(sorted(doubts, key=lambda doubt: doubt.column)),
        width=width,
        nameless=tuple(at for at in range(width) if not names[at]),
    )


def is_header(cells: Sequence[str], url: int) -> bool:
    """Whether a row below a header is a header itself, `url` being the column of URLs.

    A title may well be "ObjectURL"; but then there is a URL in the row, which has a colon.
    """
    if url < len(cells) and ":" in cells[url]:
        return False
    return any(fold(cell.strip()) == "objecturl" for cell in cells)


def delimiter_of(line: str) -> tuple[str, int]:
    """What separates the cells of a first line, and how many columns are known by name then.

    >>> delimiter_of("ObjectURL;Video title"), delimiter_of("a b"), delimiter_of("objecturl")
    ((';', 2), (',', 0), (',', 1))
    """
    counts = [(sum(1 for _ in known_in(line, mark)), mark) for mark in DELIMITERS]
    best = max(counts, key=lambda entry: entry[0])  # the first of equals: the comma
    return best[1], best[0]


def known_in(line: str, delimiter: str) -> Iterator[str]:
    """The columns known by name in a first line."""
    for cell in line.split(delimiter):
        column = _FOLDED.get(fold(cell.strip().strip('"').strip()))
        if column is not None:
            yield column
