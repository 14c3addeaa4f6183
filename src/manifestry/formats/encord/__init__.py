"""Encord: import manifests."""

from __future__ import annotations

from manifestry.formats.base import Format, Gate, RuleFolder
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.recognise import recognise
from manifestry.formats.encord.sections import SECTIONS
from manifestry.formats.encord.top_level import section_of
from manifestry.settings import Settings


def _make_item(section: str, index: int, value: dict[str, object], settings: Settings) -> Item:
    return Item(SECTIONS[section], index, value, settings)


def _make_member(key: str, value: object, count: int | None, settings: Settings) -> Member:
    return Member(key, value, count, settings)


def _count_urls(item: Item) -> int:
    return len(item.urls())


def _gate(section: str, settings: Settings) -> Gate | None:
    from manifestry.formats.encord.gate import gate_of  # late: a small file has no use for it

    return gate_of(section, settings)


MANIFEST: Format[Item, Member] = Format(
    kind="encord-manifest",
    title="an Encord import manifest",
    rule_folders=(
        RuleFolder("encord"),
        RuleFolder("encord_groups", ("image_groups", "dicom_series")),
        RuleFolder("encord_dicom", ("dicom_series",)),
        RuleFolder("encord_scenes", ("scenes",)),
        RuleFolder("encord_time_series", ("time_series", "scenes")),
        RuleFolder("encord_frames", ("videos",)),
        RuleFolder("metadata"),
        RuleFolder("metadata_values", applies=lambda it: it.metadata_schema is not None),
        RuleFolder("metadata_across"),
    ),
    shapes=("object",),
    shape_words="is one JSON object",
    document_schema="encord/top-level.schema.json",
    item_schema={key: section.schema for key, section in SECTIONS.items()},
    section_for=section_of,
    make_item=_make_item,
    make_member=_make_member,
    count_urls=_count_urls,
    recognise=recognise,
    mark=b"objectUrl",
    gate=_gate,
)
