"""A geometry that reaches outside the picture."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.shapes import has_faults, reporting
from manifestry.rules.ango_labelled import export, pages, tool
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[Asset, Member](
    code="A304",
    name="geometry-outside-asset",
    severity=Severity.WARNING,
    summary="Geometry that reaches outside the picture",
    why=(
        "Coordinates are pixels from the top left corner. What lies beyond the edges was measured "
        "on a picture of another size, or the size in the metadata is not that of the file: then "
        "every annotation of the asset is shifted or scaled. More than one pixel outside is "
        "reported; of assets of several images only the first one has a known size."
    ),
    help='Compare "width" and "height" in "metadata" with the file, then correct the size or the geometry.',
    bad=(
        Bad(
            export(tool(bounding_box={"x": 600, "y": 20, "width": 90, "height": 40})),
            at="/0/task/tools/0/bounding-box",
        ),
        Bad(export(tool(point=[5, -6])), at="/0/task/tools/0/point"),
        Bad(
            export(tool(polygon=[[1, 1], [900, 1], [9, 9]], page=7), file="v.mp4"),
            at="/0/task/tools/0/polygon",
        ),
    ),
    good=(
        Good(export(tool(bounding_box={"x": 641, "y": 481, "width": -90, "height": -40}))),
        Good(pages(tool(point=[5, 6], page=0), tool(2, point=[900, 6], page=1))),
    ),
    source="Documentation (coordinates are pixels of the asset)",
    check=reporting("geometry-outside-asset"),
    when=has_faults,
)
