"""The names under `ango.` that a conversion gives to what Ango Hub keeps of an asset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from manifestry.formats.encord.metadata.words import Hint

PREFIX: Final = "ango."

TYPE: Final = "ango.type"
"""What kind of asset it is; its being there tells that an item came from Ango Hub."""

RAW: Final = "ango.raw"
"""The asset without its labels, as JSON text."""

LABELS: Final = "ango.labels"
"""Numbers of labels by class, if asked for."""

PAGES: Final = "$pages"
"""Among what Ango Hub keeps, the number of pages of an asset that has pages."""


class Word(NamedTuple):
    """What is said of a name: the type its values usually have, and what they are."""

    type: Hint | Literal["any"]
    about: str


class Group(NamedTuple):
    """The keys of one object of an asset.

    prefix: what stands before keys without a name, and what does not fit is under the prefix
    alone. named: key -> its name in client metadata. words: what is said of these names.
    """

    prefix: str
    named: Mapping[str, str]
    words: Mapping[str, Word]


def name_of(key: str) -> str:
    """The name of a key that has one.

    >>> name_of("labelDuration(ms)"), name_of(PAGES)
    ('ango.labelDurationMs', 'ango.pages')
    """
    return PREFIX + key.strip("$").replace("(ms)", "Ms")


def _group(prefix: str, *rows: tuple[str, Hint, str]) -> Group:
    words = {key: Word(type_, about) for keys, type_, about in rows for key in keys.split()}
    named = {key: name_of(key) for key in words}
    said = {named[key]: word for key, word in words.items()}
    return Group(PREFIX + prefix, MappingProxyType(named), MappingProxyType(said))


ASSET: Final = _group(
    "asset",
    ("externalId", "varchar", "external id; the title is made of it"),
    ("assetId", "varchar", "id of the asset"),
    (PAGES, "number", "how many pages it has"),
    ("status", "varchar", "status of the asset"),
    ("consensus", "number", "how far its labelers agree, in percent"),
    ("labeledAt", "datetime", "when it was labelled"),
    ("reviewedAt", "datetime", "when it was reviewed"),
    ("labelDuration labelDuration(ms)", "number", "how long labelling took, in milliseconds"),
    ("storage", "varchar", "id of the storage its files are in"),
    ("editorType", "varchar", "editor it is opened in"),
    ("priority", "number", "priority in the queue"),
    ("createdAt", "datetime", "when the asset was made"),
    ("project", "varchar", "id of the project"),
)
"""The asset itself; it alone has no names but those in its table."""

CONTEXT: Final = _group("contextData")
"""The user's own keys."""

GROUPS: Final[Mapping[str, Group]] = MappingProxyType(
    {
        "metadata": _group(
            "metadata",
            ("width", "number", "width in pixels"),
            ("height", "number", "height in pixels"),
            ("frameRate", "number", "frames a second"),
            ("frameTotal", "number", "how many frames it has"),
        ),
        "contextData": CONTEXT,
        "task": _group(
            "task",
            ("taskId", "varchar", "id of the task"),
            ("stage", "varchar", "name of the stage it is in"),
            ("stageId", "varchar", "id of that stage"),
            ("updatedAt", "datetime", "when the task was last changed"),
            ("updatedBy", "varchar", "who changed it last"),
            ("totalDuration", "number", "how long all work on it took, in milliseconds"),
            ("consensusAverage", "number", "how far its labelers agree, in percent"),
            ("completedAt", "datetime", "when it was completed"),
            ("completedBy", "varchar", "who completed it"),
            ("duration duration(ms)", "number", "how long it took, in milliseconds"),
            ("isSkipped", "boolean", "whether it was skipped"),
            ("isBenchmark", "boolean", "whether it is a benchmark"),
        ),
    }
)

LISTS: Final[Mapping[str, Word]] = MappingProxyType(
    {
        "batches": Word("text", "names of its batches, as JSON text"),
        "attachments": Word("text", "its attachments, as JSON text"),
        "classifications": Word("text", "classifications of an asset import, as JSON text"),
        "tasks": Word("text", "its tasks if there are several, as JSON text"),
    }
)
"""Keys of an asset whose lists stand under a name of their own, as JSON text."""

_RESTS: Final = MappingProxyType(
    {"contextData": "context data", "metadata": "metadata", "task": "the task"}
)


def names() -> Iterator[tuple[str, Word]]:
    """All names there are, with what is said of them; a `*` stands for the user's own words."""
    yield TYPE, Word("varchar", "kind of the asset; tells that an item came from Ango Hub")
    for group in (ASSET, *GROUPS.values()):
        yield from group.words.items()
    yield from ((PREFIX + key, word) for key, word in LISTS.items())
    for key, group in GROUPS.items():
        yield (
            f"{group.prefix}.*",
            Word("any", f"other keys of {_RESTS[key]}, as they are"),
        )
        yield group.prefix, Word("text", f"what else is in {_RESTS[key]}, as JSON text")
    yield ASSET.prefix, Word("text", "what else is in the asset, as JSON text")
    yield f"{LABELS}.*", Word("number", "how many labels a class has (--label-summary)")
    yield LABELS, Word("text", "the same of classes with odd names, as JSON text")
    yield RAW, Word("text", "the whole asset without labels, as JSON text (--carry full)")


def is_name(name: str) -> bool:
    """Whether a conversion may write a key of that name."""
    return name in _NAMES or name.startswith(_STARTS)


_NAMES: Final = frozenset(name for name, _ in names())
_STARTS: Final = tuple(name.removesuffix("*") for name in _NAMES if name.endswith("*"))
