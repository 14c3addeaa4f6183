"""The tables of a measurement, put between the markers of the documentation and of the README."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from benchmarks.chart import chart
from benchmarks.results import Results, Row, baseline
from benchmarks.tools import BASELINE, OURS
from manifestry.output import replacing
from manifestry.text import printable

START: Final = "<!-- benchmarks -->"
END: Final = "<!-- /benchmarks -->"
_BETWEEN: Final = re.compile(f"(?<={START}\n).*?(?=^{END}$)", re.DOTALL | re.MULTILINE)

_PLAIN: Final = "one line"


def write(results: Results, root: Path, say: Callable[[str], None]) -> None:
    """Writes the raw numbers, the chart, and the tables of both pages."""
    folder = root / "docs" / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "results.json", results.text())  # first: they cost the most
    if not whole(results):
        say("Manifestry itself failed somewhere: only the numbers are written, no tables")
        return
    _write(folder / "speed.svg", chart(results))
    for path, block in (
        (root / "docs" / "benchmarks.md", page_block(results)),
        (root / "README.md", readme_block(results)),
    ):
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        found = _BETWEEN.search(text)
        if found is not None:
            _write(path, f"{text[: found.start()]}\n{block}\n\n{text[found.end() :]}")
        else:
            say(f"{path}: not changed, it has no lines {START} and {END}")


def whole(results: Results) -> bool:
    """Whether all that was to be measured of Manifestry was."""
    ours = [tool for tool in results.tools if tool.name.startswith(OURS)]
    rows = [row for row in results.rows if row.tool.startswith(OURS)]
    return not any(tool.missing for tool in ours) and not any(row.failed for row in rows)


def _write(path: Path, text: str) -> None:
    with replacing(str(path)) as put:
        put(text.encode())


# --- blocks ---------------------------------------------------------------------------------


def page_block(results: Results) -> str:
    """What stands in the documentation."""
    return "\n\n".join(_page(results))


def _page(results: Results) -> Iterator[str]:
    machine = results.machine
    yield (
        f"Measured on {results.date}: {_cell(machine['processor'])}, {machine['cores']} cores, "
        f"{machine.get('memory', 'memory unknown')}, {_cell(machine['system'])}, "
        f"{machine['python']}; Manifestry {machine['manifestry']}. Medians of {results.rounds} "
        f"rounds; load of the machine before the first {machine.get('load at the start', '?')}."
    )
    if results.sizes:
        yield f"![{_alternative(results)}](benchmarks/speed.svg)"
    for items in results.sizes:
        yield from _size(results.at(items))
    for heading, table in (
        ("Other forms, with Manifestry", _forms(results)),
        ("A small manifest: the start of a program", _starts(results)),
        ("The tools", _tools(results)),
    ):
        yield f"## {heading}"
        yield table


def _size(rows: Sequence[Row]) -> Iterator[str]:
    yield f"## {_items(rows[0])}"
    base = baseline(rows, BASELINE, _PLAIN)
    yield _table(
        ("tool", "seconds", "processor seconds", "peak memory", f"times `{BASELINE}`", "in processor time"),
        (
            (_name(row), _seconds(row.wall), _seconds(row.cpu), _memory(row), *_ratios(row, base))
            for row in sorted(rows, key=lambda row: row.wall)
        ),
    )  # fmt: skip


def _forms(results: Results) -> str:
    rows = results.of("form")
    plain = baseline(rows, BASELINE, _PLAIN)
    return _table(
        ("form", "items", "size", "seconds", "processor seconds", "peak memory", f"times `{BASELINE}`", "in processor time"),
        (
            (
                row.subject, f"{row.items:,}", _size_of(row), _seconds(row.wall), _seconds(row.cpu),
                _memory(row), *_ratios(row, baseline(rows, BASELINE, row.subject) or plain),
            )
            for row in rows
            if row.tool == OURS
        ),
    )  # fmt: skip


def _starts(results: Results) -> str:
    return _table(
        ("program", "milliseconds", "the fastest", "peak memory"),
        (
            (
                _name(row),
                f"{row.wall * 1000:.0f}",
                f"{min(run.wall for run in row.runs) * 1000:.0f}",
                _memory(row),
            )
            for row in sorted(results.of("start"), key=lambda row: row.wall)
        ),
    )


def _tools(results: Results) -> str:
    failed = {row.tool: row.failed for row in results.rows if row.failed}
    return _table(
        ("tool", "version", "what it does", "not measured"),
        (
            (
                _cell(tool.name),
                tool.version,
                tool.does,
                _cell(tool.missing or failed.get(tool.name, "")),
            )
            for tool in results.tools
        ),
        right=False,
    )


def readme_block(results: Results) -> str:
    """What stands in the README: the smallest manifest and the largest."""
    sizes = sorted({*results.sizes[:1], *results.sizes[-1:]})
    columns = [results.at(items) for items in sizes]
    names = [tool.name for tool in results.tools if not tool.missing]
    names.sort(key=lambda name: not name.startswith(OURS))
    table = _table(
        ("whole process", *(part for rows in columns for part in (_items(rows[0]), "memory"))),
        (
            (
                f"**{name}**" if name.startswith(OURS) else name,
                *(part for rows in columns for part in _short(rows, name)),
            )
            for name in names
        ),
    )
    starts = {row.tool: f"{row.wall * 1000:.0f} ms" for row in results.of("start")}
    others = ", ".join(f"{name} {time}" for name, time in starts.items() if name != OURS)
    machine = results.machine
    lines = [table]
    if OURS in starts:
        lines.append(f"A small manifest takes it {starts[OURS]} ({others}).")
    lines.append(
        f"Medians of {results.rounds} rounds on {machine['cores']} cores, {_cell(machine['processor'])}, "
        f"{machine['python']}, {results.date}. All figures: [docs/benchmarks.md](docs/benchmarks.md)."
    )
    return "\n\n".join(lines)


def _short(rows: Sequence[Row], name: str) -> tuple[str, str]:
    row = next((row for row in rows if row.tool == name), None)
    return ("", "") if row is None else (f"{_seconds(row.wall)} s", _memory(row))


# --- pieces ---------------------------------------------------------------------------------


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: bool = True) -> str:
    """A table whose first column is text."""
    rule = ["---", *(["---:" if right else "---"] * (len(heads) - 1))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, rule, *rows))


def _name(row: Row) -> str:
    return f"**{row.tool}**" if row.tool.startswith(OURS) else row.tool


def _items(row: Row) -> str:
    return f"{row.items:,} items, {_size_of(row)}"


def _size_of(row: Row) -> str:
    megabytes = row.size / 1e6
    return f"{megabytes:.0f} MB" if megabytes >= 1 else f"{megabytes:.1f} MB"


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f}" if seconds >= 10 else f"{seconds:.2f}"


def _memory(row: Row) -> str:
    return f"{row.peak:,.0f} MB"


def _ratios(row: Row, base: Row | None) -> tuple[str, str]:
    if base is None:
        return "", ""
    return f"{row.wall / base.wall:.1f}", f"{row.cpu / base.cpu:.1f}"


def _alternative(results: Results) -> str:
    """What the chart says, for who does not see it."""
    rows = results.at(results.sizes[-1])
    told = ", ".join(f"{row.tool} {_seconds(row.wall)} s and {_memory(row)}" for row in rows)
    return _cell(f"Time and peak memory for {_items(rows[0])}: {told}")


def _cell(text: str) -> str:
    """Text from elsewhere, in one cell of a table."""
    return printable(re.sub(r"[\s|<>\[\]`*]+", " ", text).strip())
