"""Is this an Encord import manifest? If not, what else that people take for one?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from manifestry.document.outline import Glimpse
from manifestry.formats.base import Evidence, Foreign
from manifestry.formats.encord.item import NUMBERED_URL
from manifestry.formats.encord.sections import FLAGS, SECTIONS
from manifestry.schemas_index import BASE
from manifestry.spelling import fold

_SECTION_NAMES: Final = frozenset(fold(name) for name in (*SECTIONS, "data_groups"))
_PLURALS: Final = frozenset(SECTIONS) - {"text", "pdf", "audio", "nifti"}
"""Sections whose name hardly means anything else, even where what stands there is no list."""
_FLAG_NAMES: Final = frozenset(fold(flag) for flag in FLAGS)
_SIGNS: Final = ("objecturl", "clientmetadata", "createvideo")
_COMMON: Final = frozenset({"title", "settings"})
_MEDIA: Final = frozenset(fold(s.media) for s in SECTIONS.values() if s.media is not None)


def recognise(glimpses: Iterable[Glimpse]) -> Evidence | Foreign | None:
    """Evidence for a manifest, the other thing it is, or None for anything else.

    Section names such as "images" are common words: what makes sure is a flag, or an item
    with a key that only manifests have.
    """
    seen: dict[str, Glimpse] = {}
    for glimpse in glimpses:
        seen[glimpse.key] = glimpse
        if _is_certain(glimpse) and _sdk_form(glimpse) is None:
            return Evidence(certain=True)
    for test in _FOREIGN:
        foreign = test(seen)
        if foreign is not None:
            return foreign
    sections = [
        key
        for key, glimpse in seen.items()
        if _is_section(key) and (glimpse.shape == "list" or key in _PLURALS)
    ]
    if not sections:
        return None
    # Nothing but sections, and nothing foreign in them: a manifest in the making.
    bare = all(
        g.shape == "list" and g.first in (None, "object") and g.keys <= _COMMON
        for g in seen.values()
    )
    return Evidence(certain=bare and len(sections) == len(seen))


def _is_section(key: str) -> bool:
    folded = fold(key)
    return folded in _SECTION_NAMES or folded + "s" in _SECTION_NAMES


def _is_certain(glimpse: Glimpse) -> bool:
    folded = fold(glimpse.key)
    if folded in _FLAG_NAMES:
        return True
    urls = (key for key in glimpse.keys if key == "objectUrl" or NUMBERED_URL.match(key))
    if glimpse.key and glimpse.shape == "list" and any(urls):
        return True  # whatever the section is called
    if not _is_section(glimpse.key):
        return False
    if folded in ("scene", "scenes") and "scene" in glimpse.keys:
        return True
    return any(_is_sign(fold(key)) for key in glimpse.keys)


def _is_sign(key: str) -> bool:
    return key.startswith(_SIGNS) or key in _MEDIA


# --- what else it may be ------------------------------------------------------------------

Seen = dict[str, Glimpse]

_SDK_HELP: Final = (
    "write the manifest as the documentation shows it (`objectUrl`, `objectUrl_0`, snake_case "
    "sections), or hand these objects to the SDK as DataUploadItems"
)


def _wire_form(seen: Seen) -> Foreign | None:
    if "dataItems" in seen or "externalFiles" in seen:
        inner = "dataItems" if "dataItems" in seen else "externalFiles"
        help_ = (
            f'take what stands under "{inner}"'
            if inner == "externalFiles"
            else "upload the manifest the SDK made this from"
        )
        return Foreign("the body of a request that the Encord SDK sends", help_, near=True)
    return None


def _sdk_form(glimpse: Glimpse) -> Foreign | None:
    folded = fold(glimpse.key)
    members = {"imagegroups": "images", "dicomseries": "dicom_files"}.get(folded)
    is_raw = any(key.startswith("objectUrl") for key in glimpse.keys)
    snake = folded in _SECTION_NAMES and "object_url" in glimpse.keys
    if not is_raw and (members in glimpse.keys or snake):
        return Foreign("the Encord SDK's own object form (DataUploadItems)", _SDK_HELP, near=True)
    return None


def _any_sdk_form(seen: Seen) -> Foreign | None:
    return next(filter(None, map(_sdk_form, seen.values())), None)


def _coco(seen: Seen) -> Foreign | None:
    if "images" in seen and ("annotations" in seen or "categories" in seen):
        return Foreign("a COCO dataset", "import its images with a manifest of their URLs")
    return None


def _data_group(seen: Seen) -> Foreign | None:
    if "layoutContents" in seen:
        return Foreign(
            "a data group definition",
            "data groups are made through the API from items that are registered already",
        )
    return None


def _scene(seen: Seen) -> Foreign | None:
    for glimpse in seen.values():
        value = glimpse.value
        if isinstance(value, dict) and value.get("type") in (
            "point_cloud", "camera_parameters", "frame_of_reference",
        ):  # fmt: skip
            return Foreign(
                "the body of a scene",
                'put it into a manifest: {"scenes": [{"title": "...", "scene": {...}}]}',
                near=True,
            )
    return None


def _metadata(seen: Seen) -> Foreign | None:
    if "$encord" in seen or list(seen) == ["keyframes"]:
        return Foreign(
            "the client metadata of one item",
            'put it into the "clientMetadata" of an item of a manifest',
            near=True,
        )
    return None


def _bare_item(seen: Seen) -> Foreign | None:
    if any(fold(key).startswith("objecturl") for key in seen):
        return Foreign(
            "a single item", 'put it into a list in a section: {"videos": [{...}]}', near=True
        )
    return None


def _our_report(seen: Seen) -> Foreign | None:
    if seen.keys() == {"tool", "files", "summary"}:
        return Foreign("a report of Manifestry", "check the files that it names")
    if "$schema" in seen and seen["$schema"].value == f"{BASE}manifestry/baseline.schema.json":
        return Foreign("a baseline of Manifestry", "give it to `manifestry check --baseline`")
    return None


def _json_schema(seen: Seen) -> Foreign | None:
    dialect = seen["$schema"].value if "$schema" in seen else None
    named = isinstance(dialect, str) and "json-schema.org" in dialect
    plain = "properties" in seen and "type" in seen and seen["type"].value == "object"
    if named or plain:
        return Foreign("a JSON Schema", "it describes documents; it imports nothing")
    return None


def _list(seen: Seen) -> Foreign | None:
    if set(seen) != {""} or seen[""].shape != "list":
        return None
    keys = seen[""].keys
    if any(fold(key).startswith("objecturl") for key in keys):
        return Foreign("a list of items", 'name its section: {"videos": [...]}', near=True)
    return None


_FOREIGN: Final[tuple[Callable[[Seen], Foreign | None], ...]] = (
    _wire_form, _any_sdk_form, _coco, _data_group, _our_report, _json_schema, _bare_item, _scene,
    _metadata, _list,
)  # fmt: skip
