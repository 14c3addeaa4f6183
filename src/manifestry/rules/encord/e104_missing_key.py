"""A key that has to be there and is not."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.keys import near_miss, properties_of
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.text import listing, quote


def translate(error: SchemaError) -> Hit | None:
    if error.keyword != "required" or not isinstance(error.value, dict):
        return None
    # A misspelt one has a finding of its own, at the key that was meant.
    keys = error.value
    known = properties_of(error)
    all_names = _names(error)
    names = [name for name in all_names if near_miss(name, keys, known) is None] or all_names
    last = next((step for step in reversed(error.path) if isinstance(step, str)), None)
    owner = "the item" if last is None else quote(last)
    return Hit(error.path, f"{owner} lacks {listing(names)}", help=f"Add {listing(names)}.")


def _names(error: SchemaError) -> list[str]:
    return [str(name) for name in error.detail] if isinstance(error.detail, tuple) else []


RULE = Rule[Item, Member](
    code="E104",
    name="missing-key",
    severity=Severity.ERROR,
    summary="Required key is missing",
    why="The platform refuses an item, or a part of one, that lacks a required key.",
    help="Add the key.",
    bad=(
        Bad('{"scenes": [{"title": "s"}]}', at="/scenes/0"),
        Bad(
            '{"scenes": [{"title": "s", "scene": {"lidar": {"type": "point_cloud", '
            '"events": [{"timestamp": 0}]}}}]}',
            at="/scenes/0/scene/lidar/events/0",
        ),
    ),
    good=(
        Good('{"scenes": [{"title": "s", "scene": "s3://acme-media/run.mcap"}]}'),
        Good(
            '{"scenes": [{"title": "s", "scene": {"lidar": {"type": "point_cloud", '
            '"events": [{"timestamp": 0, "uri": "s3://acme-media/0.pcd"}]}}}]}'
        ),
    ),
    source="SDK models",
    translate=translate,
)
