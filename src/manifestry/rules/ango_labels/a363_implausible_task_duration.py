"""A task that took longer than a month."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.times import durations
from manifestry.rules.ango_labelled import export, legacy, stage
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote

_MOST = 30 * 24 * 60 * 60 * 1000


def check(asset: Asset) -> Iterator[Hit]:
    for path, value in durations(asset):
        if isinstance(value, int | float) and value > _MOST:
            yield Hit(path, f"{quote(value)} milliseconds are more than 30 days")


RULE = Rule[Asset, Member](
    code="A363",
    name="implausible-task-duration",
    severity=Severity.INFO,
    summary="Duration of a task is longer than 30 days",
    why=(
        "Durations are in milliseconds of work. More than thirty days of it on one task is an "
        "editor that was left open, or a value in another unit, and spoils every average."
    ),
    help="Make sure that the value is in milliseconds.",
    bad=(
        Bad(export(totalDuration=2592000001), at="/0/task/totalDuration"),
        Bad(
            export(stageHistory=[stage(0, duration=9e12)]),
            at="/0/task/stageHistory/0/duration",
        ),
        Bad(legacy(duration=2678400000), at="/0/tasks/0/duration"),
    ),
    good=(
        Good(export(totalDuration=2592000000)),
        Good(export(stageHistory=[stage(0, duration=61000)])),
        Good(legacy(duration=6429)),
    ),
    source="Documentation (durations are in milliseconds)",
    check=check,
)
