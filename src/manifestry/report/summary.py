"""The one line that sums up a run."""

from __future__ import annotations

from manifestry.findings import FileReport, Report
from manifestry.report.compared import ComparedReport


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 file", "2,000 files"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def join(parts: list[str]) -> str:
    """Parts of a sentence: "a", "a and b", "a, b and c"."""
    return " and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)


def is_clean(report: Report) -> bool:
    """True when there is not even an info, and nothing went wrong."""
    return not any(
        file.errors or file.warnings or file.infos or file.error is not None or file.failures
        for file in report.files
    )


def summary(report: Report) -> str:
    """One line that says what was found in what; "" when nothing could be read.

    >>> summary(Report(()))
    ''
    """
    read = [file for file in report.files if file.status != "unreadable"]
    if not read:
        return ""
    size = ", ".join(_sizes(read))
    found = [
        count(number, noun)
        for number, noun in (
            (report.errors, "error"),
            (report.warnings, "warning"),
            (report.infos, "info"),
        )
        if number
    ]
    if found:
        faulty = sum(1 for file in read if file.errors or file.warnings or file.infos)
        files = count(len(read), "file")
        where = files if faulty == len(read) else f"{faulty:,} of {files}"
        first = f"Found {join(found)} in {where} ({size})."
    elif isinstance(report, ComparedReport) and report.accepted:
        first = f"Found nothing new in {count(len(read), 'file')} ({size})."
    elif is_clean(report):
        first = f"All clean: {count(len(read), 'file')} ({size})."
    else:
        first = f"Found nothing wrong in {count(len(read), 'file')} ({size})."
    return " ".join([first, *_more(report)])


def _sizes(files: list[FileReport]) -> list[str]:
    """How much there is in the files: items and URLs, and what else formats count."""
    from manifestry.formats import FORMATS

    nouns = {format_.kind: format_.noun for format_ in FORMATS}
    found: dict[str, list[FileReport]] = {}
    for file in files:
        found.setdefault(nouns.get(file.kind or "", "item"), []).append(file)
    sizes = []
    for noun in sorted(found, key=lambda noun: noun != "item"):
        sizes.append(count(sum(file.items for file in found[noun]), noun))
        if noun == "item":
            sizes.append(count(sum(file.urls for file in found[noun]), "URL"))
    return sizes


def skipped(report: Report) -> str:
    """How many files were passed over."""
    return f"{count(report.skipped, 'file')} skipped: not a manifest"


def stale_line(report: Report) -> str:
    """What is to be said of a baseline that is out of date, or is about other files; or ""."""
    if not isinstance(report, ComparedReport):
        return ""
    parts = []
    if report.start is not None and (report.errors or report.warnings or report.infos):
        start = "the current folder" if report.start == "." else report.start
        parts.append(f"None of these files is in the baseline, whose paths start from {start}.")
    if report.stale:
        occur = "occurs" if report.stale == 1 else "occur"
        findings = count(report.stale, "accepted finding")
        parts.append(f"{findings} no longer {occur}; run `{report.prune}`.")
    return " ".join(parts)


def baseline_line(report: Report) -> str:
    """The same, and how much is accepted, for a report that shows nothing else of a baseline."""
    return " ".join(filter(None, (_accepted(report), stale_line(report))))


def _accepted(report: Report) -> str:
    if not isinstance(report, ComparedReport) or not report.accepted:
        return ""
    return f"{report.accepted:,} accepted by the baseline."


def _more(report: Report) -> list[str]:
    """What else has to be said, so that nothing is left out in silence."""
    more = []
    if _accepted(report):
        more.append(_accepted(report))
    if report.truncated:
        more.append(f"{report.truncated:,} not listed.")
    unread = sum(1 for file in report.files if file.status == "unreadable")
    if unread:
        more.append(f"{count(unread, 'file')} could not be read.")
    if report.skipped:
        more.append(f"{skipped(report)}.")
    return more
