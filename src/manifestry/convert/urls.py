"""URLs on their way: byte for byte, unless a beginning of them is to be replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from manifestry.convert.model import Remark
from manifestry.formats.ango.addresses import expiry, written
from manifestry.formats.ango.kinds import path_of
from manifestry.formats.encord.urls import is_signed

Replace = Callable[[str], str]


def replacing_starts(starts: Mapping[str, str]) -> Replace:
    """What replaces the beginning of a URL, the longest that fits.

    >>> replacing_starts({"https://cdn.acme.example/": "s3://acme/"})("https://cdn.acme.example/a.jpg")
    's3://acme/a.jpg'
    """
    ordered = sorted(starts, key=len, reverse=True)

    def replace(url: str) -> str:
        for start in ordered:
            if url.startswith(start):
                return starts[start] + url[len(start) :]
        return url

    return replace


def signed(urls: Sequence[str]) -> Remark | None:
    """What is to be said of URLs of which some are signed."""
    found = [url for url in urls if "?" in url and is_signed(url.partition("?")[2])]
    if not found:
        return None
    ends = [moment for url in found if (moment := expiry(url)) is not None]
    until = f", until {written(min(ends))}" if ends else ""
    which = "its URL is" if len(urls) == 1 else f"{len(found)} of its {len(urls)} URLs are"
    return Remark(reason="signed-url", message=f"{which} signed{until}")


def file_name(url: str) -> str:
    """The name of the file a URL leads to, all of the URL where there is none.

    >>> file_name("s3://acme-media/cam1/a%20b.jpg"), file_name("s3://acme-media/")
    ('a b.jpg', 's3://acme-media/')
    """
    return path_of(url).rstrip("/").rpartition("/")[2] or url if not url.endswith("/") else url
