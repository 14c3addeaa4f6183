"""The benchmark suite runs, so that it cannot rot; how fast anything is, no test says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).resolve().parents[2]
MEASURE = ROOT / "benchmarks" / "measure.py"
PAGES = ("README.md", "docs/benchmarks.md")
MARKED = "# Acme\n\n<!-- benchmarks -->\nold\n<!-- /benchmarks -->\n\nbehind\n"
CHEAP = {"orjson.loads", "orjson.loads, collector on", "jsonschema-rs", "pydantic"}


def suite(*args: str) -> subprocess.CompletedProcess[str]:
    """Runs the suite as its documentation says."""
    command = [sys.executable, "-m", "benchmarks.suite", *args]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with both pages, and markers in them."""
    (tmp_path / "docs").mkdir()
    for name in PAGES:
        (tmp_path / name).write_text(MARKED, encoding="utf-8")
    return tmp_path


def test_a_quick_run_measures_every_tool_and_form(root: Path) -> None:
    """Nothing is missing, nothing fails, and the raw numbers are all that the pages need."""
    done = suite("--quick", "--date", "2001-02-03", "--root", str(root))
    assert done.returncode == 0, done.stderr
    raw = root / "docs" / "benchmarks" / "results.json"
    results = json.loads(raw.read_bytes())
    assert [tool["name"] for tool in results["tools"] if tool["missing"]] == []
    rows = results["rows"]
    assert [row for row in rows if row["failed"] or len(row["runs"]) != 1] == []
    measured = {row["tool"] for row in rows if row["part"] == "size"}
    assert measured >= CHEAP | {"manifestry check"}
    forms = {row["subject"] for row in rows if row["part"] == "form"}
    assert {"gzip", "indented", "standard input", "embeddings", "Ango export, NDJSON"} <= forms
    for row in rows:
        for run in row["runs"]:
            assert run["wall"] > 0, row
            assert run["user"] + run["system"] > 0, row
            assert run["peak"] > 1, row  # megabytes; no interpreter does with one
    before = {name: (root / name).read_bytes() for name in (*PAGES, "docs/benchmarks/speed.svg")}
    assert suite("--render", str(raw), "--root", str(root)).returncode == 0
    assert {name: (root / name).read_bytes() for name in before} == before


# --- pages ----------------------------------------------------------------------------------


def row(part: str, tool: str, wall: float, peak: float, **more: Any) -> dict[str, Any]:
    """A row with two runs; the second one takes longer."""
    runs = [
        {"wall": wall, "user": wall, "system": 0, "peak": peak},
        {"wall": wall + 2, "user": wall, "system": 1, "peak": peak},
    ]
    base = {"part": part, "subject": "one line", "items": 500_000, "size": 220_000_000}
    return {**base, "tool": tool, "runs": runs, **more}


@pytest.fixture
def results() -> dict[str, Any]:
    """Numbers that nobody measured."""
    names = ("manifestry check", "orjson.loads", "slow <&> tool", "not | here")
    tools = [{"name": name, "does": "work", "version": "1.0"} for name in names]
    tools[3]["missing"] = "it said: <b>no | way\n"
    return {
        "date": "2001-02-03",
        "machine": {
            "processor": "Acme | 1", "cores": "4", "memory": "8 GiB", "system": "Acme OS",
            "python": "CPython 3.11.7", "manifestry": "0.1.0",
        },
        "rounds": 2,
        "tools": tools,
        "rows": [
            row("start", "bare interpreter", 0.01, 9),
            row("start", "manifestry check", 0.05, 30),
            row("size", "orjson.loads", 1, 1300, items=20_000, size=9_000_000),
            row("size", "slow <&> tool", 50, 90, items=20_000, size=9_000_000),
            row("size", "manifestry check", 4, 80),
            row("size", "orjson.loads", 1, 1300),
            row("form", "manifestry check", 9, 40, subject="gzip"),
            row("form", "orjson.loads", 4, 40),
        ],
    }  # fmt: skip


