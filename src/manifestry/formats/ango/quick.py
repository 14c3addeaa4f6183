"""Cheap tests of an asset: most assets are plain, and a rule need not look at a plain one."""

from __future__ import annotations

import re
from typing import Final

from manifestry.formats.ango.asset import Asset
from manifestry.formats.ango.ids import is_object_id

_PLAIN: Final = re.compile(
    r"https?://(?:[A-Za-z0-9._~/-]|%[0-9A-Fa-f]{2})++"
    r"(?<=\.jpg|\.png|\.mp4|\.wav|\.mp3|\.pdf|\.txt|\.dcm|\.tif)\Z"
).match
_USUAL: Final = frozenset({"data", "externalId", "metadata", "batches", "contextData"})


def has_odd_address(asset: Asset) -> bool:
    """Whether an address is anything but a full one, encoded, of a file that is well known."""
    return not all(_PLAIN(url) for _, url in asset.urls())


def has_odd_metadata(asset: Asset) -> bool:
    """Whether there is more or less in the metadata than an image or a video has by rights."""
    metadata = asset.value.get("metadata")
    if not isinstance(metadata, dict) or not (metadata or asset.form == "export"):
        return False
    if type(metadata.get("width")) is not int or type(metadata.get("height")) is not int:
        return True
    if len(metadata) == 2:
        return asset.form == "export" and not _is_picture(asset) and asset.kind == "video"
    return not (
        len(metadata) == 4
        and type(metadata.get("frameTotal")) is int
        and type(metadata.get("frameRate")) in (int, float)
    )


def _is_picture(asset: Asset) -> bool:
    address = asset.value.get(asset.address_key)
    return isinstance(address, str) and address.endswith((".jpg", ".png"))


def has_odd_batch(asset: Asset) -> bool:
    """Whether a batch has no name, or one that may be an id."""
    return any(
        batch is None or (isinstance(batch, str) and is_object_id(batch))
        for batch in asset.rows("batches")
    )


def has_odd_id(asset: Asset) -> bool:
    """Whether there is an id of an asset, or one of a task that is not as the platform's are."""
    if "assetId" in asset.value:
        return True
    task = asset.value.get("task")
    if not isinstance(task, dict):
        return "tasks" in asset.value
    id_ = task.get("taskId")
    return not (isinstance(id_, str) and is_object_id(id_))


def has_pages(asset: Asset) -> bool:
    """Whether it is an asset of several images."""
    return "dataset" in asset.value


def has_rare_key(asset: Asset) -> bool:
    """Whether an asset of an import has more than the usual keys."""
    return not asset.value.keys() <= _USUAL
