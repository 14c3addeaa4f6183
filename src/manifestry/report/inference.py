"""An inferred metadata schema for people: a table of keys with what was seen of each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from manifestry.formats.encord.metadata.names import judge
from manifestry.formats.encord.metadata.types import word
from manifestry.metadata.inference import Inference, KeyEvidence
from manifestry.report import Look
from manifestry.report.cells import shown, squeezed, width, wrapped
from manifestry.text import quote

_HEAD = ("KEY", "TYPE", "VALUES", "WHERE")
_WIDEST_KEY = 28
_WIDEST_WHERE = 24
_LEAST = 8
_TIE = "\xa0"  # stands for a blank at which no line is broken
_GAP = "  "
_LEFT_OUT = "left out"


def table(inference: Inference, look: Look) -> Iterator[str]:
    """The lines of the table, none wider than the screen: two or more a key, then a summary."""
    if inference.keys:
        yield from _rows(inference, look)
        yield ""
    yield from wrapped(summary(inference), look.width)


def _rows(inference: Inference, look: Look) -> Iterator[str]:
    rows = [_HEAD, *(_row(key, look) for key in inference.keys)]
    keys, types, values = (max(width(row[column]) for row in rows) for column in range(3))
    room = look.width - types - values - 3 * len(_GAP)
    keys = min(keys, _WIDEST_KEY, max(room - _WIDEST_WHERE, _LEAST))
    rest = max(room - keys, _LEAST)
    for number, (key, type_, count, where) in enumerate(rows):
        cells = f"{_padded(squeezed(key, keys), keys)}{_GAP}{_padded(type_, types)}{_GAP}"
        first = f"{cells}{count:>{values}}{_GAP}"
        places = (place.replace(_TIE, " ") for place in wrapped(where, rest))
        for start, place in zip_longest([first], places, fillvalue=" " * width(first)):
            line = f"{start}{squeezed(place, rest)}".rstrip()
            yield f"\x1b[1m{line}\x1b[0m" if look.color and number == 0 else line
        if number:
            yield from _remarks(inference.keys[number - 1], look)


def summary(inference: Inference) -> str:
    """The numbers in one line.

    >>> from manifestry.metadata import infer
    >>> summary(infer([{"images": [{"clientMetadata": {"shift": 2, "tags": ["a"]}}]}]))
    '2 keys in 1 document (1 item): 1 typed, 1 left out.'
    """
    keys, left_out = len(inference.keys), len(inference.left_out)
    seen = f"{_number(inference.documents, 'document')} ({_number(inference.items, 'item')})"
    if not keys:
        return f"No client metadata in {seen}."
    return f"{_number(keys, 'key')} in {seen}: {keys - left_out:,} typed, {left_out:,} left out."


def _row(key: KeyEvidence, look: Look) -> tuple[str, str, str, str]:
    odd = judge(key.name) in ("bad", "reserved") or key.name.strip() != key.name
    name = shown(quote(key.name, _WIDEST_KEY) if odd else key.name, look.encoding)
    places = [place.name for place in key.where]
    if len(places) > 1:  # a number stays with what it counts
        places = [f"{place.name}{_TIE}{place.number:,}" for place in key.where]
    type_ = _LEFT_OUT if key.type is None else word(key.type)
    return name, type_, f"{key.values:,}", ", ".join(places)


def _remarks(key: KeyEvidence, look: Look) -> Iterator[str]:
    """The lines below a key: why it is left out, what else is worth knowing, examples."""
    remarks = [*key.notes] if key.reason is None else [key.reason, *key.notes]
    if key.nulls and key.values:
        remarks.append(f"{_number(key.nulls, 'null')} beside the values")
    if key.examples:
        remarks.append(f"such as {', '.join(key.examples)}")
    for remark in remarks:
        for line in wrapped(shown(remark, look.encoding), look.width - 4):
            yield f"    {squeezed(line, look.width - 4)}"


def _padded(text: str, cells: int) -> str:
    return text + " " * (cells - width(text))


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
