"""Reading the short form: TOML in, the wire form out; whatever is wrong is told in a line."""

from __future__ import annotations

import math
import re
from typing import Any, Final

from manifestry.errors import ConfigError
from manifestry.formats.encord.metadata.words import ALIASES, HINTS
from manifestry.spelling import did_you_mean
from manifestry.text import printable, quote

WORDS: Final = (*HINTS, *ALIASES, "geospatial", "user")
"""The words that stand for a type by themselves."""

_ALL: Final = (*WORDS, "embedding(SIZE)")

MAX_FAULTS: Final = 20
"""How many faults of a file are told."""

_MAX_DEPTH: Final = 16

_BOM: Final = b"\xef\xbb\xbf"
_EMBEDDING: Final = re.compile(r"\s*embedding\s*\(\s*([0-9]{1,9})\s*\)\s*\Z")
_VARCHAR: Final = re.compile(r"varchar\s*\(\s*([0-9]{1,9})\s*\)\Z")
_PLACE: Final = re.compile(r"(?s)(.*) \(at line ([0-9]+), column ([0-9]+)\)\Z")

# What the values are called elsewhere.
_ELSEWHERE: Final = {
    **dict.fromkeys(("int", "integer", "float", "double", "decimal", "numeric"), "number"),
    **dict.fromkeys(("bool", "flag"), "boolean"),
    **dict.fromkeys(("str", "char"), "varchar"),
    **dict.fromkeys(("date", "time", "timestamp"), "datetime"),
    **dict.fromkeys(("geo", "location", "point"), "geospatial"),
}
_MEMBERS: Final = frozenset(
    ("type", "hint", "values", "size", "max_length", "format", "timezone", "api", "deleted_ty")
)
_HELP: Final = {
    "enum": 'for an enum, list its values: ["north", "south"]',
    "embedding": 'give its size: "embedding(512)"',
    "tombstone": 'for a deleted key, write { ty = "tombstone" }',
    "deleted": 'for a deleted key, write { ty = "tombstone" }',
    "variant": 'write what the values are: "number"',
}


def expand(data: bytes, name: str) -> dict[str, Any]:
    """The wire form, `{key: {"ty": ...}}`, of a short form; `name` is what to call the file.

    Whether the types make a good schema is for its check to say.

    Raises:
        ConfigError: the file is no TOML, or a value stands for no type; a line for each.
    """
    name = printable(name)
    wire: dict[str, Any] = {}
    faults: list[str] = []
    for key, value in _parsed(data, name).items():
        try:
            # Editors learn from "$schema" what a file is.
            known = key == "$schema" and isinstance(value, str)
            wire[key] = value if known else _type(key, value)
        except _Fault as fault:
            faults.append(f"{name}: {quote(key)} {fault}")
    if faults:
        more = len(faults) - MAX_FAULTS
        rest = [f"{name}: {more:,} more keys are wrong"] if more > 0 else []
        raise ConfigError("\n".join(faults[:MAX_FAULTS] + rest))
    return wire


class _Fault(Exception):  # noqa: N818  it never leaves this module
    """What is wrong with the value of a key; the text goes on where the key left off."""


def _parsed(data: bytes, name: str) -> dict[str, Any]:
    import tomllib

    if data.startswith(_BOM):
        raise ConfigError(f"{name}: begins with a byte order mark: save it as UTF-8 without one")
    try:
        return tomllib.loads(data.decode())
    except UnicodeDecodeError as error:
        raise ConfigError(f"{name}: is not UTF-8 text (at byte {error.start + 1})") from error
    except RecursionError as error:
        raise ConfigError(f"{name}: is not good TOML: nested too deep") from error
    except ValueError as error:
        reason, where = str(error), ""
        if place := _PLACE.match(reason):
            reason, where = place[1], f":{place[2]}:{place[3]}"
        if not isinstance(error, tomllib.TOMLDecodeError):  # Python's own limit
            reason = "an integer has too many digits"
        reason = printable(reason[:1].lower() + reason[1:])
        raise ConfigError(f"{name}{where}: is not good TOML: {reason}") from error


def _type(key: str, value: Any) -> Any:
    """The wire form that a value stands for. Raises `_Fault`."""
    if isinstance(value, str):
        return _from_json(value) if value.lstrip()[:1] == "{" else _from_word(value)
    if isinstance(value, list):
        for index, entry in enumerate(value):
            if not isinstance(entry, str):
                raise _Fault(
                    f"lists the values of an enum: [{index}] must be a text, got {_shown(entry)}"
                )
        return {"ty": "enum", "values": value}
    if not isinstance(value, dict):
        raise _Fault(f"must be a type, a list of values or a table, got {_shown(value)}")
    if "ty" not in value:
        raise _Fault(_without_ty(key, value))
    _refuse_beyond_json(value, _MAX_DEPTH)
    return value


def _from_word(text: str) -> dict[str, Any]:
    word = text.strip()
    word = ALIASES.get(word, word)
    if word in HINTS:
        return {"ty": "variant", "hint": word}
    if word in WORDS:
        return {"ty": word}
    if size := _EMBEDDING.match(word):
        return {"ty": "embedding", "size": int(size[1])}
    raise _Fault(f"is of unknown type {quote(text)}{_word_hint(word)}")


def _word_hint(word: str) -> str:
    if length := _VARCHAR.match(word):
        return f' (write {{ ty = "varchar", max_length = {length[1]} }})'
    if word in _HELP:
        return f" ({_HELP[word]})"
    if word.lower() in _ELSEWHERE:
        return f' (did you mean "{_ELSEWHERE[word.lower()]}"?)'
    meant = did_you_mean(word, WORDS)
    return f' (did you mean "{meant}"?)' if meant else f" (there are {', '.join(_ALL)})"


def _from_json(text: str) -> Any:
    import jiter

    try:
        return jiter.from_json(text.encode(), allow_inf_nan=False, catch_duplicate_keys=True)
    except ValueError as error:  # half a surrogate pair cannot be encoded, which is one too
        raise _Fault(f"is not good JSON: {printable(str(error))}") from error


def _without_ty(key: str, table: dict[str, Any]) -> str:
    """What to say of a table that is no type: most likely a dot was not quoted."""
    if not table or _MEMBERS.issuperset(table):
        return 'is a table without "ty", which names the type'
    path = [key]
    value: Any = table
    while isinstance(value, dict) and value and "ty" not in value and len(path) < _MAX_DEPTH:
        inner = next(iter(value))
        path.append(inner)
        value = value[inner]
    whole = quote(".".join(path))
    meant = quote(value) if isinstance(value, str) else "..."
    return f"is a table, not a type; a key with dots stands in quotes: {whole} = {meant}"


def _refuse_beyond_json(value: Any, depth: int) -> None:
    if not depth:
        raise _Fault("is nested too deep")
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            _refuse_beyond_json(inner, depth - 1)
    elif not isinstance(value, str | int | float) or _is_endless(value):
        raise _Fault(f"holds {_shown(value)}, which JSON does not have")


def _shown(value: Any) -> str:
    """A value of TOML for a message."""
    if _is_endless(value):
        return str(value)
    if isinstance(value, dict | list | str | int | float):
        return quote(value)
    return f"the date or time {value}"


def _is_endless(value: Any) -> bool:
    """Whether a value is one of TOML's infinities or its "not a number"."""
    return isinstance(value, float) and not math.isfinite(value)
