"""Writing the short form: the same schema gives the same text, which reads back as the schema."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from manifestry.errors import UsageError
from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import (
    Embedding,
    Enum,
    Geospatial,
    KeyType,
    Scalar,
    Tombstone,
    User,
)
from manifestry.text import printable, quote

_MAX_INTEGER: Final = 2**63  # what every TOML parser has to take
_MAX_DEPTH: Final = 8
_WIDE: Final = 100

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+\Z")
_PLAIN: Final = re.compile(r"[ -&(-~]*\Z")  # what may stand between single quotes
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def write(schema: MetadataSchema) -> str:
    """The short form of a schema: `expand` makes the same schema of it again.

    Raises:
        UsageError: a type is not known in full, or a text is not Unicode.
    """
    schema.refuse_unknown()
    return "".join(f"{_key(key)} = {_value(key, type_)}\n" for key, type_ in schema.items())


def literal(text: str) -> str:
    r"""A text between double quotes as TOML and Python read it alike, in one harmless line.

    >>> literal("say \"é\"\n")
    '"say \\"é\\"\\n"'
    """
    return printable(json.dumps(text, ensure_ascii=False))


def _key(key: str) -> str:
    if _BARE.match(key):
        return key
    return _text(key, key)


def _text(text: str, key: str) -> str:
    if _SURROGATE.search(text):
        raise UsageError(f"{quote(key)} has a text that is not Unicode: {quote(text)}")
    return literal(text)


def _value(key: str, type_: KeyType) -> str:
    match type_:
        case Scalar(ty="variant", hint=hint):
            return f'"{hint}"'
        case Geospatial() | User():
            return f'"{type_.ty}"'
        case Embedding(size=size, api=None):
            return f'"embedding({size})"'
        case Enum(values=tuple(values)):
            return _enum(key, values)
    return _wire(key, type_)


def _enum(key: str, values: tuple[str, ...]) -> str:
    texts = [_text(value, key) for value in values]
    line = f"[{', '.join(texts)}]"
    if len(f"{_key(key)} = {line}") <= _WIDE:
        return line
    return "[\n" + "".join(f"  {text},\n" for text in texts) + "]"


def _wire(key: str, type_: KeyType) -> str:
    wire = type_.to_wire()
    if isinstance(type_, Tombstone) and type_.deleted is None:
        del wire["deleted_ty"]  # TOML has no null; a tombstone without a type is the same
    if _fits_toml(wire):
        return _table(wire, key)
    try:
        text = json.dumps(wire, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        reason = f"has settings that JSON does not have: {printable(str(error))}"
        raise UsageError(f"{quote(key)} {reason}") from error
    return f"'{text}'" if _PLAIN.match(text) else _text(text, key)


def _fits_toml(value: Any, depth: int = _MAX_DEPTH) -> bool:
    """Whether a value comes back from TOML as it is. Floats and lists are rare: JSON has them."""
    if isinstance(value, dict):
        return depth > 0 and all(
            isinstance(key, str) and _fits_toml(each, depth - 1) for key, each in value.items()
        )
    if isinstance(value, list):
        return all(isinstance(each, str) for each in value)
    if isinstance(value, int):
        return -_MAX_INTEGER <= value < _MAX_INTEGER
    return isinstance(value, str)


def _table(value: Any, key: str) -> str:
    if isinstance(value, dict):
        pairs = [f"{_key(name)} = {_table(inner, key)}" for name, inner in value.items()]
        return f"{{ {', '.join(pairs)} }}" if pairs else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_text(each, key) for each in value)}]"
    return _text(value, key) if isinstance(value, str) else json.dumps(value)
