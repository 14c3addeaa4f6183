"""A key that the format does not know."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.keys import has_unknown_keys, unknown_keys
from manifestry.rules.ango_asset_examples import exported, imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    for unknown in unknown_keys(asset):
        if unknown.meant is None:
            yield Hit(unknown.path, f"{quote(unknown.key)} is no known key of an asset")


RULE = Rule[Asset, Member](
    code="A107",
    name="unknown-asset-key",
    severity=Severity.INFO,
    summary="Key of an asset is not known",
    why=(
        "The key is not described. It may be a newer one than Manifestry knows, or one of your "
        "own: then the platform most likely passes over it, and it is better kept in contextData."
    ),
    help="Keep data of your own in contextData.",
    bad=(
        Bad(exported({"camera": "left"}), at="/0/camera"),
        Bad(imported({"camera": "left"}), at="/0/camera"),
    ),
    good=(
        Good(exported({"contextData": {"camera": "left"}})),
        Good(imported({"metadata": {"camera": "left"}})),
    ),
    source="Documentation; that unknown keys are passed over is our inference",
    check=check,
    when=has_unknown_keys,
)
