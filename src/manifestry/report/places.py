"""Where documents are, as reports for other programs name them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote


def relative(path: str) -> str:
    """A path with slashes, without "./" before it: how hosts of repositories know their files.

    >>> relative("./imports/a.json")
    'imports/a.json'
    """
    slashed = path.replace(os.sep, "/")
    while slashed.startswith("./"):
        slashed = slashed[2:].lstrip("/")
    return slashed or path


def uri(path: str) -> str:
    """A path as a URI: relative ones stay so, every odd byte is percent-encoded.

    >>> uri("./a b/c.json")
    'a%20b/c.json'
    """
    if os.path.isabs(path):
        with suppress(UnicodeEncodeError):
            return Path(path).as_uri()
    slashed = relative(path)
    try:
        data = slashed.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # no bytes of a file name, but a name that was given
        data = slashed.encode("utf-8", "surrogatepass")
    return quote(data, safe="/")
