"""What the address of an asset tells without fetching it: its form, and when it expires."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote, unquote

from manifestry.formats.ango.asset import Asset, labels
from manifestry.formats.ango.kinds import is_inline, path_of
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


UNENCODED: Final = re.compile(r"[^!#-;=?-\[\]_a-z~]|%(?![0-9A-Fa-f]{2})")
"""A character that stands in no address as it is."""


def has_scheme(address: str) -> bool:
    """Whether an address begins with a scheme; the drive of a path is none."""
    return _SCHEME.match(address) is not None


def starts_with_host(address: str) -> bool:
    """Whether an address without a scheme is one of the web all the same, and no path.

    >>> starts_with_host("www.acme.example/a.jpg"), starts_with_host("photos/a.jpg")
    (True, False)
    """
    return _HOST.match(address) is not None


def file_name(address: str) -> str | None:
    """The name of the file that an address leads to; None where it has none that can be read.

    >>> file_name("https://cdn.acme.example/cam%201/a.jpg?sig=0"), file_name("https://acme.example")
    ('a.jpg', None)
    """
    if is_inline(address) or (has_scheme(address) and "://" not in address):
        return None
    _, slash, name = path_of(address).rpartition("/")
    is_sound = name.strip() and name.isprintable() and not {"\\", "\ufffd"} & set(name)
    return name if is_sound and len(name) <= 255 and (slash or not has_scheme(address)) else None


def encoded(address: str) -> str | None:
    """A full address, percent-encoded where it has to be; None where that is not certain.

    >>> encoded("https://cdn.acme.example/cam 1/100%25/50%.jpg")
    'https://cdn.acme.example/cam%201/100%25/50%25.jpg'
    """
    scheme, slashes, rest = address.partition("://")
    host, slash, tail = rest.partition("/")
    is_sound = slashes and slash and not UNENCODED.search(host) and tail.isprintable()
    if not is_sound or tail != tail.strip() or "\\" in tail or "\ufffd" in tail:
        return None
    return f"{scheme}://{host}/{UNENCODED.sub(lambda found: quote(found[0], safe=''), tail)}"


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
