"""Client metadata as a whole: how large it is, and whether it can be stored at all.

It may be nested a thousand levels deep, so nothing here calls itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from manifestry.formats.encord.item import Item
from manifestry.formats.memo import remember_last
from manifestry.rules.base import Path
from manifestry.settings import Settings

KEY = "clientMetadata"

RESERVED = "$encord"
"""The one key with a dollar sign: what the platform reads itself, and metadata of frames."""

MAX_BYTES = 10 * 2**20
"""The limit of 10 MB, if a megabyte is 1,048,576 bytes; if it is a million, it is less."""

MAX_KEYS = 10_000
"""The most keys that are remembered across items; real manifests have dozens."""

_MAX_CHAR = 6  # bytes of one character at most: a control character is written \u001f
_MAX_FLOAT = 25
_INT_BITS = 64  # in 20 digits
_PLAIN = frozenset({float, bool, type(None)})


class Survey(NamedTuple):
    """What one quick look finds: no object is larger than `bound`; whether a NUL is in it."""

    bound: int
    has_nul: bool


def is_doubtful(item: Item) -> bool:
    """Whether the client metadata of an item is worth a closer look."""
    value = item.value.get(KEY)
    if not isinstance(value, dict):
        return value is None and KEY in item.value
    keys = "".join(value)
    if "keyframes" in value or ("$" in keys and _has_reserved(value, item.section.kind)):
        return True
    chars = len(keys)
    for inner in value.values():
        kind = type(inner)
        if kind is str:
            if "\0" in inner:
                return True
            chars += len(inner)
        elif kind not in _PLAIN and (kind is not int or inner.bit_length() > _INT_BITS):
            return _survey(value).has_nul or size(item) > 0
    if "\0" in keys:
        return True
    bound = _MAX_CHAR * chars + (_MAX_FLOAT + 8) * len(value) + 2
    return bound > limits(item.settings)[0] and size(item) > 0


def _has_reserved(metadata: dict[str, object], kind: str) -> bool:
    """Whether a key begins with "$", other than the one a video may have."""
    return any(key[:1] == "$" and (key != "$encord" or kind != "video") for key in metadata)


def survey(item: Item) -> Survey:
    """A quick look at the client metadata of an item, if it is an object."""
    value = item.value.get(KEY)
    return _survey(value) if isinstance(value, dict) else Survey(0, has_nul=False)


@remember_last
def _survey(root: dict[str, object]) -> Survey:
    bound = 2
    has_nul = False
    stack: list[object] = [root]
    while stack:
        holder = stack.pop()
        values: object = holder
        if isinstance(holder, dict):
            keys = "".join(holder)
            has_nul = has_nul or "\0" in keys
            bound += 4 * len(holder) + _MAX_CHAR * len(keys)
            values = holder.values()
        elif isinstance(holder, list) and len(holder) > 8 and _PLAIN.issuperset(map(type, holder)):
            bound += (_MAX_FLOAT + 1) * len(holder)  # an embedding: no need to look closer
            continue
        for value in values:  # type: ignore[attr-defined]  # a list, or the values of an object
            if isinstance(value, str):
                bound += _MAX_CHAR * len(value) + 3
                has_nul = has_nul or "\0" in value
            elif isinstance(value, (dict, list)):
                bound += 3
                if value:
                    stack.append(value)
            elif isinstance(value, int):
                bound += value.bit_length() // 3 + 6
            else:
                bound += _MAX_FLOAT + 1
    return Survey(bound, has_nul)


def limits(settings: Settings) -> tuple[int, int]:
    """The sizes in bytes from which on it is too large perhaps, and for certain."""
    most = MAX_BYTES if settings.max_metadata_bytes is None else settings.max_metadata_bytes
    return most * 10**6 // 2**20, most


def size(item: Item) -> int:
    """How many bytes the client metadata takes as compact JSON; 0 if that is no concern."""
    value = item.value.get(KEY)
    if not isinstance(value, dict) or _survey(value).bound <= limits(item.settings)[0]:
        return 0
    return _size(value)


@remember_last
def _size(root: dict[str, object]) -> int:
    total = 0
    stack: list[object] = [root]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            total += 2 + max(len(value) - 1, 0) + len(value)
            total += sum(_text_size(key) for key in value)
            stack.extend(value.values())
        elif isinstance(value, list):
            total += 2 + max(len(value) - 1, 0)
            stack.extend(value)
        elif isinstance(value, str):
            total += _text_size(value)
        elif isinstance(value, int) and not isinstance(value, bool):
            total += _int_size(value)
        else:
            total += len(json.dumps(value))
    return total


def _int_size(value: int) -> int:
    bits = value.bit_length()  # str() of a huge integer is slow, or refused
    return len(str(value)) if bits < 1000 else int(bits * 0.30103) + 1


def _text_size(text: str) -> int:
    return len(json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def holders(item: Item) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The objects whose keys are metadata: the item's own, then that of a video's frames.

    Each with its path from the item. What `$encord` itself holds is not metadata.
    """
    metadata = item.value.get(KEY)
    if not isinstance(metadata, dict):
        return
    yield (KEY,), metadata
    control = metadata.get(RESERVED) if item.section.kind == "video" else None
    frames = control.get("frames") if isinstance(control, dict) else None
    if isinstance(frames, dict):
        for frame, inner in frames.items():
            if isinstance(inner, dict):
                yield (KEY, RESERVED, "frames", frame), inner


def nul_paths(item: Item) -> Iterator[tuple[Path, bool]]:
    """Where a NUL stands: the path from the item, and whether it is in the key there."""
    stack: list[tuple[Path, object]] = [((KEY,), item.value.get(KEY))]
    while stack:
        path, holder = stack.pop()
        inner: list[tuple[Path, object]] = []
        if isinstance(holder, dict):
            for key, value in holder.items():
                if "\0" in key:
                    yield (*path, key), True
                inner.append(((*path, key), value))
        elif isinstance(holder, list):
            inner = [((*path, index), value) for index, value in enumerate(holder)]
        for at, value in inner:
            if isinstance(value, str) and "\0" in value:
                yield at, False
        stack.extend((at, value) for at, value in inner if isinstance(value, (dict, list)))
