"""View settings under a name that the SDK turns down."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.scenes import is_scene, scene_of
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import rename

_PATH = ("scene", "viewSettings")


def check(item: Item) -> Iterator[Hit]:
    scene = scene_of(item)
    config = {} if scene is None or scene.config is None else scene.config
    if isinstance(config.get("viewSettings", ""), dict | None):
        message = '"viewSettings" is written "view_settings", unlike its neighbours'
        patch = None if "view_settings" in config else rename(_PATH, "view_settings")
        yield Hit(_PATH, message, patch=patch)


_SCENE = '{"scenes": [{"title": "s", "scene": {"content": "gs://acme-scenes/a.ply", %s}}]}'

RULE = Rule[Item, Member](
    code="E607",
    name="view-settings-spelling",
    severity=Severity.WARNING,
    summary='"viewSettings" stands for "view_settings"',
    why=(
        "The other settings of a scene go by camelCase names too, but of this one the SDK knows "
        "the snake_case name only, and refuses a scene with the other."
    ),
    help='Rename the key to "view_settings".',
    fix="safe",
    bad=(
        Bad(_SCENE % '"viewSettings": {"pointRadius": 2}', at="/scenes/0/scene/viewSettings"),
        Bad(_SCENE % '"viewSettings": null', at="/scenes/0/scene/viewSettings"),
    ),
    good=(
        Good(_SCENE % '"view_settings": {"pointRadius": 2}'),
        Good(_SCENE % '"view_settings": null, "defaultGroundHeight": 0'),
    ),
    source="SDK (the one key without a second name)",
    when=is_scene,
    check=check,
)
