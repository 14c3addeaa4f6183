"""Items that are the same as earlier ones: a second look at what a check knows by hashes only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import BinaryIO

from manifestry.document.outline import HEAD
from manifestry.document.reader import Batch, read_document
from manifestry.document.source import decoded, reading
from manifestry.findings import FileReport, Finding
from manifestry.fixing.choosing import item_of


def looked_at(report: FileReport, content: BinaryIO, max_item_bytes: int) -> FileReport:
    """The report, in which the removal of an exact copy is safe, and that of another item no fix."""
    wanted = {
        pointer
        for finding in report.findings
        if finding.fix is not None and finding.fix.copy_of is not None
        for pointer in (item_of(finding.pointer), finding.fix.copy_of)
        if pointer is not None
    }
    if not wanted:
        return report
    digests = _digests(wanted, content, max_item_bytes)
    return replace(report, findings=tuple(_judged(each, digests) for each in report.findings))


def _judged(finding: Finding, digests: Mapping[str, bytes | None]) -> Finding:
    fix = finding.fix
    if fix is None or fix.copy_of is None:
        return finding
    item = digests.get(item_of(finding.pointer) or "")
    is_copy = item is not None and item == digests.get(fix.copy_of)
    return replace(finding, fix=fix._replace(safe=True) if is_copy else None)


def _digests(
    wanted: set[str], content: BinaryIO, max_item_bytes: int
) -> Mapping[str, bytes | None]:
    """Of each item what tells it from all that are not the same; the order of keys does not.

    None for two of one name: a section may stand there twice.
    """
    content.seek(0)
    head, rest = decoded(reading(content), HEAD)
    found: dict[str, bytes | None] = {}
    for event in read_document(rest, head, max_item_bytes):
        if isinstance(event, Batch) and len(event.path) == 1:
            for number, value in enumerate(event.values, event.first):
                pointer = f"/{event.path[0]}/{number}"
                if pointer in found:
                    found[pointer] = None
                elif pointer in wanted:
                    text = json.dumps(value, sort_keys=True)
                    found[pointer] = hashlib.sha256(text.encode()).digest()
    return found
