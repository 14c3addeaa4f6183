"""A layout that names a tile twice, one that does not exist, or one that cannot be there."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.layouts import layout_of, places, tile_types
from manifestry.formats.encord.scenes import guesser, hint, is_scene, scene_of
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import replace
from manifestry.text import quote


def check(item: Item) -> Iterator[Hit]:
    scene = scene_of(item)
    layout = None if scene is None else layout_of(scene)
    known = {} if layout is None else tile_types(layout)
    if layout is None or not known:
        return
    guess = guesser(known)
    seen = set()
    named = places(layout)[0]
    used = {name for _, name in named}
    for path, name in named:
        area = path[2]  # a tile may be both in the layout and in the timeline
        if name not in known:
            near = guess(name)
            message = f"there is no tile {quote(name)}{hint(near)}"
            is_free = near is not None and near not in used
            yield Hit(path, message, patch=replace(path, near) if is_free else None)
            used.add(near or name)
        elif (area, name) in seen:
            yield Hit(path, f"the tile {quote(name)} is there already")
        elif area == "timeline" and known[name] in ("3d", "image"):
            yield Hit(path, f"the timeline takes time series only, not the tile {quote(name)}")
        seen.add((area, name))


_SCENE = (
    '{"scenes": [{"title": "s", "scene": {"content": "gs://acme-scenes/a.ply", "layout": {'
    '"tiles": {"main": {"type": "3d", "hasSideView": true, "showCameraSwitcher": true}}, '
    '"layout": %s, "timeline": [%s]}}}]}'
)
_SPLIT = '{"direction": "row", "first": "main", "second": "main"}'
_AT = "/scenes/0/scene/layout/"

RULE = Rule[Item, Member](
    code="E611",
    name="misplaced-tile",
    severity=Severity.ERROR,
    summary="Layout names a tile that cannot be there",
    why="A layout has one place for each of its tiles, or the whole scene is turned down.",
    help="Name each of the tiles once, in the splits or, if it is a time series, in the timeline.",
    bad=(
        Bad(_SCENE % ('"Main"', ""), at=_AT + "layout"),
        Bad(_SCENE % (_SPLIT, ""), at=_AT + "layout/second"),
        Bad(_SCENE % ("null", '"main"'), at=_AT + "timeline/0"),
    ),
    good=(Good(_SCENE % ('"main"', "")), Good((_SCENE % ('"main"', "")).replace("main", "view"))),
    source="SDK (a layout is checked against its tiles)",
    fix="unsafe",
    when=is_scene,
    check=check,
)
