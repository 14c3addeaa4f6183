"""What the keys of a document are, from the published schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from manifestry.schemas_index import bundled, names
from manifestry_docs.markup import block, code, prose, sentence, table
from manifestry_docs.types import Types

Schema = Mapping[str, Any]

_MOST_EXAMPLE: Final = 60
"""The longest example that is put into a table."""


def home(name: str) -> str:
    """The page of a schema: "kinds/encord-video"."""
    return f"kinds/{name.replace('/', '-')}"


def index(_: str) -> str:
    """All schemas in one table."""
    rows = []
    for name in names():
        schema = bundled(name, spread=False)
        link = f"[{schema['title']}]({home(name).partition('/')[2]}.md)"
        rows.append([link, code(f"manifestry schema {name}"), prose(schema["description"])])
    return table(["document", "its schema", "what it is"], rows)


def page(name: str) -> str:
    """Everything about one kind of document."""
    return "\n".join(_page(name))


def _page(name: str) -> Iterator[str]:
    schema = bundled(name, spread=False)
    yield f"{prose(schema['description'])}\n"
    yield f"The schema as one file, for editors and other programs: {code(f'manifestry schema {name}')}.\n"
    for example in schema.get("examples", ())[:1]:
        yield "{.label}\nFor example\n"
        yield block(json.dumps(example, indent=2, ensure_ascii=False))
    types = Types(name, schema)
    members = _distinct(schema, types)
    if members:
        yield "## Top level\n"
        yield _table(members, types)
    if "items" in schema:
        yield f"The document is a list; an entry is {types.of(schema['items'])}.\n"
    for part in types.told():
        yield from _part(part, types)


def _part(part: str, types: Types) -> Iterator[str]:
    schema = types.defs[part]
    yield f"({types.anchor(part)})="
    yield f"## {schema.get('title', part)}\n"
    yield f"{prose(sentence(schema.get('description', '')))}\n"
    members = _distinct(schema, types)
    if members:
        yield _table(members, types)
    else:
        yield f"It is {types.inside(schema)}.\n"
    yield "".join(f"- {choice}\n" for choice in types.chosen(schema))
    for example in sorted(schema.get("examples", ()), key=_length)[-1:]:
        yield "{.label}\nFor example\n"
        yield block(json.dumps(example, indent=2, ensure_ascii=False))


def _length(example: object) -> int:
    return len(json.dumps(example))


Member = tuple[str, Schema, str]
"""A key, its schema, and whether it has to be there."""


def _distinct(schema: Schema, types: Types) -> list[Member]:
    """The members of an object, each once: what is said first is said best."""
    found: dict[str, Member] = {}
    for member in _members(schema, types):
        found.setdefault(member[0], member)
    return list(found.values())


def _members(schema: Schema, types: Types, prefix: str = "") -> Iterator[Member]:
    """The members of an object, those of objects without a name in it among them."""
    required = set(schema.get("required", ()))
    alternatives = _alternatives(schema)
    for key, member in schema.get("properties", {}).items():
        if isinstance(member, dict):
            need = "yes" if key in required else "one of them" if key in alternatives else ""
            yield f"{prefix}{key}", member, need
            if "$ref" not in member:
                yield from _members(member, types, f"{prefix}{key}.")
                yield from _members(_entry(member), types, f"{prefix}{key}[].")
    for pattern, member in schema.get("patternProperties", {}).items():
        if member.get("not") != {}:
            yield f"{prefix}{_readable(pattern)}", member, ""
    for other in _besides(schema, types):
        yield from _members(other, types, prefix)


def _entry(schema: Schema) -> Schema:
    """What an entry of a list is, if that has no name of its own."""
    items = schema.get("items")
    return items if isinstance(items, dict) and "$ref" not in items else {}


def _besides(schema: Schema, types: Types) -> Iterator[Schema]:
    """Other schemas that an object is held to, always or on some condition."""
    for other in schema.get("allOf", ()):
        if "$ref" in other and not types.is_told(other):
            yield types.target(other)
    for word in ("then", "else"):
        branch = schema.get(word)
        if isinstance(branch, dict):
            yield {"properties": branch.get("properties", {})}


def _alternatives(schema: Schema) -> set[str]:
    """Keys of which one has to be there: `if` there is one of them, `else` the other."""
    if "properties" not in schema or not isinstance(schema.get("else"), dict):
        return set()
    first, other = schema.get("if", {}).get("required"), schema["else"].get("required")
    return {*first, *other} if first and other and "then" not in schema else set()


def _readable(pattern: str) -> str:
    """A pattern of keys as people write it: "objectUrl_N"; what can be any name is one."""
    numbered = re.fullmatch(r"\^(\w+)\[0-9\]\+\$", pattern)
    return f"{numbered[1]}N" if numbered else "<name>"


def _table(members: list[Member], types: Types) -> str:
    rows = []
    for key, member, need in members:
        meant = prose(member.get("description") or types.told_of(member, "description") or "")
        if member.get("deprecated"):
            meant = f"Deprecated. {meant}"
        rows.append([code(key), types.of(member), need, meant, _example(member, types)])
    return table(["key", "type", "required", "what it is", "example"], rows)


def _example(member: Schema, types: Types) -> str:
    examples = member.get("examples") or types.told_of(member, "examples") or ()
    for example in examples:
        text = json.dumps(example, ensure_ascii=False)
        if len(text) <= _MOST_EXAMPLE:
            return code(text)
    return ""
