"""A key of a time series' settings that is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.layouts import channel_settings, channels, may_have_channels
from manifestry.formats.encord.scenes import Object, meant
from manifestry.rules.base import Bad, Good, Hit, Path, Rule
from manifestry.text import quote

_CHANNEL: Final = ("label", "color", "hidden", "style", "lineWidth", "pointRadius")
_KNOWN: Final = frozenset({*_CHANNEL, "line_width", "point_radius"})


def check(item: Item) -> Iterator[Hit]:
    for path, settings in channel_settings(item):
        for hit, near in _unknown(path, settings, frozenset({"channels"}), ("channels",)):
            # Without channels there are no settings: then it is an error.
            lost = near is not None and near not in settings
            yield Hit(hit.path, hit.message, severity=Severity.ERROR) if lost else hit
    for path, channel in channels(item):
        for hit, _ in _unknown(path, channel, _KNOWN, _CHANNEL):
            yield hit


def _unknown(
    path: Path, value: Object, known: frozenset[str], names: tuple[str, ...]
) -> Iterator[tuple[Hit, str | None]]:
    if known.issuperset(value):
        return
    for key in value:
        if key not in known:
            near = meant(key, names)
            hint = "" if near is None else f" (did you mean {quote(near)}?)"
            yield Hit((*path, key), f"the key {quote(key)} is not read here{hint}"), near


_SERIES = '{"time_series": [{"objectUrl": "s3://acme-ts/imu.csv", "settings": {%s}}]}'

RULE = Rule[Item, Member](
    code="E701",
    name="ignored-channel-key",
    severity=Severity.WARNING,
    worst=Severity.ERROR,
    summary="Settings of a time series have a key that is not read",
    why=(
        "Keys that are not known here are passed over, so what they should set stays as it is by "
        'default. Channels stand inside "channels", by the names of their columns.'
    ),
    help="Correct the key or leave it out.",
    bad=(
        Bad(
            _SERIES % '"channels": {"acc_x": {"colour": "#f00"}}',
            at="/time_series/0/settings/channels/acc_x/colour",
        ),
        Bad(
            _SERIES % '"channels": {}, "acc_x": {"color": "#f00"}',
            at="/time_series/0/settings/acc_x",
        ),
    ),
    good=(
        Good(_SERIES % '"channels": {"acc_x": {"color": "#f00"}}'),
        Good(_SERIES % '"channels": {}'),
    ),
    source="SDK (its models of these settings take other keys)",
    when=may_have_channels,
    check=check,
)
