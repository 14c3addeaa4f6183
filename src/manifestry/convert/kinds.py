"""What kind of asset something of Ango Hub is: told by what stands there, never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from manifestry.convert.model import KINDS, Kind, Remark
from manifestry.convert.options import ALL, Options
from manifestry.formats.ango.kinds import ENDINGS, AssetKind, extension, kind_of
from manifestry.text import quote

_KIND: Final[Mapping[AssetKind, Kind]] = {
    "image": "image",
    "multi-image": "image-group",
    "video": "video",
    "audio": "audio",
    "pdf": "pdf",
    "text": "text",
    "dicom": "dicom",
}
_SERIES: Final = frozenset({"image-group", "image-sequence", "dicom"})
_NIFTI: Final = frozenset({".nii", ".nii.gz"})
_NAMES: Final[Mapping[AssetKind | None, str]] = {
    "volume": "an NRRD volume",
    "3d": "a 3D scene",
    "chat": "a chat",
    "inline": "inline HTML or Markdown",
}


def kind_for(
    value: Mapping[str, Any], urls: Sequence[str], carried: object, options: Options
) -> Kind | Remark:
    """The kind of an asset of Ango Hub with these URLs, or why it has none.

    carried: the kind that an earlier conversion wrote beside it, if one did.
    """
    kind = _chosen(value, urls, options) or _told(value, urls, carried)
    if kind == "scene":
        kind = Remark(reason="no-target", message="a scene is more than an address")
    if isinstance(kind, Remark):
        return kind
    if kind == "image-group" and options.as_sequence:
        kind = "image-sequence"
    if len(urls) > 1 and kind not in _SERIES:
        return Remark(
            reason="mixed-pages",
            message=f"{len(urls)} pages cannot be one {kind}",
            path=("dataset",),
        )
    return kind


def _chosen(value: Mapping[str, Any], urls: Sequence[str], options: Options) -> Kind | None:
    """What the options say of it."""
    types = options.types
    if not types:
        return None
    editor = value.get("editorType")
    if isinstance(editor, str) and editor in types:
        return types[editor]
    found = {types.get(extension(url)) for url in urls}
    kind = found.pop() if len(found) == 1 else None
    kind = kind or types.get(ALL)
    return "image-group" if kind == "image" and "dataset" in value else kind


def _told(value: Mapping[str, Any], urls: Sequence[str], carried: object) -> Kind | Remark:
    """What the asset itself says."""
    kept = next((kind for kind in KINDS if kind == carried), None)
    if kept is not None:
        return kept
    found = kind_of(value)
    if found in _NAMES:
        if found == "volume" and {extension(url) for url in urls} <= _NIFTI:
            return "nifti"
        return Remark(reason="no-target", message=f"{_NAMES[found]} has no place in a manifest")
    if "dataset" in value:
        return _of_pages(urls)
    return _KIND[found] if found is not None else _unknown(urls)


def _of_pages(urls: Sequence[str]) -> Kind | Remark:
    kinds = {kind_of({"asset": url}) for url in urls}
    if kinds == {"dicom"}:
        return "dicom"
    if kinds <= {"image"}:
        return "image-group"
    endings = ", ".join(sorted({extension(url) or "no ending" for url in urls}))
    message = f"its pages are not all images: {endings}"
    return Remark(reason="mixed-pages", message=message, path=("dataset",))


def _unknown(urls: Sequence[str]) -> Remark:
    ending = extension(urls[0]) if urls else ""
    what = f"the ending {quote(ending)} is not known" if ending else "its address has no ending"
    return Remark(reason="unknown-type", message=what)


def known_endings() -> dict[Kind, list[str]]:
    """Kind -> the file name endings that tell it without any option."""
    found: dict[Kind, list[str]] = {}
    for ending in ENDINGS:
        url = f"a{ending}"
        kind = kind_for({"asset": url}, [url], None, Options())
        if not isinstance(kind, Remark):
            found.setdefault(kind, []).append(ending)
    return found
