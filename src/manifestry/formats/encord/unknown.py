"""The keys of an item that its section does not know, and what they most likely are."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final, Literal, NamedTuple

from manifestry.formats.encord.client_metadata import RESERVED
from manifestry.formats.encord.groups import key_for_title, numbering, said_number, speaks_for
from manifestry.formats.encord.item import NUMBERED_URL, Item
from manifestry.formats.encord.keys import Keys, homes, item_keys, media_keys, near_miss
from manifestry.formats.encord.media import MEMBERS, missing_members
from manifestry.formats.encord.media import speaks_for as media_rule_speaks_for
from manifestry.formats.encord.survey import is_url
from manifestry.formats.encord.top_level import means_flag
from manifestry.formats.memo import remember_last
from manifestry.rules.base import Path
from manifestry.rules.patch import Move, Patch, remove, rename
from manifestry.spelling import did_you_mean, fold

Reason = Literal["unknown", "misspelt", "misspelt-required", "misplaced", "sdk-only"]

_SDK_ONLY: Final = frozenset(
    fold(key) for key in ("external_file_type", "placeholder_item_uuid", "video_url_prefix")
)
_NUMBERED: Final = re.compile(r"objecturl([0-9]+)\Z")


class Unknown(NamedTuple):
    """One such key. `meant` is the known key it stands for, `homes` the sections that have it."""

    path: Path
    key: str
    reason: Reason
    meant: str | None = None
    homes: tuple[str, ...] = ()


def has_unknown_keys(item: Item) -> bool:
    """Whether there is any such key."""
    return bool(unknown_keys(item))


@remember_last
def unknown_keys(item: Item) -> list[Unknown]:
    """The unknown keys of an item and of its media metadata, in the order they stand in."""
    known = item_keys(item.section)
    value = item.value
    found = []
    if not value.keys() <= known.names.keys():
        found = [_judge(item, key, known) for key in value if not _is_spoken_for(item, key, known)]
    media = item.media
    if media is not None and item.section.media is not None:
        inner = media_keys(item.section)
        if not media.keys() <= inner.names.keys():
            path = (item.section.media,)
            found += [
                _judge_media(media, key, inner, path)
                for key in media
                if key not in inner and not media_rule_speaks_for(item.section.media, key)
            ]
    return found


def _is_spoken_for(item: Item, key: str, known: Keys) -> bool:
    return key in known or speaks_for(item.section, key)


def _judge(item: Item, key: str, known: Keys) -> Unknown:
    if fold(key) in _SDK_ONLY:
        return Unknown((key,), key, "sdk-only")
    meant = did_you_mean(key, known.names)
    numbered = _NUMBERED.match(fold(key)) if item.section.numbered else None
    if numbered is not None:
        return Unknown((key,), key, "misspelt-required", f"objectUrl_{numbered[1]}")
    if meant is None and "objectUrl" in known.names and near_miss("objectUrl", [key]):
        meant = "objectUrl"
    elsewhere = homes(key)
    if elsewhere and (meant is None or fold(meant) != fold(key)):
        return Unknown((key,), key, "misplaced", homes=elsewhere)
    if meant is None:
        return Unknown((key,), key, "unknown")
    missing = meant not in item.value and meant in _required(item)
    return Unknown((key,), key, "misspelt-required" if missing else "misspelt", meant)


def _required(item: Item) -> frozenset[str]:
    section = item.section
    if section.kind == "scene":
        return frozenset({"title", "scene"})
    required = {"title"} if section.numbered else {"objectUrl"}
    if item.settings.profile == "strict-client-only" and section.media is not None:
        required.add(section.media)
    return frozenset(required)


def _judge_media(media: dict[str, object], key: str, known: Keys, path: Path) -> Unknown:
    meant = did_you_mean(key, known.names)
    if meant is None:
        return Unknown((*path, key), key, "unknown")
    names = [name for name in known.names if fold(name) == fold(meant)]
    if any(name in media for name in names):
        return Unknown((*path, key), key, "misspelt", meant)
    # Of two spellings the one that the rest of the block keeps to.
    doubles = [it for member in MEMBERS[str(path[0])] if len(member) > 1 for it in member]
    style = next(("_" in name for name in media if name in doubles), "_" in meant)
    meant = next((name for name in names if ("_" in name) is style), meant)
    return Unknown((*path, key), key, "misspelt-required", meant)


def renaming(item: Item, unknown: Unknown) -> Patch | None:
    """What gives a misspelt key its right name, unless that is taken or two keys would have it."""
    return _renamings(item).get(unknown.path)


@remember_last
def _renamings(item: Item) -> dict[Path, Patch]:
    numbers = numbering(item)
    taken = set[str]()
    if numbers is not None:
        taken |= {f"objectUrl_{it.digits}" for it in numbers.positions}
        taken |= {f"objectUrl_{said_number(key)}" for key in numbers.bad}
    if not item.section.numbered and any(NUMBERED_URL.match(key) for key in item.value):
        taken.add("objectUrl")  # which of them is the URL nobody knows
    wanted: dict[Path, Path] = {}
    for unknown in unknown_keys(item):
        is_double = unknown.reason == "misspelt" and len(unknown.path) > 1
        if unknown.meant is not None and not is_double:  # that is there in one of its spellings
            wanted[unknown.path] = (*unknown.path[:-1], _unpadded(unknown.meant))
    often = Counter(wanted.values())
    found = {}
    for path, right in wanted.items():
        holder = item.value if len(path) == 1 else item.media or {}
        name = str(right[-1])
        is_free = often[right] == 1 and name not in holder and name not in taken
        if is_free and _is_fine(item, path, name):
            found[path] = rename(path, name)
    return found


def _unpadded(key: str) -> str:
    """A numbered key without leading zeros."""
    head, mark, digits = key.partition("objectUrl_")
    return key if head or not digits else f"{mark}{digits.lstrip('0') or '0'}"


_TYPES: Final = {"title": str, "clientMetadata": dict, "createVideo": bool}


def _is_fine(item: Item, path: Path, name: str) -> bool:
    """Whether nothing is wrong with the value of a key once it is read."""
    value = _value_at(item, path)
    if name in MEMBERS:
        return isinstance(value, dict) and not missing_members(name, value)
    if name.startswith("objectUrl"):
        return is_url(item, str(path[-1]))
    return isinstance(value, _TYPES.get(name, object))


def moving(item: Item, unknown: Unknown) -> Patch | None:
    """What puts an unknown key into the client metadata, if it can be there as it is."""
    if not _may_move(item, unknown):
        return None
    if "clientMetadata" not in item.value and unknown != _first_to_move(item):
        return None  # two would make it, each its own
    return Patch((Move(unknown.path, ("clientMetadata", unknown.key)),))


def _may_move(item: Item, unknown: Unknown) -> bool:
    metadata = item.value.get("clientMetadata", {})
    key, value = unknown.key, _value_at(item, unknown.path)
    return (
        isinstance(metadata, dict)
        and key not in metadata
        and bool(key.strip())
        and not key.startswith("$")
        and not means_flag(key)  # it says something to the platform, only not here
        and key_for_title(item) != key
        and key not in (RESERVED, "keyframes")
        and isinstance(value, str | int | float)
        and "\0" not in f"{key}{value if isinstance(value, str) else ''}"
        and item.settings.metadata_schema is None  # it may have another name or type there
    )


@remember_last
def _first_to_move(item: Item) -> Unknown | None:
    """The first of the unknown keys that may be moved; none if metadata is there, misspelt."""
    found = unknown_keys(item)
    if any(each.meant == "clientMetadata" for each in found):
        return None
    return next((it for it in found if it.reason == "unknown" and _may_move(item, it)), None)


def _value_at(item: Item, path: Path) -> object:
    holder = item.value if len(path) == 1 else item.media or {}
    return holder.get(str(path[-1]))


def removing(item: Item, unknown: Unknown) -> Patch | None:
    """What takes a key away that belongs elsewhere, if nothing is lost with it."""
    value = _value_at(item, unknown.path)
    is_bare = isinstance(value, bool) or value in (None, "", {}, [])
    # An empty block may be the item's own one, misnamed.
    is_block = item.settings.profile == "strict-client-only" and unknown.key in MEMBERS
    return remove(unknown.path) if is_bare and not (is_block and item.media is None) else None
