"""A tool that is two things at once."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.shapes import has_faults, reporting
from manifestry.rules.ango_labelled import box, export, legacy, stage, tool
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[Asset, Member](
    code="A301",
    name="several-geometries",
    severity=Severity.ERROR,
    summary="Tool has more than one geometry",
    why=(
        "A tool marks one thing, under the key of one geometry. Programs that read exports take "
        "the first key they know and pass over the rest, so that half of the annotation is lost, "
        "and which half depends on the program."
    ),
    help="Keep one geometry, or make a tool with an id of its own of each.",
    bad=(
        Bad(export(box(point=[5, 6])), at="/0/task/tools/0"),
        Bad(legacy(box(polygon=[[1, 1], [9, 1], [9, 9]])), at="/0/tasks/0/objects/0"),
        Bad(
            export(box(), stageHistory=[stage(0, tools=[box(), box(2, point=[5, 6])])]),
            at="/0/task/stageHistory/0/tools/1",
        ),
    ),
    good=(
        Good(export(box(), tool(2, point=[5, 6]))),
        Good(legacy(box(), tool(2, point=[5, 6]))),
    ),
    source="Documentation (a tool has exactly one geometry)",
    check=reporting("several-geometries"),
    when=has_faults,
)
