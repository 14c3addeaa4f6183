"""What a conversion made is held to the check of its new platform before it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from manifestry.convert.directions import Direction
from manifestry.convert.model import Outcome, Remark
from manifestry.document.writing import LIST, Spool, dumps, reading_pieces
from manifestry.engine.api import check_stream
from manifestry.findings import FileReport, Severity
from manifestry.rules.base import Path
from manifestry.settings import Settings
from manifestry.text import quote

RESULT: Final = "the result"

_HASHES: Final = 2**60
"""How many different ids of tasks are told apart: as many as fit into the smallest integers."""


class Ids:
    """The ids of tasks that there were; of each only a hash is kept."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def __contains__(self, task_id: str) -> bool:
        return hash(task_id) % _HASHES in self._seen

    def add(self, task_id: str) -> None:
        """Takes the id of another task."""
        self._seen.add(hash(task_id) % _HASHES)


class Judge:
    """Checks what was made for one direction: a batch of items, and in the end all of it."""

    def __init__(self, way: Direction, settings: Settings) -> None:
        self._way = way
        self._settings = Settings(
            least=Severity.ERROR, max_findings=0, max_findings_per_rule=0, max_item_bytes=0,
            url_schemes=settings.url_schemes,
        )  # fmt: skip
        self._ids = Ids()

    def whole(self, document: Iterator[bytes]) -> FileReport:
        """The verdict on the result."""
        return self._verdict(document, "encord-csv" if self._way.as_csv else self._way.kind)

    def _verdict(self, document: Iterator[bytes], kind: str) -> FileReport:
        settings = replace(self._settings, kind=kind)
        report = check_stream(reading_pieces(document), RESULT, settings)
        assert report is not None  # noqa: S101 - it is None only for what is passed over
        return report

    def sift(self, made: Iterable[Outcome]) -> None:
        """Leaves out, of a batch, what would not pass the check.

        An outcome that is left out has the reason as its first remark.
        """
        places: dict[Path, Outcome] = {}
        with Spool() as batch:
            for outcome in made:
                number = batch.counts.get(outcome.section, 0)
                place = (outcome.section, number) if outcome.section != LIST else (number,)
                places[place] = outcome
                batch.add(outcome.section, dumps(outcome.value))
            report = self._verdict(batch.document(self._way.order), self._way.kind)
        for finding in report.findings:
            steps = finding.pointer.split("/")[1:]
            where: Path = tuple(int(step) if step.isdigit() else step for step in steps[:2])
            found = places.get(where) or places.get(where[:1])
            if found is not None:
                _leave_out(found, f"{finding.code} {finding.message}")
        if self._way.kind == "ango-export":
            for outcome in places.values():
                self._refuse_again(outcome)

    def _refuse_again(self, outcome: Outcome) -> None:
        """Leaves out an asset whose task is in the result already, of whatever batch."""
        if outcome.value is None:
            return
        ids = [*_task_ids(outcome.value)]
        for task_id in ids:
            if task_id in self._ids:
                _leave_out(outcome, f"A142 {quote(task_id)} is the taskId of another asset already")
                return
        for task_id in ids:
            self._ids.add(task_id)


def _leave_out(outcome: Outcome, message: str) -> None:
    if outcome.value is not None:
        outcome.value = None
        outcome.remarks.insert(0, Remark(reason="would-be-invalid", message=message))


def _task_ids(asset: dict[str, Any]) -> Iterator[str]:
    """The ids of an asset's tasks, of either generation."""
    several = asset.get("tasks")
    for task in (asset.get("task"), *(several if isinstance(several, list) else ())):
        task_id = task.get("taskId") if isinstance(task, dict) else None
        if isinstance(task_id, str) and task_id:
            yield task_id
