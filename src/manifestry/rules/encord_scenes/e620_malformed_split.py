"""A split inside another split that has not the form of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.layouts import layout_of, panes
from manifestry.formats.encord.scene_keys import is_given
from manifestry.formats.encord.scenes import Object, is_scene, meant, scene_of
from manifestry.rules.base import Bad, Good, Hit, Path, Rule
from manifestry.rules.patch import rename, replace
from manifestry.spelling import did_you_mean, fold
from manifestry.text import listing, quote

_NEEDED: Final = ("direction", "first", "second")
_DIRECTIONS: Final = ("row", "column")
_SHARES: Final = ("splitPercentage", "split_percentage")


def check(item: Item) -> Iterator[Hit]:
    """Looks at what the schema, which does not go into itself, leaves out."""
    scene = scene_of(item)
    layout = None if scene is None else layout_of(scene)
    for path, pane in () if layout is None else panes(layout):
        if len(path) > 3 and isinstance(pane, dict):
            yield from _split(path, pane)
        elif len(path) > 4 and not isinstance(pane, str):
            message = f"{quote(path[-1])} must be a string or an object, got {quote(pane)}"
            yield Hit(path, message)


def _split(path: Path, split: Object) -> Iterator[Hit]:
    missing = [key for key in _NEEDED if key not in split]
    for key, value in split.items():
        place = (*path, key)
        if key in _SHARES:
            number = value if isinstance(value, int | float) and value is not True else 0
            if not 5 <= number <= 95:
                message = f"{quote(key)} must be a number from 5 to 95, got {quote(value)}"
                percent = round(100 * number, 6) if 0.05 <= number <= 0.95 else None
                patch = None if percent is None else replace(place, percent, safe=False)
                yield Hit(place, message, patch=patch)
        elif key == "direction":
            if value not in _DIRECTIONS:
                message = f'"direction" must be "row" or "column", got {quote(value)}'
                right = did_you_mean(value, _DIRECTIONS) if isinstance(value, str) else None
                safe = right is not None and fold(right) == fold(str(value))
                yield Hit(
                    place,
                    message,
                    patch=None if right is None else replace(place, right, safe=safe),
                )
        elif key not in _NEEDED:
            near = meant(key, [*missing, *(_SHARES[:1])])
            missing = [name for name in missing if name != near]
            hint = "" if near is None else f" (did you mean {quote(near)}?)"
            patch = rename(place, near) if near and not is_given(near, split) else None
            yield Hit(place, f"unknown key {quote(key)} of a split{hint}", patch=patch)
    if missing:
        yield Hit(path, f"a split lacks {listing(missing)}", f"Add {listing(missing)}.")


_TILES = ", ".join(
    f'"{name}": {{"type": "timeseries", "streamName": "speed"}}' for name in ("a", "b", "c")
)
_SCENE = (
    '{"scenes": [{"title": "s", "scene": {"content": {"lidar": {"type": "point_cloud", '
    '"events": []}, "speed": {"type": "time_series", "uri": "gs://acme-scenes/speed.csv"}}, '
    '"layout": {"tiles": {%s}, "layout": {"direction": "row", "first": "a", "second": '
    '{"direction": "%s", "first": "b", "second": "c"%s}}}}}]}'
)
_AT = "/scenes/0/scene/layout/layout/second/"

RULE = Rule[Item, Member](
    code="E620",
    name="malformed-split",
    severity=Severity.ERROR,
    summary="Split of a layout is not well formed",
    why="A layout is a tree of splits; if one of them cannot be read the scene is turned down.",
    help='Give every split "direction", "first" and "second", and "splitPercentage" from 5 to 95.',
    bad=(
        Bad(_SCENE % (_TILES, "columns", ""), at=_AT + "direction"),
        Bad(_SCENE % (_TILES, "Column", ""), at=_AT + "direction"),
        Bad(_SCENE % (_TILES, "column", ', "splitPercentage": 0.5'), at=_AT + "splitPercentage"),
    ),
    good=(
        Good(_SCENE % (_TILES, "column", "")),
        Good(_SCENE % (_TILES, "row", ', "splitPercentage": 30')),
    ),
    source="SDK (the model of a layout)",
    fix="safe",
    when=is_scene,
    check=check,
)
