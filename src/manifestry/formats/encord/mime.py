"""MIME types and the file name endings they go with: only those we are sure of.

The standard library's table is not used: it changes with the machine's own files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_FAMILIES: tuple[tuple[str, str], ...] = (
    # endings | the registered type first, then the aliases that are seen
    (".mp4", "video/mp4 audio/mp4 application/mp4 video/x-m4v audio/m4a audio/x-m4a"),
    (".m4v", "video/mp4 video/x-m4v video/m4v"),
    (".m4a", "audio/mp4 audio/m4a audio/x-m4a audio/mp4a-latm audio/aac"),
    (".mov .qt", "video/quicktime video/mov"),
    (".webm", "video/webm audio/webm"),
    (".mkv", "video/matroska video/x-matroska video/mkv audio/x-matroska"),
    (".avi", "video/vnd.avi video/avi video/x-msvideo video/msvideo"),
    (".mpg .mpeg", "video/mpeg video/mpg video/x-mpeg"),
    (".wmv", "video/x-ms-wmv video/x-ms-asf"),
    (".ts", "video/mp2t"),
    (".3gp", "video/3gpp audio/3gpp video/3gp"),
    (".ogv", "video/ogg application/ogg"),
    (".ogg", "audio/ogg video/ogg application/ogg audio/vorbis audio/opus"),
    (".oga", "audio/ogg application/ogg"),
    (".opus", "audio/opus audio/ogg"),
    (".mp3", "audio/mpeg audio/mp3 audio/mpeg3 audio/x-mpeg-3 audio/x-mp3 audio/x-mpeg"),
    (".wav", "audio/wav audio/x-wav audio/wave audio/vnd.wave audio/x-pn-wav"),
    (".flac", "audio/flac audio/x-flac"),
    (".aac", "audio/aac audio/x-aac audio/aacp"),
    (".eac3", "audio/eac3"),
    (".jpg .jpeg .jfif", "image/jpeg image/jpg image/pjpeg"),
    (".png", "image/png image/x-png image/apng"),
    (".webp", "image/webp"),
    (".avif", "image/avif"),
    (".bmp", "image/bmp image/x-ms-bmp image/x-bmp"),
    (".tif .tiff", "image/tiff image/tif image/x-tiff"),
    (".gif", "image/gif"),
    (".heic .heif", "image/heic image/heif image/heic-sequence image/heif-sequence"),
    (".jp2", "image/jp2 image/jpeg2000 image/jpx"),
    (".txt", "text/plain"),
    (".md", "text/markdown text/x-markdown text/plain"),
    (".rst", "text/x-rst text/prs.fallenstein.rst text/plain"),
    (".html .htm", "text/html application/xhtml+xml text/plain"),
    (".xml", "application/xml text/xml text/plain"),
    (".json", "application/json text/json text/plain"),
    (".jsonl .ndjson", "application/x-ndjson application/jsonl application/x-jsonlines"),
    (".jsonl .ndjson", "application/jsonlines application/json-lines application/json text/plain"),
    (".csv", "text/csv application/csv text/plain"),
    (".pdf", "application/pdf application/x-pdf"),
)  # fmt: skip

_ENDINGS = dict.fromkeys(ending for endings, _ in _FAMILIES for ending in endings.split())

TYPES_OF: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        ending: frozenset(
            mime
            for endings, types in _FAMILIES
            if ending in endings.split()
            for mime in types.split()
        )
        for ending in _ENDINGS
    }
)
"""File name ending, with the dot -> the MIME types a file so named may have."""

ENDINGS_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        mime: tuple(ending for ending, types in TYPES_OF.items() if mime in types)
        for mime in frozenset[str]().union(*TYPES_OF.values())
    }
)
"""MIME type -> the file name endings it goes with."""


def usual_type(ending: str, prefixes: tuple[str, ...]) -> str | None:
    """The registered MIME type of files with this ending that begins with one of the prefixes.

    >>> usual_type(".mp4", ("audio/",)), usual_type(".bin", ("video/",))
    ('audio/mp4', None)
    """
    for endings, types in _FAMILIES:
        if ending in endings.split():
            return next((mime for mime in types.split() if mime.startswith(prefixes)), None)
    return None


_NAME = r"[a-z0-9][a-z0-9!#$&^_.+-]*"  # as RFC 6838 has it
_MIME = re.compile(rf"({_NAME}/{_NAME})(?:[ \t]*;.*)?\Z", re.IGNORECASE)


def bare(text: str) -> str | None:
    """The type and subtype in lower case, without parameters; None if it is no MIME type.

    >>> bare("Video/MP4; codecs=avc1"), bare("mp4"), bare("video/")
    ('video/mp4', None, None)
    """
    if text in ENDINGS_OF:
        return text
    match = _MIME.match(text)
    return match[1].lower() if match else None


def fits_section(mime: str, prefixes: tuple[str, ...], kind: str) -> bool:
    """Whether a bare MIME type may belong to an item of that kind."""
    if mime in ("application/ogg", "application/mp4"):  # containers of sound or pictures
        return kind in ("audio", "video")
    if kind == "text":
        return (
            mime.startswith("text/")
            or mime == "image/svg+xml"
            or (mime.startswith("application/") and mime not in _NO_TEXT)
        )
    return not prefixes or mime.startswith(prefixes)


_NO_TEXT = frozenset({
    "application/pdf", "application/x-pdf", "application/dicom", "application/zip",
    "application/gzip", "application/x-tar", "application/octet-stream",
})  # fmt: skip
