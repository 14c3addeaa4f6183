"""A report for GitLab's Code Quality: a JSON list with an object for each finding.

GitLab reads `description`, `check_name`, `fingerprint`, `severity` and `location`, and shows
nothing of a list in which two fingerprints are equal but one of them. The other keys are those
of the Code Climate form that it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import FileReport, Finding, Report, Severity
from manifestry.report import Look, Reporter
from manifestry.report.data import Data, dumps
from manifestry.report.fingerprints import Fingerprints
from manifestry.report.places import relative
from manifestry.report.summary import count
from manifestry.report.tool import tool_line
from manifestry.text import mask_secrets, printable

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
_UNREADABLE, _FAILURE, _NOT_LISTED = "blocker", "critical", "info"


def make(look: Look) -> Reporter:  # noqa: ARG001
    """The reporter of this format."""
    return GitLab()


class GitLab:
    """The reporter; see `manifestry.report.Reporter`. Nothing is written before the end."""

    def __init__(self) -> None:
        self._issues: list[str] = []
        self._fingerprints = Fingerprints()

    def file(self, file: FileReport) -> Iterator[str]:
        """Nothing yet."""
        for finding in file.findings:
            self._add(self._finding(file.path, finding))
        if file.error is not None:
            self._add(self._other(file.path, "unreadable", _UNREADABLE, file.error))
        for failure in file.failures:
            words = f"rule {failure.code} failed at {failure.pointer or '/'}: {failure.error}"
            self._add(self._other(file.path, "internal-error", _FAILURE, mask_secrets(words)))
        if file.truncated:
            words = f"{count(file.truncated, 'more finding')} not listed"
            self._add(self._other(file.path, "not-listed", _NOT_LISTED, words))
        return iter(())

    def end(self, report: Report) -> Iterator[str]:
        """The list."""
        if not self._issues:
            yield "[]\n"
            return
        yield "[\n"
        yield ",\n".join(self._issues)
        yield "\n]\n"

    def _add(self, issue: Data) -> None:
        self._issues.append(dumps({**issue, "engine_name": tool_line()}))

    def _finding(self, path: str, finding: Finding) -> Data:
        where = f" (at {mask_secrets(finding.pointer)})" if finding.pointer else ""
        return {
            "type": "issue",
            "check_name": f"{finding.code} {finding.name}",
            "description": printable(f"{finding.message}{where}"),
            "content": {"body": printable(finding.help)},
            "categories": ["Bug Risk"],
            "severity": _SEVERITIES[finding.severity],
            "fingerprint": self._fingerprints.of(path, finding),
            "location": {
                "path": relative(path),
                "lines": {"begin": finding.line, "end": finding.end_line},
            },
        }

    def _other(self, path: str, name: str, severity: str, words: str) -> Data:
        return {
            "type": "issue",
            "check_name": name,
            "description": printable(words),
            "categories": ["Bug Risk"],
            "severity": severity,
            "fingerprint": self._fingerprints.of_words(path, name, words),
            "location": {"path": relative(path), "lines": {"begin": 1, "end": 1}},
        }
