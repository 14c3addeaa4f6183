"""The labels of exports: cut out of an asset, kept beside, counted, and put back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, BinaryIO, Final, NamedTuple

from manifestry.convert import flat
from manifestry.convert.model import Json, Remark, leaves, without
from manifestry.document.source import naming, opened
from manifestry.document.writing import dumps
from manifestry.engine.ledger import to_pointer
from manifestry.errors import ConfigError
from manifestry.formats.encord.metadata.names import judge
from manifestry.rules.base import Path
from manifestry.text import printable

KEYS: Final = (
    "tools",
    "objects",
    "classifications",
    "relations",
    "stageHistory",
    "brushDataUrl",
    "medicalBrushDataUrl",
    "issues",
    "consensusDetailed",
)
"""The keys of a task that hold what was labelled, and how it came about."""

_GEOMETRY: Final = {"task": "tools", "tasks": "objects"}

Lookup = Callable[[str], Json | None]
"""The id of a task -> its labels, if they were kept."""


class Labels(NamedTuple):
    """What was cut out of one task, perhaps nothing; `path` leads from the asset to the task.

    is_all: nothing is left of the task.
    """

    path: tuple[str | int, ...]
    task_id: str | None
    labels: Json
    is_all: bool = False

    @property
    def values(self) -> int:
        """How many leaves it has."""
        return sum(map(leaves, self.labels.values()))

    def lost(self, why: str) -> Iterator[Remark]:
        """The remarks on labels that are left out. Where there are none, nothing is lost."""
        for key, value in self.labels.items():
            if value != []:
                count = f" ({len(value):,})" if isinstance(value, list) else ""
                message = f"labels are left out: {key}{count}{why}"
                path = (*self.path, key)
                values = leaves(value)
                yield Remark(reason="labels-not-kept", message=message, path=path, values=values)


def cut(asset: Json) -> tuple[Json, list[Labels]]:
    """An asset of an export without its labels, and these."""
    found: list[Labels] = []
    out = dict(asset)
    if isinstance(out.get("task"), dict):
        out["task"] = _cut(out["task"], ("task",), found)
    if isinstance(out.get("tasks"), list):
        out["tasks"] = [
            _cut(task, ("tasks", number), found) if isinstance(task, dict) else task
            for number, task in enumerate(out["tasks"])
        ]
    return out, found


def _cut(task: Json, path: tuple[str | int, ...], found: list[Labels]) -> Json:
    labels: Json = {key: task[key] for key in KEYS if key in task}
    rest = without(task, labels)
    task_id = task.get("taskId")
    known_id = task_id if isinstance(task_id, str) else None
    found.append(Labels(path, known_id, labels, is_all=bool(labels) and not rest))
    return rest


def line(path: Path, asset: Json, labels: Labels) -> bytes:
    """One line of the side file: the labels of a task of the asset at `path`."""
    return dumps(
        {
            "taskId": labels.task_id,
            "externalId": asset.get("externalId"),
            "source": to_pointer((*path, *labels.path)),
            "labels": labels.labels,
        }
    )


def put_back(asset: Json, lookup: Lookup) -> tuple[Json, list[str]]:
    """An asset with its labels again, and the ids of tasks whose labels were not kept.

    Such a task has empty lists, because an export without them is none.
    """
    missing: list[str] = []

    def whole(task: Any, key: str) -> Any:
        if not isinstance(task, dict):
            return task
        task_id = task.get("taskId")
        kept = lookup(task_id) if isinstance(task_id, str) else None
        if kept is None:
            missing.append(str(task_id))
            kept = {name: [] for name in (_GEOMETRY[key], "classifications", "relations")}
        return {**task, **kept}

    out = dict(asset)
    if "task" in out:
        out["task"] = whole(out["task"], "task")
    if isinstance(out.get("tasks"), list):
        out["tasks"] = [whole(task, "tasks") for task in out["tasks"]]
    return out, missing


def summary(found: list[Labels]) -> Json:
    """How many objects each class has, as client metadata.

    An object that is tracked through many frames counts once, and the mark of its end not at
    all. The number of classes that have no name a key can have stand together as JSON text.
    """
    objects: dict[str, set[str]] = {}
    others: Counter[str] = Counter()
    for number, labels in enumerate(found):
        for key in ("tools", "objects", "classifications"):
            rows = labels.labels.get(key)
            for row in rows if isinstance(rows, list) else ():
                if not isinstance(row, dict) or row.get("interpolationStopped") is True:
                    continue
                title, object_id = row.get("title"), row.get("objectId")
                name = title if isinstance(title, str) and title else "(no title)"
                if isinstance(object_id, str):
                    objects.setdefault(name, set()).add(f"{number} {object_id}")
                else:
                    others[name] += 1
    counts = Counter({name: len(ids) for name, ids in objects.items()}) + others
    plain = {name: counts[name] for name in sorted(counts) if judge(name) == "good"}
    rest = {name: counts[name] for name in sorted(counts) if name not in plain}
    out: Json = {f"{flat.LABELS}.{name}": count for name, count in plain.items()}
    return {**out, flat.LABELS: dumps(rest).decode()} if rest else out


@contextmanager
def reading(path: str) -> Iterator[Lookup]:
    """Looks up labels in a side file, of which only an index is held.

    Raises UnreadableError if the file cannot be read, ConfigError if it is no side file.
    """
    with ExitStack() as stack:
        with naming(path):
            file = stack.enter_context(opened(path))
            index = _index(file, path)

        def lookup(task_id: str) -> Json | None:
            at = index.get(task_id)
            if at is None:
                return None
            file.seek(at)
            labels: Json = json.loads(file.readline())["labels"]
            return labels

        yield lookup
        with naming(path):
            stack.close()


def _index(file: BinaryIO, path: str) -> dict[str, int]:
    index: dict[str, int] = {}
    at = 0
    for number, text in enumerate(file, 1):
        if text.strip():
            task_id = _task_id(text)
            where = f"{printable(path)}:{number}"
            if task_id is None:
                raise ConfigError(
                    f"{where}: this is no line of a file that convert --labels-out wrote"
                )
            if task_id in index:
                raise ConfigError(f"{where}: the task {printable(task_id)} has a line already")
            index[task_id] = at
        at += len(text)
    return index


def _task_id(text: bytes) -> str | None:
    try:
        entry = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict) or not isinstance(entry.get("labels"), dict):
        return None
    task_id = entry.get("taskId")
    return task_id if isinstance(task_id, str) else None
