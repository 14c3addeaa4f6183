"""A chart of time and memory as SVG: bars with their figures, on a card that goes with the theme.

The card has a background of its own, so that it can be read whatever the page around it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from benchmarks.results import Results, Row

_WIDTH: Final = 860
_LEFT: Final = 244  # where the bars of time begin
_MIDDLE: Final = 572  # where those of memory begin
_BAR: Final = 220  # the longest bar; its figure comes behind it
_TOP: Final = 92
_STEP: Final = 34
_THICK: Final = 20

_STYLE: Final = """
.card { fill: #ffffff; stroke: #d0d7de; }
text { fill: #1f2328; font: 14px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; }
.title { font-size: 17px; font-weight: 600; }
.soft { fill: #57606a; }
.ours { font-weight: 600; }
.bar { fill: #8c959f; }
.bar.ours { fill: #0b6bcb; }
.axis { stroke: #d0d7de; }
@media (prefers-color-scheme: dark) {
  .card { fill: #161b22; stroke: #3d444d; }
  text { fill: #e6edf3; }
  .soft { fill: #9da7b3; }
  .bar { fill: #6e7681; }
  .bar.ours { fill: #4ba3f7; }
  .axis { stroke: #3d444d; }
}
"""


def chart(results: Results) -> str:
    """The largest manifest: one line for each tool, the fastest first."""
    rows = sorted(results.at(results.sizes[-1]), key=lambda row: row.wall) if results.sizes else []
    height = _TOP + _STEP * len(rows) + 16
    body = "\n".join(_body(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" role="img">\n'
        f"<title>Time and peak memory of whole processes</title>\n"
        f"<style>{_STYLE}</style>\n"
        f'<rect class="card" x="0.5" y="0.5" width="{_WIDTH - 1}" height="{height - 1}" rx="8"/>\n'
        f"{body}\n</svg>\n"
    )


def _body(rows: list[Row]) -> Iterator[str]:
    if not rows:
        yield _text(24, 36, "nothing measured", "title")
        return
    first = rows[0]
    title = f"A manifest with {first.items:,} items, {first.size / 1e6:,.0f} MB, on one machine"
    yield _text(24, 36, title, "title")
    yield _text(_LEFT, _TOP - 20, "seconds, whole process", "soft")
    yield _text(_MIDDLE, _TOP - 20, "peak memory, MB", "soft")
    for number, row in enumerate(rows):
        ours = " ours" if row.tool.startswith("manifestry") else ""
        y = _TOP + _STEP * number
        yield _text(_LEFT - 12, y + 15, row.tool, f"name{ours}", 'text-anchor="end"')
        yield _bar(_LEFT, y, row.wall / max(each.wall for each in rows), _seconds(row), ours)
        yield _bar(_MIDDLE, y, row.peak / max(each.peak for each in rows), f"{row.peak:,.0f}", ours)
    bottom = _TOP + _STEP * len(rows) - (_STEP - _THICK) + 4
    for x in (_LEFT, _MIDDLE):
        yield f'<line class="axis" x1="{x}" y1="{_TOP - 6}" x2="{x}" y2="{bottom}"/>'


def _bar(x: int, y: int, share: float, figure: str, ours: str) -> str:
    length = max(2.0, share * _BAR)
    return (
        f'<rect class="bar{ours}" x="{x}" y="{y}" width="{length:.1f}" height="{_THICK}"/>'
        + _text(x + length + 6, y + 15, figure, f"figure{ours}")
    )


def _seconds(row: Row) -> str:
    return f"{row.wall:.1f}" if row.wall >= 10 else f"{row.wall:.2f}"


def _text(x: float, y: float, text: str, style: str, more: str = "") -> str:
    return f'<text class="{style}" x="{x:g}" y="{y:g}" {more}>{escape(text)}</text>'
