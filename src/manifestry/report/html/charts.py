"""Small charts in SVG. What they show stands beside them as text as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from manifestry.report.html.words import escaped
from manifestry.text import cut, mask_secrets

_LONGEST = 60
_HEIGHT = 48


class Row(NamedTuple):
    """A bar: what it is of, and how long."""

    name: str
    number: int


def bars(caption: str, rows: Sequence[Row], note: str = "") -> str:
    """Bars below each other, the longest as long as there is room; nothing without rows.

    `note` is text of a page already.
    """
    if not rows:
        return ""
    most = max(row.number for row in rows) or 1
    lines = "".join(
        f'<tr><th scope="row">{_name(row.name)}</th><td>{_bar(row.number / most)}</td>'
        f'<td class="number">{row.number:,}</td></tr>\n'
        for row in rows
    )
    below = f'<p class="note">{note}</p>' if note else ""
    return _figure(caption, f'<table class="bars"><tbody>\n{lines}</tbody></table>{below}')


def fills(rows: Sequence[tuple[str, str, float]]) -> str:
    """How far things are filled: name, kind, and a part from 0 to 1."""
    lines = "".join(
        f'<tr><th scope="row"><code>{_name(name)}</code> <span class="note">{escaped(kind)}</span>'
        f'</th><td>{_bar(part)}</td><td class="number">{_percent(part)}</td></tr>\n'
        for name, kind, part in rows
    )
    return f'<table class="bars"><tbody>\n{lines}</tbody></table>\n'


def histogram(caption: str, counts: Sequence[int], ends: tuple[str, str]) -> str:
    """Columns side by side, and what the first and the last stand for."""
    most = max(counts, default=0) or 1
    columns = "".join(
        f'<rect class="bar" x="{place * 10}.5" y="{_HEIGHT - _tall(number, most)}" width="9"'
        f' height="{_tall(number, most)}"><title>{number:,}</title></rect>'
        for place, number in enumerate(counts)
    )
    words = escaped(f"{', '.join(f'{number:,}' for number in counts[:40])}")
    picture = (
        f'<svg role="img" aria-label="Counts from {_name(ends[0])} to {_name(ends[1])}: {words}"'
        f' viewBox="0 0 {len(counts) * 10} {_HEIGHT}" height="{_HEIGHT * 2}"'
        f' preserveAspectRatio="none">{columns}</svg>'
    )
    below = f'<div class="ends"><span>{_name(ends[0])}</span><span>{_name(ends[1])}</span></div>'
    return _figure(caption, picture + below)


def _bar(part: float) -> str:
    """A bar across a cell; the number beside it says it to whoever cannot see it."""
    wide = f"{min(max(part, 0.0), 1.0) * 100:.2f}"
    return (
        '<svg aria-hidden="true" viewBox="0 0 100 10" height="10" preserveAspectRatio="none">'
        f'<rect class="back" width="100" height="10"/><rect class="bar" width="{wide}" height="10"/>'
        "</svg>"
    )


def _tall(number: int, most: int) -> int:
    """The height of a column; what is there at all can be seen."""
    return max(1, round(number / most * _HEIGHT)) if number else 0


def _percent(part: float) -> str:
    """A part in percent; only the whole is 100 %, and only nothing is 0 %."""
    if 0 < part < 0.01:
        return "&lt; 1 %"
    return f"{int(part * 100)} %"


def _figure(caption: str, inside: str) -> str:
    return f"<figure><figcaption>{_name(caption)}</figcaption>{inside}</figure>\n"


def _name(text: str) -> str:
    return escaped(cut(mask_secrets(text), _LONGEST))
