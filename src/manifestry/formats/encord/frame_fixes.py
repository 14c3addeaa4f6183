"""What may be put into `$encord` without anything being said of it there."""

from __future__ import annotations

from typing import Any

from manifestry.formats.encord.client_metadata import KEY, RESERVED
from manifestry.formats.encord.frames import Encord, is_doubtful, own_encord
from manifestry.formats.encord.item import Item
from manifestry.formats.encord.media import number


def is_fine(item: Item, members: Any) -> bool:
    """Whether nothing would be said of these members, were they the video's `$encord`."""
    if not isinstance(members, dict):
        return False
    value = {KEY: {RESERVED: members}, "videoMetadata": item.value.get("videoMetadata")}
    return (
        _has_good_config(members.get("config", {}))
        and _has_good_frames(item, members.get("frames", {}))
        and not is_doubtful(Item(item.section, item.index, value, item.settings))
    )


def suits(item: Item, encord: Encord, name: str, value: object, frame: str = "1") -> bool:
    """Whether nothing would be said of a value, stood it under a known key.

    The key is one of `$encord`, of its config, or of the `$encord` of a frame.
    """
    if encord.mode is None:
        return False
    config = {"keyframe_mode": encord.mode}
    members: dict[str, object]
    if name == "config":
        members = {name: value}
    elif name == "frames":
        members = {"config": config, name: value}
    elif name == "keyframe":
        members = {"config": config, "frames": {frame: {RESERVED: {name: value}}}}
    else:
        members = {"config": {name: value}}
    return is_fine(item, members)


def _has_good_config(config: Any) -> bool:
    if not isinstance(config, dict) or config.get("keyframe_mode", "frame") not in _MODES:
        return False
    rate = number(config.get("sampling_rate", 1))
    return rate is not None and rate >= 0


_MODES = ("frame", "seconds")


def _has_good_frames(item: Item, frames: Any) -> bool:
    if isinstance(frames, list):
        return True
    if not isinstance(frames, dict):
        return False
    schema = item.settings.metadata_schema
    for frame in frames.values():
        if not isinstance(frame, dict) or not isinstance(frame.get(RESERVED, {}), dict):
            return False
        if not isinstance(own_encord(frame).get("keyframe", True), bool):
            return False
        if schema is not None and not all(
            key in schema and schema.fits[key](value)
            for key, value in frame.items()
            if key != RESERVED
        ):
            return False
    return True
