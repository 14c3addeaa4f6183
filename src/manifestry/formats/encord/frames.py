"""`$encord` in the client metadata of a video: key frames, sampling, metadata of frames.

A quick test clears what is in order, which nearly all of it is; only then do rules look. What
it does not clear is not wrong for that. Videos may have many thousand frames, and keys and
numbers may be of any length: everything here takes time in proportion.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from itertools import islice
from operator import eq
from typing import Any, Final, Literal, NamedTuple

from manifestry.formats.encord.client_metadata import KEY, RESERVED
from manifestry.formats.encord.frame_keys import CONFIG, MEMBERS, OWN, Names, near
from manifestry.formats.encord.item import Item
from manifestry.formats.encord.media import DAY, MAX_FPS, MIN_FPS, number
from manifestry.formats.memo import remember_last
from manifestry.rules.base import Path

Mode = Literal["frame", "seconds"]
"""What the keys in `frames` are: numbers of frames from 0 on, or times in seconds."""

AT: Final[Path] = (KEY, RESERVED)
"""Where `$encord` is in an item."""

FRAME: Final = re.compile(r"(?:0|[1-9][0-9]*)\Z")
"""The canonical number of a frame (documentation: "0", "11")."""

SECONDS: Final = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?\Z")
"""A plain decimal number of seconds (documentation: "0.53")."""

_MAX_DIGITS: Final = 15  # of the number of a frame; a day at the highest rate has 8
_NONE: Final[dict[str, Any]] = {}
_MEMBERS, _CONFIG, _OWN = map(frozenset, (MEMBERS, CONFIG, OWN))


class Encord(NamedTuple):
    """What stands in `$encord`. Parts that have the wrong type are left empty.

    mode: None where the config is wrong, so that nobody knows what keys are meant to be.
    keyed, listed: the two forms of `frames`, of which at least one is empty.
    fps, duration: frames per second and seconds of the video, as far as its media metadata
    gives them and they can be true.
    limit: the highest number or time that a frame can have, as far as that is known. Rates and
    durations are rounded: a number may be one too high.
    """

    members: Mapping[str, Any]
    config: Mapping[str, Any]
    mode: Mode | None
    keyed: Mapping[str, Any]
    listed: Sequence[Any]
    fps: float | None
    duration: float | None
    limit: float | None


def encord_of(item: Item) -> Encord | None:
    """What stands in `$encord` of a video; None if there is none, or it is no object."""
    metadata = item.value.get(KEY)
    if not isinstance(metadata, dict) or RESERVED not in metadata or item.section.kind != "video":
        return None
    return _encord(item)


@remember_last
def _encord(item: Item) -> Encord | None:
    members = item.value[KEY][RESERVED]  # type: ignore[index]  # both are there
    if not isinstance(members, dict):
        return None
    config = members.get("config")
    frames = members.get("frames")
    mode = _mode(members)
    block = item.media or _NONE
    fps = number(block.get("fps"))
    if fps is not None and not MIN_FPS <= fps <= MAX_FPS:
        fps = None
    duration = number(block.get("duration"))
    if duration is not None and not 0 < duration <= DAY:
        duration = None
    limit: float | None = None
    if mode == "seconds":
        limit = duration
    elif mode == "frame" and fps is not None and duration is not None:
        limit = frame_count(fps, duration)
    return Encord(
        members,
        config if isinstance(config, dict) else _NONE,
        mode,
        frames if isinstance(frames, dict) else _NONE,
        frames if isinstance(frames, list) else (),
        fps,
        duration,
        limit,
    )


def frame_count(fps: float, duration: float) -> int:
    """How many frames a video has, rounded up.

    >>> frame_count(25, 12.4), frame_count(29.97, 0.1)
    (310, 3)
    """
    return math.ceil(fps * duration - 1e-6)  # 25 * 12.4 may come out as 310.00000000000006


def _mode(members: Mapping[str, Any]) -> Mode | None:
    """What keys are meant to be, even if that is said under a misspelt key or in a wrong place.

    For that is one fault, and the keys are none of it.
    """
    config = members.get("config", _NONE)
    mode: object = "frame"
    if not _MEMBERS.issuperset(members):
        config = _under("config", members, MEMBERS, config)
        mode = _under("keyframe_mode", members, CONFIG, mode)
    if not isinstance(config, dict):
        return None
    if not _CONFIG.issuperset(config):
        mode = _under("keyframe_mode", config, CONFIG, mode)
    mode = config.get("keyframe_mode", mode)
    if mode == "frame":
        return "frame"
    return "seconds" if mode == "seconds" else None


def _under(name: str, holder: Mapping[str, Any], names: Names, default: Any) -> Any:
    """What stands under a key that is meant as `name`, if no key is spelt so."""
    if name in holder:
        return holder[name]
    return next((value for key, value in holder.items() if near(key, names) == name), default)


# --- frames ---------------------------------------------------------------------------------


def good_keys(encord: Encord) -> list[str]:
    """The keys in `frames` that are written as they should be."""
    if encord.mode is None:
        return []
    match = (FRAME if encord.mode == "frame" else SECONDS).match
    return [key for key in encord.keyed if match(key)]


def is_frame_number(entry: object) -> bool:
    """Whether an entry of a list is the number of a frame: whole, from 0 on, as in JSON Schema.

    >>> [is_frame_number(entry) for entry in (0, 7, 7.0, 7.5, -1, True, "7", None)]
    [True, True, True, False, False, False, False, False]
    """
    if isinstance(entry, float):
        return entry >= 0 and entry.is_integer()
    return isinstance(entry, int) and not isinstance(entry, bool) and entry >= 0


def moment(key: str) -> str:
    """A good key without the zeros that say nothing: equal for equal moments.

    >>> moment("1.50"), moment("2.0"), moment("0.0"), moment("10")
    ('1.5', '2', '0', '10')
    """
    return key.rstrip("0").rstrip(".") if "." in key else key


def is_past_end(encord: Encord, frame: str | float) -> bool:
    """Whether a good key or entry lies behind the end of the video, as far as that is known."""
    limit = encord.limit
    if limit is None:
        return False
    if not isinstance(frame, str):
        return frame > limit
    if encord.mode == "seconds":
        return float(frame) > limit  # infinity if it has hundreds of digits
    return len(frame) > _MAX_DIGITS or int(frame) > limit


def own_encord(frame: object) -> Mapping[str, Any]:
    """What stands in the `$encord` of a single frame."""
    own = frame.get(RESERVED) if isinstance(frame, dict) else None
    return own if isinstance(own, dict) else _NONE


# --- the quick test -------------------------------------------------------------------------
#
# Whatever a value's type is, looking into it and comparing it gives an answer, or raises one of
# two errors. A truth value may pass for a number here: what is true of its number is enough.


def is_doubtful(item: Item) -> bool:
    """Whether `$encord` in the client metadata of an item is worth a closer look."""
    metadata = item.value.get(KEY)
    if not isinstance(metadata, dict) or RESERVED not in metadata:
        return False
    try:
        return not _is_plain(metadata[RESERVED], item.value.get("videoMetadata") or _NONE)
    except (AttributeError, TypeError):
        return True


def _is_plain(members: Any, block: Any) -> bool:
    config = members.get("config", _NONE)
    if not (_MEMBERS.issuperset(members) and _CONFIG.issuperset(config)):
        return False
    fps = block.get("fps")
    if fps is not None and config.get("sampling_rate", 0) > fps:
        return False
    frames = members.get("frames")
    mode = config.get("keyframe_mode", "frame")
    return not frames or _are_plain(frames, mode, fps, block.get("duration"))


def _are_plain(frames: Any, mode: Any, fps: Any, duration: Any) -> bool:
    limit = None
    if mode == "seconds":
        limit = duration
    elif mode != "frame":
        return False
    elif fps is not None and duration is not None:
        if not (MIN_FPS <= fps <= MAX_FPS and 0 < duration <= DAY):
            return False  # before they are multiplied: a text can be, too
        limit = fps * duration
    if not isinstance(frames, dict):
        return _is_plain_list(frames, limit)
    return (_are_plain_times if mode == "seconds" else _are_plain_numbers)(frames, limit)


def _is_plain_list(listed: Any, limit: float | None) -> bool:
    if {*map(type, listed)} != {int}:
        return False
    ordered = sorted(listed)  # not a set: numbers can be chosen so that their hashes collide
    if ordered[0] < 0 or any(map(eq, ordered, islice(ordered, 1, None))):
        return False
    return limit is None or bool(ordered[-1] <= limit)


def _are_plain_numbers(keyed: Mapping[str, Any], limit: float | None) -> bool:
    match = FRAME.match
    for key, frame in keyed.items():
        if not match(key):
            return False
        if limit is not None and (len(key) > _MAX_DIGITS or int(key) > limit):
            return False
        if frame and ("keyframe" in frame or "$" in "".join(frame)) and not _is_fine(key, frame):
            return False
    return True


def _are_plain_times(keyed: Mapping[str, Any], limit: float | None) -> bool:
    match = SECONDS.match
    for key, frame in keyed.items():
        if not match(key) or (limit is not None and float(key) > limit):
            return False
        if key[-1] == "0" and "." in key:
            return False
        if frame and ("keyframe" in frame or "$" in "".join(frame)) and not _is_fine(key, frame):
            return False
    return True


def _is_fine(key: str, frame: Any) -> bool:
    """Whether nothing is to be said of a frame that has a "$" in its keys."""
    own = frame.get(RESERVED) if isinstance(frame, dict) else None
    return (
        isinstance(own, dict)
        and _OWN.issuperset(own)
        and key != "0"
        and "keyframe" not in frame
        and not any(name[:1] == "$" and name != RESERVED for name in frame)
    )
