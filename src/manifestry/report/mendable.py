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
        """Takes in the findings of one file."""
        for finding in file.findings:
            if finding.fix is not None:
                self._safe += finding.fix.safe
                self._unsafe += not finding.fix.safe

    def line(self) -> str:
        """What is to be said of them; "" for nothing."""
        if self._safe:
            more = f", {self._unsafe:,} more with --unsafe" if self._unsafe else ""
            return f"{MARK} `manifestry fix` can mend {self._safe:,} of them{more}."
        if self._unsafe:
            return f"`manifestry fix --unsafe` can mend {self._unsafe:,} of them."
        return ""


def mark(finding: Finding) -> str:
    """What stands behind a finding's name, a space before it."""
    return f" {MARK}" if finding.fix is not None and finding.fix.safe else ""
