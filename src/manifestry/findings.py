"""What a check gives: findings, and the report that holds them.

Everything here is frozen and compares by value, so that a test can state a report
and a program can keep one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How bad a finding is; orders from `INFO` to `ERROR`."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for an info, 1 for a warning, 2 for an error."""
        return _RANK[self]


_RANK = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}


class Excerpt(NamedTuple):
    """The piece of source a finding points at: one line's text, and what to underline.

    `start` and `end` count code points in `text`; `end` is exclusive. `text` is as it
    stands in the file but for struck-out signatures and passwords: whoever prints it has
    to escape it.
    """

    text: str
    start: int
    end: int


class Edit(NamedTuple):
    """What stands from one place of a document to another is to become `text`.

    Lines and columns are those of findings. `start` and `end` count bytes from the first one of
    the unpacked document; they are the same where something is only put in.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int
    text: str


class Fix(NamedTuple):
    """Mends a finding. Its edits are in document order and do not touch each other.

    It is safe if the document means the same to the platform, or what it was certainly meant to.
    With `copy_of` it is right only if the item is the same as the one this pointer leads to, which
    `manifestry.fixing` finds out.
    """

    title: str
    safe: bool
    edits: tuple[Edit, ...]
    copy_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing wrong in the data.

    `pointer` is a JSON Pointer (RFC 6901), "" for the whole document. Lines and columns
    count from 1, columns in Unicode code points; the end is exclusive: the column after
    the last character. `fix` mends it, where that can be done by a machine.
    """

    code: str
    name: str
    severity: Severity
    message: str
    pointer: str
    line: int
    column: int
    end_line: int
    end_column: int
    help: str
    fix: Fix | None = None
    excerpt: Excerpt | None = field(default=None, compare=False, repr=False)


class RuleFailure(NamedTuple):
    """A rule that raised: a fault of Manifestry, never of the data."""

    code: str
    pointer: str
    error: str


@dataclass(frozen=True, slots=True, order=True)
class RuleCount:
    """How many findings of one severity a rule has, listed or not."""

    code: str
    severity: Severity
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """The verdict on one document.

    `errors`, `warnings` and `infos` count every finding, listed or not; `truncated` says
    how many of them the caps kept out of `findings`; `by_rule` counts all of them once more,
    sorted by code. `items` counts the items of a manifest or the keys of a metadata schema.
    `kind` is None when the document could not be recognised. `error` says in one line why a file
    was unreadable, or which limit stopped the work on it.
    """

    path: str
    kind: str | None
    status: str
    items: int = 0
    urls: int = 0
    findings: tuple[Finding, ...] = ()
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    truncated: int = 0
    by_rule: tuple[RuleCount, ...] = ()
    error: str | None = None
    failures: tuple[RuleFailure, ...] = ()

    def count_at_least(self, severity: Severity) -> int:
        """How many findings are as bad as `severity` or worse."""
        counts = (self.infos, self.warnings, self.errors)
        return sum(counts[severity.rank :])


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict on all documents of a run, sorted by path.

    `skipped` counts the files that turned out to have nothing to do with Manifestry.
    """

    files: tuple[FileReport, ...]
    skipped: int = 0

    def __iter__(self) -> Iterator[Finding]:
        for file in self.files:
            yield from file.findings

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All listed findings, file by file, in document order."""
        return tuple(self)

    @property
    def errors(self) -> int:
        """How many errors there are, listed or not."""
        return sum(file.errors for file in self.files)

    @property
    def warnings(self) -> int:
        """How many warnings there are, listed or not."""
        return sum(file.warnings for file in self.files)

    @property
    def infos(self) -> int:
        """How many infos there are, listed or not."""
        return sum(file.infos for file in self.files)

    @property
    def truncated(self) -> int:
        """How many findings were counted but not listed."""
        return sum(file.truncated for file in self.files)

    @property
    def ok(self) -> bool:
        """True when every file could be read and none has an error."""
        return self.exit_code() == 0

    def exit_code(self, fail_on: Severity = Severity.ERROR) -> int:
        """The process exit code this report calls for: 0, 1, 3 or 4."""
        if any(file.failures for file in self.files):
            return 4
        if any(file.error is not None for file in self.files):
            return 3
        return int(any(file.count_at_least(fail_on) for file in self.files))
