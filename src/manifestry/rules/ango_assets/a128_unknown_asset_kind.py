"""An asset of which nothing tells what it is."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.kinds import extension
from manifestry.formats.ango.quick import has_odd_address
from manifestry.rules.ango_asset_examples import exported, imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    key = asset.address_key
    address = asset.text(key)
    if not address or asset.kind is not None or asset.text("editorType"):
        return
    ending = extension(address)
    if not ending:
        yield Hit((key,), "Nothing tells what kind of asset this is: its address has no extension")
    elif asset.form == "export":
        yield Hit((key,), f"{quote(ending)} is the extension of no known kind of asset")


RULE = Rule[Asset, Member](
    code="A128",
    name="unknown-asset-kind",
    severity=Severity.INFO,
    summary="Nothing tells the kind of an asset",
    why=(
        "Only the extension of its file tells whether an asset is an image, a video or a text. "
        "Without it an asset cannot be converted, nor its metadata checked."
    ),
    help="Name the file by what it is, such as a.jpg.",
    bad=(
        Bad(exported({"asset": "https://cdn.acme.example/assets/17"}), at="/0/asset"),
        Bad(exported({"asset": "https://cdn.acme.example/a.step"}), at="/0/asset"),
        Bad(imported({"data": "https://cdn.acme.example/assets/17?v=a.jpg"}), at="/0/data"),
    ),
    good=(
        Good(exported({"asset": "https://cdn.acme.example/assets/17.jpg?v=1"})),
        Good(imported({"data": "https://cdn.acme.example/run%207/", "editorType": "pct"})),
    ),
    source="Documentation of the kinds of asset (the editor goes by the extension)",
    check=check,
    when=has_odd_address,
)
