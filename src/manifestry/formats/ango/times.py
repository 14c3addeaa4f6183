"""The points in time and the durations of an asset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

from manifestry.formats.ango.answers import answers
from manifestry.formats.ango.asset import Asset, Json, labels
from manifestry.rules.base import Path

_USUAL: Final = re.compile(
    r"[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z",
    re.ASCII,
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_OF_ASSET: Final = ("labeledAt", "reviewedAt")
_OF_TASK: Final = ("updatedAt", "completedAt")
_OF_ANNOTATION: Final = ("createdAt", "updatedAt")
_DURATIONS: Final = (
    "totalDuration",
    "duration",
    "duration(ms)",
    "labelDuration",
    "labelDuration(ms)",
)


class Stamp(NamedTuple):
    """A point in time as written. Annotations may have milliseconds since 1970 as well."""

    path: Path
    value: object
    is_of_annotation: bool


def moment(text: str) -> datetime | None:
    """The point in time that a text in ISO 8601 means, in UTC if it has no zone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def milliseconds(value: object) -> float | None:
    """When something was, in milliseconds since 1970; None if that cannot be told."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    found = moment(value) if isinstance(value, str) else None
    return None if found is None else (found - _EPOCH).total_seconds() * 1000


def unusual_stamps(asset: Asset) -> Iterator[Stamp]:
    """Points in time of an asset, its tasks and their annotations that are not in the usual form."""
    yield from _at((), asset.value, _OF_ASSET)
    for path, holder in _holders(asset):
        yield from _at(path, holder, _OF_TASK)
    for each in labels(asset):
        for path, entry in each.rows("tools", "objects", "relations"):
            yield from _of_annotation(path, entry)
    for path, entry in answers(asset):
        yield from _of_annotation(path, entry)


def durations(asset: Asset) -> Iterator[tuple[Path, object]]:
    """All durations of an asset and its tasks, in milliseconds."""
    for path, holder in (((), asset.value), *_holders(asset)):
        for key in _DURATIONS:
            if key in holder:
                yield (*path, key), holder[key]


def _holders(asset: Asset) -> Iterator[tuple[Path, Json]]:
    """Tasks, their reviews, and the stages they went through."""
    for each in labels(asset):
        yield each.path, each.holder
        review = each.holder.get("review")
        if isinstance(review, dict):
            yield (*each.path, "review"), review


def _of_annotation(path: Path, entry: Json) -> Iterator[Stamp]:
    metadata = entry.get("metadata")
    if isinstance(metadata, dict):
        yield from _at((*path, "metadata"), metadata, _OF_ANNOTATION, is_of_annotation=True)


def _at(
    path: Path, holder: Json, keys: tuple[str, ...], *, is_of_annotation: bool = False
) -> Iterator[Stamp]:
    for key in keys:
        value = holder.get(key)
        if value is not None and not (isinstance(value, str) and _USUAL.fullmatch(value)):
            yield Stamp((*path, key), value, is_of_annotation)
