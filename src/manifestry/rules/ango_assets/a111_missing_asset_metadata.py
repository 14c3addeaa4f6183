"""An exported asset without metadata."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.keys import has_somehow
from manifestry.rules.ango_asset_examples import ABSENT, exported, imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import add, replace


def check(asset: Asset) -> Iterator[Hit]:
    if not _lacks(asset):
        return
    if "metadata" in asset.value:
        patch = replace(("metadata",), {}) if _may_be_empty(asset) else None
        yield Hit(("metadata",), '"metadata" is null', patch=patch)
    elif not has_somehow(asset, "metadata"):
        patch = add(("metadata",), {}) if _may_be_empty(asset) else None
        yield Hit((), 'The asset has no "metadata"', patch=patch)


def _may_be_empty(asset: Asset) -> bool:
    """Whether nothing is missed in empty metadata, as is the size of an image."""
    return asset.kind not in ("image", "video")


def _lacks(asset: Asset) -> bool:
    return asset.form == "export" and asset.value.get("metadata") is None


RULE = Rule[Asset, Member](
    code="A111",
    name="missing-asset-metadata",
    severity=Severity.WARNING,
    summary="Exported asset has no metadata",
    why=(
        "An export tells the size of a picture and the frame rate of a video in metadata; there "
        "is an empty object where nothing is known yet. What reads the export may count on it."
    ),
    help='Add "metadata", empty if nothing is known.',
    bad=(
        Bad(exported({"metadata": ABSENT}), at="/0"),
        Bad(exported({"metadata": None}), at="/0/metadata"),
        Bad(exported({"asset": "https://cdn.acme.example/a.mp3", "metadata": ABSENT}), at="/0"),
        Bad(
            exported({"asset": "https://cdn.acme.example/a.pdf", "metadata": None}),
            at="/0/metadata",
        ),
    ),
    good=(
        Good(exported({"metadata": {"width": 640, "height": 480}})),
        Good(imported({})),
    ),
    source="Documentation of exports; scripts of the vendor guard against it",
    fix="safe",
    check=check,
    when=_lacks,
)
