"""`manifestry check --add-ignore`: what is found goes into the configuration's ignores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from manifestry.cli import console
from manifestry.cli.collecting import Collector
from manifestry.cli.means import Work
from manifestry.cli.reporting import report_on
from manifestry.cli.run import Run
from manifestry.config import FILE, Config, shown_path
from manifestry.document.source import is_remote
from manifestry.findings import FileReport
from manifestry.report.summary import count
from manifestry.text import printable

_EXIT_LEFT, _EXIT_INTERNAL = 1, 4


def add_ignores(run: Run, config: Config, work: Work, paths: Sequence[str]) -> int:
    """Checks, writes the codes of each file into the configuration, and gives the exit code.

    Nothing is written when something ends the run before its time. What cannot be ignored is
    said, and makes the code 1.
    """
    from manifestry.ignores import add_ignores as write

    place = config.path or FILE
    folder = config.folder if config.path is not None else "."
    ignoring = _Ignoring(folder, run.stdin_name, shown_path(place))
    # The first finding of each rule says it all.
    once = replace(run.settings, max_findings=0, max_findings_per_rule=1)
    form = Collector(ignoring.take)
    report = report_on(replace(run, settings=once), work, form, console.write, paths)
    if ignoring.wanted:
        write(place, ignoring.wanted)
    for line in ignoring.lines:
        console.write(f"{line}\n")
    codes = sum(map(len, ignoring.wanted.values()))
    if codes:
        files = count(len(ignoring.wanted), "file")
        console.write(f"Ignored {count(codes, 'rule')} in {files}, in {shown_path(place)}.\n")
    elif ignoring.left:
        console.write("Ignored nothing.\n")
    else:
        console.write("Found nothing to ignore.\n")
    for line in ignoring.left:
        console.say(line)
    if report.exit_code() == _EXIT_INTERNAL:
        return _EXIT_INTERNAL
    unread = any(file.error is not None for file in report.files)
    return _EXIT_LEFT if ignoring.left or unread else 0


class _Ignoring:
    """The codes to ignore, by pattern, and what cannot be ignored."""

    def __init__(self, folder: str, stdin_name: str, place: str) -> None:
        self._folder = folder
        self._place = place
        self._unnamed = stdin_name if stdin_name.startswith("<") else None
        self.wanted: dict[str, list[str]] = {}
        self.lines: list[str] = []
        self.left: list[str] = []

    def take(self, file: FileReport) -> None:
        """Takes a file's findings, one of each rule."""
        from manifestry.ignores import exact_glob
        from manifestry.rules.catalogue import catalogue

        rules = catalogue()
        codes = sorted({finding.code for finding in file.findings})
        always = [code for code in codes if rules[code].always]
        codes = [code for code in codes if code not in always]
        path = printable(file.path)
        if always:
            why = "a document with such a fault must not pass for a good one"
            self.left.append(f"{path}: {', '.join(always)} cannot be ignored: {why}")
        if not codes:
            return
        glob = None
        if is_remote(file.path):
            why = "the configuration names files, not what is behind a URL"
        elif file.path.partition("/")[0] == self._unnamed:
            why = "it has no name; give it one with --stdin-filename"
        else:
            glob = exact_glob(file.path, self._folder)
            why = f"it lies outside of the folder of {self._place}"
            if not _is_text(file.path):
                why = "its name is no text, which a configuration is"
        if glob is None:
            self.left.append(f"{path}: {', '.join(codes)} cannot be ignored: {why}")
            return
        known = self.wanted.setdefault(glob, [])
        known += [code for code in codes if code not in known]
        self.lines.append(f"{path}: {', '.join(codes)}")


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
