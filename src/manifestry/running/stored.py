"""A report as JSON and back, whole: what the cache keeps.

The report for programs will not do: it lacks the excerpts, and is a contract of its own.
"""

from __future__ import annotations

import json
from dataclasses import astuple, fields
from typing import Any

from manifestry.findings import (
    Edit,
    Excerpt,
    FileReport,
    Finding,
    Fix,
    RuleCount,
    RuleFailure,
    Severity,
)
from manifestry.running.task import Verdict

_FINDING = tuple(each.name for each in fields(Finding))
_REPORT = tuple(each.name for each in fields(FileReport))


def to_bytes(verdicts: tuple[Verdict, ...], name: str) -> bytes:
    """Verdicts on a file called `name`, which is left out: other files may hold the same."""
    rows = []
    for verdict in verdicts:
        row = None
        if verdict is not None:
            row = list(astuple(verdict))
            row[_REPORT.index("path")] = verdict.path.removeprefix(name)
        rows.append(row)
    return json.dumps(rows, separators=(",", ":")).encode()


def from_bytes(data: bytes, name: str) -> tuple[Verdict, ...]:
    """The verdicts again, on a file called `name`. Raises ValueError for anything else."""
    try:
        return tuple(None if row is None else _report(row, name) for row in json.loads(data))
    except (TypeError, KeyError, RecursionError) as error:
        raise ValueError("not the verdicts on a file") from error


def _report(row: list[Any], name: str) -> FileReport:
    values = dict(zip(_REPORT, row, strict=True))
    values["path"] = name + values["path"]
    values["findings"] = tuple(_finding(each) for each in values["findings"])
    values["by_rule"] = tuple(_count(*each) for each in values["by_rule"])
    values["failures"] = tuple(RuleFailure(*each) for each in values["failures"])
    return FileReport(**values)


def _count(code: str, severity: str, number: int) -> RuleCount:
    return RuleCount(code, Severity(severity), number)


def _finding(row: list[Any]) -> Finding:
    values = dict(zip(_FINDING, row, strict=True))
    values["severity"] = Severity(values["severity"])
    if values["excerpt"] is not None:
        values["excerpt"] = Excerpt(*values["excerpt"])
    if values["fix"] is not None:
        title, safe, edits, copy_of = values["fix"]
        values["fix"] = Fix(title, safe, tuple(Edit(*edit) for edit in edits), copy_of)
    return Finding(**values)
