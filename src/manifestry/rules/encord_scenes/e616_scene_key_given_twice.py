"""Two names of one key in the same object."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.scene_keys import NAMES_IN, objects
from manifestry.formats.encord.scenes import is_scene, scene_of
from manifestry.formats.sameness import is_same
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import remove
from manifestry.text import quote

_LENIENT: Final = "file event"  # takes unknown keys, so the second name is merely passed over


def check(item: Item) -> Iterator[Hit]:
    scene = scene_of(item)
    for path, value, kind in () if scene is None else objects(scene):
        for names in NAMES_IN[kind]:
            given = _given(value, names)
            for name in given[1:]:
                message = f"{quote(name)} and {quote(given[0])} are two names of one key"
                same = is_same(value[name], value[given[0]])
                patch = remove((*path, name)) if same else None
                yield Hit((*path, name), message, severity=_severity(kind), patch=patch)


def _given(value: dict[str, object], names: Sequence[str]) -> list[str]:
    count = sum(name in value for name in names)
    return [] if count < 2 else [name for name in value if name in names]


def _severity(kind: str) -> Severity | None:
    return Severity.WARNING if kind == _LENIENT else None


_SCENE = (
    '{"scenes": [{"title": "s", "scene": {"content": {"lidar": {"type": "point_cloud", %s'
    '"events": [{"timestamp": 0, %s"uri": "gs://acme-scenes/0.pcd"}]}}%s}}]}'
)
_AT = "/scenes/0/scene/"

RULE = Rule[Item, Member](
    code="E616",
    name="scene-key-given-twice",
    severity=Severity.ERROR,
    summary="Scene has one key under two names",
    why=(
        "Several keys of a scene go by more than one name. Of two names in one object the first "
        "is read and the other counts as unknown, so the scene is turned down."
    ),
    help="Keep one of the names.",
    bad=(
        Bad(
            _SCENE % ('"frameOfReference": "root", "referenceFrame": "root", ', "", ""),
            at=_AT + "content/lidar/referenceFrame",
        ),
        Bad(
            _SCENE % ("", "", ', "defaultGround": 0, "defaultGroundHeight": 0'),
            at=_AT + "defaultGroundHeight",
        ),
        Bad(_SCENE % ("", '"time": 0, ', ""), at=_AT + "content/lidar/events/0/time"),
    ),
    good=(
        Good(_SCENE % ('"frameOfReference": "root", ', "", "")),
        Good(_SCENE % ("", "", ', "defaultGroundHeight": 0')),
    ),
    source="SDK (run with both)",
    fix="safe",
    when=is_scene,
    check=check,
)
