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
from manifestry.config import shown_path
from manifestry.findings import FileReport, Finding, Report, RuleCount, Severity
from manifestry.report.compared import PRUNE, ComparedReport
from manifestry.settings import Settings


@dataclass(frozen=True, slots=True)
class Stale:
    """Accepted findings of a document that occur no more: `count` of the entry's are gone."""

    name: str
    entry: Entry
    count: int


class Applying:
    """Applies a baseline to verdicts, one by one; `settings_for` are those they were made with.

    So many findings have to be listed that the accepted ones are among them: check with settings
    that `manifestry.baseline.raised` makes, or `uncapped`. What is not listed counts as new, which
    it is if the others of its rule are: there are more of these than are ever listed. The caps of
    the settings are applied here.
    """

    def __init__(self, baseline: Baseline, settings_for: Callable[[str], Settings]) -> None:
        self._baseline = baseline
        self._settings_for = settings_for
        # What is left of the entries of each document; two may have one name.
        self._left: dict[str, Counter[tuple[str, str]]] = {}
        self._stale: dict[str, list[Stale]] = {}
        self._seen: set[str] = set()
        self._unread: set[str] = set()
        self.accepted = 0

    def take(self, file: FileReport) -> FileReport:
        """The verdict on a document without what is accepted."""
        name = self._baseline.name_of(file.path)
        self._seen.add(name)
        if file.error is not None or file.failures:
            self._unread.add(name)
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
        readable = name not in self._unread
        listed: Counter[str] = Counter()
        for finding in file.findings:
            listed[finding.code] += 1
            key = finding.code, identity(finding, file.kind).fingerprint
            if left[key] > 0 and can_be_accepted(finding.code):
                left[key] -= 1
                gone[finding.code, finding.severity] += 1
            else:
                kept.append(finding)
            readable = readable and can_be_accepted(finding.code)
        self.accepted += gone.total()
        settings = self._settings_for(file.path)
        # Of what was not read to its end, or is not listed, nobody knows what is there no more.
        counts = _by_code(file)
        known = [entry for entry in entries if counts[entry.code] <= listed[entry.code]]
        self._stale[name] = list(_stale(name, known, left, settings)) if readable else []
        return _without(file, gone, capped(kept, settings))

    def stale(self) -> tuple[Stale, ...]:
        """What is accepted and occurs no more, in the documents that were checked."""
        return tuple(stale for name in sorted(self._stale) for stale in self._stale[name])

    def gone(self, folders: Iterable[str], files: Iterable[str]) -> tuple[str, ...]:
        """The documents that are accepted in and are there no more, behind the last verdict.

        That is told of those below `folders`, which were searched, and of the members of archives
        among `files`, which were read. Files are paths as reports call them.
        """
        names = self._baseline.known.name_of
        missing = [name for name in self._baseline.files if name not in self._seen]
        if not missing:
            return ()
        tops = tuple(folders)
        read = {names(path) for path in files}
        for unread in self._unread:
            read.difference_update(_and_above(unread))
        return tuple(
            name
            for name in missing
            if (names.is_gone(name) and any(names.is_below(name, top) for top in tops))
            or any(above in read for above in _and_above(name))
        )

    def report(
        self,
        files: Iterable[FileReport],
        skipped: int = 0,
        *,
        gone: Iterable[str] = (),
        prune: str = PRUNE,
    ) -> ComparedReport:
        """The report that these verdicts are, which went through `take`.

        What is accepted in the documents that are `gone` is stale; `prune` takes it out.
        """
        stale = sum(each.count for each in self.stale())
        stale += sum(entry.count for name in gone for entry in self._baseline.files[name])
        strange = bool(self._baseline.files) and self._seen.isdisjoint(self._baseline.files)
        start = shown_path(self._baseline.folder) if strange else None
        return ComparedReport(tuple(files), skipped, self.accepted, stale, prune, start)


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


def _and_above(name: str) -> Iterator[str]:
    """A name, and those of what it lies in."""
    while name:
        yield name
        name = name.rpartition("/")[0]


def _by_code(file: FileReport) -> Counter[str]:
    """How many findings each rule has, listed or not."""
    counts: Counter[str] = Counter()
    for each in file.by_rule:
        counts[each.code] += each.count
    return counts


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
