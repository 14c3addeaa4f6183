"""The view of an asset that Ango Hub's rules work on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from manifestry.formats.ango.kinds import AssetKind, kind_of
from manifestry.formats.memo import remember_last
from manifestry.rules.base import Path
from manifestry.settings import Settings

Json = dict[str, Any]


@dataclass(slots=True, eq=False)  # not frozen: very many are made
class Asset:
    """One asset of an export or of an asset import, as parsed.

    `form` is the kind of document it stands in. The object may have any shape: the schema
    pass tells what is wrong with types, so rules look only at what has the right one.
    """

    form: Literal["export", "import"]
    index: int
    value: Json
    settings: Settings

    @property
    def address_key(self) -> str:
        """The key of the address: `asset` in exports, `data` in imports."""
        return "asset" if self.form == "export" else "data"

    def text(self, key: str) -> str | None:
        """The value of `key` if it is a string."""
        value = self.value.get(key)
        return value if isinstance(value, str) else None

    def block(self, key: str) -> Json | None:
        """The value of `key` if it is an object."""
        value = self.value.get(key)
        return value if isinstance(value, dict) else None

    def rows(self, key: str) -> list[Any]:
        """The value of `key` if it is a list, else an empty one."""
        value = self.value.get(key)
        return value if isinstance(value, list) else []

    @property
    def is_legacy(self) -> bool:
        """Whether it is of the first generation, which has `tasks`."""
        return "tasks" in self.value and "task" not in self.value

    @property
    def kind(self) -> AssetKind | None:
        """The kind of asset, None where nothing tells it."""
        return _kind(self)

    def urls(self) -> Iterator[tuple[Path, str]]:
        """Its addresses that are strings: of the pages, or its own."""
        pages = self.rows("dataset")
        address = self.text(self.address_key)
        if address is not None:
            yield (self.address_key,), address
        for number, page in enumerate(pages):
            if isinstance(page, str):
                yield ("dataset", number), page

    def tasks(self) -> Iterator[tuple[Path, Json]]:
        """Its tasks that are objects: one, or in the first generation several."""
        task = self.block("task")
        if task is not None:
            yield ("task",), task
        for number, each in enumerate(self.rows("tasks")):
            if isinstance(each, dict):
                yield ("tasks", number), each


@remember_last
def _kind(asset: Asset) -> AssetKind | None:
    return kind_of(asset.value)


class Labels(NamedTuple):
    """What was annotated at one moment: a task as it is now, or as it left a stage.

    `path` leads from the asset to `holder`, which has `tools`, `classifications` and
    `relations` (in the first generation `objects`). `is_history` for an earlier stage.
    """

    path: Path
    holder: Json
    is_history: bool

    def rows(self, *keys: str) -> Iterator[tuple[Path, Json]]:
        """The entries that are objects of the lists under `keys`."""
        for key in keys:
            listed = self.holder.get(key)
            if isinstance(listed, list):
                for number, entry in enumerate(listed):
                    if isinstance(entry, dict):
                        yield (*self.path, key, number), entry

    def tools(self) -> Iterator[tuple[Path, Json]]:
        """The tools, called objects in the first generation."""
        return self.rows("tools", "objects")


@remember_last
def labels(asset: Asset) -> list[Labels]:
    """All labels of an asset: of its tasks and of the stages they went through."""
    found = []
    for path, task in asset.tasks():
        found.append(Labels(path, task, is_history=False))
        history = task.get("stageHistory")
        for number, stage in enumerate(history if isinstance(history, list) else ()):
            if isinstance(stage, dict):
                found.append(Labels((*path, "stageHistory", number), stage, is_history=True))
    return found


@dataclass(frozen=True, slots=True)
class Member:
    """One top-level member of an import request; `count` is that of a list."""

    key: str
    value: object
    count: int | None
    settings: Settings
