"""An exported asset that does not tell its batches."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.keys import has_somehow
from manifestry.rules.ango_asset_examples import ABSENT, exported, legacy
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import add, replace


def check(asset: Asset) -> Iterator[Hit]:
    if not _lacks(asset):
        return
    if "batches" in asset.value:
        patch = replace(("batches",), [])
        yield Hit(("batches",), '"batches" is null', help="Write [] for no batch.", patch=patch)
    elif not has_somehow(asset, "batches"):
        yield Hit((), 'The asset has no "batches"', patch=add(("batches",), []))


def _lacks(asset: Asset) -> bool:
    return (
        asset.value.get("batches") is None
        and asset.form == "export"
        # Legacy exports have batches only if they were asked for.
        and not ("tasks" in asset.value and "batches" not in asset.value)
    )


RULE = Rule[Asset, Member](
    code="A121",
    name="missing-batches",
    severity=Severity.WARNING,
    summary="Exported asset has no list of batches",
    why=(
        "An export has a list of batches for every asset, empty for none. A program that goes "
        "through it fails where there is no list."
    ),
    help='Add "batches", [] for no batch.',
    bad=(
        Bad(exported({"batches": ABSENT}), at="/0"),
        Bad(exported({"batches": None}), at="/0/batches"),
    ),
    good=(Good(exported({"batches": []})), Good(legacy({}))),
    source="Documentation of exports; that batches of legacy exports are optional too",
    fix="safe",
    check=check,
    when=_lacks,
)
