"""Whose the host of an object URL is, and which names hosts and buckets can have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple

Provider = Literal["s3", "gcs", "azure", "https"]

CLOUDS: Mapping[Provider, str] = MappingProxyType(
    {"s3": "Amazon S3", "gcs": "Google Cloud Storage", "azure": "Azure Blob Storage"}
)
"""The providers that each need an integration of their own."""

# Letters, digits, "_", "-" and "." of ASCII, and whatever is not ASCII (written as a class of
# what is left, which compiles ten times faster).
_HOST = re.compile(r"[^\x00-,/:-@\[-^`{-\x7f]+\Z")
_PLAIN_HOST = re.compile(r"[a-z0-9]++(?:[.-][a-z0-9]++)*+\Z")
_OCTET = re.compile(r"(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\Z")
_AZURE = re.compile(
    r"\.(?:blob|dfs)\.(?:core\.(?:windows\.net|chinacloudapi\.cn|usgovcloudapi\.net)"
    r"|storage\.azure\.net)\Z"
)
_GCS = ".storage.googleapis.com"
_S3_BUCKET = re.compile(r"[A-Za-z0-9._-]{1,255}\Z")  # old ones may have capitals and "_"
_GCS_BUCKET = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,220}[a-z0-9])?\Z")
_NOUN = r"(?:bucket|container|(?:storage[-_]?)?account|region|endpoint|domain)"
_TEMPLATE = re.compile(
    rf"(?:your[-_]?{_NOUN}(?:[-_]?(?:name|id|here))?"
    r"|(?-i:(?:BUCKET|CONTAINER|ACCOUNT)[-_]NAME))\Z",
    re.IGNORECASE,
)


class Site(NamedTuple):
    """What a host says.

    provider, bucket: whose it is, and the bucket if the host names it.
    depth: how many segments a path needs to name an object there.
    plain: nothing about the name of the host is worth a look.
    """

    provider: Provider
    bucket: str | None
    depth: int
    plain: bool


def find_site(scheme: str, host: str) -> Site:
    """Whose the host after `scheme` (https, http, s3 or gs) is.

    >>> find_site("https", "acme.s3.eu-west-1.amazonaws.com")
    Site(provider='s3', bucket='acme', depth=1, plain=True)
    """
    plain = len(host) < 64 and _PLAIN_HOST.match(host) is not None and template_in(host) is None
    if scheme == "s3":
        return Site("s3", host, 1, plain)
    if scheme == "gs":
        return Site("gcs", host, 1, plain)
    plain = plain and not host[-1:].isdigit()  # perhaps a wrong IPv4 address
    host = host.lower().removesuffix(".")
    for suffix in (".amazonaws.com", ".amazonaws.com.cn"):
        if host.endswith(suffix):
            bucket = _s3_bucket(host.removesuffix(suffix).split("."))
            if bucket is not None:
                return Site("s3", bucket or None, 1 if bucket else 2, plain)
    if host.endswith(_GCS):
        return Site("gcs", host.removesuffix(_GCS), 1, plain)
    own: Provider = "https"
    if host in ("storage.googleapis.com", "storage.cloud.google.com"):
        own = "gcs"
    elif _AZURE.search(host):
        own = "azure"
    return Site(own, None, 1 if own == "https" else 2, plain)


def _s3_bucket(labels: list[str]) -> str | None:
    """The bucket in a host of AWS, "" if it goes into the path, None if this is not S3.

    The label "s3" may be followed by "dualstack" and a region; a bucket may have one too.
    """
    for at in range(len(labels) - 1, max(-1, len(labels) - 4), -1):
        if labels[at] == "s3" or labels[at].startswith(("s3-", "s3express")):
            return ".".join(labels[:at])
    return None


site_of = lru_cache(maxsize=1024)(find_site)
"""The same, for short hosts: asked again and again of the same few."""


def split_authority(authority: str) -> tuple[str, str]:
    """The host of `host[:port]` and "", or else "" and why that cannot be one."""
    if authority.startswith("["):
        literal, closed, port = authority[1:].partition("]")
        host = f"[{literal}]"
        is_ip = bool(closed) and port[:1] in ("", ":") and _is_ipv6(literal)
        reason = "" if is_ip else "its host is no IP address"
        port = port[1:]
    else:
        host, _, port = authority.partition(":")
        reason = _bad_host(host)
    # The port is not shown: it may be half a password.
    if not reason and port and not (re.fullmatch("[0-9]{1,5}", port) and 0 < int(port) < 2**16):
        reason = "its port is not a number from 1 to 65535"
    return ("", reason) if reason else (host, "")


def _is_ipv6(text: str) -> bool:
    from ipaddress import IPv6Address

    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True


def _bad_host(host: str) -> str:
    """Why a name cannot be a host, or ""."""
    if not host:
        return "it names no host"
    labels = host.removesuffix(".").split(".")
    if len(host) > 254 or not all(0 < len(label) < 64 for label in labels):
        return "each part of its host must have 1 to 63 characters"
    if not _HOST.match(host):
        return "its host has a character that no host can have"
    if labels[-1].isdigit() and not (len(labels) == 4 and all(map(_OCTET.match, labels))):
        return "its host is no IP address"
    return ""


def is_bad_bucket(provider: Provider, bucket: str | None) -> bool:
    """Whether no bucket can have this name, however old it is.

    Names shorter than three characters pass: nobody writes one by mistake.
    """
    if bucket is None or provider not in ("s3", "gcs"):
        return False
    if provider == "gcs":
        return _GCS_BUCKET.match(bucket) is None
    return not bucket.startswith("arn:") and _S3_BUCKET.match(bucket) is None


def template_in(authority: str) -> str | None:
    """The part of a host that documentation writes for the reader to replace.

    >>> template_in("your-bucket-name.s3.amazonaws.com")
    'your-bucket-name'
    """
    return next(filter(_TEMPLATE.match, re.split(r"[.:@]", authority)), None)
