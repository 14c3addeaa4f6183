"""A polygon whose outline crosses itself."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.crossings import crossings, has_shapely
from manifestry.formats.ango.shapes import geometries
from manifestry.rules.ango_labelled import export, legacy, tool
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings

_NOT_INSTALLED = "Whether polygons cross themselves was not looked for: Shapely is not installed"
_INSTALL = "Run: python3 -m pip install 'manifestry[geometry]'."


def _check(item: Asset) -> Iterator[Hit]:
    polygons = geometries(item).polygons
    if polygons and has_shapely():
        for path, where in crossings(polygons):
            yield Hit(path, f"The polygon crosses itself near {where}")


class _Tracker(NoTracking[Asset, Member]):
    """Says once that polygons cannot be looked at."""

    def __init__(self, _: Settings) -> None:
        self._is_clear = False  # whether there is anything more to say

    def see(self, item: Asset) -> Iterator[Hit]:
        polygons = () if self._is_clear else geometries(item).polygons
        if polygons:
            self._is_clear = True
            if not has_shapely():
                yield Hit(polygons[0][0], _NOT_INSTALLED, _INSTALL, Severity.INFO)


RULE = Rule[Asset, Member](
    code="A306",
    name="self-crossing-polygon",
    severity=Severity.WARNING,
    summary="Outline of a polygon crosses itself",
    why=(
        "Where an outline crosses itself nobody can say what is inside: areas come out too small, "
        "and programs that rasterise polygons or compute overlaps fill different parts, or stop. "
        "It happens when corners are set in the wrong order. Finding it takes Shapely; where that "
        "is not installed one information says that crossings were not looked for."
    ),
    help="Put the corners in the order in which they go round, or split the polygon.",
    bad=(
        Bad(
            export(tool(polygon=[[10, 10], [90, 90], [90, 10], [10, 90]])),
            at="/0/task/tools/0/polygon",
        ),
        Bad(
            legacy(tool(polygon=[[10, 10], [90, 10], [20, 60], [50, 0], [80, 60]])),
            at="/0/tasks/0/objects/0/polygon",
        ),
    ),
    good=(
        Good(export(tool(polygon=[[10, 10], [90, 10], [90, 90], [10, 90]]))),
        Good(legacy(tool(polygon=[[10, 10], [90, 10], [50, 50], [90, 90], [10, 90], [50, 50]]))),
    ),
    source="Our own choice: an outline that crosses itself has no certain inside",
    check=_check,
    track=_Tracker,
)
