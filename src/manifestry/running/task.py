"""One file to check, and what comes of it: values that can go to another process and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from manifestry.document.source import opened
from manifestry.document.watch import Watch
from manifestry.errors import InternalError, ManifestryError
from manifestry.findings import FileReport
from manifestry.settings import Settings

if TYPE_CHECKING:
    from manifestry.engine.ranges import Hands

MAX_SENT: Final = 20_000
"""The most findings of one file that are held at once, to be sent or kept."""

SettingsFor = Callable[[str], Settings]
"""The path of a document in the report -> the settings to check it with."""

Verdict = FileReport | None
"""The report on a document, None for one that is passed over."""


class Task(NamedTuple):
    """One file: what is opened, what its report calls it, and how large it seems to be.

    `error` says why there is nothing to open; `remote` that the path has a scheme.
    """

    path: str
    name: str
    skip_unrelated: bool = False
    size: int = 0
    error: str | None = None
    remote: bool = False


class Outcome(NamedTuple):
    """What came of a task.

    `verdicts` is None when they are too many to be held, so that whoever wants them has to
    check the file himself. `digest` is of the very bytes that were checked, None where nothing
    may be kept. `error` is what ended the work behind these verdicts.
    """

    verdicts: tuple[Verdict, ...] | None
    digest: bytes | None = None
    error: ManifestryError | None = None


@dataclass(frozen=True, slots=True)
class Checker:
    """How the files of a run are checked; it can be sent to another process.

    `hash_up_to` is the size of the largest file whose digest is wanted, 0 for none.
    """

    settings_for: SettingsFor
    hash_up_to: int = 0

    def verdicts(
        self,
        task: Task,
        watch: Watch | None = None,
        digest: list[bytes] | None = None,
        hands: Hands | None = None,
    ) -> Iterator[Verdict]:
        """Checks a file, document by document; its digest is appended to `digest`.

        Of a large one `hands` check pieces.

        Raises InternalError, which names the file, for what is nobody's fault but ours.
        """
        if task.error is not None:
            yield FileReport(path=task.name, kind=None, status="unreadable", error=task.error)
            return
        from manifestry.engine.api import check_file

        opening = None
        if self.hash_up_to and digest is not None and not task.remote:
            from manifestry.running.hashing import hashed

            opening = hashed(opened(task.path), self.hash_up_to, digest)
        try:
            yield from check_file(
                task.path,
                self.settings_for,
                skip_unrelated=task.skip_unrelated,
                shown_as=task.name,
                opening=opening,
                watch=watch,
                hands=hands,
            )
        except ManifestryError:
            raise
        except Exception as error:
            raise InternalError(f"{task.name}: {type(error).__name__}: {error}") from error

    def outcome(self, task: Task, watch: Watch | None = None) -> Outcome:
        """The same, all at once."""
        digest: list[bytes] = []
        found: list[Verdict] = []
        try:
            held = 0
            for verdict in self.verdicts(task, watch, digest):
                found.append(verdict)
                held += 1 + (len(verdict.findings) if verdict else 0)
                if held > MAX_SENT:
                    return Outcome(None)
        except ManifestryError as error:
            return Outcome(tuple(found), error=error)
        return Outcome(tuple(found), digest[0] if digest else None)
