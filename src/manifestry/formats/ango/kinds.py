"""The kinds of asset, and what tells them apart.

Nothing in an export names the kind of an asset: its address does, the lists beside it, and in
imports `editorType`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal
from urllib.parse import unquote

AssetKind = Literal[
    "image",
    "multi-image",
    "video",
    "audio",
    "pdf",
    "text",
    "dicom",
    "volume",
    "3d",
    "chat",
    "inline",
]
"""`volume` is NRRD or NIfTI, `inline` HTML or Markdown that stands where the address would."""

# fmt: off
_EXTENSIONS: Final[Mapping[AssetKind, tuple[str, ...]]] = MappingProxyType({
    "image": (
        ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp", ".gif", ".avif", ".heic", ".jfif",
    ),
    "video": (".mp4", ".webm", ".mov", ".mkv", ".ogg", ".ogv", ".avi", ".m4v"),
    "audio": (".mp3", ".wav", ".flac", ".m4a", ".aac"),
    "pdf": (".pdf",),
    "text": (".txt", ".md", ".html", ".htm"),
    "dicom": (".dcm", ".dicom"),
    "volume": (".nrrd", ".nii", ".nii.gz"),
})
# fmt: on
_KIND_OF: Final[Mapping[str, AssetKind]] = MappingProxyType(
    {ending: kind for kind, endings in _EXTENSIONS.items() for ending in endings}
)
ENDINGS: Final = tuple(_KIND_OF)
"""The file name endings that tell the kind of an asset."""

_ENDING: Final = re.compile(r"(?:\.nii\.gz|\.[A-Za-z0-9]{1,8})\Z", re.IGNORECASE)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def is_inline(address: str) -> bool:
    """Whether an address is no address but the text itself: HTML or Markdown."""
    return address.lstrip()[:1] == "<" or "\n" in address


def path_of(address: str) -> str:
    """The path of an address: without scheme, query and fragment, percent-encoding undone.

    >>> path_of("https://cdn.acme.example/a%20b.jpg?X-Amz-Signature=00")
    'cdn.acme.example/a b.jpg'
    """
    bare = _SCHEME.sub("", address, count=1)
    return unquote(re.split(r"[?#]", bare, maxsplit=1)[0])


def extension(address: str) -> str:
    """The file name ending of an address in lower case with its dot, "" if it has none.

    >>> extension("https://cdn.acme.example/scan.NII.gz?sig=0"), extension("bucket/run/")
    ('.nii.gz', '')
    """
    found = _ENDING.search(path_of(address[-4096:] if "?" not in address else address))
    return found[0].lower() if found else ""


def kind_of(value: Mapping[str, object]) -> AssetKind | None:  # noqa: PLR0911
    """The kind of an asset of an export or import; None where nothing tells it."""
    if value.get("editorType") == "pct":
        return "3d"
    dataset = value.get("dataset")
    if isinstance(dataset, list) and dataset:
        first = dataset[0]
        is_dicom = isinstance(first, str) and extension(first) in _EXTENSIONS["dicom"]
        return "dicom" if is_dicom else "multi-image"
    address = value.get("asset", value.get("data"))
    if not isinstance(address, str) or not address:
        return None
    if is_inline(address):
        return "inline"
    ending = extension(address)
    if ending == ".json":
        return "chat"
    if ending in _KIND_OF:
        return _KIND_OF[ending]
    return "3d" if address.endswith("/") else None
