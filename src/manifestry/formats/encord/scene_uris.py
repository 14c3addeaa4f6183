"""The addresses of files in a scene, and words for what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from manifestry.formats.encord.scenes import FORMATS, Object, Scene, events
from manifestry.formats.encord.urls import Diagnosis, Doubt, Fatal, diagnose
from manifestry.rules.base import Path
from manifestry.rules.patch import Patch, Replace

_ENDING: Final = re.compile(rf"[^/]\.({'|'.join(FORMATS)})\Z", re.IGNORECASE)

_FATAL: Final[dict[Fatal, str]] = {
    "empty-object-url": "is empty",
    "placeholder-url": "still has a placeholder",
    "whitespace-in-url": "has whitespace in it",
    "url-without-scheme": "has no scheme",
    "unsupported-url-scheme": "has an unsupported scheme",
    "malformed-url": "is no URL",
    "url-without-key": "names no file",
    "url-too-long": "takes more than 16,384 bytes",
}
_DOUBTS: Final[dict[Doubt, str]] = {
    "http-url": "is an http URL",
    "signed-url": "is signed and will expire",
    "unencoded-url-character": "has characters that should be encoded",
    "credentials-in-url": "has a user name or a password",
    "file-name-too-long": "has a file name of more than 300 characters",
    "malformed-bucket-name": "names a bucket that cannot exist",
    "url-dot-segments": "has . or .. in its path",
    "folder-url": "names a folder",
}


def names_its_format(url: str) -> bool:
    """Whether the end of an address tells that it is a scene's file.

    >>> names_its_format("gs://acme-scenes/a.PLY"), names_its_format("gs://acme-scenes/a.ply?v=2")
    (True, False)
    """
    return _ENDING.search(url) is not None


def fault_of(found: Diagnosis) -> str:
    """The fatal fault of an address, as the end of a sentence; "" for none."""
    if found.fatal == "malformed-url":
        return f"{_FATAL[found.fatal]}, {found.detail}"
    return "" if found.fatal is None else _FATAL[found.fatal]


def doubts_of(found: Diagnosis) -> list[str]:
    """The doubtful things about an address, each as the end of a sentence."""
    return [words for doubt, words in _DOUBTS.items() if doubt in found.doubts]


def addresses(scene: Scene) -> Iterator[tuple[Path, str]]:
    """All addresses of files in a scene that are strings, in order."""
    if scene.address is not None:
        yield scene.path, scene.address
    if scene.file is not None:
        url = scene.file.get("url")
        if isinstance(url, str):
            yield (*scene.path, "url"), url
    for stream in scene.streams:
        holders: Iterable[tuple[Path, Object]] = (
            [(stream.path, stream.value)] if stream.type == "time_series" else events(stream)
        )
        if stream.type in ("point_cloud", "image", "model", "time_series"):
            for path, holder in holders:
                uri = holder.get("uri")
                if isinstance(uri, str):
                    yield (*path, "uri"), uri


def mending(path: Path, url: str, schemes: tuple[str, ...]) -> Patch | None:
    """What mends a fatal fault of an address, or all that is doubtful about it."""
    # late: seldom needed
    from manifestry.formats.encord.url_mends import mended, mended_doubts

    fatal = diagnose(url, schemes).fatal
    mend = mended_doubts(url, schemes) if fatal is None else mended(url, fatal, schemes)
    if mend is None or not (path[-1] in ("uri", "url") or names_its_format(mend.url)):
        return None
    return Patch((Replace(path, mend.url),), mend.safe, mend.title)


def is_address(path: Path) -> bool:
    """Whether a path from the item leads to an address in a scene."""
    if path[:1] != ("scene",):
        return False
    return path in (("scene",), ("scene", "content")) or path[-1] in ("uri", "url")
