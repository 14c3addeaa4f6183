"""A batch that is told by its id."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.ids import is_object_id
from manifestry.formats.ango.quick import has_odd_batch
from manifestry.rules.ango_asset_examples import exported, imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    if asset.form == "import":
        return
    for number, batch in enumerate(asset.rows("batches")):
        if isinstance(batch, str) and is_object_id(batch):
            yield Hit(("batches", number), f"{quote(batch)} looks like the id of a batch")


RULE = Rule[Asset, Member](
    code="A123",
    name="batch-id-for-name",
    severity=Severity.INFO,
    summary="Batch of an export looks like an id",
    why=(
        "Exports tell batches by their names. An id is no use to people, and another project "
        "does not know it."
    ),
    help="Write the name of the batch.",
    bad=(
        Bad(exported({"batches": ["65a0000000000000000000b1"]}), at="/0/batches/0"),
        Bad(exported({"batches": ["week 12", "65a0000000000000000000b2"]}), at="/0/batches/1"),
    ),
    good=(
        Good(exported({"batches": ["week 12", "65a0"]})),
        Good(imported({"batches": ["65a0000000000000000000b1"]})),
    ),
    source="Documentation of exports; imports take names and ids",
    check=check,
    when=has_odd_batch,
)
