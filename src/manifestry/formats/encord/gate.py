"""The gate before the rules on items: it clears those in which there is nothing to find.

Nearly all items of a manifest are like one before: the same keys, the same bucket, the same kinds
of values in client metadata. From an item of which the rules had nothing to say the gate learns
what is so, and what has only that goes by. What it does not clear is not wrong for that: the rules
look. So it may be as narrow as it likes, but has to be right about what it clears.

Texts, keys and kinds are the business of a JSON Schema, for a compiled one is fastest at that; it
is slow at numbers, which `plain` looks at. What the file's bytes tell of all items at once, no
item is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from manifestry.formats.encord import client_metadata, frames, groups, layouts, media, quick
from manifestry.formats.encord.client_metadata import KEY, RESERVED, limits
from manifestry.formats.encord.hosts import site_of
from manifestry.formats.encord.item import Item
from manifestry.formats.encord.metadata.fitting import as_schema
from manifestry.formats.encord.metadata.names import KEYFRAMES
from manifestry.formats.encord.metadata.types import Embedding, KeyType
from manifestry.formats.encord.metadata.verdicts import has_misfits
from manifestry.formats.encord.metadata.words import NUMBERS
from manifestry.formats.encord.plain import PLAIN
from manifestry.formats.encord.run import Run, run_of
from manifestry.formats.encord.sections import SECTIONS, Section
from manifestry.formats.encord.survey import FOREIGN, has_suspects
from manifestry.formats.encord.unknown import has_unknown_keys
from manifestry.formats.encord.urls import MAX_NAME, diagnose_plain
from manifestry.settings import Settings

if TYPE_CHECKING:
    import jsonschema_rs

Json = dict[str, Any]

CLEARS: Final[frozenset[Callable[[Item], bool]]] = frozenset({
    client_metadata.is_doubtful, frames.is_doubtful, groups.is_doubtful, media.is_doubtful,
    layouts.may_have_channels, has_misfits, has_suspects, has_unknown_keys, quick.has_long_title,
    quick.lacks_media, quick.lacks_url, quick.may_be_excluded, quick.may_have_tiffs,
})  # fmt: skip
"""The cheap tests of rules that have nothing to say of what the gate clears."""

_MAX_LEARNT: Final = 64  # of each sort: more would make the schema slow
_MAX_LESSONS: Final = 256
_MIN_VECTOR: Final = 8
_DENSEST: Final = 9  # bytes of compact JSON that one byte of a document can stand for: 1e9

_SEGMENT: Final = r"[A-Za-z0-9_~!$&'()*,;=:@-](?:[A-Za-z0-9_~!$&'()*,;=:@.-]|%[0-9A-Fa-f]{2})*"
# The first one may begin a name in a template, "your-bucket" or "BUCKET"; it must not seem to.
_FIRST: Final = _SEGMENT.replace("A-Z", "AC-XZ", 1).replace("a-z", "a-xz", 1)
_NO_DOT: Final = r"[A-Za-z0-9_~!$&'()*,;=:@-]+"
_ENDING: Final = re.compile(r"\.(?:[a-z0-9]{1,8}|nii\.gz)\Z")
_SPECIAL: Final = re.compile(r"[.$()*+?\[\]{}|^\\]")

_KINDS: Final[Mapping[type, str]] = {
    str: "string", bool: "boolean", int: "number", float: "number", type(None): "null",
}  # fmt: skip


def gate_of(key: str, settings: Settings) -> Gate | None:
    """The gate of a section; None if it has none, or the settings leave nothing to clear."""
    section = SECTIONS[key]
    excludes = bool(settings.only) and section.kind == "image-group"
    if section.kind == "scene" or excludes:
        return None
    try:
        import jsonschema_rs  # noqa: F401 - the reference engine is too slow to be of use
    except ImportError:
        return None
    return Gate(section, settings)


class Gate:
    """What was learnt of one section of one document."""

    clears = CLEARS

    def __init__(self, section: Section, settings: Settings) -> None:
        self._section = section
        self._settings = settings
        self._lessons = 0
        self._prefixes: dict[str, str] = {}  # with the pattern of the segment that may follow
        self._endings: dict[str, None] = {}
        self._kinds: dict[str, Json] = {}
        self._required: set[str] | None = None
        self._is_optional = False
        self._compiled: tuple[jsonschema_rs.Validator, jsonschema_rs.Validator] | None = None

    # --- clearing -----------------------------------------------------------------------

    def doubtful(self, values: list[object], data: bytes) -> Sequence[int]:
        """The numbers of the items that it does not clear, in order; `data` is their text."""
        everything = range(len(values))
        if not self._prefixes:
            return everything
        # No text can have a NUL in it, and no metadata can be too large.
        if b"\\u0000" in data or _DENSEST * len(data) > limits(self._settings)[0]:
            return everything
        one, many = self._validators()
        doubtful = set(PLAIN[self._section.media or self._section.numbered](values))
        if not many.is_valid(values):
            is_valid = one.is_valid
            doubtful.update(n for n, value in enumerate(values) if not is_valid(value))
        return sorted(doubtful)

    def run(self, first: int, values: list[Any]) -> Run:
        """Cleared items, of which the first has the index `first`, as trackers see them."""
        bare = self._is_optional
        return run_of(self._section, first, values, self._settings, has_bare=bare)

    def _validators(self) -> tuple[jsonschema_rs.Validator, jsonschema_rs.Validator]:
        if self._compiled is None:
            import jsonschema_rs

            # Of its two engines for patterns this one takes linear time.
            options = jsonschema_rs.RegexOptions()
            schema = self._schema()
            one, many = (
                jsonschema_rs.Draft202012Validator(each, pattern_options=options)
                for each in (schema, {"type": "array", "items": schema})
            )
            self._compiled = one, many
        return self._compiled

    def _schema(self) -> Json:
        section = self._section
        title: Json = {"type": "string", "maxLength": MAX_NAME}
        properties: Json = {"title": title, KEY: self._metadata()}
        required = [] if self._is_optional else [KEY]
        schema: Json = {"type": "object", "properties": properties, "required": required}
        if section.numbered:
            title["pattern"] = r"[^\s\x00-\x1f]"
            required += ["title", "objectUrl_0"]
            schema["additionalProperties"] = self._url()
            # Elsewhere it is an unknown key, and would pass for a URL if it is one.
            is_group = section.kind == "image-group"
            properties["createVideo"] = {"type": "boolean"} if is_group else False
        else:
            properties["objectUrl"] = self._url()
            required.append("objectUrl")
            schema["additionalProperties"] = False
            if section.media is not None:
                properties[section.media] = True  # see `PLAIN`
                if self._settings.profile == "strict-client-only":
                    required.append(section.media)
        return schema

    def _url(self) -> Json:
        starts: dict[str, list[str]] = {}
        for prefix, segment in self._prefixes.items():
            starts.setdefault(segment, []).append(_literal(prefix))
        ends = [_literal(ending) for ending in self._endings if ending]
        if "" in self._endings:
            ends.append(f"/{_NO_DOT}")  # the last of two segments or more
        patterns = []
        for segment, prefixes in starts.items():
            start = f"(?:{'|'.join(prefixes)})/{segment}"
            patterns.append(f"{start}(?:/{_SEGMENT})*(?:{'|'.join(ends)})")
        return {
            "type": "string", "maxLength": MAX_NAME, "pattern": rf"^(?:{'|'.join(patterns)})$",
        }  # fmt: skip

    def _metadata(self) -> Json:
        required = sorted(self._required or ())
        schema: Json = {
            "type": "object", "properties": self._kinds, "additionalProperties": False,
        }  # fmt: skip
        if len(required) == len(self._kinds):
            return {**schema, "minProperties": len(required)}  # the same, and found faster
        return {**schema, "required": required}

    # --- learning -----------------------------------------------------------------------

    def learn(self, item: Item) -> None:
        """Takes an item for an example, of which neither schema, rules nor trackers spoke."""
        if self._lessons >= _MAX_LESSONS:
            return
        prefixes: dict[str, str] = {}
        endings: dict[str, None] = {}
        for _, url in item.urls():
            lesson = _lesson(url, item)
            if lesson is None:
                return
            prefix, segment, ending = lesson
            prefixes[prefix] = segment
            endings[ending] = None
        kinds: dict[str, Json] | None = {}
        metadata = item.value.get(KEY)
        if isinstance(metadata, dict):
            kinds = self._kinds_of(metadata)
        if kinds is None or not prefixes:
            return
        merged = _merged(self._kinds, kinds)
        if merged is None:
            return
        before = self._state()
        self._prefixes |= prefixes
        self._endings |= endings
        if isinstance(metadata, dict):
            self._kinds = merged
            names = self._required
            self._required = {*kinds} if names is None else names & kinds.keys()
        else:
            self._is_optional = True
        if self._state() != before:
            self._lessons += 1
            self._compiled = None
        if max(len(self._prefixes), len(self._endings), len(self._kinds)) > _MAX_LEARNT:
            self._lessons = _MAX_LESSONS

    def _state(self) -> tuple[object, ...]:
        sizes = len(self._prefixes), len(self._endings), len(self._required or ())
        return (*sizes, self._is_optional, self._required is None, {**self._kinds})

    def _kinds_of(self, metadata: Mapping[str, object]) -> dict[str, Json] | None:
        """Key -> the schema of what may stand there; None where that cannot be told."""
        types = self._settings.metadata_schema
        is_video = self._section.kind == "video"
        kinds = {}
        for key, value in metadata.items():
            if key[:1] == RESERVED[0] or key == KEYFRAMES or "\0" in key:
                return None
            kind = _kind(value) if types is None else _typed(types.get(key), whole=is_video)
            if kind is None:
                return None
            kinds[key] = kind
        return kinds


def _literal(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _lesson(url: str, item: Item) -> tuple[str, str, str] | None:
    """How a good URL begins, what may follow, and how it ends; None if that tells nothing."""
    found = diagnose_plain(url, item.settings.url_schemes)
    if found is None or found.extension in FOREIGN[item.section.key]:
        return None
    prefix, ending = url[: len(url) - len(found.path)], found.extension
    segment = _FIRST
    if site_of(prefix.partition(":")[0], found.host).depth > 1:
        bucket = found.path.split("/", 2)[1]
        if "%" in bucket:
            return None
        prefix, segment = f"{prefix}/{bucket}", _SEGMENT
    if ending:
        fits = url.endswith(ending) and _ENDING.match(ending) and ending not in (".gz", ".tif")
        if not fits or ending == ".tiff":
            return None
    elif "." in found.name or "%" in found.path:
        return None
    return prefix, segment, ending


def _kind(value: object) -> Json | None:
    """What may stand where a value stands, if nothing says its type."""
    if type(value) in _KINDS:
        return {"type": [_KINDS[type(value)]]}
    if (
        isinstance(value, list)
        and len(value) >= _MIN_VECTOR
        and NUMBERS.issuperset(map(type, value))
    ):
        return _vector(len(value))
    return None


def _vector(size: int) -> Json:
    return {"type": ["array"], "items": {"type": "number"}, "minItems": size, "maxItems": size}


def _typed(type_: KeyType | None, *, whole: bool) -> Json | None:
    """What may stand under a key of the metadata schema; a video as a whole has no embeddings."""
    if type_ is None or (whole and isinstance(type_, Embedding)):
        return None
    return as_schema(type_)


def _merged(known: dict[str, Json], kinds: dict[str, Json]) -> dict[str, Json] | None:
    """What may stand under each key by either; None if the two do not go together."""
    merged = dict(known)
    for key, kind in kinds.items():
        there = merged.get(key, kind)
        if there is kind or there == kind:
            merged[key] = kind
        elif len(there) == len(kind) == 1:
            merged[key] = {"type": sorted({*there["type"], *kind["type"]})}
        else:
            return None
    return merged
