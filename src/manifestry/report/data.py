"""Reports as plain data: the keys and values of the JSON report, which are a contract."""

from __future__ import annotations

import json
import re

from manifestry.findings import FileReport, Finding, Fix, Report
from manifestry.report.compared import ComparedReport

Data = dict[str, object]

_SURROGATE = re.compile("[\ud800-\udfff]")


def file_data(file: FileReport) -> Data:
    """One file of the report. What is rare is there only when there is something to say."""
    data: Data = {
        "path": file.path,
        "kind": file.kind,
        "status": file.status,
        "items": file.items,
        "urls": file.urls,
        "findings": [finding_data(finding) for finding in file.findings],
    }
    if file.error is not None:
        data["error"] = file.error
    if file.failures:
        data["internal_errors"] = [
            {"code": failure.code, "pointer": failure.pointer, "error": failure.error}
            for failure in file.failures
        ]
    return data


def finding_data(finding: Finding) -> Data:
    """One finding of the report."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "pointer": finding.pointer,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "help": finding.help,
        "fix": None if finding.fix is None else fix_data(finding.fix),
    }


def fix_data(fix: Fix) -> Data:
    """What mends a finding."""
    return {
        "title": fix.title,
        "safety": "safe" if fix.safe else "unsafe",
        "edits": [edit._asdict() for edit in fix.edits],
    }


def summary_data(report: Report) -> Data:
    """The numbers of a run. How many files were skipped is no part of the contract."""
    data: Data = {
        "files": len(report.files),
        "errors": report.errors,
        "warnings": report.warnings,
        "infos": report.infos,
        "truncated": report.truncated,
    }
    if isinstance(report, ComparedReport):
        data["baseline"] = {"accepted": report.accepted, "stale": report.stale}
    return data


def dumps(data: object, *, indent: int | None = None) -> str:
    """JSON in ASCII: the same bytes in any locale, and harmless on any screen.

    Text that is not Unicode (a file name may be) has its odd bytes spelt out, because a
    lone surrogate is not good JSON.
    """
    text = json.dumps(data, indent=indent, allow_nan=False)
    if r"\ud" in text or "\x7f" in text:
        text = json.dumps(_mended(data), indent=indent, allow_nan=False)
        text = text.replace("\x7f", r"\u007f")
    return text


def _mended(data: object) -> object:
    """The data without lone surrogates."""
    if isinstance(data, str):
        return _SURROGATE.sub(lambda found: _spelt(ord(found[0])), data)
    if isinstance(data, dict):
        return {_mended(key): _mended(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_mended(value) for value in data]
    return data


def _spelt(code: int) -> str:
    r"""`\xff` for a byte of a file name that no encoding knows, else `\udc00`."""
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"
