"""Scenes: where the streams, poses, addresses and tiles of an item's `scene` are.

`scene` is a file's address, or content with settings around it, or the content itself. What
it is gets decided as the platform's own models do, and in the order of the JSON Schema.
Everything here takes any JSON value; nothing recurses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from manifestry.formats.encord.item import Item
from manifestry.formats.memo import remember_last
from manifestry.rules.base import Path, SchemaError
from manifestry.spelling import did_you_mean
from manifestry.text import quote

Object = dict[str, object]

RENDERABLE: Final = frozenset({"point_cloud", "image", "model"})
"""What a scene needs one of. The SDK does not know models; whoever uses them sees something."""

STREAM_TYPES: Final = (
    *("point_cloud", "image", "camera_parameters", "frame_of_reference", "time_series", "model"),
)
FORMATS: Final = ("pcd", "ply", "las", "laz", "e57", "mcap", "bag", "db3")

# Names of one and the same key, the one that counts when several are given first.
FRAME_KEYS: Final = ("frameOfReference", "frame_of_reference", "referenceFrame")
POSE_KEYS: Final = ("pose", "transform")
TIME_KEYS: Final = ("timestamp", "time")
PARENT_KEYS: Final = ("parentForId", "parent_FoR_id", "parent_for_id", "parent", "parentId")
GROUND_KEYS: Final = ("defaultGroundHeight", "defaultGround", "default_ground_height")
WORLD_KEYS: Final = ("worldConvention", "world_convention", "world")
CAMERA_KEYS: Final = ("cameraConvention", "camera_convention", "camera")
VIEW_KEYS: Final = ("view_settings", "viewSettings")
COLOURING_KEYS: Final = ("pointCloudColouring", "point_cloud_colouring")
INDICATOR_KEYS: Final = ("radiusIndicators", "radius_indicators")
INDICATOR_FRAME_KEYS: Final = ("frameOfReferenceId", "frame_of_reference_id")

CONFIG_KEYS: Final = (*GROUND_KEYS, *WORLD_KEYS, *CAMERA_KEYS, *VIEW_KEYS, "layout")

ROOT: Final = "root"
"""The frame of reference that every scene has."""

# What people write for a key, where it is too far from it for did-you-mean.
_SLIPS: Final = {
    "uri": frozenset({"url", "objectUrl", "path", "file"}),
    "url": frozenset({"uri", "objectUrl", "path", "file"}),
    "timestamp": frozenset({"ts", "t", "timestampNs"}),
}


class Stream(NamedTuple):
    """One stream: where it is, its object, its type ("" where that is not a string).

    `name` is None for the one point cloud stream that needs none.
    """

    path: Path
    value: Object
    type: str
    name: str | None


class Scene(NamedTuple):
    """A scene taken apart.

    path: leads to the content. address: the content where it is a plain string; file: where
    it is an object with `url` and `format`. Otherwise there are streams.
    config: the settings around the content, which lie at ("scene",).
    sound: all streams are objects of a known type, so that something missing is missing.
    """

    path: Path
    address: str | None = None
    file: Object | None = None
    config: Object | None = None
    streams: tuple[Stream, ...] = ()
    sound: bool = True

    @property
    def is_named(self) -> bool:
        """Whether the content is a set of named streams."""
        is_file = self.address is not None or self.file is not None
        return not is_file and all(stream.name is not None for stream in self.streams)


def is_scene(item: Item) -> bool:
    """Whether an item is in a section of scenes."""
    return item.section.kind == "scene"


def scene_of(item: Item) -> Scene | None:
    """The scene of an item; None if it is no scene, or has nothing that could be one."""
    return _scene(item.value) if item.section.kind == "scene" else None


@remember_last
def _scene(value: Object) -> Scene | None:
    content = value.get("scene")
    path: Path = ("scene",)
    config = None
    if isinstance(content, dict) and content.get("content") is not None:
        config, content, path = content, content["content"], ("scene", "content")
    if isinstance(content, str):
        return Scene(path, address=content, config=config)
    if not isinstance(content, dict):
        return None
    if _is_file(content):
        return Scene(path, file=content, config=config)
    if isinstance(content.get("type"), str) or isinstance(content.get("events"), list):
        kind = _type_of(content)
        lone = Stream(path, content, kind, None)
        return Scene(path, config=config, streams=(lone,), sound=kind == "point_cloud")
    if config is None and _is_bare_config(content):
        return None
    streams = tuple(
        Stream((*path, name), stream, _type_of(stream), name)
        for name, stream in content.items()
        if isinstance(stream, dict)
    )
    known = sum(stream.type in STREAM_TYPES for stream in streams)
    return Scene(path, config=config, streams=streams, sound=known == len(content))


def _is_bare_config(scene: Object) -> bool:
    """Whether there are settings, but no content that they would be settings of."""
    return any(key in scene and not is_typed(scene[key]) for key in CONFIG_KEYS)


def is_typed(value: object) -> bool:
    """Whether a value may be a stream."""
    return isinstance(value, dict) and "type" in value


def _is_file(content: Object) -> bool:
    if "url" in content and "format" in content:
        return True
    return isinstance(content.get("url"), str) or isinstance(content.get("format"), str)


def _type_of(stream: Object) -> str:
    kind = stream.get("type")
    return kind if isinstance(kind, str) else ""


class Found(NamedTuple):
    """A value and the path from the item to it."""

    path: Path
    value: object


def one_of(value: Object, keys: Sequence[str], path: Path) -> Found | None:
    """The value of the first of `keys`, which are names of one key, that is there."""
    for key in keys:
        if key in value:
            return Found((*path, key), value[key])
    return None


def all_of(value: Object, keys: Sequence[str], path: Path) -> Iterator[Found]:
    """The values of all of `keys` that are there."""
    return (Found((*path, key), value[key]) for key in keys if key in value)


def events(stream: Stream) -> Iterator[tuple[Path, Object]]:
    """The events of a stream that are objects."""
    listed = stream.value.get("events")
    if isinstance(listed, list):
        path = (*stream.path, "events")
        for number, event in enumerate(listed):
            if isinstance(event, dict):
                yield (*path, number), event


def poses(scene: Scene) -> Iterator[Found]:
    """All poses in a scene, in order."""
    for stream in scene.streams:
        if stream.type in ("point_cloud", "camera_parameters", "model"):
            yield from all_of(stream.value, POSE_KEYS, stream.path)
        if stream.type in ("camera_parameters", "frame_of_reference"):
            key = "extrinsics" if stream.type == "camera_parameters" else "pose"
            for path, event in events(stream):
                if key in event:
                    yield Found((*path, key), event[key])


class Frame(NamedTuple):
    """A frame of reference: its id and the stream that defines it."""

    id: str
    stream: Stream


def frames(scene: Scene) -> tuple[list[Frame], bool]:
    """The frames of reference of a scene, and whether these are all it was meant to have."""
    streams = [stream for stream in scene.streams if stream.type == "frame_of_reference"]
    found = [
        Frame(identity, stream)
        for stream in streams
        if isinstance(identity := stream.value.get("id"), str)
    ]
    return found, scene.sound and len(found) == len(streams)


def view_settings(scene: Scene) -> Iterator[Found]:
    """The view settings of a scene, under either name."""
    if scene.config is not None:
        yield from all_of(scene.config, VIEW_KEYS, ("scene",))


def indicators(scene: Scene) -> Iterator[tuple[Path, Object]]:
    """The radius indicators of a scene."""
    for settings in view_settings(scene):
        if isinstance(settings.value, dict):
            for found in all_of(settings.value, INDICATOR_KEYS, settings.path):
                listed = found.value if isinstance(found.value, list) else []
                for number, indicator in enumerate(listed):
                    if isinstance(indicator, dict):
                        yield (*found.path, number), indicator


def in_scene(error: SchemaError) -> bool:
    """Whether an error of the schema pass is about something inside `scene`."""
    return error.path[:1] == ("scene",)


def meant(key: str, names: Iterable[str]) -> str | None:
    """The one of `names` that a misspelt key stands for, if it is near enough to tell."""
    known = list(names)
    near = did_you_mean(key, known)
    return near or next((name for name in known if key in _SLIPS.get(name, ())), None)


_HINTS: Final = 10
_CANDIDATES: Final = 200


def guesser(candidates: Iterable[str]) -> Callable[[str], str | None]:
    """A function that gives the name that was most likely meant, or None.

    After some guesses it gives no more, so that a thousand wrong names stay cheap.
    """
    known = sorted(set(candidates))
    left = _HINTS if len(known) <= _CANDIDATES else 0

    def guess(word: str) -> str | None:
        nonlocal left
        left -= 1
        return did_you_mean(word, known) if left >= 0 else None

    return guess


def hint(near: str | None) -> str:
    """The end of a message: ` (did you mean "lidar"?)` or nothing."""
    return "" if near is None else f" (did you mean {quote(near)}?)"
