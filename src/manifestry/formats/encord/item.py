"""The view of a manifest that Encord's rules work on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from manifestry.formats.encord.sections import Section
from manifestry.settings import Settings

NUMBERED_URL = re.compile(r"objectUrl_([0-9]+)\Z")


@dataclass(slots=True, eq=False)  # not frozen: half a million are made, and that costs
class Item:
    """One item: its section, its index there (from 0), its object as parsed.

    The object may have any shape: the schema pass tells what is wrong with types, so a
    rule on `title` looks at it only `if isinstance(title, str)`, which `text` does.
    """

    section: Section
    index: int
    value: dict[str, object]
    settings: Settings

    def text(self, key: str) -> str | None:
        """The value of `key` if it is a string."""
        value = self.value.get(key)
        return value if isinstance(value, str) else None

    def block(self, key: str) -> dict[str, object] | None:
        """The value of `key` if it is an object."""
        value = self.value.get(key)
        return value if isinstance(value, dict) else None

    @property
    def media(self) -> dict[str, object] | None:
        """The media metadata, if the section has any and it is an object."""
        return None if self.section.media is None else self.block(self.section.media)

    def urls(self) -> Sequence[tuple[str, str]]:
        """The item's object URLs that are strings, in the order they stand in; a scene has none."""
        value = self.value
        if self.section.numbered:
            return [
                (key, text)
                for key, text in value.items()
                if isinstance(text, str) and NUMBERED_URL.match(key)
            ]
        text = value.get("objectUrl")
        if not isinstance(text, str) or self.section.kind == "scene":
            return ()
        return (("objectUrl", text),)


class RowItem(Item):
    """An item that stands in the rows of a CSV manifest; its index is that of its first row."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Member:
    """One top-level member of a manifest.

    `value` is the parsed value, None for a list (its items are seen one by one, `count`
    says how many there were).
    """

    key: str
    value: object
    count: int | None
    settings: Settings
