"""What the address of an asset tells without fetching it: its form, and when it expires."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import unquote

from manifestry.formats.ango.asset import Asset, labels
from manifestry.formats.ango.kinds import is_inline
from manifestry.formats.memo import remember_last
from manifestry.rules.base import Path

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_HOST: Final = re.compile(
    r"//|www\.|[A-Za-z0-9][A-Za-z0-9.-]*\.(?:amazonaws\.com|googleapis\.com|windows\.net)/"
)
_PARAMETER: Final = re.compile(r"[?&]([A-Za-z0-9_-]{1,32})=([^&#]{0,200})")
_BASIC: Final = re.compile(r"\d{8}T\d{6}Z\Z", re.ASCII)
_EPOCH: Final = re.compile(r"\d{1,12}\Z", re.ASCII)
_ISO: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d)?(?:\.\d{1,7})?)?(?:Z|\+00:00)?\Z", re.ASCII
)
_SIGNATURES: Final = frozenset({"signature", "sig", "awsaccesskeyid", "googleaccessid", "policy"})
_MASKS: Final = ("brushDataUrl", "medicalBrushDataUrl")


def has_scheme(address: str) -> bool:
    """Whether an address begins with a scheme; the drive of a path is none."""
    return _SCHEME.match(address) is not None


def starts_with_host(address: str) -> bool:
    """Whether an address without a scheme is one of the web all the same, and no path.

    >>> starts_with_host("www.acme.example/a.jpg"), starts_with_host("photos/a.jpg")
    (True, False)
    """
    return _HOST.match(address) is not None


def expiry(url: str) -> datetime | None:
    """When a signed URL expires; None if it does not say, or is not signed.

    >>> expiry("https://acme.example/a?X-Amz-Date=20240501T100000Z&X-Amz-Expires=3600").isoformat()
    '2024-05-01T11:00:00+00:00'
    >>> expiry("https://acme.example/a?se=2024-05-01T11%3A00Z&sig=00").isoformat()
    '2024-05-01T11:00:00+00:00'
    """
    query = url.find("?")
    if query < 0 or is_inline(url[:64]):
        return None
    given = {m[1].lower(): unquote(m[2]) for m in _PARAMETER.finditer(url, query)}
    try:
        return _expiry(given)
    except (ValueError, OverflowError):  # no such day, or past the end of the calendar
        return None


def _expiry(given: dict[str, str]) -> datetime | None:
    for vendor in ("x-amz-", "x-goog-"):
        signed, life = given.get(vendor + "date", ""), given.get(vendor + "expires", "")
        if _BASIC.match(signed) and _EPOCH.match(life):
            start = datetime.strptime(signed, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            return start + timedelta(seconds=int(life))
    if given.keys().isdisjoint(_SIGNATURES):
        return None
    if _EPOCH.match(given.get("expires", "")):
        return datetime.fromtimestamp(int(given["expires"]), UTC)
    azure = _ISO.match(given.get("se", "")) if "sig" in given else None
    if azure is None:
        return None
    text = f"{azure[1]}T{azure[2] or '00:00'}{azure[3] or ':00'}+00:00"
    return datetime.fromisoformat(text)


@remember_last
def expiring(asset: Asset) -> list[tuple[Path, datetime]]:
    """The addresses of an asset, its pages and its masks that say when they expire."""
    return [
        (path, moment)
        for path, url in (*asset.urls(), *_masks(asset))
        if "?" in url and (moment := expiry(url)) is not None
    ]


def written(moment: datetime) -> str:
    """A moment for a message, such as 2024-05-01T11:00:00Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)


def _masks(asset: Asset) -> Iterator[tuple[Path, str]]:
    if asset.form == "import":
        return
    for label in labels(asset):
        for key in _MASKS:
            url = label.holder.get(key)
            if isinstance(url, str):
                yield (*label.path, key), url
