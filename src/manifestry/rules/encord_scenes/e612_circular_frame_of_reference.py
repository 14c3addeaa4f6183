"""Frames of reference that lie in each other."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.scenes import (
    PARENT_KEYS,
    ROOT,
    Found,
    frames,
    is_scene,
    one_of,
    scene_of,
)
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def check(item: Item) -> Iterator[Hit]:
    scene = scene_of(item)
    if scene is None:
        return
    parents: dict[str, Found] = {}
    for frame in frames(scene)[0]:
        parent = one_of(frame.stream.value, PARENT_KEYS, frame.stream.path)
        if parent is not None and frame.id != ROOT:
            parents.setdefault(frame.id, parent)
    walk: dict[str, str] = {}  # frame -> where the walk that came by it began
    for start in parents:
        name: object = start
        while isinstance(name, str) and name in parents and name not in walk:
            walk[name] = start
            name = parents[name].value
        if isinstance(name, str) and walk.get(name) == start:
            last = parents[name]
            yield Hit(
                last.path, f"the frame of reference {quote(name)} lies in itself{_by(name, last)}"
            )


def _by(name: str, parent: Found) -> str:
    return "" if parent.value == name else f", by way of {quote(parent.value)}"


_SCENE = (
    '{"scenes": [{"title": "s", "scene": {"lidar": {"type": "point_cloud", "events": []}, '
    '"a": {"type": "frame_of_reference", "id": "car", "parent_FoR_id": %s, "events": []}, '
    '"b": {"type": "frame_of_reference", "id": "arm", "parent_FoR_id": "car", "events": []}}}]}'
)
_AT = "/scenes/0/scene/a/parent_FoR_id"

RULE = Rule[Item, Member](
    code="E612",
    name="circular-frame-of-reference",
    severity=Severity.WARNING,
    summary="Frame of reference lies in itself",
    why=(
        "Where such a frame is depends on where it is. The SDK takes the scene, but nothing in "
        "these frames can have a place."
    ),
    help='Let one of the frames lie in "root".',
    bad=(Bad(_SCENE % '"car"', at=_AT), Bad(_SCENE % '"arm"', at=_AT)),
    good=(Good(_SCENE % '"root"'), Good(_SCENE % "null")),
    source="Our own inference; the SDK does not look",
    when=is_scene,
    check=check,
)
