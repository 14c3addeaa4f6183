"""A scene with more pictures than the documentation speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.scenes import is_scene, scene_of
from manifestry.rules.base import Bad, Good, Hit, Rule

MAX_VIDEOS: Final = 9
MAX_FRAMES: Final = 100


def check(item: Item) -> Iterator[Hit]:
    scene = scene_of(item)
    if scene is None or not scene.is_named:
        return
    images = [stream for stream in scene.streams if stream.type == "image"]
    if len(images) > MAX_VIDEOS:
        message = f"the scene has {len(images):,} image streams, more than {MAX_VIDEOS}"
        yield Hit(images[MAX_VIDEOS].path, message)
    for stream in images:
        events = stream.value.get("events")
        if isinstance(events, list) and len(events) > MAX_FRAMES:
            message = f"the image stream has {len(events):,} events, more than {MAX_FRAMES}"
            yield Hit((*stream.path, "events"), message)


def _scene(streams: int, events: int) -> str:
    listed = ", ".join(f'{{"uri": "gs://acme-scenes/{number}.jpg"}}' for number in range(events))
    images = "".join(
        f', "view {number}": {{"type": "image", "camera": "lens", "events": [{listed}]}}'
        for number in range(streams)
    )
    lens = '"lens": {"type": "camera_parameters", "events": []}'
    return f'{{"scenes": [{{"title": "s", "scene": {{{lens}{images}}}}}]}}'


RULE = Rule[Item, Member](
    code="E614",
    name="scene-past-limits",
    severity=Severity.INFO,
    summary="Scene has more images than the documentation allows for",
    why=(
        "The documentation speaks of 9 videos a scene and 100 frames a video. Larger scenes are "
        "in use, but may load slowly or fail."
    ),
    help="If the scene does not load, cut it into shorter ones.",
    bad=(
        Bad(_scene(MAX_VIDEOS + 1, 1), at="/scenes/0/scene/view 9"),
        Bad(_scene(1, MAX_FRAMES + 1), at="/scenes/0/scene/view 0/events"),
    ),
    good=(Good(_scene(MAX_VIDEOS, 1)), Good(_scene(1, MAX_FRAMES))),
    source="Documentation (limits of scenes); that image streams are meant is our inference",
    when=is_scene,
    check=check,
)
