"""The type of a value in words, from its schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from manifestry_docs.markup import code

Schema = Mapping[str, Any]

_WORDS: Final = {
    "object": "object",
    "array": "list",
    "string": "text",
    "number": "number",
    "integer": "whole number",
    "boolean": "`true` or `false`",
    "null": "`null`",
}
_SAYING: Final = frozenset({"$ref", "type", "enum", "const", "anyOf"})
"""Words of which one says of what type a value is."""
_BOUNDS: Final = {
    "minimum": "at least {:,}",
    "exclusiveMinimum": "more than {:,}",
    "maximum": "at most {:,}",
    "exclusiveMaximum": "less than {:,}",
    "minLength": "at least {:,} characters",
    "maxLength": "at most {:,} characters",
    "minItems": "at least {:,} in it",
    "maxItems": "at most {:,} in it",
}


class Types:
    """The parts of one bundled schema: which of them have a section, and what to call them."""

    def __init__(self, name: str, schema: Schema) -> None:
        self.defs: Mapping[str, Schema] = schema.get("$defs", {})
        self._page = name.replace("/", "-")
        self._told = self._reached(schema)

    def anchor(self, part: str) -> str:
        """The anchor of a part's section."""
        return f"{self._page}-{part}".lower()

    def told(self) -> tuple[str, ...]:
        """The parts that have a section, in the order in which they are first named."""
        return self._told

    def is_told(self, schema: Schema) -> bool:
        """Whether a reference leads to a part with a section."""
        return schema.get("$ref", "").rpartition("/")[2] in self._told

    def target(self, schema: Schema) -> Schema:
        """What a reference leads to."""
        return self.defs.get(schema["$ref"].rpartition("/")[2], {})

    def told_of(self, schema: Schema, word: str) -> Any:
        """What the schema behind a reference says under a word."""
        return self.target(schema).get(word) if "$ref" in schema else None

    def of(self, schema: Schema) -> str:
        """A type in words; parts with a section are links."""
        if self.is_told(schema):
            part = schema["$ref"].rpartition("/")[2]
            return f"[{self.defs[part].get('title', part)}](#{self.anchor(part)})"
        if "$ref" in schema:
            # What stands beside a reference narrows it.
            beside = {key: value for key, value in schema.items() if key != "$ref"}
            return self.of({**self.target(schema), **beside})
        return self.inside(schema)

    def inside(self, schema: Schema) -> str:
        """A type in words, of a schema that is no reference."""
        if "const" in schema:
            return code(json.dumps(schema["const"], ensure_ascii=False))
        if "enum" in schema:
            return _either([code(json.dumps(each, ensure_ascii=False)) for each in schema["enum"]])
        if "anyOf" in schema and "type" not in schema:
            return _either(list(dict.fromkeys(self.of(each) for each in schema["anyOf"])))
        names = schema.get("type", ())
        words = [_WORDS[each] for each in ([names] if isinstance(names, str) else names)]
        items = schema.get("items")
        if isinstance(items, Mapping) and "list" in words:
            one = self.of(items)
            words[words.index("list")] = f"list of {f'({one})' if ' or ' in one else one}"
        others = schema.get("additionalProperties")
        if isinstance(others, Mapping) and "object" in words and "properties" not in schema:
            words[words.index("object")] = f"object, each value {self.of(others)}"
        text = _either(words) or self._behind(schema) or "anything"
        bounds = [
            form.format(schema[word])
            for word, form in _BOUNDS.items()
            if word in schema and (word, schema[word]) != ("minLength", 1)
        ]
        return ", ".join([text, *bounds])

    def _behind(self, schema: Schema) -> str:
        """The type of what only lists or chooses others."""
        branches = [schema[word] for word in ("then", "else") if isinstance(schema.get(word), dict)]
        asked = schema.get("if", {})
        if branches and set(asked) == {"type"}:
            branches.append(asked)  # this type is let through as well
        others = [each for each in (*schema.get("allOf", ()), *branches) if each.keys() & _SAYING]
        return _either(list(dict.fromkeys(self.of(each) for each in others)))

    def chosen(self, schema: Schema) -> list[str]:
        """What an object is held to besides, by the value of one of its keys."""
        found = []
        for each in schema.get("allOf", ()):
            asked = each.get("if", {}).get("properties", {})
            if len(asked) == 1 and "$ref" in each.get("then", {}):
                ((key, value),) = asked.items()
                if "const" in value:
                    said = code(f"{json.dumps(key)}: {json.dumps(value['const'])}")
                    found.append(f"with {said}: {self.of(each['then'])}")
        return found

    def _reached(self, schema: Schema) -> tuple[str, ...]:
        found: dict[str, None] = {}
        wanted = [schema]
        while wanted:
            here: Any = wanted.pop(0)
            if isinstance(here, list):
                wanted[:0] = here
            elif isinstance(here, Mapping):
                part = here.get("$ref", "").rpartition("/")[2] if "$ref" in here else ""
                if part in self.defs and part not in found:
                    found[part] = None
                    wanted.append(self.defs[part])
                wanted += [
                    value
                    for word, value in here.items()
                    if word not in ("$defs", "examples", "enum", "const", "default", "if", "not")
                ]
        return tuple(part for part in found if _has_members(self.defs[part]))


def _has_members(schema: Schema) -> bool:
    """Whether a part is worth a section: an object with keys of its own, or a choice of such."""
    if schema.get("properties") and "if" in schema and len(schema) <= 3:
        return False
    return bool(schema.get("properties")) or bool(_choices(schema))


def _choices(schema: Schema) -> bool:
    return any("$ref" in each for each in schema.get("anyOf", ()))


def _either(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} or {words[-1]}"
