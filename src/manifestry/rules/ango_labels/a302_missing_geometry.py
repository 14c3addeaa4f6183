"""A tool that is nowhere."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.shapes import has_faults, reporting
from manifestry.rules.ango_labelled import box, export, legacy, tool
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[Asset, Member](
    code="A302",
    name="missing-geometry",
    severity=Severity.WARNING,
    summary="Tool without a geometry that is known",
    why=(
        "What has no geometry cannot be drawn or counted. Newer exports write the tools of videos "
        "in a form that is not described: there the annotations may be all right, but no program "
        "that knows only the older form finds them."
    ),
    help="Look the annotation up in the editor; leave the tool out if nothing is there.",
    bad=(
        Bad(export(tool()), at="/0/task/tools/0"),
        Bad(export(box(), tool(2, cuboid={"depth": 3})), at="/0/task/tools/1"),
        Bad(
            export(tool(boundingBox={"x": 1, "y": 2, "width": 3, "height": 4})),
            at="/0/task/tools/0/boundingBox",
        ),
        Bad(export(tool(frames=[{}]), tool(2, frames=[{}]), file="v.mp4"), at="/0/task/tools/0"),
    ),
    good=(
        Good(export(box(), tool(2, medical_brush=True))),
        Good(export(box(page=0), {**tool(page=9), "interpolationStopped": True}, file="v.mp4")),
        Good(legacy(tool(masks=["https://acme-media.example/masks/1.png"]))),
    ),
    source="Documentation; the form of newer video exports is not described",
    fix="safe",
    check=reporting("missing-geometry"),
    when=has_faults,
)
