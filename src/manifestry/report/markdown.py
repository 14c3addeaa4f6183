"""Markdown for a merge request or the summary of a job: totals, files, findings by rule.

GitHub takes at most 1 MiB as the summary of a step; what does not fit is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from manifestry.findings import FileReport, Finding, Report, Severity
from manifestry.report import Look, Reporter
from manifestry.report.cells import shown
from manifestry.report.kept import Kept, Shelf
from manifestry.report.places import relative
from manifestry.report.summary import count, join, stale_line, summary
from manifestry.report.tool import tool_line
from manifestry.text import cut, mask_secrets

LIMIT = 1024 * 1024
"""The most bytes of a step's summary; GitHub refuses a larger one as a whole."""

_ROOM = LIMIT - 64 * 1024  # for findings; the rest is for what stands around them
_MOST = 8_000  # findings: even the shortest ones would take all of the room
_MOST_FILES = 100
_LONGEST = 300
_ICONS = {Severity.ERROR: "🔴", Severity.WARNING: "🟡", Severity.INFO: "🔵"}
_PLAIN_ICONS = dict.fromkeys(Severity, "")

# Punctuation that Markdown, or what a host makes of its text (formulas, links), may heed.
_HEEDED = re.compile(r"[\\`*_\[\]<>&|~$@#]|:(?=//)|(?i:(?<=www)\.)")


def make(look: Look) -> Reporter:
    """The reporter of this format."""
    return Markdown(look)


class Markdown:
    """The reporter; see `manifestry.report.Reporter`. Nothing is written before the end."""

    def __init__(self, look: Look) -> None:
        self._encoding = look.encoding
        self._icons = _ICONS if look.encoding == "utf-8" else _PLAIN_ICONS
        self._shelf = Shelf(_MOST)
        self._rows: list[str] = []
        self._more_files = 0

    def file(self, file: FileReport) -> Iterator[str]:
        """Nothing yet."""
        self._shelf.put_all(file)
        if file.status == "clean" and not file.failures:
            return iter(())
        if len(self._rows) < _MOST_FILES:
            self._rows.append(self._file_row(file))
        else:
            self._more_files += 1
        return iter(())

    def end(self, report: Report) -> Iterator[str]:
        """The document."""
        yield f"## Manifestry: {_verdict(report)}\n\n"
        yield f"{summary(report) or 'No file could be read.'}\n\n"
        if stale_line(report):
            yield f"{self._text(stale_line(report))}\n\n"
        if self._rows:
            yield "| File | Kind | Items | URLs | Errors | Warnings | Infos | |\n"
            yield "|:--|:--|--:|--:|--:|--:|--:|:--|\n"
            yield "".join(self._rows) + "\n"
        if self._more_files:
            yield f"{count(self._more_files, 'more file')} with findings.\n\n"
        yield from self._findings(report.truncated)
        yield f"<sub>{tool_line()}</sub>\n"

    def _findings(self, truncated: int) -> Iterator[str]:
        """A table for each rule, as long as there is room."""
        room, left_out = _ROOM, self._shelf.left_out + truncated
        for (severity, code, name), rows in self._shelf.by_rule().items():
            head = self._head(severity, f"{code} {name}", rows)
            room -= len(head.encode())
            written = []
            for kept in rows:
                row = self._row(kept)
                room -= len(row.encode())
                if room < 0:
                    break
                written.append(row)
            left_out += len(rows) - len(written)
            if written:
                yield f"{head}{''.join(written)}\n"
        if left_out:
            yield f"{count(left_out, 'more finding')} not shown here.\n\n"

    def _head(self, severity: Severity, rule: str, rows: list[Kept]) -> str:
        helps = {kept.finding.help for kept in rows}
        one = f"{self._text(helps.pop())}\n\n" if len(helps) == 1 else ""
        icon = f"{self._icons[severity]} ".lstrip()
        number = count(len(rows), str(severity))
        return f"### {icon}{rule} ({number})\n\n{one}| Place | What is wrong |\n|:--|:--|\n"

    def _row(self, kept: Kept) -> str:
        finding = kept.finding
        place = self._code(f"{_short(kept.path)}:{finding.line}:{finding.column}")
        where = f"<br>{self._code(_pointer(finding))}" if finding.pointer else ""
        return f"| {place}{where} | {self._text(finding.message)} |\n"

    def _file_row(self, file: FileReport) -> str:
        numbers = (file.items, file.urls, file.errors, file.warnings, file.infos)
        notes = [self._text(file.error)] if file.error is not None else []
        notes += [f"internal error in {failure.code}" for failure in file.failures[:3]]
        cells = (
            self._code(_short(file.path)),
            file.kind or "",
            *(f"{number:,}" for number in numbers),
            "; ".join(notes),
        )
        return f"| {' | '.join(cells)} |\n"

    def _code(self, text: str) -> str:
        # A code span of Markdown cannot hold every text inside a table.
        return f"<code>{self._text(text)}</code>"

    def _text(self, text: str) -> str:
        """Text that stays text: nothing in it is markup, a mention or a link."""
        plain = shown(cut(text, _LONGEST), self._encoding)
        return _HEEDED.sub(_harmless, plain)


def _harmless(found: re.Match[str]) -> str:
    """A character as a reference; those of mentions are heeded even so, but not if torn off."""
    character = found[0]
    return f"{character}<!-- -->" if character in "@#" else f"&#{ord(character)};"


def _verdict(report: Report) -> str:
    found = [
        count(number, noun)
        for number, noun in (
            (report.errors, "error"),
            (report.warnings, "warning"),
            (report.infos, "info"),
            (sum(file.error is not None for file in report.files), "unreadable file"),
            (sum(len(file.failures) for file in report.files), "internal error"),
        )
        if number
    ]
    return join(found) if found else "all clean"


def _short(path: str) -> str:
    return cut(relative(path), 120)


def _pointer(finding: Finding) -> str:
    return cut(mask_secrets(finding.pointer), 120)
