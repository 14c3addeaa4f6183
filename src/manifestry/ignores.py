"""Writes what is ignored in single files into a configuration, which stays as it is otherwise."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from manifestry.config import PYPROJECT, parse_toml, read_file, shown_path
from manifestry.discovery import Globs
from manifestry.errors import ConfigError
from manifestry.output import replacing

_TABLE: Final = "per-file-ignores"
_MAGIC: Final = re.compile(r"[*?[]")
_BOM: Final = b"\xef\xbb\xbf"


def exact_glob(path: str, folder: str) -> str | None:
    """The pattern of `per-file-ignores` that fits this very file and no other.

    None if no pattern does: for what lies outside of the configuration's folder, or has bytes in
    its name that are no text.
    """
    parent, name = os.path.split(os.path.abspath(path))
    try:
        below = os.path.relpath(
            os.path.join(os.path.realpath(parent), name), os.path.realpath(folder)
        )
        below.encode()
    except ValueError:  # another drive, or no text
        return None
    glob = "/".join(_MAGIC.sub(r"[\g<0>]", part) for part in below.split(os.sep))
    if "/" not in glob:  # or it would be a name at any depth
        glob = f"/{glob}"
    return glob if Globs([glob], folder)(path) else None


def add_ignores(path: str, wanted: Mapping[str, Sequence[str]]) -> None:
    """Adds codes to the `per-file-ignores` of the configuration at `path`, by pattern.

    A file that does not exist is made. Comments and layout stay. Raises ConfigError when that
    cannot be done, OutputError when the file cannot be written.
    """
    data = read_file(path, shown_path(path)) if os.path.lexists(path) else b""
    keys = ("tool", "manifestry", _TABLE) if os.path.basename(path) == PYPROJECT else (_TABLE,)
    changed = with_ignores(data, keys, wanted, shown_path(path))
    with replacing(path) as write:
        write(changed)


def with_ignores(
    data: bytes, keys: Sequence[str], wanted: Mapping[str, Sequence[str]], shown: str
) -> bytes:
    """A TOML file with codes added to the lists in the table that `keys` lead to.

    What is to be written is read before: it may add these codes and change nothing else.
    """
    before = parse_toml(data, shown)
    expected = _merged(_at(before, keys), wanted)
    text = data.decode("utf-8-sig")
    for write in (_edited, _appended):
        changed = write(text, keys, expected)
        if "\r\n" in text and text.count("\r\n") == text.count("\n"):
            changed = changed.replace("\r\n", "\n").replace("\n", "\r\n")
        whole = (_BOM if data.startswith(_BOM) else b"") + changed.encode()
        with suppress(ConfigError):
            after = parse_toml(whole, shown)
            if _at(after, keys) == expected and _besides(after, keys) == _besides(before, keys):
                return whole
    lines = "; ".join(_row(*each) for each in wanted.items())
    raise ConfigError(f"{shown}: cannot be edited; write into [{'.'.join(keys)}]: {lines}")


def _merged(
    there: Mapping[str, Any], wanted: Mapping[str, Sequence[str]]
) -> dict[str, Sequence[str]]:
    """The table with more codes; one that is there under the same path is extended."""
    merged: dict[str, Sequence[str]] = dict(there)
    spelt = {_path(glob): glob for glob in there}
    for glob, codes in wanted.items():
        name = spelt.get(_path(glob), glob)
        known = list(merged.get(name, ()))
        merged[name] = [*known, *(code for code in codes if code not in known)]
    return merged


def _path(glob: str) -> tuple[bool, ...] | tuple[str, ...]:
    """Patterns that mean the same path are equal in this."""
    parts = tuple(part for part in glob.split("/") if part not in ("", "."))
    return parts if "/" in glob.rstrip("/") else ("**", *parts)


def _edited(text: str, keys: Sequence[str], expected: Mapping[str, Sequence[str]]) -> str:
    """The text with the table as it should be, beside its like; "" if that fails."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError
    from tomlkit.items import InlineTable

    if text and not text.endswith("\n"):
        text += "\n"  # or a blank line would end this one
    try:
        document: Any = tomlkit.parse(text)
        table, is_new = document, False
        for key in keys:
            if key not in table:
                if table is document and len(document):
                    document.add(tomlkit.nl())
                is_new = not isinstance(table, InlineTable)
                new = tomlkit.table(is_super_table=key != _TABLE)
                table[key] = new if is_new else tomlkit.inline_table()
            table = table[key]
        for glob, codes in expected.items():
            if glob not in table:
                table[glob] = list(codes)
            for code in codes[len(table[glob]) :]:
                table[glob].append(code)
        if is_new:
            table.add(tomlkit.nl())  # for a table behind it
            return f"{tomlkit.dumps(document).rstrip()}\n"
        changed = tomlkit.dumps(document)
        return _spaced(changed, expected) if isinstance(table, InlineTable) else changed
    except (TOMLKitError, RecursionError, AttributeError, LookupError, TypeError, ValueError):
        return ""  # it has corners, such as tables whose parts lie far from each other


def _spaced(text: str, globs: Iterable[str]) -> str:
    """The text with a space between entries of a table in one line, where none was put."""
    for name in (_TABLE, *map(_string, globs)):
        text = text.replace(f",{name} = ", f", {name} = ")
    return text


def _appended(text: str, keys: Sequence[str], expected: Mapping[str, Sequence[str]]) -> str:
    """The text with the table at its end, which is right if there is none."""
    rows = "".join(f"{_row(*each)}\n" for each in expected.items())
    return f"{text.rstrip()}\n\n[{'.'.join(keys)}]\n{rows}"


def _row(glob: str, codes: Sequence[str]) -> str:
    """A key and its list in TOML, whose strings are those of JSON, but for one character."""
    return f"{_string(glob)} = [{', '.join(map(_string, codes))}]"


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _at(table: Mapping[str, Any], keys: Sequence[str]) -> Mapping[str, Any]:
    """The table that keys lead to, empty where there is none."""
    for key in keys:
        table = table.get(key, {})
    return table


def _besides(table: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    """A table without that one."""
    rest = dict(table)
    if len(keys) > 1:
        rest[keys[0]] = _besides(rest.get(keys[0], {}), keys[1:])
    else:
        rest.pop(keys[0], None)
    return rest
