"""The objects in a scene, by what is peculiar to their keys: second names, leniency, a type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Final, NamedTuple

from manifestry.formats.encord.keys import properties_of
from manifestry.formats.encord.layouts import (
    CHANNEL_SETTINGS_KEYS,
    STREAM_NAME_KEYS,
    layout_of,
    panes,
    tiles,
)
from manifestry.formats.encord.scenes import (
    CAMERA_KEYS,
    COLOURING_KEYS,
    FRAME_KEYS,
    GROUND_KEYS,
    INDICATOR_FRAME_KEYS,
    INDICATOR_KEYS,
    PARENT_KEYS,
    POSE_KEYS,
    TIME_KEYS,
    WORLD_KEYS,
    Object,
    Scene,
    Stream,
    all_of,
    events,
    in_scene,
    indicators,
    is_typed,
    meant,
    poses,
    view_settings,
)
from manifestry.rules.base import Path, SchemaError

_PLACED: Final = (FRAME_KEYS, POSE_KEYS)

NAMES_IN: Final[Mapping[str, Sequence[Sequence[str]]]] = MappingProxyType(
    {
        "config": (
            GROUND_KEYS,
            WORLD_KEYS,
            CAMERA_KEYS,
        ),
        "point_cloud": _PLACED,
        "camera_parameters": _PLACED,
        "model": _PLACED,
        "frame_of_reference": (PARENT_KEYS,),
        "file event": (TIME_KEYS,),
        "frame event": (TIME_KEYS,),
        "camera event": (
            TIME_KEYS,
            ("widthPx", "width_px", "width"),
            ("heightPx", "height_px", "height"),
        ),
        "intrinsics": (("skew", "s"),),
        "view settings": (
            COLOURING_KEYS,
            ("pointRadius", "point_radius"),
            ("renderImageOutsideBaseRange", "render_image_outside_base_range"),
            INDICATOR_KEYS,
            ("radiusFilterEnabled", "radius_filter_enabled"),
        ),
        "colouring": (
            ("colorMode", "color_mode"),
            ("colorHeightBounds", "color_height_bounds"),
            ("displayPointIntensity", "display_point_intensity"),
            ("srgbColors", "srgb_colors"),
        ),
        "indicator": (INDICATOR_FRAME_KEYS,),
        "tile": (
            ("hasSideView", "has_side_view"),
            ("showCameraSwitcher", "show_camera_switcher"),
            STREAM_NAME_KEYS,
            CHANNEL_SETTINGS_KEYS,
        ),
        "split": (("splitPercentage", "split_percentage"),),
    }
)
"""Kind of object -> its keys that go by several names."""


def is_given(name: str, value: Object) -> bool:
    """Whether a key stands in an object already, be it under another of its names."""
    return name in value or any(
        name in names and not value.keys().isdisjoint(names)
        for kind in NAMES_IN.values()
        for names in kind
    )


_EVENTS: Final = {
    "point_cloud": "file event",
    "image": "file event",
    "model": "file event",
    "camera_parameters": "camera event",
    "frame_of_reference": "frame event",
}


def objects(scene: Scene) -> Iterator[tuple[Path, Object, str]]:
    """The objects of a scene that have such keys: path, object, kind."""
    for stream in scene.streams:
        yield from _of_stream(stream)
    if scene.config is not None:
        yield ("scene",), scene.config, "config"
    for settings in view_settings(scene):
        if isinstance(settings.value, dict):
            yield settings.path, settings.value, "view settings"
            for found in all_of(settings.value, COLOURING_KEYS, settings.path):
                if isinstance(found.value, dict):
                    yield found.path, found.value, "colouring"
    for path, indicator in indicators(scene):
        yield path, indicator, "indicator"
    layout = layout_of(scene)
    if layout is not None:
        yield from _of_layout(layout)


def _of_layout(layout: Object) -> Iterator[tuple[Path, Object, str]]:
    for _, path, tile in tiles(layout):
        yield path, tile, "tile"
    for pane in panes(layout):
        if isinstance(pane.value, dict):
            yield pane.path, pane.value, "split"


def _of_stream(stream: Stream) -> Iterator[tuple[Path, Object, str]]:
    if stream.type in NAMES_IN:
        yield stream.path, stream.value, stream.type
    kind = _EVENTS.get(stream.type)
    for path, event in () if kind is None else events(stream):
        yield path, event, str(kind)
        intrinsics = event.get("intrinsics")
        if kind == "camera event" and isinstance(intrinsics, dict):
            yield (*path, "intrinsics"), intrinsics, "intrinsics"


def typed(scene: Scene) -> Iterator[tuple[Path, Object, tuple[str, ...]]]:
    """The objects in a scene that say with one key what they are, and that key's names."""
    for stream in scene.streams:
        yield stream.path, stream.value, ("type",)
    for path, value, kind in objects(scene):
        if kind == "tile":
            yield path, value, ("type",)
        elif kind == "colouring":
            yield path, value, ("colorMode", "color_mode")
        elif kind == "intrinsics":
            if not value.keys().isdisjoint("krp"):  # without such a key they are simple ones
                yield path, value, ("type",)
            model = value.get("model")
            if isinstance(model, dict):
                yield (*path, "model"), model, ("type",)


