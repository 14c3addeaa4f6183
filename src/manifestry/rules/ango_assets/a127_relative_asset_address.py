"""An address that does not tell where to look."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.addresses import has_scheme, starts_with_host
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.kinds import is_inline
from manifestry.formats.ango.quick import has_odd_address
from manifestry.rules.ango_asset_examples import exported, imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import replace
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    if asset.kind == "3d":
        return  # a folder of a bucket
    for path, address in asset.urls():
        if not address or has_scheme(address) or is_inline(address):
            continue
        # The SDK uploads files from disk: in an import a path may be meant.
        if asset.form == "export" or starts_with_host(address):
            meant = f"https://{address.removeprefix('//')}"
            patch = replace(path, meant) if starts_with_host(address) else None
            yield Hit(path, f"{quote(address)} is no full address: it has no scheme", patch=patch)


RULE = Rule[Asset, Member](
    code="A127",
    name="relative-asset-address",
    severity=Severity.WARNING,
    summary="Address of an asset is relative or has no scheme",
    why=(
        "Nothing tells where the file is: neither the platform nor a program that reads the "
        "export can fetch it."
    ),
    help="Write the full address, beginning with https://.",
    bad=(
        Bad(exported({"asset": "photos/a.jpg"}), at="/0/asset"),
        Bad(imported({"data": "//cdn.acme.example/a.jpg"}), at="/0/data"),
        Bad(imported({"data": "www.acme.example/a.jpg"}), at="/0/data"),
    ),
    good=(
        Good(exported({"asset": "https://cdn.acme.example/photos/a.jpg"})),
        Good(exported({"asset": "acme-media/run 7/"})),
        Good(exported({"asset": "<p>Serial No: 1</p>"})),
        Good(imported({"data": "photos/a.jpg"})),
    ),
    source="Documentation of exports and of asset imports",
    fix="unsafe",
    check=check,
    when=has_odd_address,
)
