"""Ango Hub: exports and asset imports."""

from __future__ import annotations

from typing import Final

from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.recognise import ASSETS, recognise_export, recognise_import
from manifestry.formats.base import Format, RuleFolder
from manifestry.settings import Settings

_DEFINITIONS: Final = "ango/definitions.schema.json#/$defs/"


def _make_member(key: str, value: object, count: int | None, settings: Settings) -> Member:
    return Member(key, value, count, settings)


def _count_urls(asset: Asset) -> int:
    # The address of an asset of several pages is that of its first one.
    return len(asset.rows("dataset")) or int(asset.text(asset.address_key) is not None)


def _of_export(_: str, index: int, value: dict[str, object], settings: Settings) -> Asset:
    return Asset("export", index, value, settings)


def _of_import(_: str, index: int, value: dict[str, object], settings: Settings) -> Asset:
    return Asset("import", index, value, settings)


EXPORT: Final[Format[Asset, Member]] = Format(
    kind="ango-export",
    title="an Ango Hub export",
    rule_folders=(RuleFolder("ango_assets"), RuleFolder("ango_labels")),
    shapes=("list", "records"),
    shape_words="is a JSON list of assets, or one asset a line",
    document_schema="ango/export.schema.json",
    item_schema={ASSETS: _DEFINITIONS + "any-asset"},
    section_for=lambda key: None if key else ASSETS,
    make_item=_of_export,
    make_member=_make_member,
    count_urls=_count_urls,
    recognise=recognise_export,
    mark=b'"stageHistory"',
)

IMPORT: Final[Format[Asset, Member]] = Format(
    kind="ango-import",
    title="an Ango Hub asset import",
    rule_folders=(RuleFolder("ango_assets"), RuleFolder("ango_imports")),
    shapes=("list", "records", "object"),
    shape_words="is a JSON list of assets",
    document_schema="ango/definitions.schema.json#/$defs/import-request",
    item_schema={ASSETS: _DEFINITIONS + "import-asset"},
    section_for=lambda key: ASSETS if key in ("", ASSETS) else None,
    make_item=_of_import,
    make_member=_make_member,
    count_urls=_count_urls,
    recognise=recognise_import,
    mark=b'"contextData"',
)
