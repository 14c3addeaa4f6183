"""A key that names no frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.frame_keys import plain_frame, plain_seconds
from manifestry.formats.encord.frames import (
    AT,
    FRAME,
    SECONDS,
    Encord,
    encord_of,
    is_doubtful,
    is_past_end,
    moment,
    own_encord,
)
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import Patch, rename
from manifestry.text import quote


def _check(item: Item) -> Iterator[Hit]:
    encord = encord_of(item)
    if encord is None or encord.mode is None:
        return
    is_good = (FRAME if encord.mode == "frame" else SECONDS).match
    wanted = "number of a frame" if encord.mode == "frame" else "plain number of seconds"
    bad = [key for key in encord.keyed if not is_good(key)]
    moments = Counter(moment(_plain(encord, key) or key) for key in encord.keyed) if bad else None
    for key in bad:
        message = f"the key {quote(key)} is no {wanted}"
        patch = _patch(encord, key, moments or Counter())
        yield Hit((*AT, "frames", key), message, _help(encord, key), patch=patch)


def _plain(encord: Encord, key: str) -> str | None:
    return (plain_frame if encord.mode == "frame" else plain_seconds)(key)


def _patch(encord: Encord, key: str, moments: Counter[str]) -> Patch | None:
    """Writes the key plainly, if no other one means the same."""
    plain = _plain(encord, key)
    if plain is None or moments[moment(plain)] > 1 or is_past_end(encord, plain):
        return None
    if moment(plain) == "0" and own_encord(encord.keyed[key]).get("keyframe") is False:
        return None  # which has no effect there
    # A comma may part thousands.
    return rename((*AT, "frames", key), plain, safe=None if "," not in key else False)


def _help(encord: Encord, key: str) -> str:
    plain = _plain(encord, key)
    if plain is not None and plain in encord.keyed:
        return f"Merge it with {quote(plain)}, which is there too."
    if plain is not None:
        return f"Write {quote(plain)}."
    if encord.mode == "seconds":
        return 'Name the frame by its time from the start in plain digits, such as "1.5".'
    if plain_seconds(key) is not None:
        return 'Count frames, or set "keyframe_mode" to "seconds" if these are times.'
    return 'Name the frame by its number, counted from 0 and in plain digits, such as "13".'


_VIDEO = (
    '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": {"$encord": {%s}}}]}'
)
_SECONDS = '"config": {"keyframe_mode": "seconds"}, '
_AT = "/videos/0/clientMetadata/$encord/frames/"

RULE = Rule[Item, Member](
    code="M102",
    name="bad-frame-key",
    severity=Severity.ERROR,
    summary="Key in frames is neither the number of a frame nor a time",
    why=(
        "A key in frames says which frame it is about: by its number (0, 11), or where "
        "keyframe_mode is seconds by its time (0.53). Any other key finds no frame, so the frame "
        "is not taken and its metadata is lost."
    ),
    help='Write the number of a frame such as "11", or in seconds mode a time such as "0.53".',
    bad=(
        Bad(_VIDEO % '"frames": {"01": {}}', at=_AT + "01"),
        Bad(_VIDEO % '"frames": {"0.53": {}}', at=_AT + "0.53"),
        Bad(_VIDEO % '"frames": {"-3": {"weather": "rain"}}', at=_AT + "-3"),
        Bad(_VIDEO % (_SECONDS + '"frames": {"1e3": {}}'), at=_AT + "1e3"),
        Bad(_VIDEO % (_SECONDS + '"frames": {".5": {}}'), at=_AT + ".5"),
    ),
    good=(
        Good(_VIDEO % '"frames": {"0": {}, "11": {"weather": "rain"}}'),
        Good(_VIDEO % (_SECONDS + '"frames": {"0.53": {}, "12": {}}')),
    ),
    source="Documentation (key frames, embeddings of videos)",
    fix="safe",
    check=_check,
    when=is_doubtful,
)
