"""A key that the format does not know."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.keys import has_somehow, has_unknown_keys, unknown_keys
from manifestry.rules.ango_asset_examples import exported, imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import Move, Patch
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    context = asset.block("contextData")
    is_free = context is not None or not has_somehow(asset, "contextData")
    for unknown in unknown_keys(asset):
        if unknown.meant is None:
            key, patch = unknown.key, None
            if is_free and isinstance(asset.value[key], str) and key not in (context or ()):
                patch = Patch((Move((key,), ("contextData", key)),))
                is_free = context is not None  # it is made once: the others follow later
            yield Hit(unknown.path, f"{quote(key)} is no known key of an asset", patch=patch)


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
    fix="unsafe",
    check=check,
    when=has_unknown_keys,
)
