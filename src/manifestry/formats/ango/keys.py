"""The keys an asset and its parts may have, read from the schemas, and what others stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, Literal, NamedTuple

from manifestry.formats.ango.asset import Asset, Json
from manifestry.formats.memo import remember_last
from manifestry.rules.base import Path, SchemaError
from manifestry.schemas_index import BASE, resolve
from manifestry.spelling import did_you_mean, fold

_DEFINITIONS: Final = BASE + "ango/definitions.schema.json#/$defs/"
_MODEL: Final = frozenset(
    {"priority", "isBenchmark", "dataTypes", "project", "storage", "editorType", "createdAt"}
    | {"task", "tasks"}  # of which one is known to each generation: both together are a fault
)
"""Keys that assets have in the API. No export was seen with one, but it would be no surprise."""

_SYNONYMS: Final[Mapping[str, frozenset[str]]] = {
    "asset": frozenset({"url", "uri", "asseturl"}),
    "data": frozenset({"url", "uri", "dataurl", "asseturl", "fileurl"}),
}
_EITHER: Final[Mapping[str, tuple[str, ...]]] = {
    "task": ("task", "tasks"),
    "data": ("data", "dataset"),
}
"""What would do in place of a key that is missing."""


class Unknown(NamedTuple):
    """A key that is not known where it stands; `meant` is the known one it stands for."""

    path: Path
    key: str
    meant: str | None


@cache
def known_keys(part: str) -> frozenset[str]:
    """The keys that a part of the format, by its name in the schema, may have."""
    return frozenset(resolve(_DEFINITIONS + part).get("properties", {}))


def near_miss(wanted: str, holder: Iterable[str], known: Iterable[str]) -> tuple[str, str] | None:
    """A key of `holder` that was meant as `wanted`, which is missing, and what it should be.

    A key that is known for what it is was not meant as another one.
    """
    choices = _EITHER.get(wanted, (wanted,))
    for key in holder:
        if key not in known and key not in choices:
            if fold(key) in _SYNONYMS.get(wanted, ()):
                return key, wanted
            meant = did_you_mean(key, choices)
            if meant is not None:
                return key, meant
    return None


def misses(error: SchemaError) -> tuple[list[str], list[tuple[str, str]]]:
    """What a `required` error misses: what is not there at all, and what is there misspelt.

    The latter as pairs of the key as written and the key that was meant.
    """
    names = [str(name) for name in error.detail] if isinstance(error.detail, tuple) else []
    holder = error.value if isinstance(error.value, dict) else {}
    properties = error.schema.get("properties")
    known = frozenset(properties) if isinstance(properties, dict) else frozenset[str]()
    if not error.path and not known:
        known = known_keys("import-asset")
    missing, misspelt = [], []
    for name in names:
        found = near_miss(name, holder, known)
        if found is None:
            missing.append(name)
        else:
            misspelt.append(found)
    return missing, misspelt


def part_of(asset: Asset) -> Literal["asset", "legacy-asset", "import-asset"]:
    """The name that the schema has for what an asset is."""
    if asset.form == "import":
        return "import-asset"
    return "legacy-asset" if asset.is_legacy else "asset"


def has_unknown_keys(asset: Asset) -> bool:
    """Whether there is any key that is not known."""
    return bool(unknown_keys(asset))


@remember_last
def unknown_keys(asset: Asset) -> list[Unknown]:
    """The unknown keys of an asset, and the misspelt ones of its metadata and tasks.

    In metadata any key may stand, so there only another case or another separator tells. What
    stands for a required key that is missing is left out: that is reported as such.
    """
    part = part_of(asset)
    known = known_keys(part)
    found = []
    value = asset.value
    if not value.keys() <= known:
        taken = _stand_ins(asset, known)
        for key in value:
            if key not in known and key not in _MODEL and key not in taken:
                meant = did_you_mean(key, known)
                found.append(Unknown((key,), key, None if meant in value else meant))
    metadata = asset.block("metadata")
    if metadata:
        found += _misspelt(("metadata",), metadata, known_keys("asset-metadata"))
    if asset.form == "export":
        inner = known_keys("legacy-task" if part == "legacy-asset" else "task")
        required = {"taskId"} if part == "legacy-asset" else {"taskId", "stage", "stageId"}
        for path, task in asset.tasks():
            found += _misspelt(path, task, inner, required)
    return found


def has_somehow(asset: Asset, key: str) -> bool:
    """Whether an asset has a key, or an unknown one that was meant as it."""
    if key in asset.value:
        return True
    return any(each.path == (each.key,) and each.meant == key for each in unknown_keys(asset))


def metadata_key(metadata: Json, key: str) -> str | None:
    """The key of metadata that holds what `key` means, if perhaps in another spelling."""
    if key in metadata:
        return key
    wanted = fold(key)
    return next((each for each in metadata if len(each) < 20 and fold(each) == wanted), None)


def _stand_ins(asset: Asset, known: frozenset[str]) -> frozenset[str]:
    value = asset.value
    required = ["asset", "externalId", "task"] if asset.form == "export" else ["data"]
    missing = [name for name in required if not any(k in value for k in _EITHER.get(name, (name,)))]
    found = (near_miss(name, value, known) for name in missing)
    return frozenset(pair[0] for pair in found if pair is not None)


def _misspelt(
    path: Path, holder: Json, known: frozenset[str], required: Iterable[str] = ()
) -> list[Unknown]:
    if holder.keys() <= known:
        return []
    folded = _folded(known)
    found = []
    for key in holder:
        if key not in known and len(key) < 40:
            meant = folded.get(fold(key))
            if meant is not None and meant not in holder and meant not in required:
                found.append(Unknown((*path, key), key, meant))
    return found


@cache
def _folded(known: frozenset[str]) -> dict[str, str]:
    return {fold(key): key for key in sorted(known)}
