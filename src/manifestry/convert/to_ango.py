"""Assets on their way into an asset import of Ango Hub, or back into an export."""

from __future__ import annotations

import json
from typing import Any, Final

from manifestry.convert import flat, from_ango, from_encord, texts, to_encord
from manifestry.convert.labels import Lookup, put_back
from manifestry.convert.media import BLOCKS, of_asset, shared, spelt
from manifestry.convert.model import (
    Asset,
    Json,
    Kind,
    Outcome,
    Remark,
    leaves,
    merged,
    same,
    without,
)  # fmt: skip
from manifestry.convert.options import ALL, Options
from manifestry.convert.urls import file_name, replacing_starts, signed
from manifestry.document.writing import dumps
from manifestry.formats.encord.sections import SECTIONS
from manifestry.text import quote

_NO_PLACE: Final = frozenset({"scene", "time-series"})
_PAGES: Final = frozenset({"image-group", "image-sequence"})
_IMPORT: Final = (
    "externalId", "metadata", "contextData", "batches", "attachments", "storage", "editorType",
    "classifications", "width", "height",
)  # fmt: skip
"""What an asset import has a place for, beside the addresses, in the order it is written."""


def write_import(asset: Asset, options: Options) -> Outcome:
    """The asset of an asset import, of an asset of an export."""
    remarks: list[Remark] = []
    whole = _whole(asset, options, "data", remarks)
    out = _of_import(whole)
    lost = {**without(whole, out), **_other_address(asset)}
    for key, value in lost.items():
        message = f"an asset import has no place for {quote(key)}"
        remarks.append(
            Remark(reason="no-place-in-import", message=message, path=(key,), values=leaves(value))
        )
    return Outcome(out, "", 0, remarks)


def write_import_of(
    taken: from_encord.Taken, options: Options, item: Json, section: str
) -> Outcome:
    """The asset of an asset import, of an item that stood in a section of a manifest."""
    asset = taken.asset
    left_out = _left_out(asset)
    if left_out is not None:
        return left_out
    remarks: list[Remark] = []
    whole = _whole(asset, options, "data", remarks)
    if options.carry == "full" and not asset.ango:
        whole["contextData"] = {
            **whole.get("contextData", {}),
            texts.RAW: dumps(item).decode(),
            texts.SECTION: section,
        }
    out = _of_import(whole)
    lost = {**without(whole, out), **_other_address(asset)}.keys()
    names = [key for key, told in taken.keys.items() if not lost.isdisjoint(told)]
    names += [flat.RAW] if taken.raw is not None else []
    for key in (*names, *taken.counts):
        message = f"an asset import has no place for {quote(key)}"
        remarks.append(_lost_key(item, key, "no-place-in-import", message))
    if asset.ango:
        remarks += _homeless(asset, item, whole, "no-place-in-import", "an asset import")
    return Outcome(out, "", _carried(asset), remarks)


def _other_address(asset: Asset) -> Json:
    """What stands where the address of the import belongs, and is another."""
    return {key: asset.ango[key] for key in ("data",) if key in asset.ango}


def _of_import(whole: Json) -> Json:
    return {key: whole[key] for key in ("data", "dataset", *_IMPORT) if key in whole}


def _lost_key(item: Json, key: str, reason: str, message: str) -> Remark:
    values = leaves(item["clientMetadata"][key])
    return Remark(reason=reason, message=message, path=("clientMetadata", key), values=values)


def _carried(asset: Asset) -> int:
    """How many leaves of an item go where Ango Hub has no place of its own for them."""
    carried = leaves(dict(asset.own)) if asset.own is not None else 0
    if not asset.ango:
        carried += len(without(asset.media, ("width", "height", "fps")))
        carried += sum(map(leaves, asset.encord.values()))
    return carried


def _homeless(asset: Asset, item: Json, whole: Json, reason: str, noun: str) -> list[Remark]:
    """What Encord keeps of an item that came from Ango Hub, and cannot be kept there.

    Media metadata that follows from what Ango Hub knows is not lost.
    """
    remarks = []
    block = BLOCKS.get(asset.kind, "")
    said = of_asset(asset.kind, _object(whole.get("metadata")), asset.urls[0])
    for name, value in asset.media.items():
        if name not in said or not same(said[name], value):
            key = spelt(asset.kind, item[block], name)
            message = f"{noun} has no place for {quote(key)}"
            remarks.append(Remark(reason=reason, message=message, path=(block, key), values=1))
    for key, value in asset.encord.items():
        inner = isinstance(value, dict) and key == block
        for path in [(key, each) for each in value] if inner else [(key,)]:
            message = f"{noun} has no place for {quote(path[-1])}"
            values = leaves(value[path[-1]] if inner else value)
            remarks.append(Remark(reason=reason, message=message, path=path, values=values))
    return remarks


