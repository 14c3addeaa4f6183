"""Findings that a baseline accepts are taken out of reports; the rest is as if there were no more.

Of equal findings the first ones in the document are taken, as many as were accepted: which of
them is the new one nobody could tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from manifestry.baseline.document import Baseline, Entry
from manifestry.baseline.identity import identity
from manifestry.baseline.making import can_be_accepted
from manifestry.findings import FileReport, Finding, Report, RuleCount, Severity
from manifestry.report.compared import ComparedReport
from manifestry.settings import Settings


@dataclass(frozen=True, slots=True)
class Stale:
    """Accepted findings of a document that occur no more: `count` of the entry's are gone."""

    name: str
    entry: Entry
    count: int


class Applying:
    """Applies a baseline to verdicts, one by one; `settings_for` are those they were made with.

    Their findings must not be capped below what was accepted; see `manifestry.baseline.uncapped`.
    The caps of the settings are applied here.
    """

    def __init__(self, baseline: Baseline, settings_for: Callable[[str], Settings]) -> None:
        self._baseline = baseline
        self._settings_for = settings_for
        # What is left of the entries of each document; two may have one name.
        self._left: dict[str, Counter[tuple[str, str]]] = {}
        self._stale: dict[str, list[Stale]] = {}
        self.accepted = 0

    def take(self, file: FileReport) -> FileReport:
        """The verdict on a document without what is accepted."""
        name = self._baseline.name_of(file.path)
        entries = self._baseline.files.get(name, ())
        if not entries:
            return file
        left = self._left.get(name)
        if left is None:
            left = self._left[name] = Counter()
            for entry in entries:
                left[entry.code, entry.fingerprint] += entry.count
        kept: list[Finding] = []
        gone: Counter[tuple[str, Severity]] = Counter()
        readable = file.error is None and not file.failures
        for finding in file.findings:
            key = finding.code, identity(finding).fingerprint
            if left[key] > 0 and can_be_accepted(finding.code):
                left[key] -= 1
                gone[finding.code, finding.severity] += 1
            else:
                kept.append(finding)
            readable = readable and can_be_accepted(finding.code)
        self.accepted += gone.total()
        settings = self._settings_for(file.path)
        # Of what was not read to its end, nobody knows what is there no more.
        self._stale[name] = list(_stale(name, entries, left, settings)) if readable else []
        return _without(file, gone, capped(kept, settings))

    def stale(self) -> tuple[Stale, ...]:
        """What is accepted and occurs no more, in the documents that were checked."""
        return tuple(stale for name in sorted(self._stale) for stale in self._stale[name])

    def report(self, files: Iterable[FileReport], skipped: int = 0) -> ComparedReport:
        """The report that these verdicts are, which went through `take`."""
        stale = sum(each.count for each in self.stale())
        return ComparedReport(tuple(files), skipped, self.accepted, stale)


def apply(report: Report, baseline: Baseline, settings: Settings | None = None) -> ComparedReport:
    """A report without the findings that a baseline accepts.

    The report has to list all findings: check with `uncapped(settings)`. The caps of `settings`
    are applied here.
    """
    usual = settings or Settings()
    applying = Applying(baseline, lambda _: usual)
    return applying.report([applying.take(file) for file in report.files], report.skipped)


def pruned(baseline: Baseline, stale: Iterable[Stale], gone: Iterable[str] = ()) -> Baseline:
    """A baseline without what is stale, and without the documents that are gone."""
    dropped = frozenset(gone)
    less: dict[str, Counter[Entry]] = {}
    for each in stale:
        less.setdefault(each.name, Counter())[each.entry] += each.count
    files: dict[str, tuple[Entry, ...]] = {}
    for name, entries in baseline.files.items():
        rest = less.get(name, Counter())
        kept = [] if name in dropped else [_lessened(entry, rest) for entry in entries]
        if any(kept):
            files[name] = tuple(entry for entry in kept if entry is not None)
    return replace(baseline, files=MappingProxyType(files))


def _lessened(entry: Entry, rest: Counter[Entry]) -> Entry | None:
    """An entry without what is gone of it, which `rest` then forgets; None if that is all."""
    less = min(rest[entry], entry.count)
    rest[entry] -= less
    return replace(entry, count=entry.count - less) if less < entry.count else None


def capped(findings: Sequence[Finding], settings: Settings) -> tuple[Finding, ...]:
    """The findings that are listed under the caps of the settings, as the engine chooses them."""
    most, of_rule = settings.max_findings, settings.max_findings_per_rule
    counts: Counter[str] = Counter()
    listed = []
    for finding in findings:
        counts[finding.code] += 1
        if not 0 < of_rule < counts[finding.code]:
            listed.append(finding)
        if len(listed) == most > 0:
            break
    return tuple(listed)


def _stale(
    name: str, entries: Sequence[Entry], left: Mapping[tuple[str, str], int], settings: Settings
) -> Iterator[Stale]:
    """What is left of the entries, except of rules that were not asked."""
    if not any(left.values()):
        return
    from manifestry.rules.catalogue import Selection, catalogue

    rules, selection = catalogue(), Selection(settings)
    rest = Counter(dict(left))
    for entry in entries:
        rule = rules.get(entry.code)
        key = entry.code, entry.fingerprint
        count = min(rest[key], entry.count)
        if count and (rule is None or selection.is_on(rule)):
            rest[key] -= count
            yield Stale(name, entry, count)


def _without(
    file: FileReport, gone: Counter[tuple[str, Severity]], listed: tuple[Finding, ...]
) -> FileReport:
    """A verdict that lists these findings, and does not count those that are gone."""
    less: Counter[Severity] = Counter()
    for (_, severity), number in gone.items():
        less[severity] += number
    errors = file.errors - less[Severity.ERROR]
    warnings = file.warnings - less[Severity.WARNING]
    infos = file.infos - less[Severity.INFO]
    total = errors + warnings + infos
    rest = (
        RuleCount(each.code, each.severity, each.count - gone[each.code, each.severity])
        for each in file.by_rule
    )
    return replace(
        file,
        findings=listed,
        status=file.status if file.status != "findings" or total else "clean",
        errors=errors,
        warnings=warnings,
        infos=infos,
        truncated=total - len(listed),
        by_rule=tuple(each for each in rest if each.count),
    )
