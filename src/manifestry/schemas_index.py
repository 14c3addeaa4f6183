"""The published JSON Schemas: where they are, what they are called, one file out of many.

They are the folder `schemas/`: `manifestry.schemas` in an installed package, the folder at
the top of a checkout otherwise (see `manifestry.__path__`), so that
`importlib.resources.files("manifestry.schemas")` finds them either way.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import manifestry
from manifestry.errors import UsageError
from manifestry.spelling import did_you_mean

BASE: Final = "https://manifestry.dev/schemas/"
"""What every `$id` starts with: an identifier, not an address to fetch."""

_SUFFIX: Final = ".schema.json"
_PARTS: Final = frozenset({"definitions", "items", "scene-item", "time-series-item", "top-level"})
"""Documents that others are made of: no manifest is held against one of them as a whole."""

Schema = dict[str, Any]


@cache
def load(uri: str) -> Schema:
    """The schema document with an `$id` (a fragment is ignored). Raises KeyError for a foreign one."""
    uri = uri.partition("#")[0]
    if not uri.startswith(BASE):
        raise KeyError(uri)
    schema: Schema = json.loads(_read(uri.removeprefix(BASE)))
    return schema


def _read(name: str) -> bytes:
    # Plain paths first: importlib.resources costs more than the whole file's parse.
    for root in manifestry.__path__:
        path = Path(root, "schemas", name)
        if path.is_file():
            return path.read_bytes()
    from importlib.resources import files

    folder, _, file = name.partition("/")
    return (files("manifestry.schemas") / folder / file).read_bytes()


def resolve(uri: str) -> Schema:
    """The schema object a URI with a JSON Pointer fragment points at."""
    target: Any = load(uri)
    for step in uri.partition("#")[2].split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        target = target[int(name)] if isinstance(target, list) else target[name]
    schema: Schema = target
    return schema


@cache
def names() -> tuple[str, ...]:
    """The names of all schemas meant for use, such as "encord/video", in order."""
    from importlib.resources import files

    found = []
    for folder in files("manifestry.schemas").iterdir():
        if folder.is_dir():
            found += [
                f"{folder.name}/{name}"
                for file in folder.iterdir()
                if (name := file.name.removesuffix(_SUFFIX)) not in {file.name, *_PARTS}
            ]
    return tuple(sorted(found))


def find(name: str) -> str:
    """The full name for a full or short one ("video"). Raises UsageError for an unknown name."""
    known = names()
    matches = [full for full in known if name in (full, full.partition("/")[2])]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise UsageError(f'the schema "{name}" could be {" or ".join(matches)}')
    near = did_you_mean(name, [*known, *(full.partition("/")[2] for full in known)])
    hint = f' (did you mean "{near}"?)' if near else ""
    raise UsageError(f'there is no schema "{name}"{hint}; `manifestry schema --list` lists them')


def bundled(name: str, *, spread: bool = True) -> Schema:
    """One schema as one self-contained document: every reference points into itself.

    References are rewritten, not embedded by `$id`, because editors follow only those. With
    `spread`, what has words of its own beside a reference is spread out; see `_Bundle`.
    Raises UsageError for an unknown name.
    """
    uri = f"{BASE}{find(name)}{_SUFFIX}"
    bundle = _Bundle(uri, spread=spread)
    root: Schema = bundle.rewrite(load(uri), uri)
    root.pop("$defs", None)
    used = _used(root, bundle.defs)
    if used:
        root["$defs"] = {name: bundle.defs[name] for name in sorted(used)}
    return root


def _used(schema: Any, defs: Mapping[str, Any]) -> set[str]:
    """The definitions that a schema leads to, by whatever way."""
    found: set[str] = set()
    waiting = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            name = str(part.get("$ref", "")).rpartition("/")[2]
            if name in defs and name not in found:
                found.add(name)
                waiting.append(defs[name])
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return found


_NOTES: Final = frozenset({"title", "description", "examples", "default", "deprecated"})
"""Keywords that say nothing of what is valid."""


class _Bundle:
    """Collects what a schema refers to.

    Editors show the description that stands with the target of a reference and not the one
    beside the reference, which is the one meant: of two keys that are both counts of pixels
    it says which is the width. So the target is copied to where it is described, one level
    of it, and what is said beside the reference wins. Nothing changes in what is valid.
    """

    def __init__(self, root: str, *, spread: bool) -> None:
        self.root = root
        self.spread = spread
        self.defs: dict[str, Any] = {}
        self._names: dict[str, str] = {}

    def rewrite(self, schema: Any, base: str) -> Any:
        """A copy of `schema` whose references lead to `defs`, filling those on the way."""
        if isinstance(schema, list):
            return [self.rewrite(part, base) for part in schema]
        if not isinstance(schema, dict):
            return schema
        copy = {}
        for key, value in schema.items():
            if key == "$ref":
                copy[key] = self._local(urljoin(base, value))
            elif key in ("examples", "enum", "const", "default"):
                copy[key] = value
            elif not (key == "$defs" and base == self.root):
                copy[key] = self.rewrite(value, base)
        return self._spread(copy) if self.spread and len(copy) > 1 and "$ref" in copy else copy

    def _spread(self, schema: Schema) -> Schema:
        """A schema without the reference that stands among its other keywords."""
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        target = self.defs.get(schema["$ref"].rpartition("/")[2])
        if target is not None and beside.keys() & target.keys() <= _NOTES:
            return {**target, **beside}
        # Two lists of members, say, or a target that holds this very schema.
        return {**beside, "allOf": [*beside.get("allOf", ()), {"$ref": schema["$ref"]}]}

    def _local(self, uri: str) -> str:
        if uri == self.root:
            return "#"
        if uri not in self._names:
            name = self._names[uri] = self._name(uri)
            self.defs[name] = None  # taken, should the schema refer to itself
            definition = self.rewrite(resolve(uri), uri.partition("#")[0])
            for keyword in ("$id", "$schema", "$defs"):
                definition.pop(keyword, None)
            self.defs[name] = definition
        return f"#/$defs/{self._names[uri]}"

    def _name(self, uri: str) -> str:
        document, _, pointer = uri.partition("#")
        stem = document.rpartition("/")[2].removesuffix(_SUFFIX)
        name = pointer.rpartition("/")[2] or stem
        return name if name not in self.defs else f"{stem}-{name}"
