"""Events of a stream that are out of order, or two at one time."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.scenes import TIME_KEYS, Stream, events, is_scene, one_of, scene_of
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def check(item: Item) -> Iterator[Hit]:
    scene = scene_of(item)
    for stream in () if scene is None else scene.streams:
        yield from _first(stream)


def _first(stream: Stream) -> Iterator[Hit]:
    """The first such event of a stream: of a stream in reverse order one finding is enough."""
    before: int | float | None = None
    for path, event in events(stream):
        time = one_of(event, TIME_KEYS, path)
        if time is None or isinstance(time.value, bool) or not isinstance(time.value, int | float):
            continue
        if before is not None and 0 <= time.value <= before:
            what = "repeats the time of" if time.value == before else "lies before"
            message = f"the event at {quote(time.value)} {what} the event before it"
            if time.value != before:
                message += f", at {quote(before)}"
            yield Hit(time.path, message)
            return
        before = time.value


_EVENTS = (
    '{"scenes": [{"title": "s", "scene": {"lidar": {"type": "point_cloud", "events": ['
    '{"timestamp": %s, "uri": "gs://acme-scenes/0.pcd"}, '
    '{"timestamp": %s, "uri": "gs://acme-scenes/1.pcd"}]}}}]}'
)
_AT = "/scenes/0/scene/lidar/events/1/timestamp"

RULE = Rule[Item, Member](
    code="E613",
    name="unordered-timestamps",
    severity=Severity.WARNING,
    summary="Events of a stream are not in order of time",
    why=(
        "A scene is played in order of time. Events that go back, or two at the same time, are "
        "mostly a sign of a wrong sort or of rounding, and one of two may never be seen."
    ),
    help="Sort the events by time, and give each a time of its own.",
    bad=(Bad(_EVENTS % ("0.2", "0.1"), at=_AT), Bad(_EVENTS % ("0.1", "0.1"), at=_AT)),
    good=(Good(_EVENTS % ("0.1", "0.2")), Good(_EVENTS % ("0", "1634567890.123"))),
    source="Our own inference; the SDK does not look",
    when=is_scene,
    check=check,
)
