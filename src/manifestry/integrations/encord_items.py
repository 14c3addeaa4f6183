"""One item of a manifest as an object of Encord's SDK, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from pydantic import ValidationError
from pydantic.alias_generators import to_snake

from manifestry.errors import UsageError
from manifestry.formats.encord.item import NUMBERED_URL
from manifestry.formats.encord.media import MEMBERS
from manifestry.formats.encord.sections import SECTIONS, Section
from manifestry.integrations.encord_sdk import BaseDTO, storage
from manifestry.integrations.losses import Losses, place
from manifestry.rules.base import Path
from manifestry.text import printable, quote

_MODELS: Final[Mapping[str, tuple[str, type[BaseDTO]]]] = {
    "videos": ("videos", storage.DataUploadVideo),
    "audio": ("audio", storage.DataUploadAudio),
    "images": ("images", storage.DataUploadImage),
    "image_groups": ("image_groups", storage.DataUploadImageGroup),
    "dicom_series": ("dicom_series", storage.DataUploadDicomSeries),
    "text_files": ("text", storage.DataUploadText),
    "text": ("text", storage.DataUploadText),
    "pdfs": ("pdf", storage.DataUploadPDF),
    "pdf": ("pdf", storage.DataUploadPDF),
    "nifti": ("nifti", storage.DataUploadNifti),
    "time_series": ("time_series", storage.DataUploadTimeSeries),
    "scenes": ("scenes", storage.DataUploadScene),
}

ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType(
    {key: attribute for key, (attribute, _) in _MODELS.items()}
)
"""Section -> the attribute of `DataUploadItems` with its items."""

WRITTEN: Final[Mapping[str, Section]] = MappingProxyType(
    {attribute: SECTIONS[key] for key, attribute in [*ATTRIBUTES.items()][::-1]}
)
"""The same the other way round: of two sections that share an attribute, the usual one."""

_FILES: Final[Mapping[str, str]] = {"image_groups": "images", "dicom_series": "dicom_files"}
"""Section -> the attribute with the files of one item."""

_PLACED: Final = ("title", "createVideo", "objectUrl", "scene", "clientMetadata")
"""Keys of items that go over as they are, under the name of an attribute."""

_BLOCKS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    **MEMBERS,
    "audioMetadata": (
        ("duration", "duration_seconds"),
        *(member for member in MEMBERS["audioMetadata"] if member != ("duration",)),
    ),
}
"""Media metadata -> the spellings of each member, the usual one first."""

_CHANNEL: Final = (
    ("label",), ("color",), ("hidden",), ("style",),
    ("lineWidth", "line_width"), ("pointRadius", "point_radius"),
)  # fmt: skip

_NO_PLACE: Final = "the SDK's objects have no place for it"

_snake = lru_cache(maxsize=1024)(to_snake)  # a few names, over and over


# --- a manifest's item -> the SDK's ---------------------------------------------------------


def to_sdk(section: Section, path: Path, value: object, losses: Losses) -> BaseDTO | None:
    """An item as the SDK's object; None, with a loss, if the SDK refuses it."""
    if not isinstance(value, dict):
        losses.add(path, f"the SDK wants an object, not {quote(value)}")
        return None
    draft = _draft(section, path, value, losses)
    try:
        item = _MODELS[section.key][1].model_validate(draft)
        sent = item.model_dump(mode="json", exclude_unset=True)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
        losses.add(
            (*path, *_in_raw(value, fault["loc"])), f"the SDK says: {printable(fault['msg'])}"
        )
        return None
    except (ValueError, RecursionError):
        losses.add(path, "the SDK cannot send it: it is nested too deep")
        return None
    for changed, reason in _changes(draft, sent):
        losses.add((*path, *_in_raw(value, changed)), reason)
    return item


def _draft(section: Section, path: Path, value: dict[str, Any], losses: Losses) -> dict[str, Any]:
    """An item under the names of attributes; what has no such name is a loss."""
    names = set(_MODELS[section.key][1].model_fields)
    draft: dict[str, Any] = {}
    urls: list[str] = []
    for key, inner in value.items():
        at = (*path, key)
        if section.numbered and NUMBERED_URL.match(key):
            urls.append(key)
        elif key == section.media:
            draft[_snake(key)] = _members(inner, _BLOCKS[key], at, losses)
        elif key == "settings" and key in names:
            draft[key] = _settings(inner, at, losses)
        elif key not in _PLACED or _snake(key) not in names:
            losses.add(at, _NO_PLACE)
        elif key == "scene" and isinstance(inner, str):
            draft[key] = {"content": inner}  # the SDK's way to say the same
        elif key != "clientMetadata" or inner is not None:
            draft[_snake(key)] = inner
    if section.numbered:
        # The SDK has no default for the title of a file.
        rest = {"title": None} if section.key == "dicom_series" else {}
        draft[_FILES[section.key]] = [
            {"url": value[key], **rest} for key in sorted(urls, key=_number)
        ]
    return draft


def _number(key: str) -> tuple[int, str]:
    digits = key.partition("_")[2].lstrip("0")
    return len(digits), digits  # int() refuses thousands of digits


