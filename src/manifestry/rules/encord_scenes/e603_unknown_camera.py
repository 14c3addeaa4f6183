"""An image stream whose camera the scene does not have."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.scenes import guesser, hint, is_scene, scene_of
from manifestry.rules.base import Bad, Good, Hit, Path, Rule
from manifestry.rules.patch import Patch, replace
from manifestry.text import quote


def check(item: Item) -> Iterator[Hit]:
    scene = scene_of(item)
    if scene is None or not scene.sound:
        return
    types = {stream.name: stream.type for stream in scene.streams if stream.name is not None}
    cameras = [name for name, kind in types.items() if kind == "camera_parameters"]
    guess = guesser(cameras)
    only = cameras[0] if len(cameras) == 1 else None
    for stream in scene.streams:
        camera = stream.value.get("camera")
        if stream.type != "image" or not isinstance(camera, str):
            continue
        kind = types.get(camera)
        if kind is None:
            near = guess(camera)
            message = f"there is no camera_parameters stream {quote(camera)}{hint(near)}"
            yield Hit((*stream.path, "camera"), message, patch=_patch(stream.path, near))
        elif kind != "camera_parameters":
            message = f"the stream {quote(camera)} is {quote(kind)}, not camera_parameters"
            yield Hit((*stream.path, "camera"), message, patch=_patch(stream.path, only))


def _patch(path: Path, camera: str | None) -> Patch | None:
    return None if camera is None else replace((*path, "camera"), camera)


_STREAMS = (
    '{"scenes": [{"title": "s", "scene": {"front": {"type": "image", "camera": "%s", '
    '"events": [{"uri": "gs://acme-scenes/0.jpg"}]}, "front lens": {"type": "camera_parameters", '
    '"events": [{"widthPx": 1920, "heightPx": 1280, '
    '"intrinsics": {"fx": 1000, "fy": 1000, "ox": 960, "oy": 640}}]}%s}}]}'
)
_REAR = ', "rear lens": {"type": "camera_parameters", "events": []}'

RULE = Rule[Item, Member](
    code="E603",
    name="unknown-camera",
    severity=Severity.ERROR,
    summary="Image stream names a camera that the scene does not have",
    why=(
        "Without its camera's parameters an image cannot be placed in the scene, so the scene "
        "is turned down."
    ),
    help='Write the name of a stream of this scene whose type is "camera_parameters".',
    bad=(
        Bad(_STREAMS % ("front_lens ", ""), at="/scenes/0/scene/front/camera"),
        Bad(_STREAMS % ("front", _REAR), at="/scenes/0/scene/front/camera"),
    ),
    good=(Good(_STREAMS % ("front lens", "")), Good(_STREAMS % ("rear lens", _REAR))),
    source="SDK (a scene's references are checked)",
    fix="unsafe",
    when=is_scene,
    check=check,
)
