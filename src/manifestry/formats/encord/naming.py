"""A title for an item that has none, out of the names of its files."""

from __future__ import annotations

from itertools import takewhile
from urllib.parse import unquote

from manifestry.formats.encord.item import Item
from manifestry.formats.encord.scene_uris import addresses
from manifestry.formats.encord.scenes import scene_of
from manifestry.formats.encord.urls import MAX_NAME, diagnose


def likely_title(item: Item) -> str | None:
    """The name of an item's only file, or of the folder that all its files have in common.

    Files of DICOM have names that say nothing, so there it is always the folder.
    """
    scene = scene_of(item)
    urls = item.urls() if scene is None else list(addresses(scene))
    found = [diagnose(url, item.settings.url_schemes) for _, url in urls]
    if not found or any(each.fatal for each in found):
        return None
    if len(found) == 1 and item.section.kind != "dicom":
        name = found[0].name
    else:
        folders = [each.path.split("/")[1:-1] for each in found]
        pairs = zip(min(folders), max(folders), strict=False)  # what those share, all do
        common = [one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs)]
        name = unquote("".join(common[-1:]))
    return name if name.strip() and name.isprintable() and len(name) <= MAX_NAME else None
