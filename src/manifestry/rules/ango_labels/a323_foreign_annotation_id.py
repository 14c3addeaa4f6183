"""An id that the platform did not make."""

from __future__ import annotations

import re
from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.classes import all_tools
from manifestry.rules.ango_labelled import box, export, legacy
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings
from manifestry.text import quote

_USUAL = re.compile(r"[0-9a-f]{23,24}|[0-9a-f]{32}")


class _Tracker(NoTracking[Asset, Member]):
    def __init__(self, _: Settings) -> None:
        self._told = False

    def see(self, item: Asset) -> Iterator[Hit]:
        for path, tool in () if self._told else all_tools(item):
            name = tool.get("objectId")
            if isinstance(name, str) and _USUAL.fullmatch(name) is None:
                self._told = True
                text = f"{quote(name)} is no id of 23 hexadecimal digits; there may be more"
                yield Hit((*path, "objectId"), text)
                return


RULE = Rule[Asset, Member](
    code="A323",
    name="foreign-annotation-id",
    severity=Severity.INFO,
    summary="Id of an annotation is not in the form that the platform gives",
    why=(
        "The platform gives annotations ids of 23 hexadecimal digits. Others come from an import "
        "of labels or from a program: they may be all right, but then nobody but you sees to it "
        "that they are not used twice. It is said once for a document."
    ),
    help="Nothing needs to be done if the labels were imported.",
    bad=(
        Bad(export(box(objectId="1")), at="/0/task/tools/0/objectId"),
        Bad(legacy(box(), box(2, objectId="car 7")), at="/0/tasks/0/objects/1/objectId"),
        Bad(export(box(objectId="1"), box(objectId="2")), at="/0/task/tools/0/objectId"),
    ),
    good=(
        Good(export(box(objectId="fc5027d6307c38d0ee7a017"))),
        Good(export(box(objectId="65a000000000000000000001"))),
    ),
    source="Documentation and samples (23 hexadecimal digits; imports may have any text)",
    track=_Tracker,
)
