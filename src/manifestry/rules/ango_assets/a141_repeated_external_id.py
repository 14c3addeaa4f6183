"""An external id that stands in the document already."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.rules.ango_asset_examples import exported, imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings
from manifestry.text import quote

_HASHES = 2**60  # as much as Python keeps in 32 bytes


class _Tracker(NoTracking[Asset, Member]):
    """Keeps of each name only a hash and the index of its first asset."""

    def __init__(self, _: Settings) -> None:
        self._first: dict[int, int] = {}

    def see(self, asset: Asset) -> Iterable[Hit]:
        name = asset.text("externalId")
        if not name:
            return ()
        first = self._first.setdefault(hash(name) % _HASHES, asset.index)
        if first == asset.index:
            return ()
        return [Hit(("externalId",), f"{quote(name)} is the externalId of asset {first} as well")]


RULE = Rule[Asset, Member](
    code="A141",
    name="repeated-external-id",
    severity=Severity.WARNING,
    summary="Several assets have one externalId",
    why=(
        "The platform allows it, but finds assets by this name: labels and attachments that are "
        "imported go to every asset that has it."
    ),
    help="Give each asset a name of its own.",
    bad=(
        Bad(exported({}, {"externalId": "0.jpg"}), at="/1/externalId"),
        Bad(imported({}, {}, {"externalId": "0.jpg"}), at="/2/externalId"),
    ),
    good=(
        Good(exported({"externalId": "a.jpg"}, {"externalId": "A.jpg"})),
        Good(imported({}, {})),
    ),
    source="Documentation of asset imports and of attachments",
    track=_Tracker,
)
