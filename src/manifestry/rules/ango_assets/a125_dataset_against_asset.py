"""A first page that is another file than the asset."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.kinds import path_of
from manifestry.formats.ango.quick import has_pages
from manifestry.rules.ango_asset_examples import exported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    pages, address = asset.rows("dataset"), asset.text("asset")
    if asset.form == "import" or not pages:
        return
    first = pages[0]
    if isinstance(first, dict):
        first = first.get("data", first.get("url"))
    if first and address and isinstance(first, str) and path_of(first) != path_of(address):
        message = (
            f'The first entry of "dataset" is not the file of "asset": {quote(path_of(first))}'
        )
        yield Hit(("dataset", 0), message)


RULE = Rule[Asset, Member](
    code="A125",
    name="dataset-against-asset",
    severity=Severity.WARNING,
    summary="First page is not the file that the asset names",
    why=(
        "The address of an asset of several images is that of its first one. Where they differ, "
        "pages were moved or left out, and annotations are most likely on the wrong page."
    ),
    help="Put the pages in their order, the first one being that of asset.",
    bad=(
        Bad(
            exported(
                {
                    "asset": "https://cdn.acme.example/p0.png",
                    "assetId": "65a0000000000000000000a1",
                    "dataset": [
                        "https://cdn.acme.example/p1.png",
                        "https://cdn.acme.example/p0.png",
                    ],
                }
            ),
            at="/0/dataset/0",
        ),
        Bad(
            exported(
                {
                    "asset": "https://cdn.acme.example/P0.png",
                    "assetId": "65a0000000000000000000a1",
                    "dataset": ["https://cdn.acme.example/p0.png"],
                }
            ),
            at="/0/dataset/0",
        ),
    ),
    good=(
        Good(
            exported(
                {
                    "asset": "https://cdn.acme.example/p%200.png?v=1",
                    "assetId": "65a0000000000000000000a1",
                    "dataset": ["https://cdn.acme.example/p 0.png?v=2"],
                }
            )
        ),
        Good(exported({})),
    ),
    source="Documentation of assets of several images",
    check=check,
    when=has_pages,
)
