"""Measures Manifestry beside other tools and writes the tables and the chart of the documentation.

    .venv/bin/python -m benchmarks.suite --date 2025-06-30
    .venv/bin/python -m benchmarks.suite --render docs/benchmarks/results.json

Run it in the root of a checkout, with the extra `bench` installed, on a machine that does nothing
else. Every measurement is a process of its own; rounds are interleaved, so that what disturbs the
machine for a while disturbs all tools alike. `--quick` measures a little, to try the suite itself;
without `--root` it only prints.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from benchmarks import pages
from benchmarks.documents import Documents, Form, forms
from benchmarks.results import Known, Part, Results, Row, Run, cores, machine, read
from benchmarks.tools import BARE, BASELINE, OURS, PEERS, Tool, Toolbox, script

_ROOT: Final = Path(__file__).resolve().parents[1]
_UNUSUAL: Final = frozenset(
    {
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONUNBUFFERED",
        "PYTHONDEVMODE",
        "PYTHONOPTIMIZE",
        "COVERAGE_PROCESS_START",
    }
)
_MEASURE: Final = Path(__file__).with_name("measure.py")


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    sizes: tuple[int, ...]
    form_items: int
    rounds: int
    starts: int
    quick: bool = False


FULL: Final = Plan((20_000, 100_000, 500_000), 100_000, rounds=5, starts=25)
QUICK: Final = Plan((20_000,), 1_000, rounds=1, starts=1, quick=True)


@dataclass(frozen=True, slots=True)
class Job:
    """What is measured once a round."""

    row: Row
    command: list[str]
    exit: int = 0
    tree: bool = False
    stdin: Path | None = None


class Suite:
    """One measurement."""

    def __init__(self, plan: Plan, folder: Path, results: Results, skip: frozenset[str]) -> None:
        self.plan = plan
        self.results = results
        self.documents = Documents(folder)
        self.jobs = max(2, cores())
        schema = folder / "multi-type.schema.json"
        bundled = [script("manifestry"), "schema", "multi-type"]
        schema.write_bytes(subprocess.run(bundled, check=True, capture_output=True).stdout)
        self.box = Toolbox(folder, schema, self.jobs)
        self.tools = [
            tool for tool in self.box.tools(quick=plan.quick, skip=skip) if self._fit(tool)
        ]

    def run(self) -> None:
        """Measures everything into the results."""
        self.starts()
        for items in self.plan.sizes:
            self.size(items)
        self.forms()

    def _fit(self, tool: Tool) -> bool:
        """Whether a tool is here, takes a good manifest and refuses a wrong one."""
        missing = tool.missing
        if not missing and (problem := self._problem(tool, self.documents.good, 0)):
            missing = f"does not take a good manifest: {problem}"
        if not missing and tool.judges and self._problem(tool, self.documents.wrong, 1):
            missing = "does not refuse a wrong manifest"
        self.results.tools.append(Known(tool.name, tool.does, tool.version, missing))
        return not missing

    def _problem(self, tool: Tool, document: Path, wanted: int) -> str:
        told = measure(Job(Row("start", "", 1, 0, tool.name), tool.command(document)))
        return "" if told["exit"] == wanted else reason(told)

    def starts(self) -> None:
        """A small manifest, whole processes."""
        good = self.documents.good
        commands = {BARE: [sys.executable, "-c", "pass"]}
        commands |= {tool.name: tool.command(good) for tool in self.tools if tool.start}
        size = good.stat().st_size
        jobs = [
            Job(self._row("start", "small", 1, size, name), command)
            for name, command in commands.items()
        ]
        self._rounds(jobs, self.plan.starts)

    def size(self, items: int) -> None:
        """The plain manifest with so many items, with all tools."""
        document = self.documents.of("manifest", items)
        size = document.stat().st_size
        jobs = [
            Job(
                self._row("size", "one line", items, size, tool.name),
                tool.command(document),
                tree=tool.tree,
            )
            for tool in self.tools
            if items <= tool.up_to
        ]
        self._rounds(jobs, self.plan.rounds)

    def forms(self) -> None:
        """Each form with Manifestry, beside a parser over the same bytes."""
        jobs = [job for form in forms(self.jobs) for job in self._form(form)]
        self._rounds(jobs, self.plan.rounds)

    def _form(self, form: Form) -> Iterator[Job]:
        items = self.plan.form_items // form.share
        document = self.documents.of(form.kind, items, form.make)
        unpacked = document
        if "--gz" in form.make:
            unpacked = self.documents.of(form.kind, items)
        size = unpacked.stat().st_size
        place, stdin = document, None
        if form.parts:
            place = self.documents.parts(items)
            size = sum(part.stat().st_size for part in place.iterdir())
        if form.stdin:
            place, stdin = Path("-"), document
        schema = str(self.documents.metadata_schema)
        options = [schema if option == "SCHEMA" else option for option in form.options]
        yield Job(
            self._row("form", form.name, items, size, OURS),
            self.box.ours(place, *options),
            form.exit,
            tree="--jobs" in options,
            stdin=stdin,
        )
        if not form.plain or not (form.make or form.options or form.stdin or form.parts):
            peer = "orjson, lines" if "--ndjson" in form.make else "orjson"
            yield Job(
                self._row("form", form.name, items, size, BASELINE),
                self.box.library(peer, unpacked),
            )

    def _row(self, part: Part, subject: str, items: int, size: int, tool: str) -> Row:
        row = Row(part, subject, items, size, tool)
        self.results.rows.append(row)
        return row

    def _rounds(self, jobs: Sequence[Job], rounds: int) -> None:
        """Measures all in turn; each round begins with another one."""
        for number in range(rounds):
            first = number % len(jobs)
            for job in (*jobs[first:], *jobs[:first]):
                if not job.row.failed:
                    _once(job)
            if number % 5 == 4 or number + 1 == rounds:
                what = f"{jobs[0].row.part}, {jobs[0].row.items:,} items"
                say(f"{what}: round {number + 1} of {rounds}")


def _once(job: Job) -> None:
    told = measure(job)
    if told["exit"] != job.exit:
        job.row.failed = reason(told)
        say(f"{job.row.tool}, {job.row.subject}: {job.row.failed}")
        return
    work = None
    if str(PEERS) in job.command:
        work = round(json.loads(told["stdout"])["work"], 4)
    figures = {key: round(told[key], 4) for key in ("wall", "user", "system", "peak")}
    job.row.runs.append(Run(**figures, work=work))


def measure(job: Job) -> dict[str, Any]:
    """What one process took."""
    options = ["--tree"] if job.tree else []
    if job.stdin is not None:
        options += ["--stdin", str(job.stdin)]
    command = [sys.executable, "-P", str(_MEASURE), *options, "--", *job.command]
    done = subprocess.run(command, check=True, capture_output=True, env=environment())
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def environment() -> dict[str, str]:
    """The variables of a measured process: whatever changes how Python starts is left out.

    Without compiled modules, for one, every start would compile all sources again.
    """
    return {name: value for name, value in os.environ.items() if name not in _UNUSUAL}


def reason(told: dict[str, Any]) -> str:
    """Why a process did not end as it should: its last words, or its exit code."""
    lines = (told["stderr"] or told["stdout"]).strip().splitlines()
    return f"exit {told['exit']}" + (f": {lines[-1][:200]}" if lines else "")


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not a day, YYYY-MM-DD: {text!r}") from error


def say(text: str) -> None:
    """Progress, where no output is in the way."""
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    """Measures, or takes what was measured, and writes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--date", type=_day, help="the day that the tables name, YYYY-MM-DD")
    what.add_argument("--render", type=Path, help="measure nothing, write what this file holds")
    parser.add_argument("--quick", action="store_true", help="a little of everything, once")
    parser.add_argument("--items", type=int, nargs="+", help=f"default {FULL.sizes}")
    parser.add_argument("--rounds", type=int, help=f"default {FULL.rounds}")
    parser.add_argument("--skip", action="append", default=[], help="a tool to leave out")
    parser.add_argument("--root", type=Path, help="where docs/ and README.md are; default here")
    args = parser.parse_args()
    if args.render is not None:
        results = read(args.render)
        pages.write(results, args.root or _ROOT, say)
        return 0 if pages.whole(results) else 1
    plan = QUICK if args.quick else FULL
    if args.rounds:
        plan = replace(plan, rounds=args.rounds)
    if args.items:
        sizes = tuple(sorted(args.items))
        plan = replace(plan, sizes=sizes, form_items=min(sizes[-1], plan.form_items))
    results = Results(args.date, machine(), plan.rounds)
    with tempfile.TemporaryDirectory(prefix="manifestry-benchmarks-") as folder:
        Suite(plan, Path(folder), results, frozenset(args.skip)).run()
    if args.quick and args.root is None:
        print(pages.page_block(results))
    else:
        pages.write(results, args.root or _ROOT, say)
    return 0 if pages.whole(results) else 1


if __name__ == "__main__":
    sys.exit(main())
