"""A tool without the name of its class."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.classes import all_tools, titles
from manifestry.rules.ango_labelled import box, export, legacy
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import Add, Patch, Replace
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    for path, tool in all_tools(asset):
        if tool.get("title") in (None, ""):
            name = tool.get("schemaId")
            message = "The tool has no title"
            if isinstance(name, str):
                message = f"The class {quote(name)} has no title here"
            title = titles(asset).get(name) if isinstance(name, str) else None
            there = (*path, "title")
            change = Replace(there, title) if "title" in tool else Add(there, title)
            yield Hit(path, message, patch=Patch((change,)) if title else None)


RULE = Rule[Asset, Member](
    code="A322",
    name="missing-class-title",
    severity=Severity.INFO,
    summary='Tool has no "title"',
    why=(
        "The title is the name of the class. It is missing where the class was deleted from the "
        "project or the annotation was imported under an id that the project does not know: "
        "programs that group by title drop the annotation or stop."
    ),
    help='Find out which class "schemaId" stands for.',
    bad=(
        Bad(export(box(title=None)), at="/0/task/tools/0"),
        Bad(legacy(box(), box(2, title="")), at="/0/tasks/0/objects/1"),
    ),
    good=(
        Good(export(box(title="Car"))),
        Good(legacy(box(), box(2, title="Car"))),
    ),
    source="Seen in use (titles are sometimes missing)",
    fix="unsafe",
    check=check,
)
