"""A tile that has no place in the layout."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.layouts import layout_of, places, tile_types
from manifestry.formats.encord.scenes import Object, is_scene, scene_of
from manifestry.rules.base import Bad, Good, Hit, Path, Rule
from manifestry.rules.patch import Patch, add, remove, replace
from manifestry.text import quote


def check(item: Item) -> Iterator[Hit]:
    scene = scene_of(item)
    layout = None if scene is None else layout_of(scene)
    if layout is None:
        return
    known = tile_types(layout)
    named, sound = places(layout)
    used = {name for _, name in named}
    # A wrong or repeated name is a fault by itself, and the reason why another tile is not used.
    clean = (
        sound and used.issubset(known) and len({(p[2], name) for p, name in named}) == len(named)
    )
    viewer = next((name for name, kind in known.items() if kind == "3d"), None)
    for name, kind in known.items():
        path = ("scene", "layout", "tiles", name)
        if kind == "3d" and name != viewer:
            yield Hit(path, f"a layout can have one 3D tile, and {quote(viewer)} is one")
        elif clean and name not in used:
            message = f"the tile {quote(name)} is neither in the layout nor in the timeline"
            yield Hit(path, message, patch=_patch(layout, path, is_only=len(known) == 1))


def _patch(layout: Object, path: Path, *, is_only: bool) -> Patch:
    """Shows the one tile there is where nothing is shown; takes one of several away."""
    if not is_only or layout.get("layout") is not None:
        return remove(path)
    place, name = (*path[:2], "layout"), path[-1]
    return replace(place, name) if "layout" in layout else add(place, name)


_SCENE = (
    '{"scenes": [{"title": "s", "scene": {"content": "gs://acme-scenes/a.ply", "layout": {'
    '"tiles": {"main": {"type": "3d", "hasSideView": true, "showCameraSwitcher": true}%s}, '
    '"layout": %s}}}]}'
)
_MORE = ', "more": {"type": "3d", "hasSideView": false, "showCameraSwitcher": false}'
_SPLIT = '{"direction": "row", "first": "main", "second": "more"}'
_AT = "/scenes/0/scene/layout/tiles/"

RULE = Rule[Item, Member](
    code="E622",
    name="surplus-tile",
    severity=Severity.ERROR,
    summary="Tile has no place in the layout",
    why=(
        "A layout has one place for each of its tiles, and room for one 3D view, or the whole "
        "scene is turned down."
    ),
    help="Use the tile in a split or, if it is a time series, in the timeline; or leave it out.",
    bad=(
        Bad(_SCENE % ("", "null"), at=_AT + "main"),
        Bad(_SCENE % (_MORE, _SPLIT), at=_AT + "more"),
    ),
    good=(
        Good(_SCENE % ("", '"main"')),
        Good((_SCENE % ("", '"main"')).replace("main", "view")),
    ),
    source="SDK (a layout is checked against its tiles)",
    fix="unsafe",
    when=is_scene,
    check=check,
)
