"""Two frames of reference with one id."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.scenes import ROOT, frames, is_scene, scene_of
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def check(item: Item) -> Iterator[Hit]:
    scene = scene_of(item)
    first: dict[str, str] = {}
    for frame in () if scene is None else frames(scene)[0]:
        name = str(frame.stream.name)
        if frame.id == ROOT:
            yield Hit((*frame.stream.path, "id"), '"root" is the scene itself')
        elif frame.id in first:
            message = (
                f"the stream {quote(first[frame.id])} is the frame of reference {quote(frame.id)}"
            )
            yield Hit((*frame.stream.path, "id"), message + " already")
        else:
            first[frame.id] = name


_SCENE = (
    '{"scenes": [{"title": "s", "scene": {"lidar": {"type": "point_cloud", "events": []}, '
    '"a": {"type": "frame_of_reference", "id": "car", "parent_FoR_id": "root", "events": []}, '
    '"b": {"type": "frame_of_reference", "id": "%s", "parent_FoR_id": "car", "events": []}}}]}'
)

RULE = Rule[Item, Member](
    code="E618",
    name="repeated-frame-of-reference",
    severity=Severity.WARNING,
    summary="Id of a frame of reference is taken already",
    why=(
        "Streams refer to a frame of reference by its id. If two have the same, or one that of "
        "the scene itself, it is left to chance where the streams are."
    ),
    help="Give every frame of reference of the scene an id of its own.",
    bad=(
        Bad(_SCENE % "car", at="/scenes/0/scene/b/id"),
        Bad(_SCENE % "root", at="/scenes/0/scene/b/id"),
    ),
    good=(Good(_SCENE % "arm"), Good(_SCENE % "Car")),
    source="Our own inference; the SDK does not look",
    when=is_scene,
    check=check,
)
