"""Assets on their way into an Encord import manifest."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from manifestry.convert import flat, media, texts
from manifestry.convert.model import Asset, Json, Kind, Outcome, Remark, leaves
from manifestry.convert.options import Options
from manifestry.convert.rulings import apply
from manifestry.convert.urls import file_name, replacing_starts, signed
from manifestry.text import listing, quote

SECTION: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        "video": "videos",
        "audio": "audio",
        "image": "images",
        "image-group": "image_groups",
        "image-sequence": "image_groups",
        "dicom": "dicom_series",
        "text": "text_files",
        "pdf": "pdfs",
        "nifti": "nifti",
        "time-series": "time_series",
        "scene": "scenes",
    }
)
"""Kind of asset -> the section of the manifest it belongs to, in the order of a manifest."""

NUMBERED: Final = frozenset({"image-group", "image-sequence", "dicom"})


def write(asset: Asset, options: Options, more: Mapping[str, Any] | None = None) -> Outcome:
    """The item of an asset.

    more: of an asset of Ango Hub, client metadata to be added; None of an item of Encord.
    """
    remarks: list[Remark] = []
    urls = list(map(replacing_starts(options.urls), asset.urls))
    item = _frame(asset, urls, remarks)
    block = media.to_block(asset.kind, asset.media)
    if block is not None:
        item[media.BLOCKS[asset.kind]] = block
    elif asset.kind in media.BLOCKS and asset.ango.get("metadata"):
        known = listing(asset.ango["metadata"])
        message = f"{media.BLOCKS[asset.kind]} cannot be complete; known is only {known}"
        remarks.append(Remark(reason="incomplete-media", message=message, path=("metadata",)))
    carried = leaves(dict(asset.ango)) if asset.ango else 0
    carried -= asset.title is not None and "externalId" in asset.ango
    carried -= flat.PAGES in asset.ango
    metadata = _metadata(asset, more or {}, remarks)
    if metadata is not None:
        ruled = apply(options.keys, metadata)
        remarks += ruled.remarks
        for key, value in ruled.dropped.items():
            message = f"the mapping drops {quote(key)}"
            if key in (asset.own or {}):
                remarks.append(_own_dropped(key, value, message, is_item=more is None))
            else:
                remarks += _told(asset, key, "dropped", message)
        if ruled.metadata or asset.own is not None:
            item["clientMetadata"] = ruled.metadata
    carried -= sum(each.values for each in remarks if each.path[:1] and each.path[0] in asset.ango)
    _add_kept(item, asset.encord, remarks, is_item=more is None)
    warned = signed(urls)
    if warned is not None:
        remarks.append(warned)
    return Outcome(item, SECTION[asset.kind], max(carried, 0), remarks)


def _frame(asset: Asset, urls: list[str], remarks: list[Remark]) -> Json:
    """The title and the URLs of the item."""
    title: Json = {} if asset.title is None else {"title": asset.title}
    if asset.kind == "scene":
        return title
    if asset.kind not in NUMBERED:
        return {"objectUrl": urls[0], **title}
    if not title:
        title["title"] = file_name(urls[0])
        message = "it had no title, which it needs; its file name was taken"
        remarks.append(Remark(reason="made-up-title", message=message))
    if asset.kind != "dicom":
        title["createVideo"] = asset.kind == "image-sequence"
    return {**title, **{f"objectUrl_{number}": url for number, url in enumerate(urls)}}


def _metadata(asset: Asset, more: Mapping[str, Any], remarks: list[Remark]) -> Json | None:
    """The client metadata: the user's own, then what Ango Hub keeps."""
    if asset.own is None and not asset.ango and not more:
        return None
    out: Json = dict(asset.own or {})
    kept = {flat.TYPE: asset.kind, **flat.flat(asset.ango)} if asset.ango else {}
    for key, value in {**kept, **more}.items():
        if key in out:
            message = f"client metadata has a key {quote(key)} of its own"
            told = _told(asset, key, "name-taken", message)
            remarks += told or [Remark(reason="name-taken", message=message)]
        else:
            out[key] = value
    return out


def _told(asset: Asset, key: str, reason: str, message: str) -> list[Remark]:
    """What of an asset of Ango Hub is lost with a key under `ango.`: a remark each."""
    remarks = []
    part = flat.parts(asset.ango).get(key)
    for path in part.sources if part is not None else ():
        value: Any = asset.ango
        for step in path:
            value = value[step]
        is_title = path == ("externalId",) and asset.title is not None
        values = 0 if is_title else leaves(value)
        remarks.append(Remark(reason=reason, message=message, path=path, values=values))
    return remarks


def _own_dropped(key: str, value: Any, message: str, *, is_item: bool) -> Remark:
    if is_item:
        path, values = ("clientMetadata", key), leaves(value)
    else:  # in Ango Hub all of it is one text
        path, values = ("contextData", key), 1
    return Remark(reason="dropped", message=message, path=path, values=values)


def _add_kept(item: Json, kept: Mapping[str, Any], remarks: list[Remark], *, is_item: bool) -> None:
    """What Encord keeps of an item beside; what the item says by now is not overwritten."""
    for key, value in kept.items():
        held = item.get(key)
        if key not in item:
            item[key] = value
        elif isinstance(value, dict) and isinstance(held, dict) and held.keys().isdisjoint(value):
            item[key] = {**held, **value}
        else:
            path = (key,) if is_item else ("contextData", texts.ITEM)
            message = f"the item has {quote(key)} already; what was kept of it is left out"
            remarks.append(Remark(reason="name-taken", message=message, path=path))
