"""An exported video whose frame rate is unknown."""

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
    if asset.kind == "video" and not metadata_key(metadata, "frameRate"):
        yield Hit(("metadata",), 'The video has no "frameRate"')


RULE = Rule[Asset, Member](
    code="A115",
    name="missing-frame-rate",
    severity=Severity.WARNING,
    summary="Exported video has no frame rate",
    why=(
        "Annotations of a video tell their frame by number. Without the frame rate nobody can "
        "say at which second that is; 30 is no more than a guess."
    ),
    help="Give the frame rate of the video as frameRate.",
    bad=(
        Bad(
            exported({"asset": "https://cdn.acme.example/a.mp4", "metadata": {}}), at="/0/metadata"
        ),
        Bad(
            exported({"asset": "https://cdn.acme.example/a.mp4", "metadata": {"frameTotal": 507}}),
            at="/0/metadata",
        ),
    ),
    good=(
        Good(
            exported(
                {
                    "asset": "https://cdn.acme.example/a.mp4",
                    "metadata": {"frameTotal": 507, "frameRate": 29.97},
                }
            )
        ),
        Good(exported({"asset": "https://cdn.acme.example/a.wav", "metadata": {}})),
    ),
    source="Documentation of the metadata of assets",
    check=check,
    when=has_odd_metadata,
)
