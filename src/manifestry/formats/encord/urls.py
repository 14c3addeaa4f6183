"""What one object URL is, and what is wrong with it.

Most URLs are plain, so one pattern clears them; everything else goes the long way, which alone
decides what is right. Nothing here knows of items: what theirs are is in `survey`.

At most one fault of a URL is fatal (the first that applies, in the order of `FATAL`), and then
nothing else is said of it: whoever left `<object url>` in need not hear that it has no scheme.
The faults bear the names of the rules that report them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

from manifestry.formats.encord.hosts import (
    Provider,
    Site,
    find_site,
    is_bad_bucket,
    site_of,
    split_authority,
    template_in,
)

Fatal = Literal[
    "empty-object-url",
    "placeholder-url",
    "whitespace-in-url",
    "url-without-scheme",
    "unsupported-url-scheme",
    "malformed-url",
    "url-without-key",
    "url-too-long",
]
Doubt = Literal[
    "http-url",
    "signed-url",
    "unencoded-url-character",
    "credentials-in-url",
    "file-name-too-long",
    "malformed-bucket-name",
    "url-dot-segments",
    "folder-url",
]

FATAL: tuple[Fatal, ...] = get_args(Fatal)
"""The fatal faults, in the order in which they are looked for."""

MAX_URL_BYTES = 16 * 1024
MAX_NAME = 300
_MAX_PLAIN = MAX_NAME  # no part of a URL so short can be too long


class Diagnosis(NamedTuple):
    """What is known of one URL; of one with a fatal fault, only `fatal` and `detail`.

    `provider` is None for schemes other than http(s), s3 and gs; `bucket` where the URL does
    not tell. `path` is as written, without query and fragment; `name` is its last part,
    decoded; `extension` is that of the name, in lower case with its dot. `detail` is what the
    message of a fatal fault needs: the character, the scheme, the reason.
    """

    fatal: Fatal | None = None
    doubts: frozenset[Doubt] = frozenset()
    provider: Provider | None = None
    host: str = ""
    bucket: str | None = None
    path: str = ""
    name: str = ""
    extension: str = ""
    detail: str = ""


_NO_DOUBTS: frozenset[Doubt] = frozenset()
_SAFE = r"A-Za-z0-9_~!$&'()*,;=:@\-"  # stands for itself in a path, whoever reads it
_PLAIN = re.compile(rf"(https|s3|gs)://([a-z0-9.-]++)((?:/[{_SAFE}][{_SAFE}.%]*+)++)\Z").match
_TEMPLATE_STARTS = ("/your", "/YOUR", "/BUCKET")
_TEMPLATE_SEGMENT = re.compile(
    r"your[-_]bucket(?:[-_]name)?\Z|BUCKET[-_]NAME\Z"
    r"|YOUR[-_](?:BUCKET|CONTAINER|ACCOUNT|FOLDER|PATH|FILE|OBJECT|KEY)(?![A-Za-z])"
)
_PLACEHOLDER = re.compile(
    r"<[A-Za-z_][\w ./:|-]{0,80}>"
    # {bucket}, ${BUCKET}, {{ bucket }}, {index:05d}; a GUID in braces is a name
    r"|\{[ ]?(?!\w{8}-\w{4}-)[A-Za-z_][\w .-]{0,80}(?:[:!][^{}/]{0,20})?\}"
    r"|//\$[A-Za-z_]\w{0,80}|%\([A-Za-z_]\w{0,80}\)s"
)
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ufeff]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(//)?")
_OPAQUE = {"http", "https", "s3", "gs", "file", "data", "blob", "ftp", "ftps", "sftp", "mailto"}
_AUTHORITY_END = re.compile(r"[/?#]|\Z")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNENCODED = re.compile(r'[+#?"\\<>{}|^`\[\]]|[^\x00-\x7f]|%(?![0-9A-Fa-f]{2})')
_DOT_SEGMENT = re.compile(r"/(?:\.|%2[Ee]){1,2}(?=/|\Z)")


def diagnose(url: str, schemes: tuple[str, ...]) -> Diagnosis:
    """What one URL is and what is wrong with it, where only `schemes` (lower case) may stand.

    >>> diagnose("s3://acme-media/cam1/A.MP4", ("s3",)).extension
    '.mp4'
    >>> diagnose("audio_file.mp3", ("s3",)).fatal
    'url-without-scheme'
    """
    if len(url) > _MAX_PLAIN:
        return diagnose_fully(url, schemes)  # not remembered: it may be as large as the file
    return _diagnose_short(url, schemes)


@lru_cache(maxsize=256)
def _diagnose_short(url: str, schemes: tuple[str, ...]) -> Diagnosis:
    return diagnose_plain(url, schemes) or diagnose_fully(url, schemes)


def diagnose_plain(url: str, schemes: tuple[str, ...]) -> Diagnosis | None:
    """The diagnosis of a URL that is plainly right. None says nothing, not that it is wrong."""
    match = _PLAIN(url) if len(url) <= _MAX_PLAIN else None
    if match is None:
        return None
    scheme, host, path = match.groups()
    site = site_of(scheme, host)
    if (
        not site.plain
        or scheme not in schemes
        or path.startswith(_TEMPLATE_STARTS)
        or (site.depth > 1 and path.find("/", 1) < 0)
        or ("%" in path and _BROKEN_ESCAPE.search(path))
    ):
        return None
    found = _good(site, host, path)
    if site.bucket is None and is_bad_bucket(site.provider, found.bucket):
        return None
    return found


def diagnose_fully(url: str, schemes: tuple[str, ...]) -> Diagnosis:
    """The diagnosis of any string, the long way: on it rests the meaning of every fault."""
    if not url or url.isspace():
        return Diagnosis("empty-object-url")
    placeholder = _placeholder(url)
    if placeholder is not None:
        return Diagnosis("placeholder-url", detail=placeholder)
    blank = _BLANK.search(url)
    if blank is not None:
        return Diagnosis("whitespace-in-url", detail=blank[0])
    start = _SCHEME.match(url)
    scheme = "" if start is None else start[1].lower()
    slashes = start is not None and start[2] is not None
    # "C:" is a drive, "localhost:" comes before a port, "cam1:" is part of a name
    if start is None or len(scheme) == 1 or not (slashes or scheme in {*_OPAQUE, *schemes}):
        return Diagnosis("url-without-scheme")
    if scheme not in schemes:
        return Diagnosis("unsupported-url-scheme", detail=start[1])
    rest = url[start.end() :]
    if scheme not in ("http", "https", "s3", "gs"):  # the settings allow it: nothing is known
        found = Diagnosis() if rest else _malformed("nothing follows the scheme")
    elif slashes:
        found = _diagnose_rest(scheme, rest)
    else:
        found = _malformed('"//" must follow the scheme')
    return Diagnosis("url-too-long") if found.fatal is None and _is_too_long(url) else found


def _diagnose_rest(scheme: str, rest: str) -> Diagnosis:
    """The diagnosis from what follows `scheme://`."""
    user, host, tail = _split(rest)
    path, _, query = tail.partition("#")[0].partition("?")
    if "\\" in user or "\\" in host:
        return _malformed('there is a backslash where "/" belongs')
    web = scheme in ("http", "https")
    if web:
        host, reason = split_authority(host)
        if reason:
            return _malformed(reason)
    elif not host:
        return _malformed("it names no bucket")
    site = find_site(scheme, host)
    signed = is_signed(query)
    segments = path.split("/", site.depth)
    if len(segments) <= site.depth or not all(segments[1:]):
        # Some server may answer to a query alone, and a key in a bucket may begin with "#".
        may_be = query if site.provider == "https" else path == "/" != tail and not web
        if not may_be or signed:
            return Diagnosis("url-without-key")
    found = _good(site, host, path)
    doubts: dict[Doubt, bool] = {
        "http-url": scheme == "http",
        "signed-url": signed,
        "unencoded-url-character": bool(_unencoded(scheme, host, tail)),
        "credentials-in-url": bool(user),
        "file-name-too-long": len(found.name) > MAX_NAME,
        "malformed-bucket-name": is_bad_bucket(site.provider, found.bucket),
        "url-dot-segments": _DOT_SEGMENT.search(path) is not None,
        "folder-url": path.endswith("/") and path == tail,
    }
    return found._replace(doubts=frozenset(name for name, holds in doubts.items() if holds))


def _malformed(reason: str) -> Diagnosis:
    return Diagnosis("malformed-url", detail=reason)


def _good(site: Site, host: str, path: str) -> Diagnosis:
    """A diagnosis without faults."""
    bucket = site.bucket
    if bucket is None and site.depth > 1:
        bucket = path.split("/", 2)[1]
    name = path[path.rfind("/") + 1 :]
    if "%" in name:
        from urllib.parse import unquote

        name = unquote(name)
    dot = name.rfind(".")
    extension = name[dot:].lower() if 0 <= dot < len(name) - 1 else ""
    if extension == ".gz" and name[:dot].lower().endswith(".nii"):
        extension = ".nii.gz"
    return Diagnosis(None, _NO_DOUBTS, site.provider, host, bucket, path, name, extension)


def _split(rest: str) -> tuple[str, str, str]:
    """What follows `scheme://` as user with its "@" or "", host with port, and the tail."""
    end = _AUTHORITY_END.search(rest)
    cut = len(rest) if end is None else end.start()
    user, at, host = rest[:cut].rpartition("@")
    return user + at, host, rest[cut:]


def _is_too_long(url: str) -> bool:
    if len(url) > MAX_URL_BYTES:
        return True
    return 4 * len(url) > MAX_URL_BYTES < len(url.encode("utf-8", "surrogatepass"))


def _placeholder(url: str) -> str | None:
    """The piece of a template that nobody filled in; "" if it had better not be shown."""
    match = _PLACEHOLDER.search(url)
    if match is not None:
        return match[0] if match[0] in shown(url) else ""
    before, _, after = url.partition("://")
    _, host, tail = _split(after or before)
    segment = tail[1:].partition("/")[0]
    return template_in(host) or (segment if _TEMPLATE_SEGMENT.match(segment) else None)


_SIGNATURES = {
    "x-amz-signature", "x-goog-signature", "x-oss-signature", "q-signature",
    "x-amz-credential", "x-goog-credential", "googleaccessid", "awsaccesskeyid",
}  # fmt: skip
_AZURE_TERMS = {"sv", "se", "sp", "sr", "si"}
_OLD_TERMS = {"expires", "key-pair-id", "ossaccesskeyid"}


def is_signed(query: str) -> bool:
    """Whether a query string carries a signature of one of the common kinds.

    >>> is_signed("X-Amz-Signature=0"), is_signed("versionId=1")
    (True, False)
    """
    if not query:
        return False
    names = {part.partition("=")[0].lower() for part in re.split("[&;]", query)}
    return bool(
        names & _SIGNATURES
        or ("sig" in names and names & _AZURE_TERMS)
        or ("signature" in names and names & _OLD_TERMS)
    )


def unencoded(url: str) -> dict[str, str]:
    """The characters of a URL that should be encoded, each with its encoded form.

    The form is "" for one in a host name, which is encoded in another way (Punycode).
    """
    scheme, _, rest = url.partition("://")
    _, host, tail = _split(rest)
    return _unencoded(scheme.lower(), host, tail)


def _unencoded(scheme: str, host: str, tail: str) -> dict[str, str]:
    found: dict[str, str] = {}
    if scheme in ("http", "https") and not host.isascii():  # elsewhere it is a bucket's name
        found = {char: "" for char in host if not char.isascii()}
    address, _, fragment = tail.partition("#")
    path, _, query = address.partition("?")
    if is_signed(query):
        tail = f"{path}#{fragment}" if len(address) < len(tail) else path
    for char in _UNENCODED.findall(tail):
        code: bytes = char.encode("utf-8", "surrogatepass")
        found.setdefault(char, "".join(f"%{byte:02X}" for byte in code))
    return found


# Whatever begins a query: also one whose "?" was encoded or left out.
_QUERY = re.compile(r"(\?|%3[Ff]|[#&](?=[^#&]*=)).", re.DOTALL)
_SLASHES = re.compile(r"[/\\]{2}")


def shown(url: str) -> str:
    """The URL as a message may show it (through `quote`): no query, no user, no password.

    >>> shown("https://me:pw@acme.example/a.mp4?sig=abc")
    'https://***@acme.example/a.mp4?...'
    """
    slashes = _SLASHES.search(url)
    start = 0 if slashes is None else slashes.end()
    end = _AUTHORITY_END.search(url, start)
    cut = len(url) if end is None else end.start()
    at = url.rfind("@", start, cut)
    _, colon, port = url[max(at + 1, start) : cut].partition(":")
    if colon and not port.isdigit() and (port or not start):
        at = max(at, url.rfind("@"))  # no port: a password, which may have "/", "?" or "#" in it
    if at >= 0 and (start or ":" in url[:at]):
        url = f"{url[:start]}***{url[at:]}"
    query = _QUERY.search(url)
    return url if query is None else f"{url[: query.end(1)]}..."
