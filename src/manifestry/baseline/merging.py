"""A new baseline takes the place of an earlier one only in what the check could judge."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace
from types import MappingProxyType

from manifestry.baseline.document import Baseline, Entry
from manifestry.baseline.making import Made
from manifestry.settings import Settings


def merged(
    before: Baseline,
    made: Made,
    settings_for: Callable[[str], Settings],
    gone: Container[str] = (),
) -> Baseline:
    """What was made, and what was accepted before in documents and of rules that were not judged.

    `settings_for` are the settings the documents were checked with. Those that are `gone` are left
    out. Where a document could not be judged in full, nothing is taken back.
    """
    files = dict(made.baseline.files)
    for name, entries in before.files.items():
        if name in gone:
            continue
        if name not in made.judged:
            files[name] = entries
            continue
        settings = settings_for(made.judged[name])
        kept = _summed(_kept(entries, settings, is_partial=name in made.partly))
        now = _summed(files.get(name, ()))
        for key, entry in kept.items():
            if key not in now or now[key].count < entry.count:
                now[key] = entry
        if now:
            files[name] = tuple(sorted(now.values()))
    return replace(made.baseline, files=MappingProxyType(files))


def _summed(entries: Iterable[Entry]) -> dict[tuple[str, str], Entry]:
    """The entries by what they accept; equal ones, which a merge of branches may leave, add up."""
    found: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        key = entry.code, entry.fingerprint
        more = found[key].count if key in found else 0
        found[key] = replace(entry, count=entry.count + more)
    return found


def _kept(entries: tuple[Entry, ...], settings: Settings, *, is_partial: bool) -> Iterator[Entry]:
    """The entries of which a check with these settings could say nothing."""
    from manifestry.rules.catalogue import Selection, catalogue

    rules, selection = catalogue(), Selection(settings)
    for entry in entries:
        rule = rules.get(entry.code)
        if rule is not None and (is_partial or not selection.is_on(rule)):
            yield entry
