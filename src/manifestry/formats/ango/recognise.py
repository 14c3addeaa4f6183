"""Is this an export of Ango Hub, or an asset import? If not, what else of Ango Hub?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from manifestry.document.outline import Glimpse
from manifestry.formats.base import Evidence, Foreign

ASSETS: Final = "assets"
"""The key of the list of assets in a request to import them."""

_IDENTITY: Final = frozenset({"data", "dataset", "asset", "assetId", "externalId"})
_IMPORT_SIGNS: Final = frozenset(
    {"dataset", "externalId", "batches", "contextData", "editorType", "storage"}
)
_LABELS: Final = frozenset({
    "objects", "tools", "classifications", "relations", "brushDataUrl", "medicalBrushDataUrl",
    "answer",
})  # fmt: skip
_PART: Final = frozenset({"schemaId", "bounding-box", "rotated-bounding-box"})
_SHAPES: Final = frozenset(
    {"pdf", "ner", "point", "polygon", "polyline", "segmentation", "spline", "angle", "circle"}
)
_TOOL: Final = frozenset({"title", "classifications", "page", "metadata", "schemaId"})
_ANSWERS: Final = frozenset({"task", "tasks", "project", "assets", "exportPath"})
_NO_ASSETS: Final = "it holds no assets"

Assets = Literal["export", "import"]


class Known(NamedTuple):
    """A document with assets; see `Evidence` for the rest."""

    assets: Assets
    certain: bool = True
    wraps: bool = False


def recognise_export(glimpses: Iterable[Glimpse]) -> Evidence | Foreign | None:
    """Evidence for an export, another thing of Ango Hub that it is, or None."""
    found = identify(glimpses)
    if isinstance(found, Known):
        return Evidence(found.certain, found.wraps) if found.assets == "export" else None
    return found


def recognise_import(glimpses: Iterable[Glimpse]) -> Evidence | None:
    """Evidence for an asset import, or None."""
    found = identify(glimpses)
    if isinstance(found, Known) and found.assets == "import":
        return Evidence(found.certain, found.wraps)
    return None


def identify(glimpses: Iterable[Glimpse]) -> Known | Foreign | None:
    """What a document of Ango Hub is; None for any other. Keys it does not know change nothing."""
    seen = {glimpse.key: glimpse for glimpse in glimpses}
    if set(seen) == {""}:
        glimpse = seen[""]
        return _list(glimpse) if glimpse.shape == "list" and glimpse.first == "object" else None
    return _request(seen) or _object(frozenset(seen), seen.get("data")) or _part(seen)


def _list(glimpse: Glimpse) -> Known | Foreign | None:
    first = glimpse.value if isinstance(glimpse.value, dict) else {}
    data = Glimpse("data", "scalar", value=first.get("data"))
    found = _object(glimpse.keys, data)
    if found is None and glimpse.keys & _PART and glimpse.keys & {"objectId", "schemaId"}:
        return Foreign("a list of parts of an Ango Hub export", _NO_ASSETS)
    return found


def _object(  # noqa: C901 - a list of what there is
    keys: frozenset[str], data: Glimpse | None
) -> Known | Foreign | None:
    """What an object with these keys is, or a list of such objects."""
    labels = keys & _LABELS
    if "labelTask" in keys:
        return Foreign("an Ango Hub export of issues", "export tasks instead: it holds no assets")
    if keys.isdisjoint(_IDENTITY):
        return None
    found: Known | Foreign | None = None
    if keys & {"task", "tasks"} and keys & {"asset", "externalId"}:
        found = Known("export")
    elif labels and not (labels == {"classifications"} and {"data", "externalId"} <= keys):
        if "answer" in keys or keys & {"asset", "data", "externalId", "assetId"}:
            found = Foreign("an Ango Hub label import", "it labels assets that are there already")
    elif "asset" in keys and "data" not in keys and keys & {"dataset", "metadata", "contextData"}:
        if keys & {"assetId", "dataset", "externalId"}:
            found = Known("export")  # that has lost its task, or is cut in front of it
    elif keys & {"data", "dataset"}:
        # Other lists have "data" as well: there an address has to stand under it.
        signs = keys & _IMPORT_SIGNS
        if "status" in keys and "externalId" not in keys:
            return None
        if signs or _is_address(data):
            found = Known("import", certain=bool(signs - {"storage"}))
    elif keys & {"attachments", "attachmentUrl"}:
        found = Foreign("an Ango Hub attachment import", "it adds to assets that are there already")
    return found


def _is_address(data: Glimpse | None) -> bool:
    return data is not None and isinstance(data.value, str) and "://" in data.value


def _request(seen: dict[str, Glimpse]) -> Known | Foreign | None:
    """A request to the API, or its answer."""
    data = seen.get("data")
    if data is not None and "status" in seen and data.keys & _ANSWERS:
        return Foreign("an answer of the Ango Hub API", _NO_ASSETS)
    for key in (ASSETS, "labels", "attachments", "jsonContent"):
        if key in seen and seen[key].shape == "list":
            inner = _list(seen[key]) if seen[key].first == "object" else None
            if key == ASSETS and isinstance(inner, Known) and inner.assets == "import":
                return inner._replace(wraps=True, certain=True)
            if inner is not None:
                return Foreign("a request to the Ango Hub API", _NO_ASSETS)
    return None


def _part(seen: dict[str, Glimpse]) -> Foreign | None:
    if {"taskId", "tools"} <= seen.keys() or {"taskId", "objects"} <= seen.keys():
        return Foreign("a task of an Ango Hub export", "check the asset that it belongs to")
    shapes = [key for key, glimpse in seen.items() if key in _SHAPES and glimpse.shape != "scalar"]
    if shapes and len(seen.keys() - _SHAPES - _TOOL) <= len(shapes) and "objectId" not in seen:
        return Foreign("the geometry of a tool of Ango Hub", _NO_ASSETS)
    if shapes and "objectId" in seen:
        return Foreign("a part of an Ango Hub export or label import", _NO_ASSETS)
    if any(_PART & (glimpse.keys | {glimpse.key}) for glimpse in seen.values()):
        return Foreign("a part of an Ango Hub export or label import", _NO_ASSETS)
    return None
