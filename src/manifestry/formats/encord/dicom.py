"""DICOM tags as they may stand in a manifest, file by file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from manifestry.formats.encord.item import Item
from manifestry.formats.memo import remember_last
from manifestry.rules.base import Path

REQUIRED_TAGS: Mapping[str, str] = MappingProxyType({
    "00080018": "SOPInstanceUID",
    "00100020": "PatientID",
    "00180050": "SliceThickness",
    "00181114": "EstimatedRadiographicMagnificationFactor",
    "00181164": "ImagerPixelSpacing",
    "0020000D": "StudyInstanceUID",
    "0020000E": "SeriesInstanceUID",
    "00200013": "InstanceNumber",
    "00200032": "ImagePositionPatient",
    "00200037": "ImageOrientationPatient",
    "00209113": "PlanePositionSequence",
    "00209116": "PlaneOrientationSequence",
    "00280004": "PhotometricInterpretation",
    "00280008": "NumberOfFrames",
    "00280010": "Rows",
    "00280011": "Columns",
    "00280030": "PixelSpacing",
    "00281050": "WindowCenter",
    "00281051": "WindowWidth",
    "00289110": "PixelMeasuresSequence",
    "52009229": "SharedFunctionalGroupsSequence",
    "52009230": "PerFrameFunctionalGroupsSequence",
})  # fmt: skip
"""The tags every `tags` object must have, their values may be null; tag -> keyword."""

STUDY_UID = "0020000D"
UID_TAGS: tuple[str, ...] = ("00080018", STUDY_UID, "0020000E")

PER_FILE_KEYS: frozenset[str] = frozenset(
    {"dicom_files", "dicomFiles", "dicom_metadata", "dicomMetadata"}
)
"""Keys of a series that carry metadata of its files. How a raw manifest spells it is not known."""

_INNER = ("dicom_metadata", "dicomMetadata")

Tags = tuple[Path, dict[str, object]]


def tags_of(item: Item) -> tuple[Tags, ...]:
    """Every `tags` object of a DICOM series with the path to it, as they stand in the file."""
    return _tags(item.value) if item.section.kind == "dicom" else ()


@remember_last
def _tags(value: dict[str, object]) -> tuple[Tags, ...]:
    found: list[Tags] = []
    for key, inner in value.items():
        if key in PER_FILE_KEYS or key.startswith("dicomMetadata_"):
            for path, file in _each((key,), inner):
                found.extend(_tags_in(path, file))
    return tuple(found)


def _each(path: Path, value: object) -> Iterator[tuple[Path, dict[str, object]]]:
    """The objects in a list, or the one object."""
    entries: Iterable[tuple[Path, object]] = [(path, value)]
    if isinstance(value, list):
        entries = (((*path, index), entry) for index, entry in enumerate(value))
    for at, entry in entries:
        if isinstance(entry, dict):
            yield at, entry


def _tags_in(path: Path, file: dict[str, object]) -> Iterator[Tags]:
    holders: list[tuple[Path, object]] = [(path, file)]
    holders += [((*path, key), file[key]) for key in _INNER if key in file]
    for at, holder in holders:
        tags = holder.get("tags") if isinstance(holder, dict) else None
        if isinstance(tags, dict):
            yield (*at, "tags"), tags


def canonical(tag: str) -> str:
    """A tag as eight upper-case hexadecimal digits, if it is written another way.

    >>> canonical("0020000d"), canonical("(0020,000D)"), canonical("PatientID")
    ('0020000D', '0020000D', 'PatientID')
    """
    bare = tag.strip("() ").replace(",", "").replace(" ", "").upper()
    return bare if is_tag(bare) else tag


def is_tag(text: str) -> bool:
    """Whether the text is a tag: eight hexadecimal digits, letters in upper case."""
    return len(text) == 8 and not set(text) - set("0123456789ABCDEF")


def text_value(tags: Mapping[str, object], tag: str) -> tuple[Path, str] | None:
    """The first value of a tag if it is a text, with the path to it from `tags`."""
    element = tags.get(tag)
    values = element.get("Value") if isinstance(element, dict) else None
    if isinstance(values, list) and values and isinstance(values[0], str):
        return (tag, "Value", 0), values[0]
    return None


def example_tags(tag: str = "", element: str = "null", *, without: str = "") -> str:
    """The JSON text of a complete `tags` object for an example, with one tag set or left out."""
    elements = dict.fromkeys(REQUIRED_TAGS, "null")
    if tag:
        elements[tag] = element
    elements.pop(without, None)
    return "{" + ", ".join(f'"{name}": {text}' for name, text in elements.items()) + "}"
