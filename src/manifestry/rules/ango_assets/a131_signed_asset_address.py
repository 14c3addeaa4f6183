"""Signed addresses, which expire."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from manifestry.findings import Severity
from manifestry.formats.ango.addresses import expiring, written
from manifestry.formats.ango.asset import Asset, Member
from manifestry.rules.ango_asset_examples import exported, imported
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings

_URL = (
    "https://cdn.acme.example/a.jpg?X-Amz-Date=20240501T100000Z&X-Amz-Expires=120000&Signature=00"
)
_NOW = datetime.fromisoformat("2024-05-01T12:00:00+00:00")


class _Tracker(NoTracking[Asset, Member]):
    """Speaks at the first one, for all: how many there are, and when the first expires."""

    def __init__(self, settings: Settings) -> None:
        self._counts = settings.now is None
        self._number = 0
        self._span: tuple[datetime, datetime] | None = None

    @property
    def sees(self) -> bool:
        """Whether nothing else tells of expiry."""
        return self._counts

    def see(self, asset: Asset) -> Iterable[Hit]:
        found = expiring(asset)
        if not found:
            return ()
        moments = [moment for _, moment in found]
        is_first = self._span is None
        if self._span is not None:
            moments += self._span
        self._span = min(moments), max(moments)
        self._number += len(found)
        return [Hit(found[0][0], "", pending="signed")] if is_first else ()

    def verdict(self, _: str) -> str | None:
        """How many there are, and when they expire."""
        if self._span is None:
            return None
        first, last = self._span
        if self._number == 1:
            return f"The address is signed; it expires at {written(first)}"
        when = f"at {written(first)}"
        if first != last:
            when = f"between {written(first)} and {written(last)}"
        return f"{self._number:,} addresses are signed; they expire {when}"


RULE = Rule[Asset, Member](
    code="A131",
    name="signed-asset-address",
    severity=Severity.INFO,
    summary="Addresses are signed and expire",
    why=(
        "A signed address opens a private file for some time, in exports for 33 hours and 20 "
        "minutes; then nobody gets the file by it. Each export signs anew, so that such an "
        "address does not tell one file from another."
    ),
    help="Fetch the files before that, or export again; --now tells which have expired by then.",
    bad=(
        Bad(exported({"asset": _URL}), at="/0/asset"),
        Bad(exported({}, {"asset": _URL}, {"task": {"brushDataUrl": _URL}}), at="/1/asset"),
        Bad(imported({"data": _URL}), at="/0/data"),
    ),
    good=(
        Good(exported({"asset": "https://cdn.acme.example/a.jpg?Expires=never"})),
        Good(exported({"asset": _URL}), settings={"now": _NOW.replace(day=1, hour=0)}),
    ),
    source="Documentation of exports; the forms of signed URLs of AWS, Google Cloud and Azure",
    track=_Tracker,
)
