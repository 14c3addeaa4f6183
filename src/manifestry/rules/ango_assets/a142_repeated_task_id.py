"""A task that stands in the export already."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.rules.ango_asset_examples import exported, legacy
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings
from manifestry.text import quote

_HASHES = 2**60  # as much as Python keeps in 32 bytes: one false alarm in two million documents


class _Tracker(NoTracking[Asset, Member]):
    """Keeps of each id only a hash and the index of its first asset."""

    def __init__(self, _: Settings) -> None:
        self._first: dict[int, int] = {}

    def see(self, asset: Asset) -> Iterable[Hit]:
        if asset.form == "import":
            return ()
        hits = []
        for path, task in asset.tasks():
            id_ = task.get("taskId")
            if not isinstance(id_, str) or not id_:
                continue
            digest = hash(id_) % _HASHES
            first = self._first.get(digest)
            if first is None:
                self._first[digest] = asset.index
            else:
                where = "this asset" if first == asset.index else f"asset {first}"
                message = f"{quote(id_)} is the taskId of {where} already"
                hits.append(Hit((*path, "taskId"), message))
        return hits


RULE = Rule[Asset, Member](
    code="A142",
    name="repeated-task-id",
    severity=Severity.ERROR,
    summary="Two tasks have one taskId",
    why=(
        "The id of its task is the one thing in an export that no two assets share. Where it "
        "comes again, exports were joined, or an asset was copied: its annotations count twice, "
        "or the later ones replace the earlier."
    ),
    help="Remove one of the two.",
    bad=(
        Bad(exported({}, {"task": {"taskId": "65a000000000000000000000"}}), at="/1/task/taskId"),
        Bad(
            legacy(
                {
                    "tasks": [
                        {"taskId": "65a000000000000000000001"},
                        {"taskId": "65a000000000000000000001"},
                    ]
                }
            ),
            at="/0/tasks/1/taskId",
        ),
    ),
    good=(
        Good(exported({}, {})),
        Good(legacy({"tasks": [{"taskId": "65a000000000000000000001"}]})),
    ),
    source="Documentation of exports",
    track=_Tracker,
)
