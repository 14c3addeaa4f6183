"""An exported image of unknown size."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.keys import metadata_key
from manifestry.formats.ango.quick import has_odd_metadata
from manifestry.rules.ango_asset_examples import exported
from manifestry.rules.base import Bad, Good, Hit, Rule


def check(asset: Asset) -> Iterator[Hit]:
    metadata = asset.block("metadata")
    if asset.form == "import" or metadata is None:
        return
    if any(metadata_key(metadata, key) for key in ("width", "height")):
        return
    if asset.kind == "image":
        yield Hit(("metadata",), 'The image has no "width" and "height"')


RULE = Rule[Asset, Member](
    code="A112",
    name="missing-asset-size",
    severity=Severity.INFO,
    summary="Exported image has no width and height",
    why=(
        "The platform learns the size of an image when somebody first opens it. Where it is not "
        "known, positions in pixels cannot be turned into parts of the picture, nor checked."
    ),
    help="Open the asset in the editor and export again, or give the size at import.",
    bad=(
        Bad(exported({"metadata": {}}), at="/0/metadata"),
        Bad(exported({"metadata": {"camera": "left"}}), at="/0/metadata"),
    ),
    good=(
        Good(exported({"metadata": {"width": 640, "height": 480}})),
        Good(exported({"asset": "https://cdn.acme.example/a.mp3", "metadata": {}})),
    ),
    source="Documentation of exports (when the size is filled in)",
    check=check,
    when=has_odd_metadata,
)
