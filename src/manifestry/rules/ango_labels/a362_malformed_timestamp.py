"""A point in time that is not in ISO 8601."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.times import Stamp, corrected, moment, unusual_stamps
from manifestry.rules.ango_labelled import box, export, legacy
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import Patch, replace
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    for stamp in unusual_stamps(asset):
        value = stamp.value
        if isinstance(value, str):
            if moment(value) is None:
                message = f"{quote(value)} is no point in time in ISO 8601"
                yield Hit(stamp.path, message, patch=_patch(stamp))
        elif isinstance(value, int) and not isinstance(value, bool) and not stamp.is_of_annotation:
            message = f"A point in time is a text in ISO 8601, got {quote(value)}"
            yield Hit(stamp.path, message, patch=_patch(stamp))


def _patch(stamp: Stamp) -> Patch | None:
    meant = corrected(stamp.value)
    return None if meant is None else replace(stamp.path, meant[0], safe=meant[1])


RULE = Rule[Asset, Member](
    code="A362",
    name="malformed-timestamp",
    severity=Severity.WARNING,
    summary="Point in time is not in ISO 8601",
    why=(
        "Exports write times as 2024-05-01T10:00:00.000Z. Milliseconds since 1970 come from the "
        "raw API, and only annotations have them in exports as well; other forms were written by "
        "hand or by a spreadsheet, and programs that sort by them get another order."
    ),
    help="Write the time as 2024-05-01T10:00:00.000Z.",
    bad=(
        Bad(export(updatedAt="05/01/2024"), at="/0/task/updatedAt"),
        Bad(export(updatedAt=1714557600000), at="/0/task/updatedAt"),
        Bad(export(updatedAt="31.5.2024 9:30"), at="/0/task/updatedAt"),
        Bad(legacy(labeled_at="yesterday"), at="/0/labeledAt"),
        Bad(
            export(box(metadata={"createdAt": "2024-05-01 25:00"})),
            at="/0/task/tools/0/metadata/createdAt",
        ),
    ),
    good=(
        Good(export(updatedAt="2024-05-01T10:00:00.000Z")),
        Good(export(updatedAt="2024-05-01T12:00:00+02:00")),
        Good(legacy(review={"status": "Todo", "completedAt": None})),
        Good(export(box(metadata={"createdAt": 1714557600000}))),
    ),
    source="Documentation (ISO 8601; annotations may have milliseconds)",
    fix="safe",
    check=check,
)
