"""What mends a value of client metadata that does not fit the metadata schema."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from manifestry.formats.encord.client_metadata import KEY, RESERVED
from manifestry.formats.encord.item import Item
from manifestry.formats.encord.metadata.judging import judge
from manifestry.formats.encord.metadata.mending import mended
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import Embedding, Geospatial, Tombstone
from manifestry.formats.memo import remember_last
from manifestry.rules.base import Path
from manifestry.rules.patch import Move, Operation, Patch, rename
from manifestry.spelling import fold


class Stand(NamedTuple):
    """A key of metadata: the item, the path to the object it stands in, that object, the key."""

    item: Item
    path: Path
    holder: dict[str, Any]
    key: str

    @property
    def schema(self) -> MetadataSchema:
        """The metadata schema that the value is held against."""
        return self.item.settings.metadata_schema or MetadataSchema({})

    @property
    def value(self) -> Any:
        """What stands under the key."""
        return self.holder[self.key]


def patch_of(rule: str, stand: Stand) -> Patch | None:
    """What mends a misfit that the named rule speaks of, if nothing is to be said of it then."""
    make = _PATCHES.get(rule)
    return None if make is None else make(stand)


def _renamed(stand: Stand) -> Patch | None:
    schema, (item, path, holder, key) = stand.schema, stand
    meant = schema.twin(key)
    if meant is None or meant in holder or _folded(holder)[fold(key)] > 1:
        return None
    whole_video = item.section.kind == "video" and len(path) == 1
    fits = (schema.fits_whole_video if whole_video else schema.fits)[meant]
    return rename((*path, key), meant) if fits(stand.value) else None


@remember_last
def _folded(holder: dict[str, Any]) -> Counter[str]:
    return Counter(map(fold, holder))


def _under_first_frame(stand: Stand) -> Patch | None:
    """Gives an embedding to the first frame; of several only one, for they would clash."""
    item, _, metadata, key = stand
    control = metadata.get(RESERVED, {})
    if not isinstance(control, dict) or not control.keys() <= {"config", "frames"}:
        return None
    config, frames = control.get("config", {}), control.get("frames", {})
    if not isinstance(config, dict) or config.get("keyframe_mode", "frame") != "frame":
        return None
    frame = frames.get("0", {}) if isinstance(frames, dict) else None
    if not isinstance(frame, dict) or key in frame or _first_vector(item) != key:
        return None
    if not stand.schema.fits[key](stand.value):
        return None
    return Patch((Move((KEY, key), (KEY, RESERVED, "frames", "0", key)),), safe=False)


@remember_last
def _first_vector(item: Item) -> str | None:
    """The first embedding of a whole video."""
    schema = item.settings.metadata_schema or MetadataSchema({})
    for key, value in (item.block(KEY) or {}).items():
        if value is not None and isinstance(schema.get(key), Embedding):
            return key
    return None


def _mended(stand: Stand) -> Patch | None:
    type_ = stand.schema[stand.key]
    mend = mended(type_, stand.value)
    if mend is None:
        return None
    # Of a place there is always something to say, and of a deleted key nothing is left.
    if not isinstance(type_, Geospatial | Tombstone) and any(
        misfit.rule != _OTHER_UUID for misfit in judge(type_, mend.value)
    ):
        return None
    at = (*stand.path, stand.key)
    operations = tuple(_from(at, operation) for operation in mend.operations)
    return Patch(operations, mend.safe, mend.title)


_OTHER_UUID: Final = "uuid-not-version-4"
"""A fault that was there before, if nobody saw it: how the UUID is written has come right."""


def _from(path: Path, operation: Operation) -> Operation:
    """An operation on a value as one on the item, the value being at `path`."""
    moved = operation._replace(path=path + operation.path)
    return moved._replace(to=path + moved.to) if isinstance(moved, Move) else moved


_PATCHES: Final[dict[str, Callable[[Stand], Patch | None]]] = {
    "misspelt-metadata-key": _renamed,
    "whole-video-embedding": _under_first_frame,
    **dict.fromkeys(
        (
            "metadata-type-mismatch",
            "number-in-string",
            "malformed-datetime",
            "datetime-without-zone",
            "malformed-uuid",
            "unknown-enum-value",
            "deleted-metadata-key",
            "coordinates-out-of-range",
        ),
        _mended,
    ),
}