def _members(block: Any, members: tuple[tuple[str, ...], ...], path: Path, losses: Losses) -> Any:
    """An object whose members may go by several spellings, under the names of attributes."""
    if not isinstance(block, dict):
        return block  # which the SDK refuses
    taken = {_snake(each[0]): name for each in members for name in each[::-1] if name in block}
    names = {*taken.values()}
    for key in block:
        if key not in names:
            losses.add((*path, key), _NO_PLACE)
    return {attribute: block[name] for attribute, name in taken.items()}


def _settings(value: Any, path: Path, losses: Losses) -> Any:
    draft = _members(value, (("channels",),), path, losses)
    channels = draft.get("channels") if isinstance(draft, dict) else None
    if isinstance(channels, dict):
        draft["channels"] = {
            name: _channel(channel, (*path, "channels", name), losses)
            for name, channel in channels.items()
        }
    return draft


def _channel(value: Any, path: Path, losses: Losses) -> Any:
    draft = _members(value, _CHANNEL, path, losses)
    # Without a style the SDK would guess from the other members.
    return {"style": "line", **draft} if isinstance(draft, dict) else draft


def _changes(given: object, sent: object) -> Iterator[tuple[Path, str]]:
    """Where the SDK sends another value than it was given, and what it does."""
    if isinstance(given, dict) and isinstance(sent, dict):
        for key, inner in given.items():
            if key not in sent:
                yield (key,), "the SDK passes over it"
            elif inner != sent[key]:
                yield from (((key, *path), reason) for path, reason in _changes(inner, sent[key]))
    else:
        yield (), f"the SDK makes {quote(sent)} of {quote(given)}"


def _in_raw(value: Any, path: Path) -> Path:
    """A path through attributes, as far as it leads through the item as it stands there."""
    found: list[str | int] = []
    for step in path:
        if isinstance(value, dict):
            keys = (key for key in value if key == step or _snake(key) == _snake(str(step)))
            key: str | int | None = next(keys, None)
        else:
            key = step if isinstance(value, list) and isinstance(step, int) else None
        if key is None:
            break
        found.append(key)
        value = value[key]
    return tuple(found)


# --- the SDK's item -> a manifest's ---------------------------------------------------------


def from_sdk(section: Section, path: Path, item: BaseDTO, losses: Losses) -> dict[str, Any]:
    """The SDK's object as an item of a manifest, in the usual spelling."""
    try:
        sent = item.model_dump(mode="json", exclude_none=True, warnings=False)
    except (ValueError, RecursionError) as error:
        raise UsageError(
            f"{place('/' + '/'.join(map(str, path)))} cannot be written as JSON"
        ) from error
    given = item.model_fields_set
    raw: dict[str, Any] = {}
    for key in _PLACED:
        name = _snake(key)
        inner = sent.pop(name, None)
        # A default that was only changed in place does not count as given.
        if inner is not None and (inner or name in given):
            raw[key] = inner
            _tell_nulled(getattr(item, name), inner, (*path, name), losses)
    if section.numbered:
        files = sent.pop(_FILES[section.key], [])
        raw |= _raw_files(files, (*path, _FILES[section.key]), losses)
    if section.media is not None and (block := sent.pop(_snake(section.media), None)):
        usual = {_snake(names[0]): names[0] for names in _BLOCKS[section.media]}
        raw[section.media] = {usual.get(name, name): inner for name, inner in block.items()}
    if (settings := getattr(item, "settings", None)) is not None and sent.pop("settings", None):
        raw["settings"] = _raw_settings(settings)
    if "clientMetadata" in raw:  # it may be long: behind all else
        raw["clientMetadata"] = raw.pop("clientMetadata")
    for name in sent:
        if name in given and name != "external_file_type":  # which the section says
            losses.add((*path, name), "a manifest has no place for it")
    return raw


def _tell_nulled(given: object, sent: object, path: Path, losses: Losses) -> None:
    """Tells of values that have become null: numbers that JSON does not have."""
    if isinstance(given, dict) and isinstance(sent, dict):
        for (key, inner), other in zip(given.items(), sent.values(), strict=False):
            _tell_nulled(inner, other, (*path, str(key)), losses)
    elif isinstance(given, list | tuple) and isinstance(sent, list):
        for index, (inner, other) in enumerate(zip(given, sent, strict=False)):
            _tell_nulled(inner, other, (*path, index), losses)
    elif sent is None and given is not None:
        losses.add(path, "the SDK sends null for it")


def _raw_files(files: list[dict[str, Any]], path: Path, losses: Losses) -> dict[str, Any]:
    for number, file in enumerate(files):
        for name in file:
            if name != "url":
                reason = "a manifest has no place for it, for one file of several"
                losses.add((*path, number, name), reason)
    return {f"objectUrl_{number}": file.get("url") for number, file in enumerate(files)}


def _raw_settings(settings: Any) -> dict[str, Any]:
    channels = {
        name: {
            "style": channel.style,
            **channel.model_dump(
                mode="json", by_alias=True, exclude_unset=True, exclude_none=True, warnings=False
            ),
        }
        for name, channel in settings.channels.items()
    }
    return {"channels": channels}
