"""A rotation that does not turn but bends, or turns too far."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.rotations import (
    Fault,
    better_matrix4,
    better_rotation,
    fault_of_matrix4,
    fault_of_rotation,
)
from manifestry.formats.encord.scenes import is_scene, poses, scene_of
from manifestry.rules.base import Bad, Good, Hit, Path, Rule, SchemaError
from manifestry.rules.patch import Patch, Replace


def check(item: Item) -> Iterator[Hit]:
    scene = scene_of(item)
    for path, pose in () if scene is None else poses(scene):
        found: Fault | None = None
        place: Path = path
        if isinstance(pose, list):
            found = fault_of_matrix4(pose)
        elif isinstance(pose, dict):
            found = fault_of_rotation(pose.get("rotation"))
            place = (*path, "rotation")
        if found is not None:
            yield Hit(place, found.message, found.help, patch=_patch(place, pose))


def _patch(place: Path, pose: object) -> Patch | None:
    if isinstance(pose, list):
        better = better_matrix4(pose)
    else:
        better = better_rotation(pose.get("rotation")) if isinstance(pose, dict) else None
    if better is None:
        return None
    parts = tuple(Replace((*place, key), value) for key, value in better.parts.items())
    return Patch(parts, title=better.title)


def claims(error: SchemaError) -> bool:
    """A part of a quaternion or an angle that is out of its range."""
    path = error.path
    return (
        error.keyword in ("minimum", "maximum")
        and path[:1] == ("scene",)
        and path[-2:-1] == ("rotation",)
        and path[-1] in ("x", "y", "z", "w")
    )


_POSE = (
    '{"scenes": [{"title": "s", "scene": {"lidar": {"type": "point_cloud", "pose": %s, '
    '"events": [{"uri": "gs://acme-scenes/0.pcd"}]}}}]}'
)
_TURN = _POSE % '{"rotation": %s, "position": {"x": 0, "y": 0, "z": 1.9}}'
_AT = "/scenes/0/scene/lidar/pose"

RULE = Rule[Item, Member](
    code="E609",
    name="not-a-rotation",
    severity=Severity.ERROR,
    summary="Rotation of a pose is not a rotation",
    why=(
        "Only a quaternion of length 1, three angles in radians or a matrix of right angles and "
        "lengths of 1 turns a sensor without bending its data. Anything else is turned down."
    ),
    help="Normalise the quaternion or matrix, and give angles in radians.",
    bad=(
        Bad(_TURN % '{"x": 0, "y": 0, "z": 0.5, "w": 0.5}', at=_AT + "/rotation"),
        Bad(_TURN % '{"x": 0, "y": 0, "z": 90}', at=_AT + "/rotation"),
        Bad(_TURN % "[1, 0, 0, 0, 1, 0, 0, 0, -1]", at=_AT + "/rotation"),
        Bad(_POSE % "[1, 0, 0, 4, 0, 1, 0, 5, 0, 0, 1, 6, 0, 0, 0, 1]", at=_AT),
    ),
    good=(
        Good(_TURN % '{"x": 0, "y": 0, "z": 0.7071, "w": 0.7071}'),
        Good(_TURN % '{"x": 0, "y": 0, "z": 1.5708}'),
        Good(_TURN % "[1, 0, 0, 0, -1, 0, 0, 0, -1]"),
        Good(_POSE % "[1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 4, 5, 6, 1]"),
    ),
    source="SDK (tolerance 0.01; angles up to 2.1 pi)",
    fix="unsafe",
    when=is_scene,
    check=check,
    claims=claims,
)
