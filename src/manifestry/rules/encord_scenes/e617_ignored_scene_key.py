"""A key that is passed over in a part of a scene that takes any."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.scene_keys import Keys, is_given, lenient
from manifestry.formats.encord.scenes import Object, is_scene, meant, scene_of
from manifestry.rules.base import Bad, Good, Hit, Path, Rule
from manifestry.rules.patch import Move, Patch, Remove
from manifestry.spelling import did_you_mean
from manifestry.text import quote


def check(item: Item) -> Iterator[Hit]:
    scene = scene_of(item)
    if scene is None:
        return
    depth = len(scene.path) + 1  # a fault of all events of a stream is one fault
    seen: dict[tuple[Path, str], list[tuple[Path, Object, Keys]]] = {}
    for path, value, keys in lenient(scene):
        if not keys.known.issuperset(value):
            for key in value:
                if key not in keys.known:
                    alike = seen.setdefault((path[:depth], key), [])
                    alike.append(((*path, key), value, keys))
    for (_, key), found in seen.items():
        path, value, keys = found[0]
        near = meant(key, sorted(keys.known.difference(value)))
        hint = "" if near is None else f" (did you mean {quote(near)}?)"
        severity = Severity.ERROR if near in keys.needed else None
        message = f"the key {quote(key)} is not read here{hint}"
        yield Hit(path, message, severity=severity, patch=_patch(key, near, found))


def _patch(key: str, near: str | None, found: list[tuple[Path, Object, Keys]]) -> Patch | None:
    """The same for all that have the key: what was meant in its place, or none."""
    if near is None:
        title = None if len(found) == 1 else f"remove {quote(key)} {len(found):,} times"
        return Patch(tuple(Remove(path) for path, _, _ in found), safe=False, title=title)
    for _, value, keys in found:
        strange = [other for other in value if other not in keys.known]
        if is_given(near, value) or sum(meant(other, [near]) is not None for other in strange) > 1:
            return None
    title = None if len(found) == 1 else f"rename {quote(key)} to {quote(near)} in all places"
    safe = did_you_mean(key, [near]) is not None or near in found[0][2].needed
    return Patch(tuple(Move(path, (*path[:-1], near)) for path, _, _ in found), safe, title)


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
    fix="safe",
    when=is_scene,
    check=check,
)
