"""The mapping file: kinds, addresses and names for a conversion, said once in TOML."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from textwrap import fill
from types import MappingProxyType
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from manifestry.config import parse_toml, read_file, shown_path
from manifestry.config_model import fault_line, one_of
from manifestry.convert.kept import PREFIX, RAW, TYPE, names
from manifestry.convert.kinds import known_endings
from manifestry.convert.model import KINDS, Kind
from manifestry.convert.options import ALL, KeyRules
from manifestry.convert.rulings import faults
from manifestry.errors import ConfigError
from manifestry.formats.ango.kinds import extension
from manifestry.text import mask_secrets, quote

_NO_WORD: Final = re.compile(r"[^A-Za-z0-9_-]")

MAX_FAULTS: Final = 20
"""How many faults of a file are told."""


def _empty() -> Table[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """What a mapping file says, in the words of `Options`.

    types: file name ending in lower case, editor type or "*" -> kind. urls: beginning of a URL
    -> what to put there instead. keys: what is done with client metadata.
    """

    types: Table[str, Kind] = field(default_factory=_empty)
    urls: Table[str, str] = field(default_factory=_empty)
    keys: KeyRules = field(default_factory=KeyRules)


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _Keys(_Model):
    keep: list[str] = Field(default_factory=list)
    drop: list[str] = Field(default_factory=list)
    rename: dict[str, str] = Field(default_factory=dict)
    set: dict[str, str] = Field(default_factory=dict)


class _File(_Model):
    types: dict[str, Annotated[str, one_of(KINDS, "kind of asset")]] = Field(default_factory=dict)
    urls: dict[str, str] = Field(default_factory=dict)
    keys: _Keys = Field(default_factory=_Keys)


def read_mapping(path: str | os.PathLike[str]) -> Mapping:
    """The mapping in the file at `path`.

    Raises:
        ConfigError: the file cannot be read or says what cannot be done; a line for each fault.
    """
    path = os.fsdecode(path)
    shown = shown_path(path)
    return parse_mapping(read_file(path, shown), shown)


def parse_mapping(data: bytes, name: str) -> Mapping:
    """The mapping that a TOML file says, `name` being what messages call it. Raises ConfigError."""
    try:
        model = _File.model_validate(parse_toml(data, name))
    except ValidationError as error:
        lines = list(map(_line, error.errors(include_url=False)))
        raise _refused(name, lines) from error
    lines = []
    types = _types(model.types, lines)
    if "" in model.urls:
        lines.append("[urls]: the beginning of a URL must not be empty")
    keys = KeyRules(
        keep=tuple(model.keys.keep),
        drop=tuple(model.keys.drop),
        rename=MappingProxyType(model.keys.rename),
        set=MappingProxyType(model.keys.set),
    )
    for place, key, message in faults(keys):
        where = f"[keys.{place}]" if place in ("rename", "set") else f"[keys] {place}"
        lines.append(f"{where} {quote(key)}: {message}")
    if lines:
        raise _refused(name, lines)
    return Mapping(types=types, urls=MappingProxyType(model.urls), keys=keys)


def _refused(name: str, lines: list[str]) -> ConfigError:
    lines = list(dict.fromkeys(lines))
    more = len(lines) - MAX_FAULTS
    rest = [f"{more:,} more faults"] if more > 0 else []
    return ConfigError("\n".join(f"{name}: {line}" for line in lines[:MAX_FAULTS] + rest))


def _line(error: ErrorDetails) -> str:
    """One fault of the file's shape, with what may have been meant."""
    *table, key = (part for part in error["loc"] if isinstance(part, str))
    known = _Keys.model_fields if table else _File.model_fields
    line = mask_secrets(fault_line(error, "", known))
    if not table and key in _Keys.model_fields:
        return f"{line} (it stands under [keys])"
    if table not in ([], ["keys"]) and error["type"] == "string_type":
        if isinstance(error["input"], dict):
            return (
                f"{line}; a key with dots stands in quotes: {quote(_dotted(key, error['input']))}"
            )
        if key in _Keys.model_fields:
            return f"{line}; {key} of [keys] stands before [{'.'.join(table)}]"
    return line


