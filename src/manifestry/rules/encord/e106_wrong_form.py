"""A text that has not the form the format asks for."""

from __future__ import annotations

import re
from typing import Final

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.rules.patch import Patch, replace
from manifestry.rules.wording import NAMED, subject
from manifestry.text import quote

_LONGEST: Final = 20


def translate(error: SchemaError) -> Hit | None:
    if error.keyword in NAMED:
        return None
    return Hit(
        error.path,
        f"{subject(error)} has not the form it must have, got {quote(error.value)}",
        patch=_patch(error),
    )


def _patch(error: SchemaError) -> Patch | None:
    """A colour that lacks its "#", or has blanks around it."""
    pattern, value = error.detail, error.value
    if error.keyword != "pattern" or not isinstance(pattern, str) or not isinstance(value, str):
        return None
    better = f"#{value.strip().removeprefix('#')}"
    is_colour = pattern.startswith("^#") and len(better) < _LONGEST
    if is_colour and "\n" not in better and re.search(pattern, better):
        return replace(error.path, better)
    return None


RULE = Rule[Item, Member](
    code="E106",
    name="wrong-form",
    severity=Severity.ERROR,
    summary="Text does not have the required form",
    why="The platform refuses the item, or cannot make sense of the value.",
    help="See the schema's description of the key: `manifestry schema` prints it.",
    bad=(
        Bad(
            '{"time_series": [{"objectUrl": "s3://acme-media/imu.csv", "settings": '
            '{"channels": {"x": {"color": "red"}}}}]}',
            at="/time_series/0/settings/channels/x/color",
        ),
        Bad(
            '{"time_series": [{"objectUrl": "s3://acme-media/imu.csv", "settings": '
            '{"channels": {"x": {"color": "#12345"}}}}]}',
            at="/time_series/0/settings/channels/x/color",
        ),
        Bad(
            '{"time_series": [{"objectUrl": "s3://acme-media/imu.csv", "settings": '
            '{"channels": {"x": {"color": "FF0000"}}}}]}',
            at="/time_series/0/settings/channels/x/color",
        ),
    ),
    good=(
        Good(
            '{"time_series": [{"objectUrl": "s3://acme-media/imu.csv", "settings": '
            '{"channels": {"x": {"color": "#ff0000"}}}}]}'
        ),
        Good(
            '{"time_series": [{"objectUrl": "s3://acme-media/imu.csv", "settings": '
            '{"channels": {"x": {"color": "#f00"}}}}]}'
        ),
    ),
    source="SDK models",
    fix="safe",
    translate=translate,
)
