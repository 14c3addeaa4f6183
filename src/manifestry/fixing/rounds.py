"""Fixes carried out round by round, each round held to its promise by another check.

A round is taken back if the document has come to be worse by it: more findings of some severity
or above, as a whole or in one item. The fixes that brought that about are looked for and left out.
What is left in the end cannot be mended further, so that mending it once more changes nothing.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Final, NamedTuple, cast

from manifestry.document.contents import UnrelatedError
from manifestry.document.source import reading
from manifestry.engine.api import check_stream
from manifestry.errors import UnreadableError
from manifestry.findings import Edit, FileReport, Finding
from manifestry.fixing.applying import streamed
from manifestry.fixing.choosing import Key, chosen_of, edits_of, key_of
from manifestry.fixing.copies import looked_at
from manifestry.fixing.grading import with_care
from manifestry.fixing.judging import Brought, guilty_of, is_better, uncovered
from manifestry.settings import Settings

MOST_LISTED: Final = 100_000
"""The most findings that are looked at in one round."""

_IN_MEMORY: Final = 64 * 2**20
_DEEPEST: Final = 3  # how often what a fix uncovers is mended along with it
_FREE_ROUNDS: Final = 50
_MOST_READ: Final = 8 * 2**30  # bytes that are read for further rounds
_ROUND: Final = 16 * 2**20  # bytes that a round counts for at least


class Mended(NamedTuple):
    """What became of a document.

    `content` is what it is now, until the work on it ends. `fixed`: how many fixes of a rule
    were carried out, by code. `refused`: findings whose fix was wanted and would have made the
    document worse, with the codes of what it would have brought. `is_done` is False where there was more to do than time to do it.
    """

    before: FileReport
    after: FileReport
    content: BinaryIO
    fixed: Mapping[str, int]
    refused: Mapping[Finding, tuple[str, ...]]
    is_done: bool


@contextmanager
def mending(
    content: BinaryIO,
    name: str,
    settings: Settings,
    *,
    unsafe: bool = False,
    skip_unrelated: bool = False,
) -> Iterator[Mended]:
    """Mends a document that can be sought in; what became of it can be read until the end.

    Only safe fixes are carried out, unless `unsafe`. With `skip_unrelated` raises UnrelatedError for a document
    that has nothing to do with Manifestry.
    """
    listing = replace(settings, max_findings=MOST_LISTED, max_findings_per_rule=0)
    before = _checked(content, name, listing, skip_unrelated=skip_unrelated)
    state = _State(content, content, before, listing)
    fixed: Counter[str] = Counter()
    size = content.seek(0, 2)
    rounds = 0
    try:
        while chosen := state.choose(unsafe=unsafe):
            if rounds >= _FREE_ROUNDS and rounds * max(size, _ROUND) > _MOST_READ:
                break
            rounds += 1
            mended = state.carry_out(chosen, unsafe=unsafe)
            fixed.update(finding.code for finding in mended)
        yield Mended(
            before=before,
            after=state.report,
            content=state.content,
            fixed=dict(sorted(fixed.items())),
            refused=dict(state.refused.values()),
            is_done=not chosen,
        )
    finally:
        state.close()


@dataclass(slots=True)
class _State:
    """The document as it is after the last good round, and what is known of its fixes.

    `alone`: items whose fixes have to be tried one at a time. `most`: how many fixes may be
    tried at once, where it is not known which of them does harm.
    """

    original: BinaryIO
    content: BinaryIO
    report: FileReport
    settings: Settings
    refused: dict[Key, tuple[Finding, tuple[str, ...]]] = field(default_factory=dict)
    alone: set[str] = field(default_factory=set)
    most: int | None = None

    def close(self) -> None:
        """Lets go of the document, unless it is the one that was given."""
        if self.content is not self.original:
            self.content.close()

    def choose(self, *, unsafe: bool) -> Sequence[Finding]:
        """What is to be tried next."""
        return chosen_of(self.report, self.refused, self.alone, unsafe=unsafe, most=self.most)

    def carry_out(self, chosen: Sequence[Finding], *, unsafe: bool) -> Sequence[Finding]:
        """Carries out fixes, and those of what they uncover; tells what was mended.

        If that makes things worse it is all taken back, something is learnt, and nothing told.
        """
        mended, report = self._mended(self.content, chosen)
        done = [*chosen]
        for _ in range(_DEEPEST):
            if is_better(self.report, report, done):
                break
            more = uncovered(self.report, report, done, unsafe=unsafe)
            if not more:
                break
            before = mended
            mended, report = self._mended(before, more)
            before.close()
            done += more
        if is_better(self.report, report, done):
            self.close()
            self.content, self.report = mended, report
            # What did harm may do none any more.
            self.refused.clear()
            self.alone.clear()
            self.most = None
            return done
        mended.close()
        self._learn(report, chosen)
        return ()

    def _mended(
        self, content: BinaryIO, findings: Sequence[Finding]
    ) -> tuple[BinaryIO, FileReport]:
        mended = _copied(content, edits_of(findings))
        return mended, _checked(mended, self.report.path, self.settings)

    def _learn(self, report: FileReport, chosen: Sequence[Finding]) -> None:
        guilty = guilty_of(self.report, report, chosen)
        come = Brought(self.report, report)
        for item, findings in guilty.items():
            if len(findings) == 1:
                self._refuse(findings[0], come)
            else:
                self.alone.add(item)
        if not guilty:
            if len(chosen) == 1:
                self._refuse(chosen[0], come)
            self.most = max(1, len(chosen) // 2)

    def _refuse(self, finding: Finding, come: Brought) -> None:
        self.refused[key_of(finding)] = finding, come.codes(finding)


def _checked(
    content: BinaryIO, name: str, settings: Settings, *, skip_unrelated: bool = False
) -> FileReport:
    content.seek(0)
    report = check_stream(reading(content), name, settings, skip_unrelated=skip_unrelated)
    if report is None:
        raise UnrelatedError("is something else")
    return with_care(looked_at(report, content, settings.max_item_bytes))


def _copied(content: BinaryIO, edits: Sequence[Edit]) -> BinaryIO:
    """The document with edits carried out, in memory or a temporary file."""
    content.seek(0)
    copy = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - whoever gets it closes it
    try:
        for piece in streamed(reading(content), edits):
            copy.write(piece)
    except OSError as error:
        copy.close()
        raise UnreadableError(f"cannot be mended: {error.strerror or error}") from error
    return cast("BinaryIO", copy)
