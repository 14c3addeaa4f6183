"""The words for what a schema asks: "a number greater than 0", "one of "a" and "b""."""

from __future__ import annotations

from collections.abc import Mapping

from manifestry.rules.base import SchemaError
from manifestry.text import listing, quote

_TYPES = {
    "object": "an object",
    "array": "a list",
    "string": "a string",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}
RANGE = frozenset({"minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"})
CHOICE = frozenset({"enum", "const"})
LENGTH = {
    "minLength": "at least",
    "maxLength": "at most",
    "minItems": "at least",
    "maxItems": "at most",
    "minProperties": "at least",
    "maxProperties": "at most",
}
NAMED = frozenset({"type", "required", *RANGE, *CHOICE, *LENGTH})
"""The schema keywords that have a rule of their own; the rest is a matter of form."""

_BOUNDS = {
    "exclusiveMinimum": "greater than",
    "minimum": "of at least",
    "exclusiveMaximum": "less than",
    "maximum": "of at most",
}


def subject(error: SchemaError) -> str:
    """What a message is about: the key in quotes, or the place in a list."""
    if not error.path:
        return "an item"
    last = error.path[-1]
    if isinstance(last, str):
        return quote(last)
    owner = next((step for step in reversed(error.path) if isinstance(step, str)), None)
    return f"entry {last}" if owner is None else f"entry {last} of {quote(owner)}"


def expected(schema: Mapping[str, object]) -> str:
    """What a schema asks of a value, as far as its plain keywords say it.

    >>> expected({"type": "number", "exclusiveMinimum": 0})
    'a number greater than 0'
    """
    types = schema.get("type")
    names = types if isinstance(types, list) else [types]
    words = " or ".join(_TYPES.get(str(name), "a value") for name in names)
    bounds = [f"{word} {schema[key]}" for key, word in _BOUNDS.items() if key in schema]
    if "const" in schema:
        return quote(schema["const"])
    values = schema.get("enum")
    if isinstance(values, list):
        return "one of " + listing(str(value) for value in values)
    return " ".join([words, " and ".join(bounds)]).strip()
