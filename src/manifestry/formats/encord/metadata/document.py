"""A metadata schema as a document: what the engine and the rules need to know of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

from manifestry.formats.base import Format, RuleFolder
from manifestry.formats.encord.metadata.names import Verdict, judge
from manifestry.formats.encord.metadata.recognise import FILE, recognise
from manifestry.formats.encord.metadata.words import LEGACY
from manifestry.rules.base import Path
from manifestry.settings import Settings

EDITORS: Final = "$schema"
"""The one member that is no key: editors look there for the JSON Schema of a document."""


@dataclass(frozen=True, slots=True)
class Key:
    """One member of a metadata schema: the name of a key and what stands under it.

    `value` may have any shape, for the schema pass tells what is wrong with that; it is None
    for a list, too. Of `$schema`, which is no key, there is nothing to say.
    """

    name: str
    value: object

    @property
    def verdict(self) -> Verdict:
        """What there is to say of the name."""
        return "good" if self.name == EDITORS else judge(self.name)

    @property
    def form(self) -> Literal["current", "flat"] | None:
        """The form the type is written in; None for what is no type in either."""
        if self.name == EDITORS:
            return None
        if isinstance(self.value, str):
            return "flat" if self.value in LEGACY else None
        return "current" if isinstance(self.value, dict) else None

    def types(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        """The type object, and for a deleted key the one that it had, with their paths."""
        if self.name == EDITORS or not isinstance(self.value, dict):
            return
        yield (self.name,), self.value
        was = self.value.get("deleted_ty")
        if self.value.get("ty") == "tombstone" and isinstance(was, dict):
            yield (self.name, "deleted_ty"), was


def _make_item(
    _section: str, _index: int, value: dict[str, object], _settings: Settings
) -> dict[str, object]:
    return value


def _make_member(key: str, value: object, _count: int | None, _settings: Settings) -> Key:
    return Key(key, value)


METADATA_SCHEMA: Final[Format[dict[str, object], Key]] = Format(
    kind="encord-metadata-schema",
    title="an Encord metadata schema",
    rule_folders=(RuleFolder("metadata_schema"),),
    shapes=("object",),
    shape_words="is one JSON object",
    document_schema="encord/metadata-schema.schema.json",
    item_schema={},
    section_for=lambda _: None,
    make_item=_make_item,
    make_member=_make_member,
    count_urls=lambda _: 0,
    recognise=recognise,
    # Not `"ty"`: other programs write it, and copies of schemas lie in other documents.
    mark=FILE.encode(),
    is_item=lambda key: key != EDITORS,
    noun="key",
    advice=MappingProxyType(
        {
            "empty-document": "Write the metadata schema again; one without any keys is {}.",
            "wrong-top-level": 'Name each key with its type: {"shift": {"ty": "number"}}.',
            "several-documents": "Merge them into one object; an organisation has one schema.",
        }
    ),
)
"""The document kind; its items are the keys."""
