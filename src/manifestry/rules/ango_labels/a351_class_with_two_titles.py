"""A class that has another title elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.classes import MAX_CLASSES, current_tools
from manifestry.rules.ango_labelled import box, export, legacy
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings
from manifestry.text import quote


class _Tracker(NoTracking[Asset, Member]):
    """Keeps the first title of each class, and which others were told."""

    def __init__(self, _: Settings) -> None:
        self._title: dict[str, str] = {}
        self._told: set[tuple[str, str]] = set()

    def see(self, item: Asset) -> Iterator[Hit]:
        for path, tool in current_tools(item):
            name, title = tool.get("schemaId"), tool.get("title")
            if not isinstance(name, str) or not isinstance(title, str) or not title:
                continue
            first = self._title.get(name)
            if first is None and len(self._title) < MAX_CLASSES:
                self._title[name] = title
            elif first not in (None, title) and (name, title) not in self._told:
                if len(self._told) < MAX_CLASSES:
                    self._told.add((name, title))
                text = f"Class {quote(name)} is {quote(title)} here, and was {quote(first)} before"
                yield Hit((*path, "title"), text)


RULE = Rule[Asset, Member](
    code="A351",
    name="class-with-two-titles",
    severity=Severity.WARNING,
    summary='One "schemaId" has two titles in a document',
    why=(
        "A class has one title. Where it has two, the class was renamed between the exports that "
        "were put together, or the ids were mixed up: whoever groups by title splits the class, "
        "whoever groups by id joins two."
    ),
    help="Use one title for the class, or correct the id.",
    bad=(
        Bad(export(box(1), box(2, title="Truck")), at="/0/task/tools/1/title"),
        Bad(legacy(box(1), box(2, title="car")), at="/0/tasks/0/objects/1/title"),
        Bad(
            export(box(1), box(2, title="Truck"), box(3), box(4, title="Truck")),
            at="/0/task/tools/1/title",
        ),
    ),
    good=(
        Good(export(box(1), box(2))),
        Good(legacy(box(1), box(2, title="Truck", schemaId=f"{2:b>23}"))),
    ),
    source="Documentation (schemaId stands for a class, title is its name)",
    track=_Tracker,
)
