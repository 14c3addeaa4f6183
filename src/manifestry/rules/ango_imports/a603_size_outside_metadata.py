"""A size where it stood in earlier days."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.quick import has_rare_key
from manifestry.rules.ango_asset_examples import imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import listing


def check(asset: Asset) -> Iterator[Hit]:
    found = [key for key in asset.value if key in ("width", "height")]
    if found:
        verb = "stands" if len(found) == 1 else "stand"
        yield Hit((found[0],), f'{listing(found)} {verb} outside "metadata", an older form')


RULE = Rule[Asset, Member](
    code="A603",
    name="size-outside-metadata",
    severity=Severity.INFO,
    summary="Width and height stand outside metadata",
    why=(
        "In 2023 the size of an image stood beside its address; now it belongs into metadata. "
        "Whether the platform still reads the older form is not documented."
    ),
    help='Move "width" and "height" into "metadata".',
    bad=(
        Bad(imported({"width": 640, "height": 480}), at="/0/width"),
        Bad(imported({}, {"height": 480}), at="/1/height"),
    ),
    good=(
        Good(imported({"metadata": {"width": 640, "height": 480}})),
        Good(imported({"contextData": {"width": "640"}})),
    ),
    source="Documentation of asset imports, of 2023 and of today",
    fix="safe",
    check=check,
    when=has_rare_key,
)
