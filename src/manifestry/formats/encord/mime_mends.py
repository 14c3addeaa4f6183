"""The MIME type that media metadata should have, as far as the name of the file tells it."""

from __future__ import annotations

from manifestry.formats.encord.item import Item
from manifestry.formats.encord.mime import ENDINGS_OF, TYPES_OF, bare, fits_section, usual_type
from manifestry.formats.encord.urls import diagnose

_TEXTS = ("text/", "application/")


def type_of_file(item: Item) -> str | None:
    """The usual type of a file with the ending that the item's URL has, if it fits the section."""
    mime = usual_type(_ending(item), item.section.mime or _TEXTS)
    return mime if mime is not None and is_fine(item, mime) else None


def is_fine(item: Item, mime: str) -> bool:
    """Whether nothing is wrong with a type: it has the form of one, and contradicts nothing."""
    plain, ending = bare(mime), _ending(item)
    if plain is None or not fits_section(plain, item.section.mime, item.section.kind):
        return False
    return plain not in ENDINGS_OF or plain in TYPES_OF.get(ending, (plain,))


def _ending(item: Item) -> str:
    return diagnose(item.text("objectUrl") or "", item.settings.url_schemes).extension
