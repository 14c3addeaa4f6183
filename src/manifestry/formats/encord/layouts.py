"""The layout of a scene's window: tiles, splits, timeline, and how time series are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from manifestry.formats.encord.item import Item
from manifestry.formats.encord.scenes import Found, Object, Scene, all_of, scene_of
from manifestry.rules.base import Path

STREAM_NAME_KEYS: Final = ("streamName", "stream_name")
CHANNEL_SETTINGS_KEYS: Final = ("timeseriesSettings", "timeseries_settings")


def layout_of(scene: Scene) -> Object | None:
    """The layout of a scene, which lies at ("scene", "layout")."""
    layout = None if scene.config is None else scene.config.get("layout")
    return layout if isinstance(layout, dict) else None


def tiles(layout: Object) -> Iterator[tuple[str, Path, Object]]:
    """The tiles of a layout that are objects: id, path, tile."""
    listed = layout.get("tiles")
    if isinstance(listed, dict):
        for name, tile in listed.items():
            if isinstance(tile, dict):
                yield name, ("scene", "layout", "tiles", name), tile


def tile_types(layout: Object) -> dict[str, object]:
    """Id -> type of a layout's tiles, None for a type that is not there."""
    listed = layout.get("tiles")
    bare: dict[str, object] = dict.fromkeys(listed) if isinstance(listed, dict) else {}
    return bare | {name: tile.get("type") for name, _, tile in tiles(layout)}


def panes(layout: Object) -> Iterator[Found]:
    """What a layout's splits are made of, in order: strings, splits, and what is neither.

    The first one is the layout's own `layout`, unless that is absent or null.
    """
    root = layout.get("layout")
    waiting = [] if root is None else [Found(("scene", "layout", "layout"), root)]
    while waiting:
        pane = waiting.pop()
        yield pane
        if isinstance(pane.value, dict):
            inner = all_of(pane.value, ("second", "first"), pane.path)
            waiting.extend(inner)


def may_have_channels(item: Item) -> bool:
    """Whether an item's section is one where time series are drawn."""
    return item.section.kind in ("time-series", "scene")


def channel_settings(item: Item) -> Iterator[tuple[Path, Object]]:
    """The drawing settings of time series: the item's own, or those of a scene's tiles."""
    if item.section.kind == "time-series":
        settings = item.value.get("settings")
        if isinstance(settings, dict):
            yield ("settings",), settings
    scene = scene_of(item)
    layout = None if scene is None else layout_of(scene)
    if layout is not None:
        for _, path, tile in tiles(layout):
            if tile.get("type") == "timeseries":
                for found in all_of(tile, CHANNEL_SETTINGS_KEYS, path):
                    if isinstance(found.value, dict):
                        yield found.path, found.value


def channels(item: Item) -> Iterator[tuple[Path, Object]]:
    """The drawing settings of single channels."""
    for path, settings in channel_settings(item):
        listed = settings.get("channels")
        if isinstance(listed, dict):
            for name, channel in listed.items():
                if isinstance(channel, dict):
                    yield (*path, "channels", name), channel


def places(layout: Object) -> tuple[list[tuple[Path, str]], bool]:
    """Where tiles are named, in order, and whether everything that names one could be read."""
    sound = layout.keys() <= {"tiles", "layout", "timeline"}
    found = []
    for path, pane in panes(layout):
        if isinstance(pane, str):
            found.append((path, pane))
        elif not (isinstance(pane, dict) and "first" in pane and "second" in pane):
            sound = False
    timeline = layout.get("timeline", [])
    for number, name in enumerate(timeline if isinstance(timeline, list) else ()):
        if isinstance(name, str):
            found.append((("scene", "layout", "timeline", number), name))
        else:
            sound = False
    return found, sound and isinstance(timeline, list)
