"""The key that says what a part of a scene is, misspelt."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.keys import near_miss
from manifestry.formats.encord.scene_keys import typed
from manifestry.formats.encord.scenes import is_scene, scene_of
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import rename
from manifestry.text import quote


def check(item: Item) -> Iterator[Hit]:
    """Without its type nothing is known of the object, so the schema stays silent on its keys."""
    scene = scene_of(item)
    for path, value, names in () if scene is None else typed(scene):
        if not any(name in value for name in names):
            key = near_miss(names[0], value)
            if key is not None:
                message = f"{quote(key)} should be {quote(names[0])}"
                yield Hit((*path, key), message, patch=rename((*path, key), names[0]))


_SCENE = '{"scenes": [{"title": "s", "scene": {"content": {"lidar": {"%s": "point_cloud", '
_EVENTS = '"events": [{"uri": "gs://acme-scenes/0.pcd"}]}}%s}}]}'
_LAYOUT = (
    ', "layout": {"tiles": {"main": {"%s": "3d", "hasSideView": true, '
    '"showCameraSwitcher": true}}, "layout": "main"}'
)
_AT = "/scenes/0/scene/"

RULE = Rule[Item, Member](
    code="E621",
    name="misspelt-type-key",
    severity=Severity.ERROR,
    summary="Key that says what a part of a scene is has the wrong name",
    why=(
        "A stream, a tile and a few other parts of a scene tell what they are with one key. "
        "Without it they cannot be read, and the scene is turned down."
    ),
    help="Write the key as the message shows it; capitals count.",
    bad=(
        Bad(_SCENE % "Type" + _EVENTS % "", at=_AT + "content/lidar/Type"),
        Bad(_SCENE % "type" + _EVENTS % (_LAYOUT % "Type"), at=_AT + "layout/tiles/main/Type"),
    ),
    good=(
        Good(_SCENE % "type" + _EVENTS % ""),
        Good(_SCENE % "type" + _EVENTS % (_LAYOUT % "type")),
    ),
    source="SDK (its models tell the parts apart by this key)",
    fix="safe",
    when=is_scene,
    check=check,
)
