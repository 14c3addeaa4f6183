"""A stream of 3D models, which the SDK does not upload."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.scenes import is_scene, scene_of
from manifestry.rules.base import Bad, Good, Hit, Rule


def check(item: Item) -> Iterator[Hit]:
    scene = scene_of(item)
    if scene is not None and scene.is_named:
        for stream in scene.streams:
            if stream.type == "model":
                yield Hit((*stream.path, "type"), "the SDK cannot upload streams of type model")


_STREAMS = (
    '{"scenes": [{"title": "s", "scene": %s{"lidar": {"type": "point_cloud", "events": '
    '[{"uri": "gs://acme-scenes/0.pcd"}]}, "hand": {"type": "%s", "events": '
    '[{"uri": "gs://acme-scenes/hand.%s"}]}}%s}]}'
)
_CLOUDS = _STREAMS % ("", "point_cloud", "ply", "")

RULE = Rule[Item, Member](
    code="E606",
    name="model-stream",
    severity=Severity.INFO,
    summary="Scene has a stream of 3D models",
    why=(
        "Manifests with such streams are in use and scenes that are read back contain them, but "
        "the SDK's own models for uploading do not know the type."
    ),
    help="Upload the manifest itself, not a scene built from it with the SDK.",
    bad=(
        Bad(_STREAMS % ("", "model", "obj", ""), at="/scenes/0/scene/hand/type"),
        Bad(
            _STREAMS % ('{"content": ', "model", "obj", "}"), at="/scenes/0/scene/content/hand/type"
        ),
    ),
    good=(Good(_CLOUDS), Good(_STREAMS % ('{"content": ', "point_cloud", "ply", "}"))),
    source="Seen in use; SDK (read, but not uploaded)",
    when=is_scene,
    check=check,
)
