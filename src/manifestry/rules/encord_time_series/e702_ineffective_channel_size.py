"""A line width of points, or a point size of a line."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.layouts import channels, may_have_channels
from manifestry.formats.encord.scenes import all_of
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import remove
from manifestry.text import quote

_LINE = ("lineWidth", "line_width")
_POINTS = ("pointRadius", "point_radius")


def check(item: Item) -> Iterator[Hit]:
    for path, channel in channels(item):
        style = channel.get("style", "line")
        if style not in ("line", "points"):
            continue
        wrong, shape = (_POINTS, "a line") if style == "line" else (_LINE, "points")
        for found in all_of(channel, wrong, path):
            message = f"{quote(found.path[-1])} has no effect on a channel drawn as {shape}"
            yield Hit(found.path, message, patch=remove(found.path))


_SERIES = (
    '{"time_series": [{"objectUrl": "s3://acme-ts/imu.csv", "settings": '
    '{"channels": {"acc_x": {%s}}}}]}'
)
_AT = "/time_series/0/settings/channels/acc_x/"

RULE = Rule[Item, Member](
    code="E702",
    name="ineffective-channel-size",
    severity=Severity.WARNING,
    summary="Size belongs to another style of drawing",
    why=(
        "A channel is drawn as a line unless its style says otherwise. A line has a width, points "
        "have a radius; the one that does not belong is passed over."
    ),
    help='Add "style", or use "lineWidth" for lines and "pointRadius" for points.',
    bad=(
        Bad(_SERIES % '"style": "points", "lineWidth": 2', at=_AT + "lineWidth"),
        Bad(_SERIES % '"pointRadius": 3', at=_AT + "pointRadius"),
    ),
    good=(
        Good(_SERIES % '"style": "points", "pointRadius": 3'),
        Good(_SERIES % '"lineWidth": 2'),
    ),
    source="SDK (the two styles and their defaults)",
    fix="safe",
    when=may_have_channels,
    check=check,
)
