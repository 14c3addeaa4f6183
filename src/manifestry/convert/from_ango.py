"""Assets of Ango Hub, of an export or an import, on their way out."""

from __future__ import annotations

from typing import Final, NamedTuple

from manifestry.convert import flat, texts
from manifestry.convert.kinds import kind_for
from manifestry.convert.labels import Labels, cut
from manifestry.convert.media import beyond, names, of_asset, to_block
from manifestry.convert.model import Asset, Json, Remark, leaves, without
from manifestry.convert.options import Options
from manifestry.convert.urls import file_name

NO_ADDRESS: Final = Remark(reason="unknown-type", message="it has no address")


class Taken(NamedTuple):
    """What was read of one asset.

    asset: None if it cannot go anywhere; the first remark says why. original: the asset as it
    was, but for the labels, which are beside it.
    """

    asset: Asset | None
    original: Json
    labels: list[Labels]
    remarks: list[Remark]


def read(value: Json, options: Options, *, apart: bool = True) -> Taken:
    """An asset of an export or of an asset import.

    apart: what an earlier conversion put into context data is told apart from the user's own.
    """
    original, labels = cut(value)
    remarks: list[Remark] = []
    if flat.PAGES in original:
        message = f'"{flat.PAGES}" is what the number of pages is called on the way'
        values = leaves(original[flat.PAGES])
        path = (flat.PAGES,)
        remarks.append(Remark(reason="name-taken", message=message, path=path, values=values))
    urls = _urls(original, remarks)
    context = original.get("contextData")
    is_ours = texts.is_ours(context)
    carried = context[texts.TYPE] if isinstance(context, dict) and is_ours else None
    ours: Json | None = context if apart and is_ours else None
    kind = kind_for(original, urls, carried, options) if urls else NO_ADDRESS
    if isinstance(kind, Remark):
        return Taken(None, original, labels, [kind])
    kept = None if ours is None else texts.Kept(ours)
    metadata = original.get("metadata")
    known: Json = metadata if isinstance(metadata, dict) else {}
    own = kept.own if kept else None
    media = of_asset(kind, known, urls[0])
    if ours is not None and kept is not None and kept.media:
        whole = of_asset(kind, known, urls[0], kept.media)
        if kept.media.keys() <= names(kind) and to_block(kind, whole) is not None:
            media = whole
        else:  # somebody edited it
            own = {texts.MEDIA: ours[texts.MEDIA], **(own or {})}
    ango = _ango(original, urls)
    if known and to_block(kind, media) is not None:
        ango["metadata"] = beyond(known, media)
        if not ango["metadata"]:
            del ango["metadata"]
    title = _text(original.get("externalId"))
    if kept is not None:
        ango = _beside(ango, title)
        # A name that was made up is none, unless somebody gave it another.
        title = title if kept.titled or title != file_name(urls[0]) else None
    asset = Asset(
        kind=kind,
        urls=tuple(urls),
        title=title,
        media=media,
        own=own,
        ango=ango,
        encord=kept.item if kept else {},
    )
    return Taken(asset, original, labels, remarks)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _urls(value: Json, remarks: list[Remark]) -> list[str]:
    pages = value.get("dataset")
    if not isinstance(pages, list) or not pages:
        address = value.get("asset", value.get("data"))
        return [address] if isinstance(address, str) else []
    urls: list[str] = []
    for number, page in enumerate(pages):
        if isinstance(page, dict):
            key = next((key for key in ("data", "url") if isinstance(page.get(key), str)), None)
            if key is not None:
                urls.append(page[key])
            for other in page if key is not None else ():
                if other != key:
                    message = "only the URL of a page is carried"
                    path = ("dataset", number, other)
                    values = leaves(page[other])
                    remarks.append(
                        Remark(reason="odd-page", message=message, path=path, values=values)
                    )
        elif isinstance(page, str):
            urls.append(page)
    return urls


def _ango(value: Json, urls: list[str]) -> Json:
    """What is left of an asset beside its addresses."""
    ango = without(value, (flat.PAGES,))
    tasks = ango.get("tasks")
    if isinstance(tasks, list) and len(tasks) == 1 and "task" not in ango:
        ango["task"] = ango.pop("tasks")[0]
    if "dataset" in value:
        ango[flat.PAGES] = len(urls)
        if value["dataset"] and isinstance(value["dataset"], list):
            del ango["dataset"]
    for key in ("asset", "data"):
        if ango.get(key) == urls[0]:
            del ango[key]
    return ango


def _beside(ango: Json, title: str | None) -> Json:
    """What Ango Hub keeps of an asset that came from Encord, which has the rest itself."""
    beside = without(ango, ("contextData", flat.PAGES))
    if title is not None:
        del beside["externalId"]
    if beside.get("metadata") == {}:
        del beside["metadata"]
    return beside
