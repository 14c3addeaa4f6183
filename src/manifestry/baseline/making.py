"""A baseline of what checks find."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from manifestry.baseline.document import Baseline, Entry
from manifestry.baseline.identity import Identity, identity
from manifestry.errors import LimitError, UsageError
from manifestry.findings import FileReport, Report
from manifestry.settings import Settings
from manifestry.text import printable

MOST: Final = 100_000
"""The most findings of one document that can be accepted: they are held at once."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What of a document cannot be accepted, and always fails.

    `codes` are of faults that cannot be ignored; `error` says why it could not be read at all,
    or which rule failed.
    """

    path: str
    codes: tuple[str, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A new baseline, and what could not come into it."""

    baseline: Baseline
    left_out: tuple[LeftOut, ...] = ()


def can_be_accepted(code: str) -> bool:
    """Whether findings of a rule can be accepted: not those that hide the rest of a document."""
    from manifestry.rules.catalogue import catalogue

    rule = catalogue().get(code)
    return rule is not None and not rule.always


def uncapped(settings: Settings) -> Settings:
    """Settings under which a report lists all findings that could be accepted.

    Unlimited stays unlimited; else there is a limit still, so that nothing grows without bounds.
    """
    return replace(
        settings,
        max_findings=settings.max_findings and max(MOST, settings.max_findings),
        max_findings_per_rule=settings.max_findings_per_rule
        and max(MOST, settings.max_findings_per_rule),
    )


class Making:
    """Takes verdicts one by one; what it holds grows with different findings only."""

    def __init__(self, folder: str | os.PathLike[str] = ".") -> None:
        self._baseline = Baseline(folder=os.path.abspath(os.fsdecode(folder)))
        self._files: dict[str, dict[str, tuple[Identity, int]]] = {}
        self._left_out: list[LeftOut] = []

    def take(self, file: FileReport) -> None:
        """Accepts what is wrong with a document.

        Raises UsageError if its report does not list all of it, LimitError for too much.
        """
        if file.error is not None or file.failures:
            failed = "" if not file.failures else f"rule {file.failures[0].code} failed"
            self._left_out.append(LeftOut(file.path, error=file.error or failed))
            return
        if file.truncated:
            path = printable(file.path)
            if len(file.findings) < MOST:
                raise UsageError(f"{path}: not all findings are listed; check with `uncapped`")
            raise LimitError(
                f"{path}: there are more than {MOST:,} findings, too many for a baseline; "
                "ignore the rule they are of instead"
            )
        counts = self._files.setdefault(self._baseline.name_of(file.path), {})
        refused = dict[str, None]()
        for finding in file.findings:
            if not can_be_accepted(finding.code):
                refused[finding.code] = None
                continue
            found = identity(finding)
            first, number = counts.get(found.fingerprint, (found, 0))
            counts[found.fingerprint] = first, number + 1
        if refused:
            self._left_out.append(LeftOut(file.path, tuple(refused)))

    def made(self) -> Made:
        """What came of it."""
        files = {
            name: tuple(sorted(Entry(*first, number) for first, number in counts.values()))
            for name, counts in sorted(self._files.items())
            if counts
        }
        baseline = replace(self._baseline, files=MappingProxyType(files))
        return Made(baseline, tuple(self._left_out))


def make(files: Report | Iterable[FileReport], folder: str | os.PathLike[str] = ".") -> Made:
    """A baseline that accepts what is wrong in these reports; it is to lie in `folder`.

    The reports have to list all findings: check with `uncapped` settings. Raises UsageError for
    one that does not, LimitError for more than 100,000 findings of one document.
    """
    making = Making(folder)
    for file in files.files if isinstance(files, Report) else files:
        making.take(file)
    return making.made()
