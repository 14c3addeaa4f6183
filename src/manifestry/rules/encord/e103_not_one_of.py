"""A value that is none of the few the format knows."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.rules.wording import CHOICE, expected, subject
from manifestry.text import quote


def translate(error: SchemaError) -> Hit | None:
    if error.keyword not in CHOICE:
        return None
    return Hit(
        error.path,
        f"{subject(error)} must be {expected(error.schema)}, got {quote(error.value)}",
    )


RULE = Rule[Item, Member](
    code="E103",
    name="not-one-of",
    severity=Severity.ERROR,
    summary="Value is none of those allowed",
    why="The platform knows only these values and refuses the item, or reads something else into it.",
    help="Use one of the values that the message lists.",
    bad=(
        Bad(
            '{"scenes": [{"title": "s", "scene": {"lidar": {"type": "lidar", '
            '"events": [{"uri": "s3://acme-media/0.pcd"}]}}}]}',
            at="/scenes/0/scene/lidar/type",
        ),
        Bad(
            '{"time_series": [{"objectUrl": "s3://acme-media/imu.csv", "settings": '
            '{"channels": {"x": {"style": "bars"}}}}]}',
            at="/time_series/0/settings/channels/x/style",
        ),
    ),
    good=(
        Good(
            '{"scenes": [{"title": "s", "scene": {"lidar": {"type": "point_cloud", '
            '"events": [{"uri": "s3://acme-media/0.pcd"}]}}}]}'
        ),
        Good(
            '{"time_series": [{"objectUrl": "s3://acme-media/imu.csv", "settings": '
            '{"channels": {"x": {"style": "points"}}}}]}'
        ),
    ),
    source="SDK models",
    translate=translate,
)
