"""How the faults of an object URL can be mended, each in one way, and whether that is certain.

Only that fault is mended. `mended` sees to it that it is gone and no new one has come, so that
nothing else here need look; what a fatal fault hid may come to light.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from manifestry.formats.encord.hosts import find_site
from manifestry.formats.encord.urls import FATAL, Doubt, Fatal, diagnose, is_signed, unencoded
from manifestry.spelling import did_you_mean

Schemes = tuple[str, ...]


class Mend(NamedTuple):
    """A URL in place of a faulty one; `title` says what was done, `safe` that it is certain."""

    url: str
    safe: bool
    title: str


_BLANKS = "\u1680\u202f\u205f\u3000\ufeff" + "".join(
    chr(code)
    for start, end in ((0x00, 0x20), (0x7F, 0xA0), (0x2000, 0x200A), (0x2028, 0x2029))
    for code in range(start, end + 1)
)
"""What no URL can have in it: white space and control characters."""

_BLANK: Final = re.compile(f"[{re.escape(_BLANKS)}]")
_AUTHORITY: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(.*)\Z", re.DOTALL)
_BROKEN_START: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):([/\\]+)([^/\\]+)(.*)\Z", re.DOTALL)
_BARE_HOST: Final = re.compile(r"(//)?((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})/", re.ASCII)
_BROKEN_ESCAPE: Final = re.compile("%(?![0-9A-Fa-f]{2})")
_ALIASES: Final = {"s3a": "s3", "s3n": "s3", "gcs": "gs"}
_NAME_ONLY: Final = frozenset('[]{}|\\^`"<>')
"""Characters that have no meaning in a URL, so that they can only belong to the key."""


def mended(url: str, fault: Fatal | Doubt, schemes: Schemes) -> Mend | None:
    """The URL without the fault, if there is one way to mend it.

    A fatal fault is not mended where another one is behind it that cannot be.

    >>> mended("s3://acme-media/my clip.mp4 ", "whitespace-in-url", ("s3",))[:2]
    ('s3://acme-media/my%20clip.mp4', True)
    >>> mended("data:image/png;base64,AAAA", "unsupported-url-scheme", ("s3",))
    """
    mend = MENDS[fault](url, schemes) if fault in MENDS and not _is_torn(url) else None
    if mend is None or mend.url == url:
        return None
    found, after = diagnose(url, schemes), diagnose(mend.url, schemes)
    if after.fatal is not None:
        # Only forwards in the order in which they are looked for, so that it comes to an end.
        is_next = found.fatal is not None and FATAL.index(found.fatal) < FATAL.index(after.fatal)
        return mend if is_next and mended(mend.url, after.fatal, schemes) else None
    return mend if found.fatal or after.doubts <= found.doubts - {fault} else None


def mended_doubts(url: str, schemes: Schemes) -> Mend | None:
    """The URL without anything doubtful; None if a part of that cannot be mended."""
    mend = Mend(url, safe=True, title="")
    for doubt in sorted(diagnose(url, schemes).doubts):
        more = mended(mend.url, doubt, schemes)
        if more is None:
            return None
        title = f"{mend.title} and {more.title}" if mend.title else more.title
        mend = Mend(more.url, mend.safe and more.safe, title)
    return mend if mend.title else None


def _is_torn(url: str) -> bool:
    """Whether there are halves of characters in it, which nothing can be made of."""
    return not url.isascii() and any("\ud800" <= char <= "\udfff" for char in url)


# --- fatal faults ---------------------------------------------------------------------------


def _without_blanks(url: str, _schemes: Schemes) -> Mend | None:
    """Spaces encoded in the path. In a query they may stand for anything, in a host for nothing."""
    text = url.strip(_BLANKS)
    if not _BLANK.search(text):
        return Mend(text, safe=True, title="remove the white space at the ends of the URL")
    path, mark, query = text.partition("?")
    start = path.find("/", path.find("://") + 3)
    if _BLANK.search(query) or start < 0 or _BLANK.search(path[:start]):
        return None
    encoded = path.replace(" ", "%20")
    if not _BLANK.search(encoded):
        # Where there are escapes or a query already, the space may have been left on purpose.
        safe = not {"%", "?", "#"} & {*text}
        return Mend(encoded + mark + query, safe, "write %20 for the spaces in the URL")
    title = "remove line breaks and the like from the URL"
    if " " in path:
        title += ", and write %20 for the spaces"
    return Mend(_BLANK.sub("", encoded) + mark + query, safe=False, title=title)


def _with_scheme(url: str, _schemes: Schemes) -> Mend | None:
    """A host that is certainly one: behind two slashes, under www, or a cloud's."""
    match = _BARE_HOST.match(url)
    if match is None:
        return None
    slashes, host = match.groups()
    if slashes or host.startswith("www.") or find_site("https", host).provider != "https":
        title = 'write "https://" before the host'
        return Mend(f"https://{url[len(slashes or '') :]}", safe=False, title=title)
    return None


