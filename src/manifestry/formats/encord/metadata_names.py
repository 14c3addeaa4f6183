"""Whether a value of client metadata may stand under another key."""

from __future__ import annotations

from collections.abc import Container

from manifestry.formats.encord.item import Item
from manifestry.formats.encord.metadata.names import KEYFRAMES


def may_stand(
    item: Item, taken: Container[str], key: str, value: object, *, in_frame: bool = False
) -> bool:
    """Whether a key is free, and nothing would be said of the value under it.

    `taken` has the keys beside it, `in_frame` tells that they are those of a single frame.
    """
    if not key or key[0] == "$" or key == KEYFRAMES or key in taken:
        return False
    if in_frame and key == "keyframe":
        return False  # it would look as if it was meant for the platform
    schema = item.settings.metadata_schema
    if schema is None:
        return True
    whole_video = item.section.kind == "video" and not in_frame
    fits = (schema.fits_whole_video if whole_video else schema.fits).get(key)
    return fits is not None and fits(value)
