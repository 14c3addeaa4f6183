"""A stage that was left before the one in front of it."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member, labels
from manifestry.formats.ango.times import milliseconds
from manifestry.rules.ango_labelled import export, stage
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    for moment in labels(asset):
        latest: float | None = None
        history = () if moment.is_history else moment.rows("stageHistory")
        for path, entry in history:
            when = milliseconds(entry.get("completedAt"))
            if when is None:
                continue
            if latest is not None and when < latest:
                text = f"The stage was left {quote(entry['completedAt'])}, before the one in front"
                yield Hit((*path, "completedAt"), text)
            latest = when


RULE = Rule[Asset, Member](
    code="A361",
    name="unordered-stage-history",
    severity=Severity.WARNING,
    summary="Stage history is not in the order of time",
    why=(
        "The stage history goes from the oldest stage to the newest, and what is last in it is "
        "taken for the state before the current one. In another order, programs that follow how "
        "annotations changed compare the wrong states."
    ),
    help='Sort the history by "completedAt", or correct the time.',
    bad=(
        Bad(
            export(stageHistory=[stage(2), stage(1)]),
            at="/0/task/stageHistory/1/completedAt",
        ),
        Bad(
            export(stageHistory=[stage(0), stage(5), stage(3), stage(6)]),
            at="/0/task/stageHistory/2/completedAt",
        ),
    ),
    good=(
        Good(export(stageHistory=[stage(1), stage(1), stage(2)])),
        Good(export(stageHistory=[stage(1), {"stage": "QC", "stageId": "QC"}, stage(2)])),
    ),
    source="Documentation (oldest first)",
    check=check,
)