def _dotted(key: str, value: Any) -> str:
    """The name that tables in each other were meant to be."""
    path = [key]
    while isinstance(value, dict) and value:
        inner, value = next(iter(value.items()))
        path.append(inner)
    return ".".join(path)


def _types(given: Table[str, str], lines: list[str]) -> Table[str, Kind]:
    """The types by their exact words; what is wrong with them is added to the lines.

    A word without a dot is an editor type, and the ending that it would be with one.
    """
    types: dict[str, Kind] = {}
    guessed: dict[str, Kind] = {}
    for word, chosen in given.items():
        kind = next(kind for kind in KINDS if kind == chosen)
        fault = None
        if word.startswith("."):
            ending = word.lower()
            if not _is_ending(ending):
                fault = "no address ends like that: a dot, then up to 8 letters and digits"
            elif types.setdefault(ending, kind) != kind:
                fault = f"{quote(ending)} is {types[ending]} already"
        elif not word or (word != ALL and _NO_WORD.search(word)):
            meant = f" (did you mean {quote(word[1:])}?)" if word.startswith("*.") else ""
            fault = f'stands for nothing: write an ending, an editor type or "*"{meant}'
        else:
            types[word] = kind
            if _is_ending(f".{word.lower()}"):
                guessed.setdefault(f".{word.lower()}", kind)
        if fault is not None:
            lines.append(f"[types] {quote(word)}: {fault}")
    return MappingProxyType({**guessed, **types})


def _is_ending(word: str) -> bool:
    return extension(f"a{word}") == word


# --- a mapping file to start from -----------------------------------------------------------

_HEAD: Final = f"""\
# A mapping file for `manifestry convert --mapping FILE`. As it stands it changes nothing:
# take the "# " from the lines you want.

# What an asset is: by the ending of its address, by its editor type, or "{ALL}" for all that
# nothing else is said of. A word without a dot is both an editor type and an ending. Kinds:
{{kinds}}
# Known already:
{{known}}[types]
# ".bin" = "video"

# The beginning of a URL, and what to put there instead; the longest that fits wins.
[urls]
# "https://cdn.acme.example/" = "s3://acme-media/"

# What becomes of client metadata. Patterns are as in file names. keep chooses among the keys
# under {PREFIX} (the user's own stay); drop is about all keys, and wins. What is dropped is
# told in the ledger, and is missing on the way back; without {TYPE} there is none.
[keys]
# keep = ["{PREFIX}*"]
# drop = ["{PREFIX}updatedBy"]

# Other names, one to one. They are taken back on the way back, by the same file. There may be
# other keys under the names that end in "*"; {TYPE} and {RAW} keep their names.
[keys.rename]
{{names}}
# A new key from the values of others, by their old names; an item that lacks one of them goes
# without it.
[keys.set]
# "origin" = "Ango {{{{{PREFIX}stage}}}}"
"""


def print_mapping() -> str:
    """A mapping file that changes nothing, with all there is to choose from."""
    known = "".join(
        f"#   {kind:<6} {' '.join(endings)}\n" for kind, endings in known_endings().items()
    )
    return _HEAD.format(
        kinds=fill(", ".join(KINDS), 90, initial_indent="#   ", subsequent_indent="#   ",
                   break_on_hyphens=False),
        known=known,
        names="".join(_name_lines()),
    )  # fmt: skip


def _name_lines() -> Iterator[str]:
    """A line for each name that a conversion gives: a rule to take, or what cannot be renamed."""
    for name, word in names():
        is_fixed = name.endswith("*") or name in (TYPE, RAW)
        rule = f'  "{name}"' if is_fixed else f'"{name}" = "{name.removeprefix(PREFIX)}"'
        yield f"# {rule:<46} # {word.type}: {word.about}\n"
