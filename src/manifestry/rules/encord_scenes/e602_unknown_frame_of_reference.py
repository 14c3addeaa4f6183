"""A reference to a frame of reference that the scene does not have."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.scenes import (
    FRAME_KEYS,
    INDICATOR_FRAME_KEYS,
    PARENT_KEYS,
    ROOT,
    Found,
    Scene,
    frames,
    guesser,
    hint,
    indicators,
    is_scene,
    one_of,
    scene_of,
)
from manifestry.rules.base import Bad, Good, Hit, Path, Rule
from manifestry.rules.patch import Patch, replace
from manifestry.text import quote

_KEYS = {
    **dict.fromkeys(("point_cloud", "camera_parameters", "model"), FRAME_KEYS),
    "frame_of_reference": PARENT_KEYS,
}


def check(item: Item) -> Iterator[Hit]:
    scene = scene_of(item)
    if scene is None:
        return
    found, complete = frames(scene)
    if complete:
        known = {frame.id for frame in found} | {ROOT}
        by_stream = {frame.stream.name: frame.id for frame in found}
        guess = guesser(known)
        for path, name in _references(scene):
            if isinstance(name, str) and name not in known:
                near = guess(name)
                message = f"there is no frame of reference {quote(name)}{hint(near)}"
                right = by_stream.get(name, near)
                yield Hit(path, message, patch=_patch(path, right))


def _patch(path: Path, right: str | None) -> Patch | None:
    """Writes the id of the stream that was named, or the near one; a parent may be root only.

    Any other could make a frame of reference lie in itself.
    """
    if right is None or (path[-1] in PARENT_KEYS and right != ROOT):
        return None
    return replace(path, right)


def _references(scene: Scene) -> Iterator[Found]:
    named = scene.streams if scene.is_named else ()
    places = [(stream.value, _KEYS.get(stream.type, ()), stream.path) for stream in named]
    places += [(value, INDICATOR_FRAME_KEYS, path) for path, value in indicators(scene)]
    for value, keys, path in places:
        reference = one_of(value, keys, path)
        if reference is not None:
            yield reference


_STREAMS = (
    '{"scenes": [{"title": "s", "scene": {"lidar": {"type": "point_cloud", '
    '"frame_of_reference": "%s", "events": [{"uri": "gs://acme-scenes/0.pcd"}]}, '
    '"motion": {"type": "frame_of_reference", "id": "car", "parent_FoR_id": %s, "events": []}}}]}'
)

RULE = Rule[Item, Member](
    code="E602",
    name="unknown-frame-of-reference",
    severity=Severity.ERROR,
    summary="Scene refers to a frame of reference that it does not have",
    why=(
        "Nobody can tell where such a stream is, so the scene is turned down. A frame of "
        'reference goes by the "id" inside it, not by the name of its stream.'
    ),
    help='Write the "id" of a frame_of_reference stream of this scene, or "root".',
    bad=(
        Bad(_STREAMS % ("motion", "null"), at="/scenes/0/scene/lidar/frame_of_reference"),
        Bad(_STREAMS % ("car", '"world"'), at="/scenes/0/scene/motion/parent_FoR_id"),
    ),
    good=(Good(_STREAMS % ("car", "null")), Good(_STREAMS % ("root", '"root"'))),
    source="SDK (a scene's references are checked)",
    fix="unsafe",
    when=is_scene,
    check=check,
)
