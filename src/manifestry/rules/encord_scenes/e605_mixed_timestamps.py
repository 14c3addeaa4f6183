"""A stream in which some events have a time and some have none."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.scenes import TIME_KEYS, events, is_scene, meant, scene_of
from manifestry.rules.base import Bad, Good, Hit, Path, Rule
from manifestry.text import quote

_USUAL = frozenset({"uri", "pose", "intrinsics", "widthPx", "heightPx", *TIME_KEYS})


def check(item: Item) -> Iterator[Hit]:
    scene = scene_of(item)
    for stream in () if scene is None else scene.streams:
        count = bare = 0
        first: Path | None = None
        for path, event in events(stream):
            count += 1
            if not _has_time(event):
                bare += 1
                first = first or path
        if first is not None and bare < count:
            name = "the stream" if stream.name is None else f"the stream {quote(stream.name)}"
            message = (
                f'{bare:,} of the {count:,} events of {name} have no "timestamp", this is the first'
            )
            yield Hit(first, message)


def _has_time(event: dict[str, object]) -> bool:
    if "timestamp" in event or "time" in event:
        return True
    # A misspelt "timestamp" is an unknown key already.
    return any(key not in _USUAL and meant(key, TIME_KEYS) for key in event)


_EVENTS = (
    '{"scenes": [{"title": "s", "scene": {"lidar": {"type": "point_cloud", "events": ['
    '{%s"uri": "gs://acme-scenes/0.pcd"}, {%s"uri": "gs://acme-scenes/1.pcd"}]}}}]}'
)

RULE = Rule[Item, Member](
    code="E605",
    name="mixed-timestamps",
    severity=Severity.ERROR,
    summary="Some events of a stream have a timestamp and some have none",
    why=(
        "Without any timestamps the events of a stream count 1, 2, 3 and so on, with them they "
        "stand at their own times. A mixture is neither, and the scene is turned down."
    ),
    help="Give every event of the stream a timestamp in seconds, or none.",
    bad=(
        Bad(_EVENTS % ('"timestamp": 0, ', ""), at="/scenes/0/scene/lidar/events/1"),
        Bad(_EVENTS % ("", '"time": 0.1, '), at="/scenes/0/scene/lidar/events/0"),
    ),
    good=(Good(_EVENTS % ('"timestamp": 0, ', '"timestamp": 0.1, ')), Good(_EVENTS % ("", ""))),
    source="Documentation (timestamps may be left out) and SDK (each event has one)",
    when=is_scene,
    check=check,
)
