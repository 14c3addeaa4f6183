"""A baseline of what checks find."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
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

_READ_ON: Final = frozenset({"J003", "J103", "J104", "J109", "J110", "J111", "J112"})
"""Faults of the text behind which the structure is still certain: they hide nothing."""


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
    """A new baseline, and what could not come into it.

    `judged` are the documents it is about: their names, and what reports call them. Of those in
    `partly` not all is known.
    """

    baseline: Baseline
    left_out: tuple[LeftOut, ...] = ()
    judged: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    partly: frozenset[str] = frozenset()


def can_be_accepted(code: str) -> bool:
    """Whether findings of a rule can be accepted: not those that hide the rest of a document."""
    from manifestry.rules.catalogue import catalogue

    rule = catalogue().get(code)
    return rule is not None and (not rule.always or code in _READ_ON)


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


def raised(settings: Settings, most: int) -> Settings:
    """Settings that list enough to find what is accepted, if that is `most` findings of one rule.

    What is accepted may stand behind as many new ones as are listed usually. So many more of each
    rule are listed, and no more, for it takes time to find out where each one is; the limit on
    all of them has to wait until the accepted ones are out.
    """
    limits = (settings.max_findings, settings.max_findings_per_rule)
    usual = min((limit for limit in limits if limit > 0), default=0)
    return replace(settings, max_findings=0, max_findings_per_rule=usual and usual + most)


class Making:
    """Takes verdicts one by one; what it holds grows with different findings only."""

    def __init__(self, folder: str | os.PathLike[str] = ".") -> None:
        self._baseline = Baseline(folder=os.path.abspath(os.fsdecode(folder)))
        self._files: dict[str, dict[str, tuple[Identity, int]]] = {}
        self._left_out: list[LeftOut] = []
        self._judged: dict[str, str] = {}
        self._partly: set[str] = set()

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
        name = self._baseline.name_of(file.path)
        self._judged[name] = file.path
        counts = self._files.setdefault(name, {})
        refused = dict[str, None]()
        for finding in file.findings:
            if not can_be_accepted(finding.code):
                refused[finding.code] = None
                continue
            found = identity(finding, file.kind)
            first, number = counts.get(found.fingerprint, (found, 0))
            counts[found.fingerprint] = first, number + 1
        if refused:
            self._left_out.append(LeftOut(file.path, tuple(refused)))
            self._partly.add(name)

    def made(self) -> Made:
        """What came of it."""
        files = {
            name: tuple(sorted(Entry(*first, number) for first, number in counts.values()))
            for name, counts in sorted(self._files.items())
            if counts
        }
        baseline = replace(self._baseline, files=MappingProxyType(files))
        judged = MappingProxyType(dict(self._judged))
        return Made(baseline, tuple(self._left_out), judged, frozenset(self._partly))


def make(files: Report | Iterable[FileReport], folder: str | os.PathLike[str] = ".") -> Made:
    """A baseline that accepts what is wrong in these reports; it is to lie in `folder`.

    The reports have to list all findings: check with `uncapped` settings. Raises UsageError for
    one that does not, LimitError for more than 100,000 findings of one document.
    """
    making = Making(folder)
    for file in files.files if isinstance(files, Report) else files:
        making.take(file)
    return making.made()
