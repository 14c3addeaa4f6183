"""CSV manifests: the same items in rows, a file each.

`reading` gives items and events, `writing` makes a CSV manifest of items; both are imported
only where one is read or written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from manifestry.formats.base import Format, RuleFolder
from manifestry.formats.encord.csv.columns import TITLE_OF
from manifestry.formats.encord.csv.recognise import recognise
from manifestry.formats.encord.item import Member, RowItem
from manifestry.formats.encord.sections import SECTIONS
from manifestry.settings import Settings

if TYPE_CHECKING:
    from manifestry.document.reader import Event
    from manifestry.document.source import Read


def _read(read: Read, start: bytes, max_item_bytes: int) -> Iterator[Event]:
    from manifestry.formats.encord.csv.reading import read_events

    return read_events(read, start, max_item_bytes)


def _make_item(section: str, index: int, value: dict[str, object], settings: Settings) -> RowItem:
    return RowItem(SECTIONS[section], index, value, settings)


def _make_member(key: str, value: object, count: int | None, settings: Settings) -> Member:
    return Member(key, value, count, settings)


CSV: Final[Format[RowItem, Member]] = Format(
    kind="encord-csv",
    title="an Encord CSV manifest",
    rule_folders=(
        RuleFolder("encord"),
        RuleFolder("encord_groups", ("image_groups", "dicom_series")),
        RuleFolder("encord_csv"),
    ),
    shapes=("records",),
    shape_words="is a CSV file",
    document_schema="encord/top-level.schema.json",
    item_schema={key: SECTIONS[key].schema for key in TITLE_OF},
    section_for=lambda key: key if key in TITLE_OF else None,
    make_item=_make_item,
    make_member=_make_member,
    count_urls=lambda item: len(item.urls()),
    recognise=recognise,
    mark=b"\nObjectURL,",
    advice={
        "empty-document": (
            'Write the manifest again; its first row names the columns, such as "ObjectURL".'
        ),
    },
    read=_read,
)
