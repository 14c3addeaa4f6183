"""An asset whose name is empty."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.addresses import file_name
from manifestry.formats.ango.asset import Asset, Member
from manifestry.rules.ango_asset_examples import exported, imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import replace


def check(asset: Asset) -> Iterator[Hit]:
    name = asset.text("externalId")
    if name is not None and not name.strip():
        message = '"externalId" is empty' if not name else '"externalId" is blank'
        meant = file_name(asset.text(asset.address_key) or "")
        patch = replace(("externalId",), meant) if meant else None
        yield Hit(("externalId",), message, patch=patch)


def _is_blank(asset: Asset) -> bool:
    name = asset.value.get("externalId")
    return isinstance(name, str) and (not name or name.isspace())


RULE = Rule[Asset, Member](
    code="A143",
    name="empty-external-id",
    severity=Severity.WARNING,
    summary="externalId is empty",
    why=(
        "Assets are called by this name, and labels and attachments find them by it. An empty "
        "one finds nothing, or everything that is nameless."
    ),
    help="Write the name of the asset, such as that of its file.",
    bad=(
        Bad(exported({"externalId": ""}), at="/0/externalId"),
        Bad(imported({"externalId": " "}), at="/0/externalId"),
    ),
    good=(Good(exported({"externalId": "cam 1"})), Good(imported({"externalId": "0"}))),
    source="Documentation of asset imports; that it is a fault is our inference",
    fix="unsafe",
    check=check,
    when=_is_blank,
)
