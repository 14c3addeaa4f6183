"""An entry of a list of key frames that is no number of a frame."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.frame_keys import plain_frame
from manifestry.formats.encord.frames import (
    AT,
    Encord,
    encord_of,
    is_doubtful,
    is_frame_number,
    is_past_end,
)
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.media import number
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.rules.patch import Raw, replace
from manifestry.text import quote

_FRAMES = (*AT, "frames")


def _check(item: Item) -> Iterator[Hit]:
    encord = encord_of(item)
    if encord is None:
        return
    taken: set[str] | None = None
    for index, entry in enumerate(encord.listed):
        if is_frame_number(entry):
            continue
        path = (*_FRAMES, index)
        time = number(entry)
        if time is None or not time >= 0:
            message = f'entry {index} of "frames" must be a whole number from 0 on'
            hit = Hit(path, f"{message}, got {quote(entry)}", _help(entry))
            plain = plain_frame(entry) if isinstance(entry, str) else None
            if plain is not None:
                taken = _numbers(encord) if taken is None else taken
                if plain not in taken and not is_past_end(encord, plain):
                    taken.add(plain)
                    hit = hit._replace(patch=replace(path, Raw(plain)))
            yield hit
        elif encord.mode == "seconds":
            message = f'entry {index} of "frames" is {quote(entry)}; lists hold whole numbers'
            help_ = 'Make "frames" an object with the times as keys: {"0.53": {}}.'
            yield Hit(path, message, help_, Severity.WARNING)
        elif encord.mode == "frame":
            message = f'entry {index} of "frames" must be a whole number, got {quote(entry)}'
            yield Hit(path, message)


def _numbers(encord: Encord) -> set[str]:
    """The frames that are listed as they should be."""
    # As texts: numbers can be chosen so that their hashes collide. Long ones are no frames.
    listed = (entry for entry in encord.listed if is_frame_number(entry) and entry < _MOST)
    return {str(int(entry)) for entry in listed}


_MOST = 10**40  # what `plain_frame` reads is less


def _help(entry: object) -> str | None:
    plain = plain_frame(entry) if isinstance(entry, str) else None
    return None if plain is None else f"Write {plain} without quotes."


def _claims(error: SchemaError) -> bool:
    """The schema refuses what is no number or below 0, too."""
    path = error.path
    return len(path) == 4 and path[:3] == _FRAMES and isinstance(path[3], int)


_VIDEO = (
    '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": {"$encord": {%s}}}]}'
)
_AT = "/videos/0/clientMetadata/$encord/frames/"

RULE = Rule[Item, Member](
    code="M103",
    name="bad-frame-in-list",
    severity=Severity.ERROR,
    summary="Entry of a list of key frames is no whole number from 0 on",
    why=(
        "A list in frames holds the numbers of key frames, counted from 0. What is no such "
        "number finds no frame. Times in seconds are documented as keys of an object only: "
        "in a list they are a warning where keyframe_mode is seconds."
    ),
    help="List the numbers of frames, counted from 0, without quotes.",
    bad=(
        Bad(_VIDEO % '"frames": [0, "50"]', at=_AT + "1"),
        Bad(_VIDEO % '"frames": [0, 12.5]', at=_AT + "1"),
        Bad(_VIDEO % '"frames": [-1, 50]', at=_AT + "0"),
        Bad(
            _VIDEO % '"config": {"keyframe_mode": "seconds"}, "frames": [0, 1.423]',
            at=_AT + "1",
        ),
    ),
    good=(
        Good(_VIDEO % '"frames": [0, 50]'),
        Good(_VIDEO % '"config": {"keyframe_mode": "seconds"}, "frames": {"0": {}, "1.423": {}}'),
    ),
    source="Documentation (key frames)",
    fix="safe",
    check=_check,
    claims=_claims,
    when=is_doubtful,
)
