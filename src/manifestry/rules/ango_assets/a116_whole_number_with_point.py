"""A count that is written with a decimal point."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.numbers import COUNTS
from manifestry.formats.ango.quick import has_odd_metadata
from manifestry.rules.ango_asset_examples import exported, imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import replace
from manifestry.text import quote

_LARGEST = 2**53  # beyond it a number of this kind was not counted


def check(asset: Asset) -> Iterator[Hit]:
    metadata = asset.block("metadata") or {}
    for key in COUNTS:
        value = metadata.get(key)
        if isinstance(value, float) and value.is_integer() and value >= 1:
            message = f"{quote(key)} has a decimal point: {quote(value)}"
            patch = replace(("metadata", key), int(value)) if value < _LARGEST else None
            yield Hit(("metadata", key), message, patch=patch)


RULE = Rule[Asset, Member](
    code="A116",
    name="whole-number-with-point",
    severity=Severity.WARNING,
    summary="Whole number is written with a decimal point",
    why=(
        "Pixels and frames are counted in whole numbers. Many programs read 640.0 as a number of "
        "another type, and refuse it or lose the size."
    ),
    help="Write the number without a decimal point.",
    bad=(
        Bad(exported({"metadata": {"width": 640.0, "height": 480}}), at="/0/metadata/width"),
        Bad(imported({"metadata": {"width": 640, "height": 480.0}}), at="/0/metadata/height"),
    ),
    good=(
        Good(exported({"metadata": {"width": 640, "height": 480}})),
        Good(imported({"data": "https://cdn.acme.example/a.mp4", "metadata": {"frameRate": 25.0}})),
    ),
    source="Documentation (counts are whole numbers); that it is doubtful is our inference",
    fix="safe",
    check=check,
    when=has_odd_metadata,
)
