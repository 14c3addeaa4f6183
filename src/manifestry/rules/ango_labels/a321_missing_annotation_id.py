"""A tool that lacks an id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.classes import all_tools
from manifestry.rules.ango_labelled import box, export, legacy
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import listing

_IDS = ("objectId", "schemaId")


def check(asset: Asset) -> Iterator[Hit]:
    for path, tool in all_tools(asset):
        if "objectId" not in tool or "schemaId" not in tool:
            yield Hit(path, f"The tool lacks {listing(key for key in _IDS if key not in tool)}")


def _without(key: str) -> dict[str, Any]:
    return {name: value for name, value in box().items() if name != key}


RULE = Rule[Asset, Member](
    code="A321",
    name="missing-annotation-id",
    severity=Severity.WARNING,
    summary='Tool lacks "objectId" or "schemaId"',
    why=(
        'Relations and tracks find an annotation by its "objectId", and its class is told for '
        'certain by "schemaId" alone, since titles can be shared and changed. Without them the '
        "annotation can be drawn, but not followed."
    ),
    help="Add the id; an export that was not edited has both.",
    bad=(
        Bad(export(_without("objectId")), at="/0/task/tools/0"),
        Bad(legacy(_without("schemaId")), at="/0/tasks/0/objects/0"),
    ),
    good=(
        Good(export(box())),
        Good(legacy(box(), box(2))),
    ),
    source="Documentation (both ids are always there)",
    check=check,
)
