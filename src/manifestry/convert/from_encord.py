"""Items of an Encord import manifest on their way out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from manifestry.convert import flat
from manifestry.convert.media import BLOCKS, of_block
from manifestry.convert.model import Asset, Json, Kind
from manifestry.convert.options import Options
from manifestry.convert.rulings import undone
from manifestry.formats.encord.item import NUMBERED_URL
from manifestry.formats.encord.sections import SECTIONS


class Taken(NamedTuple):
    """What was read of one item.

    raw: the text of an asset's original, if it came along. keys: of each key of the client
    metadata that tells something of an asset of Ango Hub, the keys of that asset. counts: keys
    that tell numbers of labels.
    """

    asset: Asset
    raw: object = None
    keys: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    counts: tuple[str, ...] = ()


def read(section: str, value: Json, options: Options, *, apart: bool = True) -> Taken:
    """An item of a section.

    apart: what an earlier conversion put into client metadata is told apart from the user's own.
    """
    kind = _kind(section, value)
    rest = dict(value)
    urls = _urls(section, rest)
    if section == "image_groups" and isinstance(value.get("createVideo"), bool):
        del rest["createVideo"]
    media: Json = {}
    block = BLOCKS.get(kind)
    if block is not None and isinstance(rest.get(block), dict):
        media, unknown = of_block(kind, rest.pop(block))
        if unknown:
            rest[block] = unknown
    title: str | None = None
    if isinstance(value.get("title"), str) and value["title"]:
        title = rest.pop("title")
    own: Json | None = None
    if isinstance(value.get("clientMetadata"), dict):
        own = rest.pop("clientMetadata")
    ango: Json = {}
    raw: object = None
    keys: Mapping[str, tuple[str, ...]] = {}
    counts: tuple[str, ...] = ()
    if apart and own is not None and isinstance(own.get(flat.TYPE), str):
        own = undone(options.keys, own)
        raw = own.get(flat.RAW)
        ango, beside, keys, counts = flat.unflat(own)
        own = beside or None
        given = options.keys.rename
        keys = {given.get(name, name): each for name, each in keys.items()}
        counts = tuple(given.get(name, name) for name in counts)
    asset = Asset(
        kind=kind, urls=tuple(urls), title=title, media=media, own=own, ango=ango, encord=rest
    )
    return Taken(asset, raw, keys, counts)


def _urls(section: str, rest: Json) -> list[str]:
    """The URLs of an item in their order, taken out of it."""
    if SECTIONS[section].numbered:
        found = _numbered(rest)
        for key in found:
            del rest[key]
        return list(found.values())
    if SECTIONS[section].kind != "scene" and isinstance(rest.get("objectUrl"), str):
        return [rest.pop("objectUrl")]
    return []


def _numbered(value: Json) -> dict[str, str]:
    """The URLs of a group in the order of their numbers, however these are spelt."""
    found = []
    for key, url in value.items():
        match = NUMBERED_URL.match(key)
        if match is not None and isinstance(url, str):
            digits = match[1].lstrip("0")
            found.append((len(digits), digits, key, url))
    return {key: url for *_, key, url in sorted(found, key=lambda each: each[:2])}


def _kind(section: str, value: Json) -> Kind:
    kind: Any = SECTIONS[section].kind
    if kind == "image-group" and value.get("createVideo") is True:
        kind = "image-sequence"
    found: Kind = kind
    return found
