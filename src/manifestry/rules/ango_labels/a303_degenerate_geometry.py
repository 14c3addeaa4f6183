"""A geometry with nothing in it."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.shapes import has_faults, reporting
from manifestry.rules.ango_labelled import export, tool
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[Asset, Member](
    code="A303",
    name="degenerate-geometry",
    severity=Severity.WARNING,
    summary="Geometry without an extent: too few points, or no area",
    why=(
        "A box without a width, an outline with two corners or an empty region is left behind by "
        "a slip of the mouse or by an eraser. It counts as an annotation, but has no area: "
        "overlaps are divided by zero, and training stops at it."
    ),
    help="Delete the annotation, or draw it anew.",
    bad=(
        Bad(export(tool(polygon=[[1, 1], [9, 9]])), at="/0/task/tools/0/polygon"),
        Bad(export(tool(polygon=[[1, 1], [2, 2], [9, 9]])), at="/0/task/tools/0/polygon"),
        Bad(export(tool(polyline=[[1, 1]])), at="/0/task/tools/0/polyline"),
        Bad(
            export(tool(bounding_box={"x": 10, "y": 20, "width": 0, "height": 40})),
            at="/0/task/tools/0/bounding-box",
        ),
        Bad(
            export(tool(segmentation={"zones": [{"region": [], "holes": []}]})),
            at="/0/task/tools/0/segmentation/zones/0/region",
        ),
    ),
    good=(
        Good(export(tool(polygon=[[1, 1], [9, 1], [9, 9]]))),
        Good(export(tool(polyline=[[1, 1], [9, 1]]))),
        Good(export(tool(bounding_box={"x": 90, "y": 80, "width": -30, "height": -40}))),
        Good(export(tool(segmentation={}))),
    ),
    source="Documentation (what each geometry is made of); empty regions are seen in use",
    check=reporting("degenerate-geometry"),
    when=has_faults,
)
