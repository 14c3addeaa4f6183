"""What stands between two platforms: one asset, as neither of them writes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

Kind = Literal[
    "image",
    "image-group",
    "image-sequence",
    "video",
    "audio",
    "text",
    "pdf",
    "dicom",
    "nifti",
    "time-series",
    "scene",
]
"""What an asset is. An image group is several images of one thing, a sequence the frames of one."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

Json = dict[str, Any]


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One asset on its way.

    urls: where its files are, pages and frames in their order. title: None if it has none.
    media: what is known of the media (`width`, `height` in pixels, `fps`, `duration` in
        seconds, `file_size` in bytes, `mime_type`, ...), complete or not.
    own: the user's client metadata; None if there was not even an empty one.
    ango: what else Ango Hub keeps of it, by the keys of an asset, without labels.
    encord: what else Encord keeps of it, by the keys of an item.
    """

    kind: Kind
    urls: tuple[str, ...]
    title: str | None = None
    media: Mapping[str, Any] = field(default_factory=_nothing)
    own: Mapping[str, Any] | None = None
    ango: Mapping[str, Any] = field(default_factory=_nothing)
    encord: Mapping[str, Any] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What became of something of an asset: a reason by its name, and what it is about.

    path: from the asset to it. values: how many leaves of the source it stands for, 0 if
    nothing is lost.
    """

    reason: str
    message: str
    path: tuple[str | int, ...] = ()
    values: int = 0


@dataclass(slots=True)
class Outcome:
    """What became of one asset: its new form, None if it is left out, and what is to be said.

    section: where in the new document it belongs, "" for a list. carried: how many leaves of
    the source went where the target has no place of its own for them.
    """

    value: Json | None
    section: str = ""
    carried: int = 0
    remarks: list[Remark] = field(default_factory=list)


def leaves(value: object) -> int:
    """How many leaves a value has: scalars, and lists and objects that are empty.

    >>> leaves({"a": [1, None, {}], "b": "x"})
    4
    """
    count = 0
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if not each or not isinstance(each, (dict, list)):
            count += 1
            continue
        for held in each.values() if isinstance(each, dict) else each:
            if isinstance(held, (dict, list)):
                waiting.append(held)
            else:
                count += 1
    return count


def without(mapping: Mapping[str, Any], keys: Iterable[str]) -> Json:
    """The mapping without some keys."""
    out = frozenset(keys)
    return {key: value for key, value in mapping.items() if key not in out}


def merged(original: Any, base: Any, now: Any) -> Any:
    """The original with the edits that lead from `base`, which was made of it, to `now`.

    What `base` does not show of the original stays as it is.

    >>> merged({"a": 1, "b": 2, "c": [3]}, {"a": 1, "b": 2}, {"a": 5, "d": 6})
    {'a': 5, 'c': [3], 'd': 6}
    """
    if same(base, now):
        return original
    if isinstance(original, list) and isinstance(base, list) and isinstance(now, list):
        if len(original) == len(base) == len(now):
            return [merged(*each) for each in zip(original, base, now, strict=True)]
        return now
    if not (isinstance(original, dict) and isinstance(base, dict) and isinstance(now, dict)):
        return now
    out: Json = {}
    for key, value in original.items():
        if key not in base:
            out[key] = value
        elif key in now:
            out[key] = merged(value, base[key], now[key])
    return {**out, **{key: value for key, value in now.items() if key not in base}}


def same(one: Any, other: Any) -> bool:
    """Whether two values are one and the same JSON: true is not 1 here, nor is 1.0."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)
