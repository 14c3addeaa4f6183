"""Items written as a CSV manifest (RFC 4180: commas, CRLF, quotes where they are needed).

Cells hold titles and URLs to the letter. A spreadsheet may take one that begins with `=` for a
formula; nothing is put before it, because that would be another title.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Final

from manifestry.errors import UsageError
from manifestry.formats.encord.csv.columns import FLAG, GROUPED, TITLE_OF, URL, is_header
from manifestry.formats.encord.item import NUMBERED_URL
from manifestry.text import quote

CSV_SECTIONS: Final = tuple(TITLE_OF)
"""The sections of a JSON manifest that have a form in CSV."""

Item = Mapping[str, object]


def write_csv(items: Iterable[tuple[str, Item]]) -> Iterator[bytes]:
    """The pieces of a CSV manifest with `items`: (section, item as in a JSON manifest).

    A header stands before the first item and wherever the section changes. Raises UsageError
    for an item that has no form in CSV, which `Writer.refusal` tells before; keys that have
    none (`left_out`) are passed over.
    """
    writer = Writer()
    for section, item in items:
        yield writer.rows(section, item)
    if not writer.section:
        yield _line([URL, TITLE_OF["videos"]])


def left_out(section: str, item: Item) -> tuple[str, ...]:
    """The keys of an item that have no column in CSV, in their order.

    A title that is blank is one of them: a row without a title reads the same.
    """
    return tuple(key for key, value in item.items() if not _has_column(section, key, value))


class Writer:
    """Makes rows of items, one after the other; remembers the titles of groups (16 bytes each)."""

    def __init__(self) -> None:
        self.section = ""
        self._titles: set[bytes] = set()

    def refusal(self, section: str, item: Item) -> str | None:
        """Why an item cannot be the next one, in words that follow its name; None if it can."""
        if section not in TITLE_OF:
            return "has no form in CSV"
        urls, title = _urls(section, item), _title(item)
        if not all(url.strip() for url in urls or [""]):
            return "has no URL, or a blank one"
        if section in GROUPED and not title:
            return "has no title, by which the rows of a group belong together"
        if section in GROUPED and _key(section, title) in self._titles:
            return f"has the title {quote(title)} of another, and CSV would make one of both"
        return next(filter(None, (_misread(url, title) for url in urls)), None)

    def rows(self, section: str, item: Item) -> bytes:
        """The rows of an item, below a header if it needs one. Raises UsageError if refused."""
        why = self.refusal(section, item)
        if why is not None:
            raise UsageError(f"an item of {quote(section)} {why}")
        title = _title(item)
        if section in GROUPED:
            self._titles.add(_key(section, title))
        more = ["true" if item.get("createVideo") is True else "false"]
        cells = [[url, title] for url in _urls(section, item)]
        head = [] if section == self.section else [[URL, TITLE_OF[section]]]
        self.section = section
        if section == "image_groups":
            cells = [[*row, *more] for row in cells]
            head = [[*row, FLAG] for row in head]
        return _line(*head, *cells)


def _misread(url: str, title: str) -> str | None:
    """Why a row could not be read back."""
    longest = csv.field_size_limit()
    if is_header([url, title], 0):
        return f"would be read as a header: {quote(url)}"
    if max(len(url), len(title)) > longest:
        return f"has a URL or title of more than {longest:,} characters"
    if any("\ud800" <= character <= "\udfff" for character in url + title):
        return "has half of a surrogate pair in a URL or in its title"
    return None


def _has_column(section: str, key: str, value: object) -> bool:
    if section not in TITLE_OF:
        return False
    if key == "title":
        return isinstance(value, str) and bool(value.strip())
    if key == "createVideo":
        return section == "image_groups" and isinstance(value, bool)
    numbered = NUMBERED_URL.match(key) is not None
    is_url = numbered if section in GROUPED else key == "objectUrl"
    return is_url and isinstance(value, str)


def _urls(section: str, item: Item) -> list[str]:
    """The URLs of an item; of a group by their numbers."""
    if section not in GROUPED:
        url = item.get("objectUrl")
        return [url] if isinstance(url, str) else []
    found = [
        (_digits(key), value)
        for key, value in item.items()
        if isinstance(value, str) and NUMBERED_URL.match(key)
    ]
    return [url for _, url in sorted(found, key=lambda entry: (len(entry[0]), entry[0]))]


def _digits(key: str) -> str:
    """The number of a key without leading zeros; numbers of any length are not made integers."""
    return key.partition("_")[2].lstrip("0")


def _title(item: Item) -> str:
    """The title, "" for one that is blank or none."""
    title = item.get("title")
    return title if isinstance(title, str) and title.strip() else ""


def _key(section: str, title: str) -> bytes:
    text = f"{section}\n{title}".encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=16).digest()


def _line(*rows: list[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()
