"""A number of the metadata that is written as a text."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.numbers import NUMBERS, is_number_text, plain_number
from manifestry.formats.ango.quick import has_odd_metadata
from manifestry.rules.ango_asset_examples import exported, imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import Raw, replace
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    metadata = asset.block("metadata") or {}
    for key in NUMBERS:
        value = metadata.get(key)
        if isinstance(value, str) and is_number_text(key, value):
            message = f"{quote(key)} is a number in a text: {quote(value)}"
            number, path = plain_number(value), ("metadata", key)
            patch = None if number is None else replace(path, Raw(number))
            yield Hit(path, message, help="Write the number without quotes.", patch=patch)


RULE = Rule[Asset, Member](
    code="A114",
    name="asset-number-in-string",
    severity=Severity.WARNING,
    strict=Severity.ERROR,
    summary="Number in the metadata of an asset is a text",
    why=(
        "Sizes, rates and counts are numbers. What reckons with a text gets no number, or "
        "compares it letter by letter."
    ),
    help="Write the number without quotes.",
    bad=(
        Bad(exported({"metadata": {"width": "640", "height": 480}}), at="/0/metadata/width"),
        Bad(
            imported(
                {"data": "https://cdn.acme.example/a.mp4", "metadata": {"frameRate": "29.97"}}
            ),
            at="/0/metadata/frameRate",
        ),
    ),
    good=(
        Good(exported({"metadata": {"width": 640, "height": 480, "year": "2024"}})),
        Good(
            imported({"data": "https://cdn.acme.example/a.mp4", "metadata": {"frameRate": 29.97}})
        ),
    ),
    source="Documentation of the metadata of assets",
    fix="safe",
    check=check,
    when=has_odd_metadata,
)
