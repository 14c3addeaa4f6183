"""A storage that is not told by its id."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.ids import is_object_id
from manifestry.formats.ango.quick import has_rare_key
from manifestry.rules.ango_asset_examples import imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    storage = asset.text("storage")
    if storage is not None and not is_object_id(storage):
        yield Hit(("storage",), f"{quote(storage)} is no id of a storage: 24 hexadecimal digits")


RULE = Rule[Asset, Member](
    code="A605",
    name="malformed-storage-id",
    severity=Severity.WARNING,
    summary="Storage is not an id",
    why=(
        "Private files are read by a storage integration, which is found by its id. By anything "
        "else, such as its name, it is not found, and the files stay closed."
    ),
    help="Write the id of the storage, as the list of storages shows it.",
    bad=(
        Bad(imported({"storage": "acme-media"}), at="/0/storage"),
        Bad(imported({"storage": ""}), at="/0/storage"),
    ),
    good=(
        Good(imported({"storage": "65a0000000000000000000c1"})),
        Good(imported({"contextData": {"storage": "acme-media"}})),
    ),
    source="The SDK, which takes an id; its form is that of the platform's other ids",
    check=check,
    when=has_rare_key,
)
