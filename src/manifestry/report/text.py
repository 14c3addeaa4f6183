"""The report for people: each finding with its line of source underlined, then a summary."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import FileReport, Finding, Report, Severity
from manifestry.report import Look, Reporter
from manifestry.report.cells import shown, squeezed, tame, width, wrapped
from manifestry.report.excerpt import draw
from manifestry.report.grouping import Rest, Shown, grouped
from manifestry.report.mendable import Mendable, mark
from manifestry.report.summary import count, is_clean, stale_line, summary
from manifestry.text import mask_secrets

_BOLD, _BLUE, _GREEN = "1", "1;34", "1;32"
_COLORS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}


def make(look: Look) -> Reporter:
    """The reporter of this format."""
    return Text(look)


class Text:
    """The reporter; see `manifestry.report.Reporter`."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._mendable = Mendable()

    def file(self, file: FileReport) -> Iterator[str]:
        """The findings of one file, each followed by an empty line; of many like one, a few."""
        self._mendable.count(file)
        for each in grouped(file) if self._look.group else map(Shown, file.findings):
            yield "".join(f"{tame(line)}\n" for line in self._lines(file.path, *each))
        if file.truncated:
            more = count(file.truncated, "more finding")
            where = tame(self._path(file.path))
            text = f"{where}: {more} not listed (see --max-findings and --max-findings-per-rule)"
            yield "".join(f"{line}\n" for line in self._fitting(text)) + "\n"

    def end(self, report: Report) -> Iterator[str]:
        """The summary."""
        text = summary(report)
        if self._look.quiet:
            return
        for line in self._fitting(text) if text else ():
            yield self._paint(line, _GREEN if is_clean(report) else _BOLD) + "\n"
        mendable = self._mendable.line(all_listed=not report.truncated)
        for more in filter(None, (mendable, stale_line(report))):
            yield from (f"{line}\n" for line in self._fitting(more))

    def _lines(self, path: str, finding: Finding, rest: Rest | None) -> Iterator[str]:
        color = _COLORS[finding.severity]
        place = self._paint(f"{self._path(path)}:{finding.line}:{finding.column}:", _BOLD)
        kind = self._paint(f"{finding.severity} {finding.code}", color)
        yield f"{place} {kind} {finding.name}{mark(path, finding)}"
        yield from wrapped(self._shown(finding.message), self._look.width)
        margin = " " * (len(str(finding.line)) + 1)
        yield from self._source(finding, margin, color)
        if finding.help:
            yield from self._note(margin, "help: ", finding.help)
        for text in () if rest is None else _left_out(finding.code, rest):
            yield from self._note(margin, "", text)
        yield ""

    def _source(self, finding: Finding, margin: str, color: str) -> Iterator[str]:
        """The line of source, underlined and labelled with the pointer."""
        bar = self._paint(f"{margin}|", _BLUE)
        label = self._shown(mask_secrets(finding.pointer))
        if finding.excerpt is not None:
            room = self._look.width - len(margin) - 2
            drawing = draw(finding.excerpt, room, self._look.encoding)
            yield bar
            number = self._paint(f"{finding.line} |".rjust(len(margin) + 1), _BLUE)
            yield f"{number} {drawing.line}".rstrip()
            carets = self._paint("^" * drawing.length, color)
            fits = drawing.start + drawing.length + 1 + width(label) <= room
            yield f"{bar} {' ' * drawing.start}{carets} {label if fits else ''}".rstrip()
            yield bar
            label = "" if fits else label
        if label:
            room = self._look.width - len(margin) - len("= at: ")
            yield from self._note(margin, "at: ", squeezed(label, room))

    def _note(self, margin: str, word: str, text: str) -> Iterator[str]:
        """A line below the source, "= word: text" or "= text", wrapped under its text."""
        start = f"{margin}{self._paint('=', _BLUE)} {self._paint(word, _BOLD) if word else ''}"
        indent = len(margin) + len(f"= {word}")
        for line in wrapped(self._shown(text), self._look.width - indent):
            yield start + line
            start = " " * indent

    def _fitting(self, text: str) -> Iterator[str]:
        """A line that others may look for: in one piece, but on a terminal."""
        return wrapped(text, self._look.width) if self._look.terminal else iter((text,))

    def _path(self, path: str) -> str:
        return self._shown(path)

    def _shown(self, text: str) -> str:
        return shown(text, self._look.encoding)

    def _paint(self, text: str, color: str) -> str:
        return f"\x1b[{color}m{text}\x1b[0m" if self._look.color else text


def _left_out(code: str, rest: Rest) -> Iterator[str]:
    """What to say of the findings that are like the ones above, and of those beyond the caps."""
    first, last = rest.first, rest.last
    if first.line < last.line:
        where = f"in lines {first.line} to {last.line}"
    elif first.pointer != last.pointer:
        where = f"at {mask_secrets(first.pointer)} to {mask_secrets(last.pointer)}"
    else:
        where = f"in line {first.line}"
    yield f"and {rest.number:,} more like these, {where}"
    if rest.unlisted:
        yield f"and {rest.unlisted:,} more of {code}, not listed"
