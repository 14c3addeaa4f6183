"""Which keys an item and its media metadata may have, read from the schemas: the one truth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urljoin

from manifestry.formats.encord.sections import SECTIONS, Section
from manifestry.rules.base import SchemaError
from manifestry.schemas_index import BASE, Schema, resolve
from manifestry.spelling import did_you_mean, fold

_NESTING = ("allOf", "anyOf", "if", "then", "else")
_SYNONYMS: Mapping[str, frozenset[str]] = {
    "objectUrl": frozenset({"url", "uri", "objecturi", "fileurl", "path", "src"})
}


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys an object may have: by name, the preferred spelling first, and by pattern."""

    names: dict[str, None]
    patterns: tuple[re.Pattern[str], ...] = ()

    def __contains__(self, key: str) -> bool:
        return key in self.names or any(pattern.search(key) for pattern in self.patterns)


@cache
def item_keys(section: Section) -> Keys:
    """The keys of a section's items."""
    return _keys(BASE + section.schema)


@cache
def media_keys(section: Section) -> Keys:
    """The keys of a section's media metadata; none where it has none."""
    for uri, schema in _parts(BASE + section.schema):
        block = schema.get("properties", {}).get(section.media)
        if block is not None and "$ref" in block:
            return _keys(urljoin(uri, block["$ref"]))
    return Keys({})


@cache
def homes(key: str) -> tuple[str, ...]:
    """The sections whose items may have a key."""
    return tuple(name for name, section in SECTIONS.items() if key in item_keys(section).names)


def near_miss(wanted: str, keys: Iterable[str], known: Iterable[str] = ()) -> str | None:
    """The key among `keys` that was most likely meant as `wanted`, which is missing.

    A key that is known for what it is (`known`) was not meant as another one.
    """
    unknown = [key for key in keys if key not in known and key != wanted]
    synonyms = _SYNONYMS.get(wanted, frozenset())
    for key in unknown:
        if fold(key) in synonyms:
            return key
    return next((key for key in unknown if did_you_mean(key, [wanted]) == wanted), None)


def properties_of(error: SchemaError) -> frozenset[str]:
    """The keys that the part of the schema an error comes from knows."""
    properties = error.schema.get("properties")
    return frozenset(properties) if isinstance(properties, dict) else frozenset()


def _keys(uri: str) -> Keys:
    names: dict[str, None] = {}
    patterns: set[str] = set()
    for _, schema in _parts(uri):
        names |= dict.fromkeys(schema.get("properties", {}))
        patterns |= schema.get("patternProperties", {}).keys()
    return Keys(names, tuple(re.compile(pattern) for pattern in sorted(patterns)))


def _parts(uri: str) -> Iterator[tuple[str, Schema]]:
    """A schema and all that applies to the same object: references, conditions, conjunctions."""
    todo: list[tuple[str, object]] = [(uri, resolve(uri))]
    seen = {uri}
    while todo:
        base, schema = todo.pop()
        if not isinstance(schema, dict):
            continue
        yield base, schema
        if "$ref" in schema:
            target = urljoin(base, schema["$ref"])
            if target not in seen:
                seen.add(target)
                todo.append((target, resolve(target)))
        for keyword in _NESTING:
            nested = schema.get(keyword, ())
            todo += [(base, part) for part in (nested if isinstance(nested, list) else [nested])]
