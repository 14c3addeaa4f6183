"""An asset of both generations of exports at once."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.rules.ango_asset_examples import exported, legacy
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.rules.patch import remove


def translate(error: SchemaError) -> Hit | None:
    if error.keyword != "not" or error.path:
        return None
    tasks = error.value.get("tasks") if isinstance(error.value, dict) else None
    patch = remove(("tasks",)) if tasks == [] else None  # nothing is lost
    return Hit((), 'The asset has both "task" and "tasks"', patch=patch)


RULE = Rule[Asset, Member](
    code="A104",
    name="task-and-tasks",
    severity=Severity.ERROR,
    summary="Asset has both task and tasks",
    why=(
        "An export has one task for each asset; legacy exports have a list of tasks. No export "
        "has both, so that it is not told which annotations are the true ones."
    ),
    help='Keep "task" of a current export, or "tasks" of a legacy one.',
    bad=(
        Bad(exported({"tasks": []}), at="/0"),
        Bad(exported({}, {"tasks": [{"taskId": "65a000000000000000000099"}]}), at="/1"),
    ),
    good=(Good(exported({})), Good(legacy({}))),
    source="Documentation of exports, current and legacy",
    fix="safe",
    translate=translate,
)
