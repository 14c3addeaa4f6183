"""A value that is none of the few the format knows."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.rules.patch import Patch, replace
from manifestry.rules.wording import CHOICE, expected, subject
from manifestry.spelling import did_you_mean, fold
from manifestry.text import quote


def translate(error: SchemaError) -> Hit | None:
    if error.keyword not in CHOICE:
        return None
    message = f"{subject(error)} must be {expected(error.schema)}, got {quote(error.value)}"
    return Hit(error.path, message, patch=_patch(error))


def _patch(error: SchemaError) -> Patch | None:
    """The value that was meant, certainly so if they are told apart by no letter."""
    choices = error.schema.get("enum", [error.schema.get("const")])
    value = error.value
    known = [it for it in choices if isinstance(it, str)] if isinstance(choices, list) else []
    near = did_you_mean(value, known) if isinstance(value, str) else None
    if near is None or near == value:
        return None
    return replace(error.path, near, safe=fold(near) == fold(str(value)))


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
        Bad(
            '{"time_series": [{"objectUrl": "s3://acme-media/imu.csv", "settings": '
            '{"channels": {"x": {"style": "Line"}}}}]}',
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
    fix="safe",
    translate=translate,
)
