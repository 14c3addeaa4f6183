"""Pages without the id of their asset, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.keys import metadata_key
from manifestry.rules.ango_asset_examples import exported, legacy
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import remove


def check(asset: Asset) -> Iterator[Hit]:
    value = asset.value
    if not _has_one(asset):
        return
    if "dataset" not in value:
        if metadata_key(value, "dataset") is None:
            help_ = 'Add the pages as "dataset", or remove "assetId".'
            message = 'The asset has "assetId" without "dataset"'
            yield Hit((), message, help_, patch=remove(("assetId",)))
    elif metadata_key(value, "assetId") is None:
        yield Hit((), 'The asset has "dataset" without "assetId"')


def _has_one(asset: Asset) -> bool:
    value = asset.value
    if "task" not in value or ("dataset" in value) is ("assetId" in value):
        return False
    return "dataset" not in value or bool(asset.rows("dataset"))


RULE = Rule[Asset, Member](
    code="A126",
    name="dataset-without-asset-id",
    severity=Severity.WARNING,
    summary="Only one of dataset and assetId is there",
    why=(
        "Exports have both for an asset of several images, and neither for any other. One alone "
        "means that something was lost."
    ),
    help='Add the id of the asset as "assetId".',
    bad=(
        Bad(
            exported(
                {
                    "asset": "https://cdn.acme.example/p0.png",
                    "dataset": ["https://cdn.acme.example/p0.png"],
                }
            ),
            at="/0",
        ),
        Bad(exported({"assetId": "65a0000000000000000000a1"}), at="/0"),
    ),
    good=(
        Good(
            exported(
                {
                    "asset": "https://cdn.acme.example/p0.png",
                    "assetId": "65a0000000000000000000a1",
                    "dataset": ["https://cdn.acme.example/p0.png"],
                }
            )
        ),
        Good(
            legacy(
                {
                    "asset": "https://cdn.acme.example/p0.png",
                    "dataset": ["https://cdn.acme.example/p0.png"],
                }
            )
        ),
    ),
    source="Documentation of assets of several images; legacy exports have no ids",
    fix="unsafe",
    check=check,
    when=_has_one,
)
