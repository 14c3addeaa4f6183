"""An asset that is one file and several."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.quick import has_rare_key
from manifestry.rules.ango_asset_examples import ABSENT, imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import Patch, remove


def check(asset: Asset) -> Iterator[Hit]:
    if "data" in asset.value and "dataset" in asset.value:
        yield Hit((), 'The asset has both "data" and "dataset"', patch=_patch(asset))


def _patch(asset: Asset) -> Patch | None:
    """Takes the one away that says nothing more than the other."""
    data, pages = asset.text("data"), asset.rows("dataset")
    if not data or data not in pages[:1]:
        return None
    return remove(("dataset",) if len(pages) == 1 else ("data",))


RULE = Rule[Asset, Member](
    code="A602",
    name="data-and-dataset",
    severity=Severity.WARNING,
    summary="Asset to import has both data and dataset",
    why=(
        "An asset of several images has dataset in place of data. Which of the two counts where "
        "both are there is not documented."
    ),
    help='Keep "data" for a single file, "dataset" for several images.',
    bad=(
        Bad(imported({"dataset": ["https://cdn.acme.example/p0.png"]}), at="/0"),
        Bad(imported({}, {"dataset": ["https://cdn.acme.example/1.jpg"]}), at="/1"),
    ),
    good=(
        Good(imported({})),
        Good(imported({"data": ABSENT, "dataset": ["https://cdn.acme.example/p0.png"]})),
    ),
    source="Documentation of assets of several images",
    fix="unsafe",
    check=check,
    when=has_rare_key,
)
