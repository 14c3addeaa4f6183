"""A size where it stood in earlier days."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.keys import has_somehow, metadata_key
from manifestry.formats.ango.quick import has_rare_key
from manifestry.rules.ango_asset_examples import imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import Move, Patch, Remove, Replace
from manifestry.text import listing

_LARGEST = 10**9
_TITLE = 'Move the size into "metadata"'


def check(asset: Asset) -> Iterator[Hit]:
    found = [key for key in asset.value if key in ("width", "height")]
    if found:
        verb = "stands" if len(found) == 1 else "stand"
        message = f'{listing(found)} {verb} outside "metadata", an older form'
        yield Hit((found[0],), message, patch=_patch(asset, found))


def _patch(asset: Asset, found: list[str]) -> Patch | None:
    """Moves a whole size, where it is in nobody's way."""
    size = {key: asset.value[key] for key in found}
    if not all(type(value) is int and 0 < value < _LARGEST for value in size.values()):
        return None
    metadata = asset.block("metadata")
    if metadata is None:
        if len(found) < 2 or has_somehow(asset, "metadata"):
            return None
        first, second = found  # "metadata" comes to stand where the second of them does
        changes = Remove((first,)), Move((second,), ("metadata",)), Replace((second,), size)
        return Patch(changes, title=_TITLE)
    there = {key: metadata_key(metadata, key) for key in ("width", "height")}
    if any(there[key] for key in found) or (len(found) < 2 and not any(there.values())):
        return None
    return Patch(tuple(Move((key,), ("metadata", key)) for key in found), title=_TITLE)


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
