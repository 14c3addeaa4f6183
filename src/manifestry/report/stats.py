"""Numbers of documents for people: tables of sections, URLs, labels and keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from manifestry.report import Look
from manifestry.report.cells import shown, squeezed, wrapped
from manifestry.report.summary import count
from manifestry.report.tables import TIE, table
from manifestry.shaping.stats import KeyStats, NumberStats, Stats
from manifestry.shaping.tallies import Count, Ranking
from manifestry.text import cut

_SHOWN = 5  # values of a ranking
_LONGEST = 40
_WIDEST_TYPE = 16


def render(stats: Stats, look: Look) -> Iterator[str]:
    """The lines, none wider than the screen."""
    parts = [_sections(stats, look), _urls(stats, look), _assets(stats, look), _keys(stats, look)]
    for part in parts:
        lines = [*part]
        if lines:
            yield from lines
            yield ""
    yield from wrapped(summary(stats), look.width)


def summary(stats: Stats) -> str:
    """The totals in one line.

    >>> summary(Stats())
    '0 documents: 0 items, 0 URLs, 0 bytes.'
    """
    size = sum(each.size for each in stats.documents)
    urls = sum(each.urls for each in stats.documents)
    sizes = f"{count(stats.items, 'item')}, {count(urls, 'URL')}, {count(size, 'byte')}"
    return f"{count(len(stats.documents), 'document')}: {sizes}."


def _sections(stats: Stats, look: Look) -> Iterator[str]:
    rows = [
        (
            each.name,
            f"{each.items:,}",
            f"{each.urls:,}",
            f"{each.size:,}",
            f"{each.files_size:,} bytes in {count(each.files, 'file')}" if each.files else "",
        )
        for each in stats.sections
    ]
    if rows:
        yield from _flat(("SECTION", "ITEMS", "URLS", "BYTES", "MEDIA"), rows, look, numbers=3)
    frames = stats.frames
    if frames.videos:
        text = (
            f"{count(frames.videos, 'video')} with $encord: {count(frames.described, 'frame')} "
            f"described, {frames.listed:,} listed"
        )
        yield from wrapped(text, look.width)


def _urls(stats: Stats, look: Look) -> Iterator[str]:
    urls = stats.urls
    named = {
        "schemes": urls.schemes,
        "hosts": urls.hosts,
        "buckets": urls.buckets,
        "extensions": urls.extensions,
    }
    return _rankings("URLS", named, look)


def _assets(stats: Stats, look: Look) -> Iterator[str]:
    assets = stats.assets
    if assets is None:
        return
    named = {
        "kinds": assets.kinds,
        "batches": assets.batches,
        "stages": assets.stages,
        "classes": assets.classes,
        "geometries": assets.geometries,
        "classifications": assets.classifications,
    }
    yield from _rankings("ASSETS", named, look)
    if assets.tasks:
        text = f"{count(assets.tasks, 'task')} with {count(assets.tools, 'annotation')}"
        yield from wrapped(text, look.width)


def _rankings(title: str, named: dict[str, Ranking], look: Look) -> Iterator[str]:
    rows = [
        (
            name,
            f"{ranking.total:,}",
            _distinct(ranking.distinct, ranking.exact),
            _top(ranking, look),
        )
        for name, ranking in named.items()
        if ranking.total
    ]
    if rows:
        yield from _flat((title, "NUMBER", "DISTINCT", "MOST FREQUENT"), rows, look, numbers=2)


def _keys(stats: Stats, look: Look) -> Iterator[str]:
    if stats.keys:
        head = ("KEY", "VALUES", "FILLED", "DISTINCT", "TYPE", "WHERE")
        rows = [_key(key, look) for key in stats.keys]
        for number, lines in enumerate(table(head, rows, look, numbers=3)):
            yield from lines
            if number:
                yield from _remarks(stats.keys[number - 1], look)
    if stats.other_values:
        yield from wrapped(f"{count(stats.other_values, 'value')} of further keys", look.width)


def _key(key: KeyStats, look: Look) -> tuple[str, ...]:
    types = "/".join(each.name for each in key.types if each.name != "null") or "null"
    distinct = _distinct(*key.distinct) if key.words.total or key.numbers else ""
    where = _counts(key.where) if len(key.where) > 1 else key.where[0].name
    return (
        shown(cut(key.name), look.encoding) or '""',
        f"{key.values:,}",
        f"{100 * key.fill:.1f}%",
        distinct,
        squeezed(types, _WIDEST_TYPE),
        where,
    )


def _remarks(key: KeyStats, look: Look) -> Iterator[str]:
    """The lines below a key: what its values are."""
    remarks = []
    if key.words.top:
        remarks.append(_top(key.words, look).replace(TIE, " "))
    if key.numbers is not None:
        remarks.append(_span(key.numbers))
    if key.vectors is not None:
        low, high = key.vectors.least, key.vectors.most
        size = f"{low:,}" if low == high else f"{low:,} to {high:,}"
        remarks.append(f"{count(key.vectors.number, 'list')} of {size} numbers")
    if key.months:
        first, last = key.months[0].name, key.months[-1].name
        remarks.append(f"dates in {first}" if first == last else f"dates from {first} to {last}")
    if key.nulls:
        remarks.append(count(key.nulls, "null"))
    for remark in remarks:
        for line in wrapped(remark, look.width - 4):
            yield f"    {squeezed(line, look.width - 4)}"


def _span(numbers: NumberStats) -> str:
    low, high = (cut(str(edge), _LONGEST) for edge in (numbers.least, numbers.most))
    return f"numbers: {low}" if low == high else f"numbers from {low} to {high}"


def _top(ranking: Ranking, look: Look) -> str:
    named = [
        Count(shown(cut(each.name, _LONGEST), look.encoding) or '""', each.number)
        for each in ranking.top[:_SHOWN]
    ]
    more = ranking.distinct - len(named)
    words = _counts(tuple(named))
    if more > 0:
        words += f", {more:,}{TIE}more"
    return words if ranking.exact else f"{words} and{TIE}others"


def _counts(counts: tuple[Count, ...]) -> str:
    """Names with their numbers, which stay together where a line is broken."""
    return ", ".join(f"{each.name}{TIE}({each.number:,})" for each in counts)


def _distinct(number: int, exact: bool) -> str:  # noqa: FBT001
    return f"{number:,}" if exact else f">{number:,}"


def _flat(
    head: tuple[str, ...], rows: Sequence[tuple[str, ...]], look: Look, *, numbers: int
) -> Iterator[str]:
    for lines in table(head, rows, look, numbers=numbers):
        yield from lines
