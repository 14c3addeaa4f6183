"""A signed address that has expired, or is about to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from manifestry.findings import Severity
from manifestry.formats.ango.addresses import expiring, written
from manifestry.formats.ango.asset import Asset, Member
from manifestry.rules.ango_asset_examples import exported, imported
from manifestry.rules.base import Bad, Good, Hit, Rule

_SOON = timedelta(hours=24)
_URL = (
    "https://cdn.acme.example/a.jpg?X-Amz-Date=20240501T100000Z&X-Amz-Expires=120000&Signature=00"
)
_LATER = datetime.fromisoformat("2024-06-01T00:00:00+00:00")
_AFTER = datetime.fromisoformat("2024-05-02T12:00:00+00:00")
_BEFORE = datetime.fromisoformat("2024-05-01T10:00:00+00:00")


def check(asset: Asset) -> Iterator[Hit]:
    now = asset.settings.now
    if now is None:
        return
    due = [(path, moment) for path, moment in expiring(asset) if moment - now < _SOON]
    if not due:
        return
    path, moment = due[0]
    verb = "has expired" if moment <= now else "expires soon"
    more = f", and {len(due) - 1:,} more of this asset" if len(due) > 1 else ""
    yield Hit(path, f"The signed address {verb}: at {written(moment)}{more}")


def _is_judged(asset: Asset) -> bool:
    return asset.settings.now is not None


RULE = Rule[Asset, Member](
    code="A132",
    name="expired-asset-address",
    severity=Severity.WARNING,
    summary="Signed address has expired, or does within a day",
    why=(
        "After its time a signed address opens nothing: the file can neither be fetched nor "
        "imported by it. Only --now makes Manifestry look; without it a report does not depend "
        "on the day."
    ),
    help="Export again, or sign the address anew.",
    bad=(
        Bad(exported({"asset": _URL}), at="/0/asset", settings={"now": _LATER}),
        Bad(imported({"data": _URL}), at="/0/data", settings={"now": _AFTER}),
        Bad(
            exported({"task": {"brushDataUrl": _URL, "medicalBrushDataUrl": _URL}}),
            at="/0/task/brushDataUrl",
            settings={"now": _LATER},
        ),
    ),
    good=(
        Good(exported({"asset": _URL}), settings={"now": _BEFORE}),
        Good(exported({"asset": "https://cdn.acme.example/a.jpg"}), settings={"now": _LATER}),
    ),
    source="Documentation of exports; the forms of signed URLs of AWS, Google Cloud and Azure",
    check=check,
    when=_is_judged,
)
