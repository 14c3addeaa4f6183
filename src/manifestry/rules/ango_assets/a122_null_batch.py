"""A batch without a name."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.quick import has_odd_batch
from manifestry.rules.ango_asset_examples import exported, imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import remove


def check(asset: Asset) -> Iterator[Hit]:
    for number, batch in enumerate(asset.rows("batches")):
        if batch is None:
            path = ("batches", number)
            patch = remove(path)._replace(title="Remove the null")
            yield Hit(path, f'Entry {number} of "batches" is null', patch=patch)


RULE = Rule[Asset, Member](
    code="A122",
    name="null-batch",
    severity=Severity.WARNING,
    summary="Batch is null",
    why=(
        "Real exports have such entries, most likely for batches that were deleted. A program "
        "that counts on names fails at them."
    ),
    help="Remove the entry.",
    bad=(
        Bad(exported({"batches": [None]}), at="/0/batches/0"),
        Bad(imported({"batches": ["week 12", None]}), at="/0/batches/1"),
    ),
    good=(Good(exported({"batches": ["week 12"]})), Good(imported({"batches": []}))),
    source="Seen in use: scripts of the vendor filter them out",
    fix="safe",
    check=check,
    when=has_odd_batch,
)
