"""Media metadata on its way: what is known of a file, and Encord's blocks, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from manifestry.convert.model import Json, Kind
from manifestry.formats.ango.kinds import extension
from manifestry.formats.encord.media import MEMBERS, number
from manifestry.formats.encord.mime import usual_type

BLOCKS: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        "video": "videoMetadata",
        "audio": "audioMetadata",
        "image": "imageMetadata",
        "text": "textMetadata",
        "pdf": "pdfMetadata",
    }
)
"""The key of an item's media metadata, by its kind."""

_PREFIXES: Final[Mapping[Kind, tuple[str, ...]]] = MappingProxyType(
    {
        "video": ("video/",),
        "audio": ("audio/",),
        "image": ("image/",),
        "text": ("text/", "application/"),
    }
)

_ANGO: Final[Mapping[str, str]] = MappingProxyType(
    {"width": "width", "height": "height", "frameRate": "fps"}
)
"""Keys of an asset's metadata that both platforms have a place for -> our names."""


_COMMON: Final = (("fileSize", "file_size"), ("mimeType", "mime_type"))
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


def _neutral(spellings: tuple[str, ...]) -> str:
    return next(name for name in spellings if name.islower())


def of_block(kind: Kind, block: Mapping[str, Any]) -> tuple[Json, Json]:
    """What a block of media metadata says, by our names, and its members beyond that."""
    media: Json = {}
    rest = dict(block)
    for spellings in MEMBERS[BLOCKS[kind]]:
        name = next((name for name in spellings if name in rest), None)
        if name is not None:
            media[_neutral(spellings)] = rest.pop(name)
    return media, rest


def names(kind: Kind) -> frozenset[str]:
    """Our names of what a block of media metadata says of an asset of this kind."""
    key = BLOCKS.get(kind)
    return frozenset(map(_neutral, MEMBERS[key])) if key is not None else frozenset()


def spelt(kind: Kind, block: Mapping[str, Any], name: str) -> str:
    """How a member that we call `name` is spelt in a block."""
    members = (each for each in MEMBERS[BLOCKS[kind]] if _neutral(each) == name)
    return next((key for each in members for key in each if key in block), name)


def to_block(kind: Kind, media: Mapping[str, Any]) -> Json | None:
    """The block of media metadata, in the usual order and spelling; None if not all is known."""
    key = BLOCKS.get(kind)
    if key is None:
        return None
    block = {spellings[0]: media.get(_neutral(spellings)) for spellings in MEMBERS[key]}
    return None if None in block.values() else block


def of_asset(
    kind: Kind, metadata: Mapping[str, Any], url: str, kept: Mapping[str, Any] = _NOTHING
) -> Json:
    """What the metadata of an asset of Ango Hub says, by our names.

    The size of a file stands there only if somebody gave it; the MIME type is the usual one of
    the file name's ending, the duration that of the frames, unless they are among what was
    `kept` of an item of Encord.
    """
    if kind not in BLOCKS:
        return {}
    said: Json = {ours: metadata[key] for key, ours in _ANGO.items() if key in metadata}
    for spellings in (*MEMBERS[BLOCKS[kind]], *_COMMON):
        for name in spellings:
            if name in metadata:
                said.setdefault(_neutral(spellings), metadata[name])
    media = {**kept, **{key: said[key] for key in said if _is_usable(key, said[key])}}
    frames, rate = number(metadata.get("frameTotal")), number(media.get("fps"))
    if kind == "video" and frames and rate and "duration" not in media:
        media["duration"] = frames / rate
    mime = usual_type(extension(url), _PREFIXES.get(kind, ()))
    if mime is not None:
        media.setdefault("mime_type", mime)
    return media


def _is_usable(name: str, value: object) -> bool:
    """Whether a block may say it: what Ango Hub's metadata says may be anything."""
    if name in ("mime_type", "codec"):
        return isinstance(value, str) and bool(value)
    found = number(value)
    is_whole = isinstance(value, int) or name in ("fps", "duration")
    return found is not None and found > 0 and is_whole


def shared(media: Mapping[str, Any]) -> Json:
    """What Ango Hub has a place for in an asset's metadata."""
    return {key: media[ours] for key, ours in _ANGO.items() if ours in media}


def beyond(metadata: Mapping[str, Any], media: Mapping[str, Any]) -> Json:
    """What an asset's metadata says that a block made of `media` does not say in the same way."""
    said = shared(media)
    return {
        key: value
        for key, value in metadata.items()
        if key not in said or said[key] != value or type(said[key]) is not type(value)
    }
