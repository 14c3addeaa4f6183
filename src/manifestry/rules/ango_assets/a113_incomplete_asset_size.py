"""A width without a height, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.keys import metadata_key
from manifestry.formats.ango.quick import has_odd_metadata
from manifestry.rules.ango_asset_examples import exported, imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    metadata = asset.block("metadata") or {}
    found = [key for key in ("width", "height") if metadata_key(metadata, key)]
    if len(found) == 1:
        lacking = "height" if found == ["width"] else "width"
        message = f'"metadata" has {quote(found[0])} without {quote(lacking)}'
        yield Hit(("metadata",), message, help=f"Add {quote(lacking)}.")


RULE = Rule[Asset, Member](
    code="A113",
    name="incomplete-asset-size",
    severity=Severity.WARNING,
    summary="Only one of width and height is there",
    why="A size is of use only as a whole: whoever needs it has to measure the picture again.",
    help="Give both width and height.",
    bad=(
        Bad(exported({"metadata": {"width": 640}}), at="/0/metadata"),
        Bad(imported({"metadata": {"height": 480}}), at="/0/metadata"),
    ),
    good=(
        Good(exported({"metadata": {"width": 640, "height": 480}})),
        Good(imported({"metadata": {}})),
    ),
    source="Documentation of exports and of asset imports; that it is a fault is our inference",
    check=check,
    when=has_odd_metadata,
)
