"""One HTML page with everything: counts, files, findings by rule, and what is in the files.

The page stands alone. It loads nothing, and its policy forbids it to: styles and script are
those of its own text, known by their digests. Without scripts it can be read all the same;
with them it can be searched.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files

from manifestry.findings import FileReport, Report
from manifestry.report import Look, Reporter
from manifestry.report.html.contents import Contents
from manifestry.report.html.findings import file_table, rules
from manifestry.report.html.words import escaped
from manifestry.report.kept import Shelf
from manifestry.report.summary import count, is_clean, stale_line, summary
from manifestry.report.tool import tool_line

_MOST = 5_000
"""The most findings of a page: a browser has to be quick with it. The rest are counted."""


def make(look: Look) -> Reporter:
    """The reporter of this format."""
    return Html(look)


class Html:
    """The reporter; see `manifestry.report.Reporter`. Nothing is written before the end."""

    def __init__(self, look: Look) -> None:
        self._shelf = Shelf(_MOST)
        self._files: list[FileReport] = []
        self._contents = Contents() if look.contents else None

    def file(self, file: FileReport) -> Iterator[str]:
        """Nothing yet."""
        self._shelf.put_all(file)
        self._files.append(replace(file, findings=()))
        if self._contents is not None:
            self._contents.look_into(file)
        return iter(())

    def end(self, report: Report) -> Iterator[str]:
        """The page."""
        style, script = _resource("page.css"), _resource("page.js")
        yield _HEAD.format(policy=_policy(style, script), style=style)
        yield from _header(report)
        yield "<main>\n"
        yield from file_table(self._files)
        left_out = self._shelf.left_out + report.truncated
        yield from rules(self._shelf, self._files, left_out)
        if self._contents is not None:
            yield from self._contents.section()
        yield f"</main>\n<footer><p>{escaped(tool_line())}</p></footer>\n"
        yield f"<script>{script}</script>\n</body>\n</html>\n"


_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Manifestry report</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#findings">To the findings</a>
"""


def _policy(style: str, script: str) -> str:
    """Nothing but these two texts."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _resource(name: str) -> str:
    """A file beside this one, without the line ends of the system it came by."""
    return files(__package__).joinpath(name).read_text("ascii").replace("\r\n", "\n")


def _header(report: Report) -> Iterator[str]:
    unread = sum(file.error is not None for file in report.files)
    failures = sum(len(file.failures) for file in report.files)
    if is_clean(report):
        kind, words = "clean", "All clean"
    elif report.errors or unread or failures:
        kind, words = "error", "There are errors"
    else:
        kind, words = "warning" if report.warnings else "info", "Worth a look"
    yield '<header>\n<div class="title"><h1>Manifestry report</h1>'
    yield '<button type="button" id="theme" hidden>Dark</button></div>\n'
    yield f'<p class="status {kind}">{words}</p>\n'
    yield f"<p>{escaped(summary(report) or 'No file could be read.')}</p>\n"
    if stale_line(report):
        yield f"<p>{escaped(stale_line(report))}</p>\n"
    yield "<ul class=counts>\n"
    for number, noun, name in (
        (report.errors, "error", "error"),
        (report.warnings, "warning", "warning"),
        (report.infos, "info", "info"),
        (unread, "unreadable file", "error"),
        (failures, "internal error", "error"),
    ):
        if number or noun in ("error", "warning"):
            value, rest = count(number, noun).split(" ", 1)
            yield f'<li class="{name if number else "none"}"><b>{value}</b> {rest}</li>\n'
    yield "</ul>\n</header>\n"
