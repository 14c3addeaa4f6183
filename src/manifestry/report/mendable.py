"""How many of the findings that are shown `manifestry fix` can mend."""

from __future__ import annotations

from typing import Final

from manifestry.findings import FileReport, Finding

MARK: Final = "[*]"
"""Stands behind a finding with a safe fix."""


class Mendable:
    """Counts findings by what may be done about them."""

    def __init__(self) -> None:
        self._safe = 0
        self._unsafe = 0

    def count(self, file: FileReport) -> None:
        """Takes in the findings of one file; those of a compressed one cannot be mended in place."""
        if _is_compressed(file.path):
            return
        for finding in file.findings:
            # Whether one item is a copy of another is found out by the fix.
            if finding.fix is not None and finding.fix.copy_of is None:
                self._safe += finding.fix.safe
                self._unsafe += not finding.fix.safe

    def line(self, *, all_listed: bool) -> str:
        """What is to be said of them; "" for nothing."""
        them = "them" if all_listed else "those listed"
        if self._safe:
            more = f", {self._unsafe:,} more with --unsafe" if self._unsafe else ""
            return f"{MARK} `manifestry fix` can mend {self._safe:,} of {them}{more}."
        if self._unsafe:
            return f"`manifestry fix --unsafe` can mend {self._unsafe:,} of {them}."
        return ""


def mark(path: str, finding: Finding) -> str:
    """What stands behind the name of a finding in a document, a space before it."""
    is_safe = finding.fix is not None and finding.fix.safe
    return f" {MARK}" if is_safe and not _is_compressed(path) else ""


def _is_compressed(path: str) -> bool:
    """Whether a document is compressed or in an archive, by its name in the report."""
    name = path.lower()
    return name.endswith(".gz") or ".zip/" in name
