"""A key that is passed over in a part of a scene that takes any."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.scene_keys import Keys, lenient
from manifestry.formats.encord.scenes import Object, is_scene, meant, scene_of
from manifestry.rules.base import Bad, Good, Hit, Path, Rule
from manifestry.text import quote


def check(item: Item) -> Iterator[Hit]:
    scene = scene_of(item)
    if scene is None:
        return
    depth = len(scene.path) + 1  # a fault of all events of a stream is one fault
    seen: dict[tuple[Path, str], tuple[Path, Object, Keys]] = {}
    for path, value, keys in lenient(scene):
        if not keys.known.issuperset(value):
            for key in value:
                if key not in keys.known:
                    seen.setdefault((path[:depth], key), ((*path, key), value, keys))
    for (_, key), (path, value, keys) in seen.items():
        near = meant(key, sorted(keys.known.difference(value)))
        hint = "" if near is None else f" (did you mean {quote(near)}?)"
        severity = Severity.ERROR if near in keys.needed else None
        yield Hit(path, f"the key {quote(key)} is not read here{hint}", severity=severity)


_LIDAR = (
    '{"scenes": [{"title": "s", "scene": {"lidar": {"type": "point_cloud", '
    '"events": [{%s: "gs://acme-scenes/0.pcd"%s}]}}}]}'
)
_AT = "/scenes/0/scene/lidar/events/0/"

RULE = Rule[Item, Member](
    code="E617",
    name="ignored-scene-key",
    severity=Severity.WARNING,
    worst=Severity.ERROR,
    summary="Scene has a key that is not read",
    why=(
        "Events of files, positions and a few other parts of a scene may have more keys than are "
        "read. If one was misspelt, what it should say is lost; if it was required, that is an "
        "error here."
    ),
    help="Correct the key or leave it out.",
    bad=(
        Bad(_LIDAR % ('"uri"', ', "frame": 7'), at=_AT + "frame"),
        Bad(_LIDAR % ('"url"', ""), at=_AT + "url"),
    ),
    good=(Good(_LIDAR % ('"uri"', "")), Good(_LIDAR % ('"uri"', ', "timestamp": 7'))),
    source="SDK (its models of these parts take other keys)",
    when=is_scene,
    check=check,
)
