"""The object URLs of an item: which of them are worth a look, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from manifestry.formats.encord.hosts import CLOUDS, Provider
from manifestry.formats.encord.item import NUMBERED_URL, Item
from manifestry.formats.encord.sections import SECTIONS, Section
from manifestry.formats.encord.urls import Diagnosis, Doubt, Fatal, diagnose
from manifestry.formats.memo import remember_last
from manifestry.rules.base import SchemaError
from manifestry.rules.patch import Patch, Replace
from manifestry.settings import Settings


class Suspect(NamedTuple):
    """An object URL that is worth a look: its key, its text, and what was found."""

    key: str
    text: str
    found: Diagnosis


class Survey(NamedTuple):
    """The object URLs of one item that are worth a look, and the clouds they lie in.

    `providers` maps each provider of `CLOUDS` to the key of its first URL in the item.
    """

    suspects: tuple[Suspect, ...]
    providers: Mapping[Provider, str]


_TEXTS = frozenset({".txt", ".md", ".rst", ".xml", ".html", ".htm", ".json", ".jsonl", ".ndjson"})
_SCENES = frozenset({".pcd", ".ply", ".las", ".laz", ".e57", ".mcap", ".bag", ".db3"})
_KNOWN = frozenset[str]().union(
    *(section.extensions for section in SECTIONS.values()), _TEXTS, _SCENES, {".dcm", ".dicom"}
)
# Endings that more than one kind of file goes by.
_SHARED: Mapping[str, frozenset[str]] = {
    "video": frozenset({".ogg"}),
    "audio": frozenset({".webm", ".3gp", ".ogv", ".mov", ".mkv", ".ts"}),
    "text": _TEXTS | {".csv", ".ts"},
    "time-series": frozenset({".txt"}),
    "dicom": frozenset({".dcm", ".dicom"}),
}


def _foreign(section: Section) -> frozenset[str]:
    return _KNOWN - section.extensions - _SHARED.get(section.kind, frozenset())


FOREIGN: Mapping[str, frozenset[str]] = MappingProxyType(
    {key: _foreign(section) for key, section in SECTIONS.items()}
)
"""Key of a section -> the extensions of files that are known to belong elsewhere."""


@remember_last
def survey(item: Item) -> Survey:
    """What is worth saying of an item's object URLs; found once, then remembered."""
    schemes = item.settings.url_schemes
    foreign = FOREIGN[item.section.key]
    suspects: list[Suspect] = []
    providers: dict[Provider, str] = {}
    for key, text in item.urls():
        found = diagnose(text, schemes)
        if found.fatal is not None or found.doubts or found.extension in foreign:
            suspects.append(Suspect(key, text, found))
        provider = found.provider
        if provider is not None and provider not in providers and provider in CLOUDS:
            providers[provider] = key
    return Survey(tuple(suspects), providers)


def has_suspects(item: Item) -> bool:
    """Whether any object URL of the item is worth a look."""
    return bool(survey(item).suspects)


def with_fault(item: Item, fault: Fatal | Doubt) -> Iterable[Suspect]:
    """The item's object URLs that have the fault."""
    suspects = survey(item).suspects
    if not suspects:
        return ()
    return [it for it in suspects if it.found.fatal == fault or fault in it.found.doubts]


def is_url(item: Item, key: str) -> bool:
    """Whether what stands under a key is certainly a URL, were it only for a blank in it.

    What is doubtful about it is told once the key is right.
    """
    from manifestry.formats.encord.url_mends import mended  # late: most documents have no use

    url = item.text(key)
    if url is None:
        return False
    schemes = item.settings.url_schemes
    fatal = diagnose(url, schemes).fatal
    if fatal == "whitespace-in-url":
        mend = mended(url, fatal, schemes)
        return mend is not None and diagnose(mend.url, schemes).fatal is None
    return fatal is None


def mending(item: Item, it: Suspect, fault: Fatal | Doubt) -> Patch | None:
    """What takes the fault from an object URL, if that can be done without giving it another.

    Of what a fatal fault hid it does not: that is told next.
    """
    from manifestry.formats.encord.url_mends import mended  # late: most documents have no use

    mend = mended(it.text, fault, item.settings.url_schemes)
    if mend is None:
        return None
    if it.found.fatal is not None:
        return Patch((Replace((it.key,), mend.url),), mend.safe, mend.title)
    extension = diagnose(mend.url, item.settings.url_schemes).extension
    if extension != it.found.extension and extension in FOREIGN[item.section.key]:
        return None
    return Patch((Replace((it.key,), mend.url),), mend.safe, mend.title)


def refused_for(error: SchemaError, fault: Fatal) -> bool:
    """Whether an error of the schema pass is about an object URL that has this fault."""
    if len(error.path) != 1 or not isinstance(error.value, str):
        return False
    key = error.path[0]
    if key != "objectUrl" and not (isinstance(key, str) and NUMBERED_URL.match(key)):
        return False
    return diagnose(error.value, Settings().url_schemes).fatal == fault
