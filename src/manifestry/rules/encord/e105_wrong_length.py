"""A text or list that is too short or too long."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.rules.patch import Patch, Replace, remove
from manifestry.rules.wording import LENGTH, subject
from manifestry.text import quote


def _unit(value: object) -> str:
    return "characters" if isinstance(value, str) else "entries"


def _size(value: object) -> str:
    return f"{len(value):,}" if isinstance(value, str | list | dict) else quote(value)


def translate(error: SchemaError) -> Hit | None:
    if error.keyword not in LENGTH:
        return None
    return Hit(
        error.path,
        f"{subject(error)} must have {LENGTH[error.keyword]} {error.detail} {_unit(error.value)}, got {_size(error.value)}",
        patch=_patch(error),
    )


def _patch(error: SchemaError) -> Patch | None:
    """A label is only shown: what is too long is cut, and an empty one is none."""
    value, most = error.value, error.detail
    if not isinstance(value, str) or error.path[-1:] != ("label",):
        return None
    if error.keyword == "minLength":
        return remove(error.path) if not value else None
    shorter = value[:most].rstrip() if isinstance(most, int) else ""
    title = f"cut the label to {most} characters"
    return Patch((Replace(error.path, shorter),), title=title) if shorter else None


RULE = Rule[Item, Member](
    code="E105",
    name="wrong-length",
    severity=Severity.ERROR,
    summary="Text or list has the wrong length",
    why="The platform refuses the item.",
    help="Shorten or complete the value.",
    bad=(
        Bad(
            '{"time_series": [{"objectUrl": "s3://acme-media/imu.csv", "settings": '
            '{"channels": {"x": {"label": ""}}}}]}',
            at="/time_series/0/settings/channels/x/label",
        ),
        Bad(
            '{"time_series": [{"objectUrl": "s3://acme-media/imu.csv", "settings": '
            '{"channels": {"x": {"label": "%s"}}}}]}' % ("x" * 1025),
            at="/time_series/0/settings/channels/x/label",
        ),
    ),
    good=(
        Good(
            '{"time_series": [{"objectUrl": "s3://acme-media/imu.csv", "settings": '
            '{"channels": {"x": {"label": "x axis"}}}}]}'
        ),
        Good(
            '{"time_series": [{"objectUrl": "s3://acme-media/imu.csv", "settings": '
            '{"channels": {"x": {"label": "%s"}}}}]}' % ("x" * 1024),
        ),
    ),
    source="SDK models",
    fix="unsafe",
    translate=translate,
)
