"""Text keys of the metadata schema that have but a few values again and again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from manifestry.formats.encord.client_metadata import KEY, holders
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.metadata.types import Scalar
from manifestry.formats.encord.run import Run
from manifestry.rules.base import Hit
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings
from manifestry.text import quote

MIN_VALUES: Final = 100
MAX_DISTINCT: Final = 20
"""So many values of so few kinds are likely to be an enum."""

_MAX_CHARS: Final = 255


class Repetition(NoTracking[Item, Member]):
    """Watches for text keys of the schema that have but a few values again and again.

    The hit is on the first value of the key, held back under the key's name.
    """

    def __init__(self, settings: Settings) -> None:
        schema = settings.metadata_schema
        texts = [] if schema is None else [k for k, type_ in schema.items() if _is_text(type_)]
        self._values: dict[str, set[str] | None] = {key: set() for key in texts}
        self._count = dict.fromkeys(texts, 0)

    @property
    def sees(self) -> bool:
        """Whether the schema has a text key at all."""
        return bool(self._values)

    def see(self, item: Item) -> Iterator[Hit]:
        """A hit to be held back, on the first value of a key."""
        for path, metadata in holders(item):
            for key, value in metadata.items():
                known = self._values.get(key)
                if known is None or not isinstance(value, str):
                    continue
                if not known:
                    yield Hit((*path, key), "", pending=key)
                self._count[key] += 1
                known.add(value)
                if len(known) > MAX_DISTINCT or len(value) > _MAX_CHARS:
                    self._values[key] = None

    def pass_over(self, run: Run) -> Iterable[tuple[int, Hit]]:
        """The same for metadata without frames, all at once for a key that is known."""
        if not any(known is not None for known in self._values.values()):
            return ()
        blocks = [value[KEY] for value in run.values if KEY in value]
        found = {
            key: [text for block in blocks if type(text := block.get(key)) is str]
            for key, known in self._values.items()
            if known is not None
        }
        if any(texts and not self._values[key] for key, texts in found.items()):
            return super().pass_over(run)
        for key, texts in found.items():
            known = self._values[key] or set()
            self._count[key] += len(texts)
            known.update(texts)
            if len(known) > MAX_DISTINCT or any(len(text) > _MAX_CHARS for text in known):
                self._values[key] = None
        return ()

    def verdict(self, label: str) -> str | None:
        """What the key with that name has, if it looks like an enum."""
        known, count = self._values[label], self._count[label]
        if known is None or count < MIN_VALUES:
            return None
        kinds = "one value" if len(known) == 1 else f"only {len(known)} different values"
        return f"{quote(label)} has {kinds} in {count:,} places"


def _is_text(type_: object) -> bool:
    return isinstance(type_, Scalar) and type_.hint in ("varchar", "text")
