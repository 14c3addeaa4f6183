"""A scene in which there is nothing to see."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.scenes import RENDERABLE, is_scene, scene_of
from manifestry.rules.base import Bad, Good, Hit, Rule


def check(item: Item) -> Iterator[Hit]:
    scene = scene_of(item)
    if scene is None or not scene.is_named or not scene.sound:
        return
    if not any(stream.type in RENDERABLE for stream in scene.streams):
        yield Hit(scene.path, "no stream of this scene is of point clouds or images")


_SCENE = '{"scenes": [{"title": "s", "scene": %s}]}'
_CAMERA = '{"content": {"lens": {"type": "camera_parameters", "events": []}%s}}'
_IMAGES = ', "front": {"type": "image", "camera": "lens", "events": []}'

RULE = Rule[Item, Member](
    code="E604",
    name="no-renderable-stream",
    severity=Severity.ERROR,
    summary="Scene has neither point clouds nor images",
    why="There would be nothing to see or to label, so the scene is turned down.",
    help='Add a stream whose type is "point_cloud" or "image".',
    bad=(
        Bad(_SCENE % "{}", at="/scenes/0/scene"),
        Bad(_SCENE % (_CAMERA % ""), at="/scenes/0/scene/content"),
        Bad(
            _SCENE % '{"speed": {"type": "time_series", "uri": "gs://acme-scenes/speed.csv"}}',
            at="/scenes/0/scene",
        ),
    ),
    good=(
        Good(_SCENE % (_CAMERA % _IMAGES)),
        Good(_SCENE % '{"lidar": {"type": "point_cloud", "events": []}}'),
    ),
    source="SDK (a scene needs one of the two)",
    when=is_scene,
    check=check,
)