class Keys(NamedTuple):
    """The keys an object may have, and those of them that it needs."""

    known: frozenset[str]
    needed: frozenset[str] = frozenset()


_AXES: Final = Keys(frozenset("xyz"), frozenset("xyz"))
_FILE: Final = Keys(frozenset({"url", "format"}), frozenset({"url", "format"}))
_EVENT: Final = Keys(frozenset({"uri", *TIME_KEYS}), frozenset({"uri"}))
_MESH: Final = Keys(frozenset({"uri", "geometries", *TIME_KEYS}))
_MODEL: Final = Keys(
    frozenset({"type", "events", *FRAME_KEYS, *POSE_KEYS}), frozenset({"type", "events"})
)
_LENIENT: Final = {"point_cloud": _EVENT, "image": _EVENT, "model": _MESH}


def lenient(scene: Scene) -> Iterator[tuple[Path, Object, Keys]]:
    """The objects in a scene that take unknown keys, with the keys they know."""
    if scene.file is not None:
        yield scene.path, scene.file, _FILE
    for stream in scene.streams:
        if stream.type == "model":
            yield stream.path, stream.value, _MODEL
        keys = _LENIENT.get(stream.type)
        if keys is not None:
            yield from ((path, event, keys) for path, event in events(stream))
    for path, pose in poses(scene):
        position = pose.get("position") if isinstance(pose, dict) else None
        if isinstance(position, dict):
            yield (*path, "position"), position, _AXES
    if scene.config is not None:
        for found in all_of(scene.config, (*WORLD_KEYS, *CAMERA_KEYS), ("scene",)):
            if isinstance(found.value, dict):
                yield found.path, found.value, _AXES


_MANY: Final = 50  # in an object with more keys nobody has merely misspelt one


def is_said_elsewhere(error: SchemaError) -> bool:
    """Whether what the schema says of a key in a scene is told by a finding on another key."""
    if not in_scene(error) or not isinstance(error.value, dict):
        return False
    names = error.detail if isinstance(error.detail, tuple) else ()
    if error.keyword == "required":  # the key is there, misspelt, and that is said of it
        known = properties_of(error)
        strange = list(islice((key for key in error.value if key not in known), _MANY))
        return all(any(meant(key, [name]) for key in strange) for name in names)
    # Streams beside settings: what is missing is "content" around them.
    return (
        error.keyword == "additionalProperties"
        and error.path == ("scene",)
        and "content" not in error.value
        and all(is_typed(error.value.get(key)) and not meant(key, ["content"]) for key in names)
    )
