"""What is in the files: sections, hosts, how far metadata is filled and how its values spread.

A report on findings does not tell, so the files are read once more; that takes about as long as
checking them did. Large files and many of them are left out, which the page says.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Final

from manifestry.errors import ManifestryError
from manifestry.findings import FileReport
from manifestry.report.html.charts import Row, bars, fills, histogram
from manifestry.report.html.words import escaped, path
from manifestry.report.summary import count
from manifestry.shaping.counting import stats
from manifestry.shaping.stats import KeyStats, Stats
from manifestry.shaping.tallies import Count, Ranking

MAX_SIZE: Final = 32 * 2**20
"""The largest file that is read again."""

MAX_ALL: Final = 128 * 2**20
"""The most bytes of all files that are."""

MAX_FILES: Final = 25
_MOST_KEYS = 60
_MOST_VALUES = 8
_MOST_MONTHS = 240
_KINDS = frozenset({"encord-manifest", "ango-export", "ango-import"})


class Contents:
    """The pictures of the files of one run."""

    def __init__(self) -> None:
        self._found: list[tuple[str, Stats]] = []
        self._room = MAX_ALL
        self._left_out = 0

    def look_into(self, file: FileReport) -> None:
        """Reads a file again, if it can be and is not too large."""
        if file.kind not in _KINDS or file.error is not None:
            return
        try:
            size = os.path.getsize(file.path) if os.path.isfile(file.path) else None
        except (OSError, ValueError):
            return
        if size is None:  # standard input, a member of an archive
            return
        if size > min(MAX_SIZE, self._room) or len(self._found) >= MAX_FILES:
            self._left_out += 1
            return
        self._room -= size
        try:
            found = stats([file.path])
        except ManifestryError:
            return
        if found.ok and found.items:
            self._found.append((file.path, found))

    def section(self) -> Iterator[str]:
        """The part of the page, nothing if there is nothing to show."""
        if not self._found and not self._left_out:
            return
        yield '<section aria-labelledby="contents">\n<h2 id="contents">What is in the files</h2>\n'
        for name, found in self._found:
            size = f"{count(found.items, 'item')}, {count(len(found.keys), 'metadata key')}"
            is_open = " open" if len(self._found) == 1 else ""
            yield f'<details class="contents"{is_open}><summary><h3><code>{path(name)}</code></h3>'
            yield f' <span class="note">{size}</span></summary>\n'
            yield from _charts(found)
            yield "</details>\n"
        if self._left_out:
            more = count(self._left_out, "more file")
            yield f'<p class="note">{more}: too large, or too many, to be shown here.</p>\n'
        yield "</section>\n"


def _charts(found: Stats) -> Iterator[str]:
    yield '<div class="charts">\n'
    sections = [Row(each.name, each.items) for each in found.sections]
    yield bars("Items by section", sections)
    for name, ranking in (
        ("Buckets", found.urls.buckets),
        ("Hosts", found.urls.hosts),
        ("File name extensions", found.urls.extensions),
        *_of_assets(found),
    ):
        yield _ranked(name, ranking)
    yield "</div>\n"
    if found.keys:
        yield "<h4>Client metadata: how far keys are filled</h4>\n"
        yield fills(
            [
                (key.name, ", ".join(f"{each.name}" for each in key.types), key.fill)
                for key in found.keys[:_MOST_KEYS]
            ]
        )
        if len(found.keys) > _MOST_KEYS:
            more = count(len(found.keys) - _MOST_KEYS, "more key")
            yield f'<p class="note">{more} not shown here.</p>\n'
        yield '<h4>Client metadata: values</h4>\n<div class="charts">\n'
        for key in found.keys[:_MOST_KEYS]:
            yield from _values(key)
        yield "</div>\n"


def _of_assets(found: Stats) -> list[tuple[str, Ranking]]:
    assets = found.assets
    if assets is None:
        return []
    return [
        ("Kinds of asset", assets.kinds),
        ("Stages", assets.stages),
        ("Classes", assets.classes),
        ("Geometries", assets.geometries),
        ("Classifications", assets.classifications),
    ]


def _values(key: KeyStats) -> Iterator[str]:
    """The pictures of one key: numbers, dates by month, texts."""
    if key.numbers is not None and key.numbers.least < key.numbers.most:
        numbers = key.numbers
        counts = [each.number for each in numbers.bins]
        ends = f"{numbers.least:g}", f"{numbers.most:g}"
        yield histogram(f"{key.name} ({numbers.number:,} numbers)", counts, ends)
    if len(key.months) > 1:
        ends = key.months[0].name, key.months[-1].name
        yield histogram(f"{key.name} (dates by month)", _by_month(key.months), ends)
    elif key.words.top:
        yield _ranked(key.name, key.words)


def _by_month(months: Sequence[Count]) -> list[int]:
    """The counts of all months from the first to the last, those without dates as well."""
    counts = {int(each.name[:-3]) * 12 + int(each.name[-2:]): each.number for each in months}
    span = range(min(counts), max(counts) + 1)
    return [counts.get(month, 0) for month in span if len(span) <= _MOST_MONTHS or month in counts]


def _ranked(name: str, ranking: Ranking) -> str:
    """The most frequent values, and how many others there are."""
    if not ranking.top:
        return ""
    rows = [Row(each.name or "(empty)", each.number) for each in ranking.top[:_MOST_VALUES]]
    rest = ranking.total - sum(row.number for row in rows)
    others = ranking.distinct - len(rows)
    about = "" if ranking.exact else "at least "
    note = f"{about}{others:,} others: {rest:,}" if others > 0 and rest > 0 else ""
    return bars(name, rows, escaped(note))
