"""The sections of an Encord import manifest, as data."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Section(NamedTuple):
    """One list of items in a manifest.

    key: the top-level key ("videos"); kind: what one item is ("video"), as in --only.
    schema: the item's schema, as a reference below the schemas' common base.
    noun: the item in a sentence. numbered: its URLs are `objectUrl_0`, `objectUrl_1`, ...
    media: the key of its media metadata, if it has any.
    mime: prefixes of the MIME types that fit; extensions: file name endings that fit, in
        lower case with the dot. Both empty where everything may fit.
    """

    key: str
    kind: str
    schema: str
    noun: str
    numbered: bool = False
    media: str | None = None
    mime: tuple[str, ...] = ()
    extensions: frozenset[str] = frozenset()


# fmt: off
_IMAGE = frozenset({
    ".jpg", ".jpeg", ".png", ".webp", ".avif", ".bmp", ".tif", ".tiff", ".gif", ".heic", ".heif",
    ".jfif", ".jp2",
})
_VIDEO = frozenset({
    ".mp4", ".webm", ".mov", ".mkv", ".m4v", ".avi", ".mpg", ".mpeg", ".wmv", ".ts", ".3gp", ".ogv",
})
_AUDIO = frozenset({
    ".mp3", ".wav", ".flac", ".m4a", ".mp4", ".eac3", ".aac", ".ogg", ".oga", ".opus",
})
# fmt: on

_ITEMS = "encord/items.schema.json#/$defs/"

_ALL = (
    Section("videos", "video", _ITEMS + "video", "video", media="videoMetadata",
            mime=("video/",), extensions=_VIDEO),
    Section("audio", "audio", _ITEMS + "audio", "audio file", media="audioMetadata",
            mime=("audio/",), extensions=_AUDIO),
    Section("images", "image", _ITEMS + "image", "image", media="imageMetadata",
            mime=("image/",), extensions=_IMAGE),
    Section("image_groups", "image-group", _ITEMS + "image-group", "image group",
            numbered=True, extensions=_IMAGE),
    Section("dicom_series", "dicom", _ITEMS + "dicom-series", "DICOM series", numbered=True),
    Section("text_files", "text", _ITEMS + "text", "text file", media="textMetadata"),
    Section("text", "text", _ITEMS + "text", "text file", media="textMetadata"),
    Section("pdfs", "pdf", _ITEMS + "pdf", "PDF", media="pdfMetadata",
            mime=("application/pdf",), extensions=frozenset({".pdf"})),
    Section("pdf", "pdf", _ITEMS + "pdf", "PDF", media="pdfMetadata",
            mime=("application/pdf",), extensions=frozenset({".pdf"})),
    Section("nifti", "nifti", _ITEMS + "nifti", "NIfTI volume",
            extensions=frozenset({".nii", ".nii.gz"})),
    Section("time_series", "time-series", _ITEMS + "time-series", "time series",
            extensions=frozenset({".csv"})),
    Section("scenes", "scene", _ITEMS + "scene", "scene"),
)  # fmt: skip

SECTIONS: Mapping[str, Section] = MappingProxyType({section.key: section for section in _ALL})
"""Top-level key -> section. `text` and `text_files` are two names of one thing, so are the PDFs'."""

FLAGS: tuple[str, ...] = ("skip_duplicate_urls", "upsert_metadata")
"""The boolean settings that may stand beside the sections."""

KINDS: tuple[str, ...] = tuple(dict.fromkeys(section.kind for section in _ALL))
"""The kinds of item --only knows; an image sequence is an image group that becomes a video."""

MAX_ITEMS = 500_000
"""The most items one manifest may hold; a group or series is one (documentation)."""

MAX_URLS = 1_000_000
"""The most object URLs one manifest may hold (documentation)."""
