"""The gate before the rules on items: it clears those in which there is nothing to find.

Nearly all items of a manifest are like one before: the same keys, the same bucket, the same kinds
of values in client metadata. From an item of which the rules had nothing to say the gate learns
what is so, and what has only that goes by. What it does not clear is not wrong for that: the rules
look. So it may be as narrow as it likes, but has to be right about what it clears.

Texts, keys and kinds are the business of a JSON Schema, for a compiled one is fastest at that; it
is slow at numbers, which `plain` looks at. What the file's bytes tell of all items at once, no
item is asked for. Items that are written alike, too, need not even be parsed: see `skim`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from manifestry.document import fast
from manifestry.formats.encord import client_metadata, frames, groups, layouts, media, quick
from manifestry.formats.encord.client_metadata import KEY, RESERVED, limits
from manifestry.formats.encord.item import Item
from manifestry.formats.encord.lessons import SEGMENT, Json, kind, lesson, merged, typed
from manifestry.formats.encord.metadata.names import KEYFRAMES
from manifestry.formats.encord.metadata.verdicts import has_misfits
from manifestry.formats.encord.plain import PLAIN
from manifestry.formats.encord.run import Run, run_of
from manifestry.formats.encord.sections import SECTIONS, Section
from manifestry.formats.encord.skim import Known, Skimmer
from manifestry.formats.encord.survey import has_suspects
from manifestry.formats.encord.unknown import has_unknown_keys
from manifestry.formats.encord.urls import MAX_NAME
from manifestry.settings import Settings

if TYPE_CHECKING:
    import jsonschema_rs

CLEARS: Final[frozenset[Callable[[Item], bool]]] = frozenset({
    client_metadata.is_doubtful, frames.is_doubtful, groups.is_doubtful, media.is_doubtful,
    layouts.may_have_channels, has_misfits, has_suspects, has_unknown_keys, quick.has_long_title,
    quick.lacks_media, quick.lacks_url, quick.may_be_excluded, quick.may_have_tiffs,
})  # fmt: skip
"""The cheap tests of rules that have nothing to say of what the gate clears."""

_MAX_LEARNT: Final = 64  # of each sort: more would make the schema slow
_MAX_LESSONS: Final = 256
_EXAMPLES: Final = 2  # of each run, of how items are written
_BETWEEN: Final = b" \t\n\r,"
_KEY: Final = f'"{KEY}":'.encode()
_DENSEST: Final = 9  # bytes of compact JSON that one byte of a document can stand for: 1e9

_NO_DOT: Final = r"[A-Za-z0-9_~!$&'()*,;=:@-]+"
_SPECIAL: Final = re.compile(r"[.$()*+?\[\]{}|^\\]")


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
        self._skimmer = Skimmer(section)
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
        if len(values) == 1 or not many.is_valid(values):
            is_valid = one.is_valid
            doubtful.update(n for n, value in enumerate(values) if not is_valid(value))
        return sorted(doubtful)

    def run(self, first: int, values: list[Any]) -> Run:
        """Cleared items, of which the first has the index `first`, as trackers see them."""
        for value in values[:_EXAMPLES]:
            self._skimmer.note(value)
        bare = self._is_optional
        return run_of(self._section, first, values, self._settings, has_bare=bare)

    def skim(self, first: int, data: bytes) -> tuple[int, int, Run] | None:
        """The items that `data` starts with that are cleared by their text alone.

        How many they are, where the last of them ends, and the run of them. None if the first
        one, which has the index `first`, is not cleared so.
        """
        if not self._prefixes or _DENSEST * len(data) > limits(self._settings)[0]:
            return None
        known = Known(self._prefixes, self._endings, self._kinds)
        text = decoded(data)
        found = self._skimmer.match(first, text, known)
        if found is None:
            return None
        end = found.end if len(text) == len(data) else len(text[: found.end].encode())
        while data[end - 1] in _BETWEEN:
            end -= 1
        # No other key is spelt so, and no text has a quotation mark in it as it stands.
        bare = self._is_optional and data.count(_KEY, 0, end) < found.count
        run = Run(
            self._section, first, found.count, self._settings, bare, found.urls, found.counts,
            lambda: fast.values(data[:end]),
        )  # fmt: skip
        return found.count, end, run

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
            patterns.append(f"{start}(?:/{SEGMENT})*(?:{'|'.join(ends)})")
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
            found = lesson(url, item)
            if found is None:
                return
            prefix, segment, ending = found
            prefixes[prefix] = segment
            endings[ending] = None
        kinds: dict[str, Json] | None = {}
        metadata = item.value.get(KEY)
        if isinstance(metadata, dict):
            kinds = self._kinds_of(metadata)
        if kinds is None or not prefixes:
            return
        all_kinds = merged(self._kinds, kinds)
        if all_kinds is None:
            return
        before = self._state()
        self._prefixes |= prefixes
        self._endings |= endings
        if isinstance(metadata, dict):
            self._kinds = all_kinds
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
            found = kind(value) if types is None else typed(types.get(key), whole=is_video)
            if found is None:
                return None
            kinds[key] = found
        return kinds


def _literal(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def decoded(data: bytes) -> str:
    """The text that `data` begins with: it may end within a character."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        return data[: error.start].decode()
