"""A key that `$encord`, its config or a frame's own `$encord` does not know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from manifestry.findings import Severity
from manifestry.formats.encord.frame_fixes import suits
from manifestry.formats.encord.frame_keys import CONFIG, MEMBERS, OWN, Names, near
from manifestry.formats.encord.frames import (
    AT,
    SECONDS,
    Encord,
    encord_of,
    is_doubtful,
    own_encord,
)
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Path, Rule
from manifestry.rules.patch import Move, Patch, rename
from manifestry.text import quote


def _check(item: Item) -> Iterator[Hit]:
    encord = encord_of(item)
    if encord is None:
        return
    for holder, names, at, where in _holders(encord):
        for hit in _unknown(holder, names, at, where):
            yield hit._replace(patch=_patch(item, encord, hit.path, holder, names))


def _holders(encord: Encord) -> Iterator[tuple[Mapping[str, object], Names, Path, str]]:
    yield encord.members, MEMBERS, AT, 'the "$encord" of a video'
    yield encord.config, CONFIG, (*AT, "config"), '"config"'
    for key, frame in encord.keyed.items():
        at = (*AT, "frames", key, "$encord")
        yield own_encord(frame), OWN, at, 'the "$encord" of a frame'


def _unknown(holder: Mapping[str, object], names: Names, at: Path, where: str) -> Iterator[Hit]:
    if holder.keys() <= names.keys():
        return
    for key in holder:
        if key not in names:
            meant = near(key, names)
            message = f"{quote(key)} is no key that {where} can have"
            if meant is None:
                yield Hit((*at, key), message, _place(key, names))
            elif meant in holder:
                yield Hit((*at, key), message, f"Merge it with {quote(meant)}, which is there too.")
            else:
                message = f"{message} (did you mean {quote(meant)}?)"
                yield Hit((*at, key), message, f"Write {quote(meant)}; keys are exact.")


def _patch(
    item: Item, encord: Encord, path: Path, holder: Mapping[str, object], names: Names
) -> Patch | None:
    """Renames a key, or moves it where it belongs, if it is the only one that is so meant."""
    key = str(path[-1])
    if len(holder) > _MAX_KEYS:
        return None
    meant = near(key, names)
    if meant is not None:
        rivals = [other for other in holder if near(other, names) == meant]
        frame = str(path[3]) if names is OWN else "1"
        if len(rivals) > 1 or not suits(item, encord, meant, holder[key], frame):
            return None
        return rename(path, meant)
    if names is MEMBERS and (meant := near(key, CONFIG)) is not None:
        # Several of them would all bring a config along.
        misplaced = [other for other in holder if other not in names and near(other, CONFIG)]
        config = encord.members.get("config", {})
        to = (*AT, "config", meant)
        is_free = len(misplaced) == 1 and isinstance(config, dict) and meant not in config
    else:
        meant = "frames"
        to = (*AT, meant)
        misplaced = [other for other in holder if near(other, MEMBERS) == meant]
        is_free = names is CONFIG and misplaced == [key] and meant not in encord.members
    if not is_free or not suits(item, encord, meant, holder[key]):
        return None
    return Patch((Move(path, to),), safe=False)


_MAX_KEYS = 20  # of an object that has two at most; each is held against all others


def _place(key: str, names: Names) -> str | None:
    """Where a key belongs that is known, but not there."""
    if names is OWN:
        return 'Put metadata of the frame beside its "$encord".'
    if names is CONFIG:
        return 'Move it out of "config", beside it.' if near(key, MEMBERS) == "frames" else None
    if near(key, OWN) is not None:
        return 'Move it into the "$encord" of a single frame.'
    if near(key, CONFIG) is not None:
        return 'Move it into "config".'
    if SECONDS.match(key):
        return 'Move it into an object "frames".'
    return 'Put metadata of the whole video beside "$encord".'


_VIDEO = (
    '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": {"$encord": {%s}}}]}'
)
_AT = "/videos/0/clientMetadata/$encord/"

RULE = Rule[Item, Member](
    code="M101",
    name="unknown-encord-key",
    severity=Severity.WARNING,
    summary="$encord has a key that is not known there",
    why=(
        "$encord has the members config and frames, config has sampling_rate and keyframe_mode, "
        "and the $encord of a frame has keyframe. A key besides is most likely passed over: "
        "frames that were chosen under it are not taken, a rate that was set is not used."
    ),
    help="Correct the key or leave it out.",
    bad=(
        Bad(_VIDEO % '"keyFrames": [0, 50]', at=_AT + "keyFrames"),
        Bad(
            _VIDEO % '"config": {"samplingRate": 0}, "frames": [0, 50]',
            at=_AT + "config/samplingRate",
        ),
        Bad(_VIDEO % '"sampling_rate": 0, "frames": [0, 50]', at=_AT + "sampling_rate"),
        Bad(
            _VIDEO % '"frames": {"11": {"$encord": {"keyFrame": false}}}',
            at=_AT + "frames/11/$encord/keyFrame",
        ),
    ),
    good=(
        Good(_VIDEO % '"frames": [0, 50]'),
        Good(_VIDEO % '"config": {"sampling_rate": 0}, "frames": [0, 50]'),
        Good(_VIDEO % '"frames": {"11": {"$encord": {"keyframe": false}}}'),
    ),
    source="Documentation (key frames); that other keys are passed over is our inference",
    fix="safe",
    check=_check,
    when=is_doubtful,
)