def render(root: Path, results: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """Writes the pages."""
    raw = root / "raw.json"
    raw.write_text(json.dumps(results), encoding="utf-8")
    return suite("--render", str(raw), "--root", str(root))


def test_tables_stand_between_the_markers(root: Path, results: dict[str, Any]) -> None:
    """And the rest of both pages is as it was."""
    assert render(root, results).returncode == 0
    blocks = {}
    for name in PAGES:
        before, _, rest = (root / name).read_text("utf-8").partition("<!-- benchmarks -->\n")
        block, _, behind = rest.partition("<!-- /benchmarks -->\n")
        assert (before, behind) == ("# Acme\n\n", "\nbehind\n")
        assert "old" not in block.splitlines()
        assert "2001-02-03" in block
        tables = [line for line in block.splitlines() if line.startswith("|")]
        assert tables
        assert all(line.endswith("|") for line in tables)
        blocks[name] = block.splitlines()
    page, readme = blocks["docs/benchmarks.md"], blocks["README.md"]
    # Medians: 5 s and 2 s; processors 4.5 s and 1.5 s.
    assert "| **manifestry check** | 5.00 | 4.50 | 80 MB | 2.5 | 3.0 |" in page
    assert "| gzip | 500,000 | 220 MB | 10.0 | 9.50 | 40 MB | 2.0 | 2.1 |" in page
    assert "| not here | 1.0 | work | it said: b no way |" in page
    assert "| **manifestry check** |  |  | 5.00 s | 80 MB |" in readme
    assert "| orjson.loads | 2.00 s | 1,300 MB | 2.00 s | 1,300 MB |" in readme


def test_the_chart_has_a_bar_for_each_figure(root: Path, results: dict[str, Any]) -> None:
    """It is well-formed, and no bar leaves the card."""
    results["rows"].append(row("size", "slow <&> tool", 50, 90))
    assert render(root, results).returncode == 0
    svg = ET.fromstring((root / "docs/benchmarks/speed.svg").read_bytes())
    names = [text.text for text in svg.findall(".//{*}text[@text-anchor='end']")]
    assert names == ["orjson.loads", "manifestry check", "slow <&> tool"]
    bars = [bar for bar in svg.findall(".//{*}rect") if "bar" in bar.get("class", "").split()]
    assert len(bars) == 2 * 3
    ends = [float(bar.get("x", 0)) + float(bar.get("width", 0)) for bar in bars]
    assert max(ends) < float(svg.get("width", 0)) - 40  # there is room for the figure


def test_tables_are_not_written_where_manifestry_failed(
    root: Path, results: dict[str, Any]
) -> None:
    """A table without the main row would say nothing."""
    results["rows"][4]["failed"] = "exit 4: an error"
    done = render(root, results)
    assert done.returncode == 1
    assert "Manifestry itself failed" in done.stderr
    assert [(root / name).read_text("utf-8") for name in PAGES] == [MARKED, MARKED]


def test_a_page_without_both_markers_is_left_alone(root: Path, results: dict[str, Any]) -> None:
    """That is told, and the rest is written."""
    page = root / "README.md"
    page.write_text("# Acme\n\n<!-- benchmarks -->\n", encoding="utf-8")
    done = render(root, results)
    assert done.returncode == 0
    assert page.read_text("utf-8") == "# Acme\n\n<!-- benchmarks -->\n"
    assert f"{page}: not changed" in done.stderr
    assert (root / "docs/benchmarks.md").read_text("utf-8") != MARKED


# --- one process ----------------------------------------------------------------------------


def measured(*args: str) -> dict[str, Any]:
    """What measuring a program of Python tells."""
    *options, program = args
    command = [sys.executable, str(MEASURE), *options, "--", sys.executable, "-c", program]
    told: dict[str, Any] = json.loads(subprocess.check_output(command))
    return told


@pytest.mark.parametrize(
    ("program", "patience", "wanted"),
    [
        ("pass", "300", 0),
        ("raise SystemExit(7)", "300", 7),
        ("import time; time.sleep(300)", "1", "late"),
    ],
)
def test_a_process_is_measured_however_it_ends(program: str, patience: str, wanted: object) -> None:
    """Its exit code is told, or that it took too long."""
    assert measured("--timeout", patience, program)["exit"] == wanted


def test_what_two_processes_hold_at_a_time_is_added_up() -> None:
    """A program that starts others takes what all of them take."""
    pytest.importorskip("psutil")
    child = "import time; kept = b'x' * 90_000_000; time.sleep(6)"
    parent = (
        "import subprocess, sys; kept = b'x' * 90_000_000; "
        f"subprocess.run([sys.executable, '-c', {child!r}])"
    )
    assert measured("--tree", parent)["peak"] > 180  # megabytes
