"""An id that the platform has not made."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.ids import is_object_id
from manifestry.formats.ango.quick import has_odd_id
from manifestry.rules.ango_asset_examples import exported, legacy
from manifestry.rules.base import Bad, Good, Hit, Path, Rule
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    if asset.form == "import":
        return
    yield from _judge(("assetId",), asset.value.get("assetId"))
    for path, task in asset.tasks():
        yield from _judge((*path, "taskId"), task.get("taskId"))


def _judge(path: Path, value: object) -> Iterator[Hit]:
    if isinstance(value, str) and not is_object_id(value):
        yield Hit(path, f"{quote(path[-1])} is not 24 hexadecimal digits: {quote(value)}")


RULE = Rule[Asset, Member](
    code="A144",
    name="malformed-asset-id",
    severity=Severity.WARNING,
    summary="Id of an asset or a task has not the form of one",
    why=(
        "The platform's ids are 24 hexadecimal digits. Another one was changed or made up, and "
        "the platform does not find the asset or the task by it."
    ),
    help="Write the id as the platform shows it.",
    bad=(
        Bad(exported({"task": {"taskId": "17"}}), at="/0/task/taskId"),
        Bad(
            exported(
                {
                    "asset": "https://cdn.acme.example/p0.png",
                    "assetId": "case-7",
                    "dataset": ["https://cdn.acme.example/p0.png"],
                }
            ),
            at="/0/assetId",
        ),
        Bad(legacy({"tasks": [{"taskId": ""}]}), at="/0/tasks/0/taskId"),
    ),
    good=(
        Good(exported({"task": {"taskId": "65A00000000000000000000F"}})),
        Good(legacy({})),
    ),
    source="Documentation and samples",
    check=check,
    when=has_odd_id,
)
