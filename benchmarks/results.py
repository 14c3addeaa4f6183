"""What was measured: kept as JSON, read by what makes tables and charts of it."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

Part = Literal["size", "form", "start"]


@dataclass(frozen=True, slots=True)
class Run:
    """One process."""

    wall: float
    user: float
    system: float
    peak: float
    """Megabytes."""
    work: float | None = None
    """Of a library: seconds for the document alone, without start and imports."""


@dataclass(slots=True)
class Row:
    """One tool and one document, in all rounds."""

    part: Part
    subject: str
    """The form of the document."""
    items: int
    size: int
    """Bytes, as they are once unpacked."""
    tool: str
    runs: list[Run] = field(default_factory=list)
    failed: str = ""
    """Why there are no more runs."""

    @property
    def wall(self) -> float:
        """Seconds, the median."""
        return statistics.median(run.wall for run in self.runs)

    @property
    def cpu(self) -> float:
        """Seconds of processors, the median."""
        return statistics.median(run.user + run.system for run in self.runs)

    @property
    def peak(self) -> float:
        """Megabytes, the median."""
        return statistics.median(run.peak for run in self.runs)


@dataclass(frozen=True, slots=True)
class Known:
    """What is said of a tool beside its figures."""

    name: str
    does: str
    version: str = ""
    missing: str = ""
    """Why it was not measured at all."""


@dataclass(slots=True)
class Results:
    """All of a measurement."""

    date: str
    machine: dict[str, str]
    rounds: int
    tools: list[Known] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def of(self, part: Part) -> list[Row]:
        """The rows of a part that have been measured."""
        return [row for row in self.rows if row.part == part and row.runs]

    @property
    def sizes(self) -> list[int]:
        """The numbers of items, the smallest first."""
        return sorted({row.items for row in self.of("size")})

    def at(self, items: int) -> list[Row]:
        """What was measured of the manifest with so many items."""
        return [row for row in self.of("size") if row.items == items]

    def text(self) -> str:
        """As JSON, with a row on each line."""
        told = asdict(self)
        rows = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in told.pop("rows"))
        head = json.dumps(told, indent=1, ensure_ascii=False).removesuffix("\n}")
        return f'{head},\n "rows": [\n  {rows}\n ]\n}}\n'


def read(path: Path) -> Results:
    """What `Results.text` wrote."""
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    rows = [Row(**{**row, "runs": [Run(**run) for run in row["runs"]]}) for row in told.pop("rows")]
    tools = [Known(**tool) for tool in told.pop("tools")]
    return Results(**told, tools=tools, rows=rows)


def baseline(rows: Iterable[Row], tool: str, subject: str) -> Row | None:
    """The row that others are compared with."""
    return next((row for row in rows if row.tool == tool and row.subject == subject), None)


def machine() -> dict[str, str]:
    """On what is measured."""
    from importlib.metadata import version

    told = {
        "processor": _processor(),
        "cores": str(cores()),
        "system": f"{platform.system()} {platform.release()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "manifestry": version("manifestry"),
    }
    with suppress(AttributeError, ValueError, OSError):
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        told["memory"] = f"{memory / 2**30:.0f} GiB"
    with suppress(AttributeError, OSError):
        told["load at the start"] = f"{os.getloadavg()[0]:.1f}"
    return told


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    if sys.platform == "darwin":
        with suppress(OSError, subprocess.CalledProcessError):
            command = ["sysctl", "-n", "machdep.cpu.brand_string"]
            return subprocess.run(
                command, check=True, capture_output=True, text=True
            ).stdout.strip()
    return platform.processor() or platform.machine()
