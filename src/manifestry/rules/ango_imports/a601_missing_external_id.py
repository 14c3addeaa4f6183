"""An asset to import without a name."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.addresses import file_name
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.keys import has_somehow
from manifestry.rules.ango_asset_examples import ABSENT, imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import add


def check(asset: Asset) -> Iterator[Hit]:
    if not has_somehow(asset, "externalId"):
        meant = file_name(asset.text("data") or "")
        patch = add(("externalId",), meant) if meant else None
        yield Hit((), 'The asset has no "externalId"', patch=patch)


def _lacks(asset: Asset) -> bool:
    return "externalId" not in asset.value


RULE = Rule[Asset, Member](
    code="A601",
    name="missing-external-id",
    severity=Severity.WARNING,
    summary="Asset to import has no externalId",
    why=(
        "Assets are called by this name, and labels and attachments find them by it. Without it "
        "the platform takes the name of the file, which many files in different folders share."
    ),
    help='Add "externalId", a name that no other asset of the project has.',
    bad=(
        Bad(imported({"externalId": ABSENT, "batches": ["week 12"]}), at="/0"),
        Bad(imported({}, {"externalId": ABSENT}), at="/1"),
    ),
    good=(Good(imported({})), Good(imported({"externalId": "cam 1/0.jpg"}))),
    source="Documentation of asset imports",
    fix="unsafe",
    check=check,
    when=_lacks,
)