def write_export(taken: from_encord.Taken, options: Options, item: Json, lookup: Lookup) -> Outcome:
    """The asset of an export, restored from its original and edited as the item was since."""
    asset = taken.asset
    original = _original(taken.raw)
    if original is None:
        message = "its original did not come along, or is no asset of an export"
        return Outcome(None, remarks=[Remark(reason="no-original", message=message)])
    remarks: list[Remark] = []
    now = _whole(asset, options, "asset", remarks)
    base = _base(original, asset.kind)
    restored = merged(original, base, _as_in(original, now)) if base is not None else original
    for key in taken.counts:
        message = f"an export has no place for {quote(key)}"
        remarks.append(_lost_key(item, key, "no-place-in-export", message))
    remarks += _homeless(asset, item, now, "no-place-in-export", "an export")
    whole, missing = put_back(restored, lookup)
    for task_id in missing:
        message = f"the labels of task {quote(task_id)} were not given; it has none"
        remarks.append(Remark(reason="labels-missing", message=message))
    return Outcome(whole, "", leaves(dict(asset.own)) if asset.own else 0, remarks)


def _base(original: Json, kind: Kind) -> Json | None:
    """What the original would be if nobody had edited anything on the way."""
    plain = Options(types={ALL: kind})
    asset = from_ango.read(original, plain).asset
    if asset is None:
        return None
    made = to_encord.write(asset, plain, {})
    back = from_encord.read(made.section, made.value or {}, plain).asset
    return _as_in(original, _whole(back, plain, "asset", []))


def _as_in(original: Json, whole: Json) -> Json:
    """An asset whose only task stands where it stood in the original, as far as it was there."""
    if "task" in original or "task" not in whole:
        return whole
    return {**without(whole, ("task",)), "tasks": [whole["task"]]}


def _left_out(asset: Asset) -> Outcome | None:
    if asset.kind not in _NO_PLACE:
        return None
    noun = "a 3D scene" if asset.kind == "scene" else "a time series"
    message = f"{noun} is no asset of Ango Hub"
    return Outcome(None, remarks=[Remark(reason="no-target", message=message)])


def _original(raw: object) -> Json | None:
    value = _parsed(raw)
    has_task = value is not None and ("task" in value or "tasks" in value)
    return value if has_task else None


def _parsed(raw: object) -> Json | None:
    """The object that text of JSON says, None if it says none."""
    try:
        value = json.loads(raw) if isinstance(raw, str) else None
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _whole(asset: Asset, options: Options, key: str, remarks: list[Remark]) -> Json:
    """All that is known of the asset, by the keys that Ango Hub has; its address under `key`."""
    urls = list(map(replacing_starts(options.urls), asset.urls))
    out: Json = {}
    pages = asset.kind in _PAGES or len(urls) > 1 or flat.PAGES in asset.ango
    if not pages or key == "asset":
        out[key] = urls[0]
    if pages:
        out["dataset"] = urls
    out |= without(asset.ango, (flat.PAGES,) if pages else (flat.PAGES, key))
    title = asset.title
    made_up = file_name(urls[0])
    if title is None or (title == made_up and "externalId" in asset.ango):
        title = asset.ango.get("externalId")
    if title is None:
        title = made_up
        message = f"it had no title; its external id is {quote(made_up)}"
        remarks.append(Remark(reason="made-up-title", message=message))
    out["externalId"] = title
    metadata: Json = {**shared(asset.media), **_object(asset.ango.get("metadata"))}
    if metadata or "metadata" in asset.ango:
        out["metadata"] = metadata
    context = _object(asset.ango.get("contextData"))
    context |= texts.texts(asset.own, context)
    if not asset.ango:
        titled = asset.title is not None
        context |= texts.marks(asset.kind, asset.media, asset.encord, titled=titled)
    if context or "contextData" in asset.ango:
        out["contextData"] = context
    warned = signed(urls)
    if warned is not None:
        remarks.append(warned)
    return out


def _object(value: Any) -> Json:
    return dict(value) if isinstance(value, dict) else {}


def item_from_original(asset: Asset, context: Json, now: Json) -> Json | None:
    """The item `now`, with the spelling and the order of the original that came along.

    None if the original is none, or of another kind.
    """
    original, section = _parsed(context.get(texts.RAW)), context.get(texts.SECTION)
    if original is None or section not in SECTIONS:
        return None
    plain = Options()
    before = from_encord.read(str(section), original, plain).asset
    if not before.urls or before.kind != asset.kind:
        return None
    back = from_ango.read(_whole(before, plain, "data", []), plain).asset
    base = None if back is None else to_encord.write(back, plain, {}).value
    if base is None:
        return None
    found: Json = merged(original, base, now)
    return found
