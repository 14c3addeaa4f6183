"""Items that are cleared by their text alone, without being parsed.

Nearly all items of a manifest are written alike: the same keys in the same order, with the same
white space. Of items that the gate cleared a pattern is made, of which each match is an item
that every strict parser takes and that the gate would clear. It may be as narrow as it likes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final, NamedTuple

from manifestry.formats.encord.client_metadata import KEY
from manifestry.formats.encord.forms import BLANK, COUNT, TEXT, TRUTH, form_of, text_up_to
from manifestry.formats.encord.groups import is_plainly_numbered
from manifestry.formats.encord.layout import Layout, Spacing, Spacings, object_form, spacings
from manifestry.formats.encord.media import ENDINGS
from manifestry.formats.encord.sections import Section
from manifestry.formats.encord.urls import MAX_NAME

Json = dict[str, Any]

PATIENCE: Final = 400
"""So many items of a section go by before a pattern is made: that takes a while."""

_MAX_LAYOUTS: Final = 12
_MAX_ENDINGS: Final = 4
_MAX_FILES: Final = 48  # of a group
_MAX_KEYS: Final = 64
_MAX_GUESSES: Final = 16
_MAX_PATTERN: Final = 100_000

_URLS: Final = "objectUrl_"  # stands in a layout for all of them
_ANY: Final = "[A-Za-z0-9_~!$&'()*,;=:@./-]"
_NO_DOT: Final = "[A-Za-z0-9_~!$&'()*,;=:@-]"

_PIXELS: Final = "(?:[1-9][0-9]{0,3}+|[1-5][0-9]{4}+)"
_FRACTION: Final = r"(?:\.[0-9]{1,9}+)?+"
# A longer one has to go with a large file: of four digits with one of eight or more, 10 MB.
_SECONDS: Final = (
    rf"(?:[1-9][0-9]{{0,2}}+{_FRACTION}|0\.[0-9]{{0,8}}[1-9]|[1-9][0-9]{{3}}+{_FRACTION}"
    r'(?=[^{}]*"file_size":[ \t\n\r]*+[1-9][0-9]{7}))'
)
_FORMS: Final[Mapping[str, str]] = {
    "fps": rf"(?:[1-9][0-9]{{0,2}}+{_FRACTION}|0\.[1-9][0-9]{{0,8}}+)",
    "duration": _SECONDS,
    "width": _PIXELS,
    "height": _PIXELS,
    "file_size": COUNT,
    "fileSize": COUNT,
    "num_pages": COUNT,
    "numPages": COUNT,
    "num_channels": COUNT,
    "sample_rate": "(?:[89][0-9]{3}+|[1-8][0-9]{4}+|9[0-5][0-9]{3}+|96000)",
    "bit_depth": "(?:16|24|32)",
    "codec": TEXT,
}
"""Of members of media metadata; they keep within what `plain` clears."""


class Known(NamedTuple):
    """What a gate has learnt of URLs and client metadata.

    prefixes: with the pattern of the segment that may follow. endings: of file names.
    """

    prefixes: Mapping[str, str]
    endings: Mapping[str, None]
    kinds: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Match:
    """The items that a text begins with.

    They and what separates them from the next one take `end` characters. `counts` says of
    groups how many URLs each has.
    """

    count: int
    end: int
    urls: list[str]
    counts: list[int]


class Skimmer:
    """Finds items by a pattern, which is made anew as more is learnt."""

    def __init__(self, section: Section) -> None:
        self._section = section
        self._items: dict[Layout, None] = {}
        self._blocks: dict[Layout, None] = {}
        self._media: dict[Layout, None] = {}
        self._mimes: dict[str, None] = {}
        self._files = 0
        self._spacings: Spacings = None, None
        self._guesses = 0
        self._next = PATIENCE
        self._made_of: object = None
        self._pattern: re.Pattern[str] | None = None

    def note(self, value: Json) -> None:
        """Takes a cleared item for an example."""
        layout: Layout = tuple(value)
        files = 0
        if self._section.numbered:
            files = sum(key.startswith(_URLS) for key in layout)
            if files > _MAX_FILES or not is_plainly_numbered(layout):
                return
            layout = tuple(f"{_URLS}" if key == f"{_URLS}0" else key for key in layout)
            at = layout.index(_URLS) + 1
            if not all(key.startswith(_URLS) for key in layout[at : at + files - 1]):
                return
            layout = layout[:at] + layout[at + files - 1 :]
        blocks = [(value.get(KEY), self._blocks)]
        if self._section.media is not None:
            blocks.append((value.get(self._section.media), self._media))
        for block, known in blocks:
            if isinstance(block, dict) and (
                len(block) > _MAX_KEYS or "" in block or not _noted(tuple(block), known)
            ):
                return
        if _noted(layout, self._items):
            self._files = max(self._files, files)
            media = value.get(self._section.media or "")
            if isinstance(media, dict) and len(self._mimes) < _MAX_LAYOUTS:
                mime = media.get("mime_type", media.get("mimeType"))
                if isinstance(mime, str):
                    self._mimes[mime] = None

    def match(self, first: int, text: str, known: Known) -> Match | None:
        """The items that a text begins with, the first of which has the index `first`."""
        if not self._items or first < PATIENCE:
            return None
        if first >= self._next:
            self._next = 2 * first
            self._make(known)
        for _ in range(2):
            found = None if self._pattern is None else _matched(self._pattern, text, self._section)
            if found is not None or self._guesses >= _MAX_GUESSES:
                return found
            self._guesses += 1
            outer, inner = spacings(text)
            before = self._spacings
            self._spacings = outer or before[0], inner or before[1]
            if self._spacings == before:
                return None
            self._make(known)
        return None

    def _make(self, known: Known) -> None:
        made_of = (
            tuple(self._items), tuple(self._blocks), tuple(self._media), tuple(self._mimes),
            self._files, self._spacings, tuple(known.prefixes), tuple(known.endings), str(known.kinds),
        )  # fmt: skip
        if made_of == self._made_of:
            return
        self._made_of = made_of
        ways = [*filter(None, (self._item(known, each) for each in self._endings(known)))]
        items = rf"(?:{'|'.join(ways)}){BLANK}(?:,{BLANK}|(?=\]))"
        fits = ways and len(items) <= _MAX_PATTERN
        self._pattern = re.compile(rf"{items}|((?s:.+))") if fits else None

    # --- the pattern ----------------------------------------------------------------------

    def _endings(self, known: Known) -> list[tuple[str, ...]]:
        """Endings that are looked for together: with media metadata each has its own types."""
        endings = tuple(known.endings)
        if self._section.media is None:
            return [endings]
        return [(ending,) for ending in endings[:_MAX_ENDINGS]]

    def _item(self, known: Known, endings: tuple[str, ...]) -> str | None:
        url = _url_form(known.prefixes, endings)
        outer, inner = self._spacings
        kinds = known.kinds
        metadata = object_form(
            (each for each in self._blocks if all(map(str.isascii, each))),
            inner,
            lambda key: form_of(kinds[key]) if key not in (KEY, "") and key in kinds else None,
        )

        forms = {
            "objectUrl": url,
            "title": text_up_to(MAX_NAME, "[!#-[^-~]" if self._section.numbered else ""),
            "createVideo": TRUTH,
            KEY: metadata,
        }

        def form(key: str) -> str | None:
            if key == _URLS and outer is not None:
                return self._files_form(url, outer)
            if key == self._section.media:
                return self._media_form(inner, endings[0])
            return forms.get(key)

        # The key of the first URL is written into the pattern by hand.
        found = object_form(self._items, outer, form)
        return found and found.replace(rf'"{_URLS}":', f'"{_URLS}0":')

    def _files_form(self, url: str, spacing: Spacing) -> str:
        rest = ""
        for number in range(self._files - 1, 0, -1):
            rest = f'(?:,{spacing.comma}"{_URLS}{number}":{spacing.colon}{url}{rest})?+'
        return url + rest

    def _media_form(self, spacing: Spacing | None, ending: str) -> str | None:
        types = ENDINGS[self._section.media or ""]
        mimes = [mime for mime in self._mimes if ending.endswith(tuple(types.get(mime, ())))]
        mime = f'"(?:{"|".join(map(re.escape, mimes))})"' if mimes else None
        forms = {**_FORMS, "mime_type": mime, "mimeType": mime}
        return object_form(self._media, spacing, forms.get)


def _noted(layout: Layout, known: dict[Layout, None]) -> bool:
    """Whether the layout is known now: there may be too many."""
    if layout not in known and len(known) < _MAX_LAYOUTS:
        known[layout] = None
    return layout in known


def _url_form(prefixes: Mapping[str, str], endings: tuple[str, ...]) -> str:
    """The pattern of URLs, in a group; it does not look for empty segments and dot segments."""
    room = MAX_NAME - max(map(len, prefixes)) - 2
    rest = [rf"{_ANY}{{0,{room}}}+(?<={re.escape(ending)})" for ending in endings if ending]
    if "" in endings:
        rest.append(f"{_ANY}{{0,{room // 2}}}/{_NO_DOT}{{1,{room // 2 - 1}}}+")
    starts: dict[str, list[str]] = {}
    for prefix, segment in prefixes.items():
        starts.setdefault(segment.partition("(?:")[0], []).append(re.escape(prefix))
    ways = (f"(?:{'|'.join(each)})/{first}" for first, each in starts.items())
    return f'"((?:{"|".join(ways)})(?:{"|".join(rest)}))"'


def _matched(pattern: re.Pattern[str], text: str, section: Section) -> Match | None:
    found: list[Any] = pattern.findall(text)
    end = len(text)
    if found and found[-1][-1]:  # the rest, behind the first that is not like the others
        end -= len(found.pop()[-1])
    is_single = pattern.groups == 2
    urls = [url for url, _ in found] if is_single else _texts(found)
    joined = "\n".join(urls)
    if "/." in joined or joined.count("//") != len(urls):
        good = next(n for n, texts in enumerate(found) if not all(map(_is_plain, texts)))
        del found[good:]
        urls = _texts(found)
        matches = pattern.finditer(text)
        end = max((next(matches).end() for _ in found), default=0)
    if not found:
        return None
    counts = [len(texts) - texts.count("") for texts in found] if section.numbered else []
    return Match(len(found), end, urls, counts)


def _texts(found: list[tuple[str, ...]]) -> list[str]:
    return [*filter(None, chain.from_iterable(found))]


def _is_plain(url: str) -> bool:
    return not url or ("/." not in url and url.count("//") == 1)
