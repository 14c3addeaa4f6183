"""Cheap tests of an item before rules that have none of their own: most items have no need."""

from __future__ import annotations

from manifestry.formats.encord.item import Item
from manifestry.formats.encord.urls import MAX_NAME


def has_long_title(item: Item) -> bool:
    """Whether the title is longer than a name should be."""
    title = item.value.get("title")
    return isinstance(title, str) and len(title) > MAX_NAME


def lacks_url(item: Item) -> bool:
    """Whether the first object URL is not where it belongs."""
    return ("objectUrl_0" if item.section.numbered else "objectUrl") not in item.value


def lacks_media(item: Item) -> bool:
    """Whether there is no media metadata where the profile demands it."""
    media = item.section.media
    strict = item.settings.profile == "strict-client-only"
    return strict and media is not None and media not in item.value


def may_be_excluded(item: Item) -> bool:
    """Whether the settings allow only some kinds of item, and only the item says its kind."""
    return bool(item.settings.only) and item.section.kind == "image-group"


def may_have_tiffs(item: Item) -> bool:
    """Whether a sequence may have TIFF images in it."""
    return item.value.get("createVideo") is True and any(
        ".tif" in url.lower() for _, url in item.urls()
    )
