"""All that can be said against the geometries of an asset, in one walk over its tools."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from manifestry.formats.ango.asset import Asset, Json, labels
from manifestry.formats.ango.geometry import (
    GEOMETRIES,
    Extent,
    box_extent,
    extent,
    kinds_in,
    number,
    turned_back,
)
from manifestry.formats.memo import remember_last
from manifestry.rules.base import Hit, Path
from manifestry.rules.patch import Patch, Replace, rename, replace
from manifestry.spelling import fold
from manifestry.text import listing, quote

_CARRIERS: Final = frozenset({"medical-brush", "masks", "brushDataUrl", "medicalBrushDataUrl"})
_UNDESCRIBED: Final = frozenset({"chat", "3d"})  # what their tools are like nobody has written
_FLAT: Final = frozenset({"image", "multi-image", None})
_TOLERANCE: Final = 1  # pixel
_FARTHEST: Final = 1e9  # pixels; no picture is larger, and sums of such numbers are still exact

_DESCRIBED: Final = GEOMETRIES - {"pct"}  # of these the schema tells what is no geometry
_FOLDED: Final = {fold(name): name for name in sorted(GEOMETRIES)}

Size = tuple[float, float]


class Geometries(NamedTuple):
    """What a walk over the tools of an asset brought.

    hits: name of a rule -> what it has to say. polygons: those with enough corners to cross
    themselves, every point of them two numbers within reason.
    """

    hits: Mapping[str, list[Hit]]
    polygons: list[tuple[Path, list[Any]]]


def reporting(rule: str) -> Callable[[Asset], list[Hit]]:
    """The `check` of the rule with that name: its part of what there is to say."""
    return lambda asset: geometries(asset).hits.get(rule, [])


def has_faults(asset: Asset) -> bool:
    """Whether there is anything to say of the geometries of an asset."""
    return bool(geometries(asset).hits)


@remember_last
def geometries(asset: Asset) -> Geometries:
    """Looks at every tool of an asset once."""
    walk = _Walk(asset)
    for moment in labels(asset):
        walk.bare = []
        for path, tool in moment.tools():
            walk.look(path, tool)
        walk.tell_bare()
    return Geometries(walk.hits, walk.polygons)


class _Walk:
    def __init__(self, asset: Asset) -> None:
        self.kind = asset.kind
        metadata = asset.block("metadata") or {}
        width, height = number(metadata.get("width")), number(metadata.get("height"))
        known = width is not None and height is not None and width > 0 and height > 0
        self.size = (width or 0, height or 0) if known else None
        self.hits: dict[str, list[Hit]] = {}
        self.polygons: list[tuple[Path, list[Any]]] = []
        self.bare: list[Path] = []

    def say(self, rule: str, path: Path, message: str, patch: Patch | None = None) -> None:
        self.hits.setdefault(rule, []).append(Hit(path, message, patch=patch))

    def look(self, path: Path, tool: Json) -> None:
        kinds = kinds_in(tool)
        if len(kinds) > 1:
            message = f"A tool has one geometry, this has {listing(kinds)}"
            self.say("several-geometries", path, message)
        elif (
            not kinds
            and _DESCRIBED.isdisjoint(tool)
            and self.kind not in _UNDESCRIBED
            and not _needs_none(tool)
        ):
            misspelt = next((key for key in tool if fold(key[:40]) in _FOLDED), None)
            if misspelt is None:
                self.bare.append(path)
            else:
                message = f"{quote(misspelt)} should be {quote(_FOLDED[fold(misspelt)])}"
                patch = rename((*path, misspelt), _FOLDED[fold(misspelt)])
                self.say("missing-geometry", (*path, misspelt), message, patch)
        for kind in kinds:
            check = _CHECKS.get(kind)
            if check is not None:
                check(self, (*path, kind), tool[kind], self.page_size(tool))

    def tell_bare(self) -> None:
        """Tools of videos may come in a form that is not described: one word for all of them."""
        if self.kind == "video" and len(self.bare) > 1:
            message = f"{len(self.bare):,} tools, of which this is the first, have no geometry"
            self.say("missing-geometry", self.bare[0], message)
        else:
            for path in self.bare:
                self.say("missing-geometry", path, "A tool has no geometry that is known")

    def page_size(self, tool: Json) -> Size | None:
        """The size of the picture that a tool is on. That of later pages is not known."""
        if self.size is None or self.kind == "video":
            return self.size
        on_first = self.kind in _FLAT and tool.get("page") in (None, 0)
        return self.size if on_first else None

    # --- one kind each --------------------------------------------------------------------

    def box(self, path: Path, value: object, size: Size | None) -> None:
        found = box_extent(value)
        if found is not None and not self.is_flat(path, found):
            self.within(path, found, size, "box")

    def rotated_box(self, path: Path, value: object, size: Size | None) -> None:
        found = box_extent(value)
        if found is None or not isinstance(value, dict):
            return
        turned = value.get("rotation")
        if isinstance(turned, int | float) and not -180 <= turned <= 180:
            message = f"A box is turned by -180 to 180 degrees, not by {_short(turned)}"
            meant, there = turned_back(turned), (*path, "rotation")
            # Beyond a whole turn it is rather a number in another unit.
            patch = None if meant is None else replace(there, meant, safe=-360 <= turned <= 360)
            self.say("rotation-out-of-range", there, message, patch)
        corners = extent(value.get("corners"))
        if not self.is_flat(path, found) and corners is not None:
            self.within(path, corners, size, "box")

    def polygon(self, path: Path, value: object, size: Size | None) -> None:
        if isinstance(value, list) and self.is_outline(path, value, "polygon"):
            found = extent(value)
            if found is not None:
                self.within(path, found, size, "polygon")
                if len(value) > 3 and all(-_FARTHEST <= edge <= _FARTHEST for edge in found):
                    self.polygons.append((path, value))

    def polyline(self, path: Path, value: object, size: Size | None) -> None:
        if not isinstance(value, list):
            return
        found = extent(value)
        if len(value) < 2:
            self.say("degenerate-geometry", path, f"A polyline needs 2 points, got {len(value)}")
        elif found is not None and found[:2] == found[2:]:
            self.say("degenerate-geometry", path, "The points of the polyline are all the same")
        elif found is not None:
            self.within(path, found, size, "polyline")

    def point(self, path: Path, value: object, size: Size | None) -> None:
        found = extent([value])
        if found is not None:
            self.within(path, found, size, "point")

    def segmentation(self, path: Path, value: object, size: Size | None) -> None:
        zones = value.get("zones") if isinstance(value, dict) else None
        if not isinstance(zones, list):
            return
        if not zones:
            self.say("degenerate-geometry", (*path, "zones"), "The segmentation has no zones")
        is_outside = False
        for place, zone in enumerate(zones):
            region = zone.get("region") if isinstance(zone, dict) else None
            there = (*path, "zones", place, "region")
            if isinstance(region, list) and self.is_outline(there, region, "region"):
                found = extent(region)
                if found is not None and not is_outside:
                    is_outside = self.within(there, found, size, "region")

    def ner(self, path: Path, value: object, _: Size | None) -> None:
        if not isinstance(value, dict):
            return
        start, end = value.get("start"), value.get("end")
        if not isinstance(start, int | float) or not isinstance(end, int | float):
            return
        if start > end:
            message = f'"end" is before "start": {_short(end)} before {_short(start)}'
            swap = Replace((*path, "start"), end), Replace((*path, "end"), start)
            patch = Patch(swap, title='Exchange "start" and "end"')
            self.say("reversed-span", (*path, "end"), message, patch)
        elif start == end:
            message = f"The span begins and ends at {_short(start)}"
            self.say("empty-span", path, message)

    def pdf(self, path: Path, value: object, _: Size | None) -> None:
        position = value.get("position") if isinstance(value, dict) else None
        rect = position.get("boundingRect") if isinstance(position, dict) else None
        if not isinstance(rect, dict):
            return
        there = (*path, "position", "boundingRect")
        found = extent([[rect.get("x1"), rect.get("y1")], [rect.get("x2"), rect.get("y2")]])
        if found is None or self.is_flat(there, found):
            return
        width, height = rect.get("width"), rect.get("height")
        if isinstance(width, int | float) and isinstance(height, int | float):
            self.within(there, found, (width, height), "rectangle")

    # --- shared ---------------------------------------------------------------------------

    def is_flat(self, path: Path, found: Extent) -> bool:
        """Whether a box has no area, which it tells."""
        no_width, no_height = found.left == found.right, found.top == found.bottom
        if not no_width and not no_height:
            return False
        what = "width and height" if no_width and no_height else "width" if no_width else "height"
        self.say("degenerate-geometry", path, f"The box has no {what}")
        return True

    def is_outline(self, path: Path, points: list[Any], name: str) -> bool:
        """Whether points make an outline. If not, it tells why."""
        corners = len(points)
        if corners > 1 and points[0] == points[-1]:
            corners -= 1  # closed
        found = extent(points)
        if found is None and points:
            return False  # what is no point is told as such
        if corners < 3:
            message = f"A {name} needs 3 corners, got {corners}"
        elif found is not None and (
            found.left == found.right or found.top == found.bottom or _is_one_line(points, found)
        ):
            message = f"The {name} has no area"
        else:
            return True
        self.say("degenerate-geometry", path, message)
        return False

    def within(self, path: Path, found: Extent, size: Size | None, name: str) -> bool:
        """Tells if something reaches outside its picture, and whether it does."""
        if size is None:
            return False
        width, height = size
        is_before = found.left < -_TOLERANCE or found.top < -_TOLERANCE
        is_behind = found.right > width + _TOLERANCE or found.bottom > height + _TOLERANCE
        if not is_before and not is_behind:
            return False
        span = f"x {_span(found.left, found.right)}, y {_span(found.top, found.bottom)}"
        verb = "is" if name == "point" else "reaches"
        message = f"The {name} {verb} outside {_short(width)} x {_short(height)}: {span}"
        self.say("geometry-outside-asset", path, message)
        return True


_Check = Callable[[_Walk, Path, object, Size | None], None]
_CHECKS: Final[Mapping[str, _Check]] = MappingProxyType({
    "bounding-box": _Walk.box,
    "rotated-bounding-box": _Walk.rotated_box,
    "polygon": _Walk.polygon,
    "polyline": _Walk.polyline,
    "point": _Walk.point,
    "segmentation": _Walk.segmentation,
    "ner": _Walk.ner,
    "pdf": _Walk.pdf,
})  # fmt: skip


def _needs_none(tool: Json) -> bool:
    """Whether a tool carries a mask or answers, or ends a track, which needs no geometry."""
    return not _CARRIERS.isdisjoint(tool) or tool.get("interpolationStopped") is True


def _is_one_line(points: list[Any], found: Extent) -> bool:
    """Whether three points are on one line. Of more of them that is a crossing."""
    if len(points) != 3 or not all(-_FARTHEST <= edge <= _FARTHEST for edge in found):
        return False
    (ax, ay), (bx, by), (cx, cy) = (point[:2] for point in points)
    return bool((bx - ax) * (cy - ay) == (cx - ax) * (by - ay))


def _span(low: float, high: float) -> str:
    return _short(low) if low == high else f"{_short(low)} to {_short(high)}"


def _short(value: float) -> str:
    """A number for a message, to a hundredth."""
    try:
        rounded = round(float(value), 2)
    except OverflowError:
        return "a huge number"
    return f"{rounded:.12g}"
