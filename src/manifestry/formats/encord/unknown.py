"""The keys of an item that its section does not know, and what they most likely are."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from manifestry.formats.encord.groups import speaks_for
from manifestry.formats.encord.item import Item
from manifestry.formats.encord.keys import Keys, homes, item_keys, media_keys, near_miss
from manifestry.formats.encord.media import speaks_for as media_rule_speaks_for
from manifestry.formats.memo import remember_last
from manifestry.rules.base import Path
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
    there = any(fold(meant) == fold(name) for name in media if name in known)
    return Unknown((*path, key), key, "misspelt" if there else "misspelt-required", meant)
