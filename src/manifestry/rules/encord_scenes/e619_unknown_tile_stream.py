"""A tile that shows a stream the scene does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.layouts import STREAM_NAME_KEYS, layout_of, tiles
from manifestry.formats.encord.scenes import guesser, hint, is_scene, one_of, scene_of
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import replace
from manifestry.text import quote

_SHOWN: Final = {"image": "image", "timeseries": "time_series"}


def check(item: Item) -> Iterator[Hit]:
    scene = scene_of(item)
    layout = None if scene is None else layout_of(scene)
    if scene is None or layout is None or not scene.sound:
        return
    types = {stream.name: stream.type for stream in scene.streams if stream.name is not None}
    guesses = {
        wanted: guesser(name for name, kind in types.items() if kind == wanted)
        for wanted in _SHOWN.values()
    }
    for _, path, tile in tiles(layout):
        wanted = _SHOWN.get(str(tile.get("type")))
        found = one_of(tile, STREAM_NAME_KEYS, path)
        if wanted is None or found is None or not isinstance(found.value, str) or not found.value:
            continue
        name = found.value
        if name not in types:
            near = guesses[wanted](name)
            message = f"there is no {wanted} stream {quote(name)}{hint(near)}"
            patch = None if near is None else replace(found.path, near)
            yield Hit(found.path, message, patch=patch)
        elif types[name] != wanted:
            yield Hit(found.path, f"the stream {quote(name)} is {quote(types[name])}, not {wanted}")


_SCENE = (
    '{"scenes": [{"title": "s", "scene": {"content": {"lidar": {"type": "point_cloud", '
    '"events": []}, "speed": {"type": "time_series", "uri": "gs://acme-scenes/speed.csv"}}, '
    '"layout": {"tiles": {"a": {"type": "timeseries", %s}}, "timeline": ["a"]}}}]}'
)
_AT = "/scenes/0/scene/layout/tiles/a/"

RULE = Rule[Item, Member](
    code="E619",
    name="unknown-tile-stream",
    severity=Severity.ERROR,
    summary="Tile shows a stream that the scene does not have",
    why="Image and time series tiles show one stream of their kind; without it the scene is turned down.",
    help="Write the name of an image or time_series stream of this scene.",
    bad=(
        Bad(_SCENE % '"streamName": "speeds"', at=_AT + "streamName"),
        Bad(_SCENE % '"stream_name": "lidar"', at=_AT + "stream_name"),
    ),
    good=(Good(_SCENE % '"streamName": "speed"'), Good(_SCENE % '"stream_name": "speed"')),
    source="SDK (a layout is checked against its streams)",
    fix="unsafe",
    when=is_scene,
    check=check,
)