def _with_known_scheme(url: str, schemes: Schemes) -> Mend | None:
    match = _AUTHORITY.match(url)
    scheme = "" if match is None else match[1]
    right = _ALIASES.get(scheme.lower()) or did_you_mean(scheme, schemes)
    if match is None or right is None:
        return None
    title = f'write "{right}://" instead of "{scheme[:20]}://"'
    return Mend(f"{right}{url[len(scheme) :]}", safe=False, title=title)


def _with_slashes(url: str, _schemes: Schemes) -> Mend | None:
    """Exactly two of them behind the scheme, and none that lean the other way."""
    match = _BROKEN_START.match(url)
    if match is None or match[2] == "//":
        return None
    scheme, _, first, rest = match.groups()
    if scheme.lower() in ("http", "https") and "." not in first:
        return None  # it looks like a folder: the host is missing
    rest = rest.replace("\\", "/") if "\\" in match[2] else rest
    title = f'write "{scheme[:20]}://" before the {"bucket" if "." not in first else "host"}'
    return Mend(f"{scheme}://{first}{rest}", safe=False, title=title)


# --- doubts ---------------------------------------------------------------------------------


def _over_https(url: str, _schemes: Schemes) -> Mend | None:
    return Mend(f"https{url[4:]}", safe=False, title="write https instead of http")


def _unsigned(url: str, _schemes: Schemes) -> Mend | None:
    address, _, _ = url.partition("#")
    path, _, query = address.partition("?")
    if not is_signed(query):
        return None
    return Mend(path, safe=False, title="remove the query with the signature")


def _encoded(url: str, _schemes: Schemes) -> Mend | None:
    """Certain for what has no meaning in a URL. What looks like a query is left to its author."""
    forms = unencoded(url)
    match = _AUTHORITY.match(url)
    if match is None or "" in forms.values():
        return None
    scheme, authority, tail = match.groups()
    path, mark, query = tail.partition("?")
    if "?" in forms and "=" in query and scheme.lower() in ("http", "https"):
        return None
    part, rest = tail, ""
    if is_signed(tail.partition("#")[0].partition("?")[2]):
        part, rest = path, mark + query
    if "%" in forms:
        part = _BROKEN_ESCAPE.sub("%25", part)
    part = part.translate({ord(char): form for char, form in forms.items() if char != "%"})
    safe = all(char in _NAME_ONLY or not char.isascii() for char in forms)
    title = "percent-encode the special characters of the URL"
    return Mend(f"{scheme}://{authority}{part}{rest}", safe=safe, title=title)


def _without_user(url: str, _schemes: Schemes) -> Mend | None:
    match = _AUTHORITY.match(url)
    if match is None or "@" not in match[2]:
        return None
    host = match[2].rpartition("@")[2]
    return Mend(
        f"{match[1]}://{host}{match[3]}", safe=False, title="remove what stands before the host"
    )


def _with_bucket(url: str, _schemes: Schemes) -> Mend | None:
    """Capitals, which no bucket of Google's has, made small; a host with a port under https."""
    match = _AUTHORITY.match(url)
    if match is None:
        return None
    scheme, bucket, tail = match.groups()
    if scheme.lower() == "gs" and bucket != bucket.lower():
        title = "write the name of the bucket in lower case"
        return Mend(f"{scheme}://{bucket.lower()}{tail}", safe=False, title=title)
    host, colon, _ = bucket.partition(":")
    if scheme.lower() == "s3" and colon and "." in host:
        title = "write https before the host of the storage"
        return Mend(f"https://{bucket}{tail}", safe=False, title=title)
    return None


def _resolved(url: str, schemes: Schemes) -> Mend | None:
    match = _AUTHORITY.match(url)
    if match is None:
        return None
    end = re.search(r"[?#]|\Z", match[3])
    cut = len(match[3]) if end is None else end.start()
    _, *parts = match[3][:cut].split("/")
    kept: list[str] = []
    for part in parts:
        dots = re.sub("%2[Ee]", ".", part) if len(part) <= len("%2E%2E") else part
        if dots not in (".", ".."):
            kept.append(part)
        elif dots == "..":
            del kept[-1:]
    path = "/".join(["", *kept])
    better = f"{match[1]}://{match[2]}{path}{match[3][cut:]}"
    if diagnose(better, schemes).bucket != diagnose(url, schemes).bucket:
        return None  # the dots lead out of it
    return Mend(better, safe=False, title="resolve the dots in the path of the URL")


MENDS: Final[Mapping[Fatal | Doubt, Callable[[str, Schemes], Mend | None]]] = MappingProxyType({
    "whitespace-in-url": _without_blanks,
    "url-without-scheme": _with_scheme,
    "unsupported-url-scheme": _with_known_scheme,
    "malformed-url": _with_slashes,
    "http-url": _over_https,
    "signed-url": _unsigned,
    "unencoded-url-character": _encoded,
    "credentials-in-url": _without_user,
    "malformed-bucket-name": _with_bucket,
    "url-dot-segments": _resolved,
})  # fmt: skip
"""Fault -> what mends it. What is not here only its author can mend."""
