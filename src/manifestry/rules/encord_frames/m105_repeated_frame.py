"""One frame named twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from manifestry.findings import Severity
from manifestry.formats.encord.frames import (
    AT,
    encord_of,
    good_keys,
    is_doubtful,
    is_frame_number,
    moment,
)
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import remove
from manifestry.text import quote


def _check(item: Item) -> Iterator[Hit]:
    encord = encord_of(item)
    if encord is None:
        return
    seen: dict[str, str] = {}
    for key in good_keys(encord):
        first = seen.setdefault(moment(key), key)
        if first is not key:
            message = f"the key {quote(key)} is the same time as {quote(first)}"
            path = (*AT, "frames", key)
            yield Hit(path, message, patch=remove(path) if encord.keyed[key] == {} else None)
    # By sorting: numbers can be chosen so that their hashes collide.
    listed = encord.listed
    numbers = [index for index, entry in enumerate(listed) if is_frame_number(entry)]
    for entry, same in groupby(sorted(numbers, key=listed.__getitem__), key=listed.__getitem__):
        earliest, *later = same
        for index in later:
            message = f'entry {index} of "frames" repeats entry {earliest}: {quote(entry)}'
            path = (*AT, "frames", index)
            yield Hit(path, message, patch=remove(path))


_VIDEO = (
    '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": {"$encord": {%s}}}]}'
)
_SECONDS = '"config": {"keyframe_mode": "seconds"}, '
_AT = "/videos/0/clientMetadata/$encord/frames/"

RULE = Rule[Item, Member](
    code="M105",
    name="repeated-frame",
    severity=Severity.WARNING,
    summary="The same frame twice",
    why=(
        "A frame that is listed twice is a key frame once. Two keys for one time may carry "
        "different metadata, of which one is lost. Usually another frame was meant."
    ),
    help="Remove one of the two, or correct it.",
    bad=(
        Bad(_VIDEO % '"frames": [0, 50, 50]', at=_AT + "2"),
        Bad(
            _VIDEO % (_SECONDS + '"frames": {"1.5": {"weather": "rain"}, "1.50": {}}'),
            at=_AT + "1.50",
        ),
    ),
    good=(
        Good(_VIDEO % '"frames": [0, 50, 51]'),
        Good(_VIDEO % (_SECONDS + '"frames": {"1.5": {"weather": "rain"}, "1.51": {}}')),
    ),
    source="Our own choice",
    fix="safe",
    check=_check,
    when=is_doubtful,
)
