"""A key of a time series' settings that is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from manifestry.findings import Severity
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.layouts import channel_settings, channels, may_have_channels
from manifestry.formats.encord.scene_keys import is_given
from manifestry.formats.encord.scenes import Object, meant
from manifestry.rules.base import Bad, Good, Hit, Path, Rule
from manifestry.rules.patch import Move, Patch, remove, rename
from manifestry.text import quote

_CHANNEL: Final = ("label", "color", "hidden", "style", "lineWidth", "pointRadius")
_KNOWN: Final = frozenset({*_CHANNEL, "line_width", "point_radius"})
_MANY: Final = 50  # in an object with more keys nobody has merely misspelt one


def check(item: Item) -> Iterator[Hit]:
    for path, settings in channel_settings(item):
        for hit, near in _unknown(path, settings, frozenset({"channels"}), ("channels",)):
            # Without channels there are no settings: then it is an error.
            lost = near is not None and near not in settings
            patch = _as_channel(hit.path, settings) or hit.patch
            yield hit._replace(severity=Severity.ERROR if lost else None, patch=patch)
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
            message = f"the key {quote(key)} is not read here{hint}"
            place = (*path, key)
            patch = _renamed(place, near, value, known) if near else remove(place, safe=False)
            yield Hit(place, message, patch=patch), near


def _renamed(path: Path, near: str, value: Object, known: frozenset[str]) -> Patch | None:
    """The key under the name that was meant, if there is no other that may be meant."""
    if is_given(near, value) or len(value) > _MANY:
        return None
    if sum(meant(key, [near]) is not None for key in value if key not in known) > 1:
        return None
    return rename(path, near)


def _as_channel(path: Path, settings: Object) -> Patch | None:
    """What looks like a channel as one of them."""
    channels, name = settings.get("channels"), str(path[-1])
    channel = settings[name]
    if not isinstance(channels, dict) or not isinstance(channel, dict) or name in channels:
        return None
    if not _KNOWN.issuperset(channel):
        return None
    return Patch((Move(path, (*path[:-1], "channels", name)),), safe=False)


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
    fix="safe",
    when=may_have_channels,
    check=check,
)
