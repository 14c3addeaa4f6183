"""Axes that do not span a space, or cameras that mirror the world."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.axes import is_flat, is_right_handed
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.scenes import CAMERA_KEYS, WORLD_KEYS, is_scene, one_of, scene_of
from manifestry.rules.base import Bad, Good, Hit, Path, Rule


def check(item: Item) -> Iterator[Hit]:
    scene = scene_of(item)
    if scene is None or scene.config is None:
        return
    hands: list[bool | None] = []
    last: Path = ()
    for keys in (WORLD_KEYS, CAMERA_KEYS):
        found = one_of(scene.config, keys, ("scene",))
        if found is None or found.value is None:
            hands.append(True)  # forward, left, up
            continue
        last = found.path
        hands.append(is_right_handed(found.value))
        if is_flat(found.value):
            yield Hit(last, "two of the axes point along the same line")
    world, camera = hands
    if world is not None and camera is not None and world != camera:
        names = ("left-handed", "right-handed")
        yield Hit(last, f"the world is {names[world]}, but the cameras are {names[camera]}")


_SCENE = '{"scenes": [{"title": "s", "scene": {"content": "gs://acme-scenes/a.ply", %s}}]}'
_LENS = '"cameraConvention": {"x": "right", "y": "%s", "z": "forward"}'

RULE = Rule[Item, Member](
    code="E610",
    name="inconsistent-convention",
    severity=Severity.ERROR,
    summary="Axes of the world or the cameras do not fit together",
    why=(
        "Three axes have to point up or down, left or right, forward or backward, one each. And "
        "if only one of world and cameras is left-handed, all images would be mirrored."
    ),
    help='Correct the axes; left out, they are "forward", "left" and "up", which is right-handed.',
    bad=(
        Bad(_SCENE % (_LENS % "left"), at="/scenes/0/scene/cameraConvention"),
        Bad(_SCENE % (_LENS % "up"), at="/scenes/0/scene/cameraConvention"),
        Bad(
            _SCENE % '"world": {"x": "left", "y": "up", "z": "backward"}',
            at="/scenes/0/scene/world",
        ),
    ),
    good=(
        Good(_SCENE % (_LENS % "down")),
        Good(_SCENE % '"world": {"x": "right", "y": "up", "z": "backward"}'),
    ),
    source="SDK (one axis a direction, equal handedness)",
    when=is_scene,
    check=check,
)
