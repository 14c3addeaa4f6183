"""A title that another class has as well."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.classes import MAX_CLASSES, current_tools
from manifestry.formats.ango.geometry import kinds_in
from manifestry.rules.ango_labelled import box, export, legacy, tool
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings
from manifestry.text import quote


class _Tracker(NoTracking[Asset, Member]):
    """Keeps the first class of each title and geometry, and which others were told."""

    def __init__(self, _: Settings) -> None:
        self._class: dict[tuple[str, ...], str] = {}
        self._known: set[tuple[str, str]] = set()
        self._told: set[str] = set()

    def see(self, item: Asset) -> Iterator[Hit]:
        for path, each in current_tools(item):
            name, title = each.get("schemaId"), each.get("title")
            if not isinstance(name, str) or not isinstance(title, str) or not title:
                continue
            if (name, title) in self._known:
                continue  # a class has one kind of geometry
            if len(self._known) < MAX_CLASSES:
                self._known.add((name, title))
            key = (title, *kinds_in(each)[:1])
            first = self._class.get(key)
            if first is None and len(self._class) < MAX_CLASSES:
                self._class[key] = name
            elif first not in (None, name) and name not in self._told:
                if len(self._told) < MAX_CLASSES:
                    self._told.add(name)
                yield Hit((*path, "schemaId"), f"{quote(title)} is also the class {quote(first)}")


RULE = Rule[Asset, Member](
    code="A352",
    name="title-of-two-classes",
    severity=Severity.INFO,
    summary="Two classes with one kind of geometry have the same title in a document",
    why=(
        "Several classes may share a title, but nobody can tell them apart by it: whoever groups "
        "by title joins them. Often the exports come from two projects, where each has a class of "
        "that name."
    ),
    help='Group by "schemaId", or give one of the classes another title.',
    bad=(
        Bad(
            export(box(1), box(2, schemaId=f"{2:b>23}")),
            at="/0/task/tools/1/schemaId",
        ),
        Bad(
            legacy(box(1), *(box(number, schemaId=f"{2:b>23}") for number in (2, 3))),
            at="/0/tasks/0/objects/1/schemaId",
        ),
    ),
    good=(
        Good(export(box(1), box(2, title="Truck", schemaId=f"{2:b>23}"))),
        Good(legacy(box(1), {**tool(2, point=[5, 6]), "schemaId": f"{2:b>23}"})),
    ),
    source="Our own choice: programs group by title",
    track=_Tracker,
)
