"""An address with characters that have to be percent-encoded."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.addresses import UNENCODED, encoded, has_scheme
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.kinds import is_inline
from manifestry.formats.ango.quick import has_odd_address
from manifestry.rules.ango_asset_examples import ABSENT, imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import replace
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    for path, address in asset.urls():
        found = UNENCODED.search(address)
        if found is not None and has_scheme(address) and not is_inline(address):
            what = "a space" if found[0] == " " else quote(found[0])
            meant = encoded(address)
            # Where there are escapes or a query already, it may have been left on purpose.
            certain = not {"%", "?", "#"} & {*address} and meant == address.replace(" ", "%20")
            patch = None if meant is None else replace(path, meant, safe=certain)
            yield Hit(path, f"The address has {what}, which is not percent-encoded", patch=patch)


RULE = Rule[Asset, Member](
    code="A606",
    name="unencoded-asset-address",
    severity=Severity.WARNING,
    summary="Address to import is not percent-encoded",
    why=(
        "Addresses have to be percent-encoded UTF-8. A space or a letter beyond ASCII as it is "
        "leads to another file than was meant, or to none."
    ),
    help="Percent-encode the address, a space as %20.",
    bad=(
        Bad(imported({"data": "https://cdn.acme.example/cam 1/a.jpg"}), at="/0/data"),
        Bad(imported({"data": "https://cdn.acme.example/Z\u00fcrich.jpg"}), at="/0/data"),
        Bad(imported({"data": "https://cdn.acme.example/100%.jpg"}), at="/0/data"),
        Bad(
            imported(
                {
                    "data": ABSENT,
                    "dataset": [
                        "https://cdn.acme.example/p0.png",
                        "https://cdn.acme.example/p 1.png",
                    ],
                }
            ),
            at="/0/dataset/1",
        ),
    ),
    good=(
        Good(imported({"data": "https://cdn.acme.example/cam%201/a.jpg"})),
        Good(imported({"data": "photos/cam 1/a.jpg"})),
        Good(imported({"data": "https://cdn.acme.example/Z%C3%BCrich.jpg"})),
    ),
    source="Documentation of asset imports",
    fix="safe",
    check=check,
    when=has_odd_address,
)
