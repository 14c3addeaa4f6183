"""Reports for the tests of all their forms: of every invalid fixture, and of hostile text."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import manifestry
from manifestry.findings import Excerpt, FileReport, Finding, Report, RuleFailure, Severity

ROOT = Path(__file__).resolve().parents[1]

HOSTILE = (
    "\x1b[31mred\x1b[0m",
    "\x9b31m",
    "\u202egnp.exe\u2066",
    "]]>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\r\n::error::forged",
    "%0A::error::forged",
    "a|b`c``d",
    "[click](https://evil.example)",
    "@acme #1",
    "{0} {{1}}",
    "\ud800 \udc80",
    "\x00\x0b\ufffe\uffff",
    "&amp; \" ' \\",
    "x" * 10_000,
)

FINDING = Finding(
    code="E101",
    name="wrong-type",
    severity=Severity.ERROR,
    message='"fps" must be a number greater than 0, got "25"',
    pointer="/videos/0/videoMetadata/fps",
    line=12,
    column=14,
    end_line=12,
    end_column=18,
    help="Write the number without quotes.",
    excerpt=Excerpt('      "fps": "25",', 13, 17),
)
FILE = FileReport(
    path="imports/a.json",
    kind="encord-manifest",
    status="findings",
    items=3,
    urls=5,
    findings=(FINDING,),
    errors=1,
)
CLEAN = FileReport(path="b.json", kind="encord-manifest", status="clean", items=1, urls=1)
MISSING = FileReport(path="c.json", kind=None, status="unreadable", error="no such file")
BROKEN = replace(
    CLEAN, path="d.json", failures=(RuleFailure("E215", "/videos/0", "TypeError: unhashable"),)
)


def of(*findings: Finding, **more: object) -> Report:
    """A report on one file with these findings, counted."""
    numbers = {
        f"{each}s": sum(finding.severity is each for finding in findings) for each in Severity
    }
    return Report((replace(FILE, findings=findings, **{**numbers, **more}),))  # type: ignore[arg-type]


def hostile() -> Report:
    """A report in which every text that may come from outside is hostile."""
    files = []
    for number, text in enumerate(HOSTILE):
        finding = replace(
            FINDING,
            message=f"got {text}",
            pointer=f"/videos/{text.replace('/', '~1')}",
            help=f"Not {text}",
            excerpt=Excerpt(f'  "a": {text},', 7, 7 + len(text)),
        )
        wide = replace(finding, severity=Severity.WARNING, end_line=14, excerpt=None)
        failure = RuleFailure("E215", f"/{text}", f"ValueError: {text}")
        files.append(
            replace(
                FILE,
                path=f"{number} {text}",
                findings=(finding, wide),
                warnings=1,
                failures=(failure,),
                error=f"cannot: {text}" if number % 2 else None,
                truncated=number,
            )
        )
    return Report(tuple(files))


@cache
def invalid() -> Report:
    """The report on every invalid fixture, with a clean file, a missing one and a broken rule."""
    found = [
        replace(each, path=str(path.relative_to(ROOT)).replace("\\", "/"))
        for path in sorted((ROOT / "fixtures" / "invalid").rglob("*"))
        if path.is_file()
        for each in manifestry.check(path).files
    ]
    return Report((*found, CLEAN, MISSING, BROKEN), skipped=1)
