"""A page that is an object in place of an address."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.addresses import has_scheme
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.quick import has_pages
from manifestry.rules.ango_asset_examples import ABSENT, exported, imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import replace


def check(asset: Asset) -> Iterator[Hit]:
    for number, page in enumerate(asset.rows("dataset")):
        if isinstance(page, dict) and ("data" in page or "url" in page):
            path = ("dataset", number)
            addresses = {url for key in ("data", "url") if isinstance(url := page.get(key), str)}
            patch = None
            if len(addresses) == 1 and has_scheme(address := addresses.pop()):
                patch = replace(path, address, safe=len(page) == 1)
            yield Hit(path, f'Entry {number} of "dataset" is an object', patch=patch)


RULE = Rule[Asset, Member](
    code="A124",
    name="dataset-object-entry",
    severity=Severity.WARNING,
    summary="Page of an asset is an object, not an address",
    why=(
        "The pages of an asset of several images are a list of addresses. No other form is "
        "documented, so that programs, and perhaps the platform, do not find the image."
    ),
    help="Write the address alone.",
    bad=(
        Bad(
            imported({"data": ABSENT, "dataset": [{"url": "https://cdn.acme.example/p0.png"}]}),
            at="/0/dataset/0",
        ),
        Bad(
            exported(
                {
                    "asset": "https://cdn.acme.example/p0.png",
                    "assetId": "65a0000000000000000000a1",
                    "dataset": [
                        "https://cdn.acme.example/p0.png",
                        {"data": "https://cdn.acme.example/p1.png"},
                    ],
                }
            ),
            at="/0/dataset/1",
        ),
    ),
    good=(
        Good(imported({"data": ABSENT, "dataset": ["https://cdn.acme.example/p0.png"]})),
        Good(
            exported(
                {
                    "asset": "https://cdn.acme.example/p0.png",
                    "assetId": "65a0000000000000000000a1",
                    "dataset": ["https://cdn.acme.example/p0.png"],
                }
            )
        ),
    ),
    source="Documentation of assets of several images",
    fix="safe",
    check=check,
    when=has_pages,
)
