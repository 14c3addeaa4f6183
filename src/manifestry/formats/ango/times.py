"""The points in time and the durations of an asset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from manifestry.formats.ango.answers import answers
from manifestry.formats.ango.asset import Asset, Json, labels
from manifestry.rules.base import Path

_USUAL: Final = re.compile(
    r"[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z",
    re.ASCII,
)
_OTHER: Final = re.compile(
    r"(?:(?P<year>[12]\d{3})([-/.])(?P<month>\d\d?)\2(?P<day>\d\d?)"
    r"|(?P<one>\d\d?)(?P<point>[-/.])(?P<other>\d\d?)(?P=point)(?P<last>[12]\d{3}))"
    r"(?:(?:T|,? )(?P<hour>\d\d?):(?P<rest>\d\d(?::\d\d(?:\.\d{1,6})?)?)"
    r" ?(?P<zone>Z|[+-]\d\d:\d\d)?)?",
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


def corrected(value: object) -> tuple[str, bool] | None:
    """The point in time in ISO 8601 that another form stands for, and whether that is certain.

    None where nobody can tell, or where day and month may have changed places.

    >>> corrected(1714557600000), corrected("31.5.2024"), corrected("05/01/2024")
    (('2024-05-01T10:00:00.000Z', True), ('2024-05-31', False), None)
    """
    if isinstance(value, int):
        is_whole_seconds = 10**9 <= value < 4 * 10**9
        if not is_whole_seconds and not 10**12 <= value < 4 * 10**12:
            return None
        found = _EPOCH + timedelta(milliseconds=value * 1000 if is_whole_seconds else value)
        text = found.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return text, not is_whole_seconds
    match = _OTHER.fullmatch(value.strip()) if isinstance(value, str) and len(value) < 60 else None
    if match is None:
        return None
    certain = match["year"] is not None
    year, month, day = match["year"] or match["last"], match["month"], match["day"]
    if not certain:
        one, other = match["one"], match["other"]
        if match["point"] != "." and (int(one) > 12) == (int(other) > 12):
            return None
        day, month = (one, other) if match["point"] == "." or int(one) > 12 else (other, one)
    text = f"{year}-{int(month):02}-{int(day):02}"
    if match["hour"]:
        text += f"T{int(match['hour']):02}:{match['rest']}{match['zone'] or ''}"
    return (text, certain) if moment(text) is not None else None


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
