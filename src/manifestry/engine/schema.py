"""The schema pass: one value against one schema, by either of two engines.

jsonschema-rs is the fast one; python-jsonschema is the reference and stands in where the
other cannot be imported. Both give the same errors in the same form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Literal, Protocol
from urllib.parse import unquote

from manifestry.rules.base import Path, SchemaError
from manifestry.schemas_index import BASE, load, resolve

if TYPE_CHECKING:
    import jsonschema_rs

_DRAFT = "https://json-schema.org/draft/2020-12/schema"

_LEVELS = 100  # schemas describe a dozen; only nested answers of classifications may be deeper

EngineName = Literal["jsonschema-rs", "jsonschema"]


class Validator(Protocol):
    """A compiled schema."""

    def all_valid(self, values: list[object]) -> bool:
        """Whether every value fits the schema."""

    def errors(self, value: object) -> Iterator[SchemaError]:
        """What is wrong with one value; nothing if it fits."""


@cache
def validator(reference: str, engine: EngineName | None = None) -> Validator:
    """The validator of a schema, named by what follows BASE in its `$id`.

    Without `engine` the fast one if it is there.
    """
    uri = BASE + reference
    if engine == "jsonschema":
        return _Reference(uri)
    try:
        return _Fast(uri)
    except ImportError:
        if engine is not None:
            raise
        return _Reference(uri)


class _Fast:
    def __init__(self, uri: str) -> None:
        import jsonschema_rs

        def compiled(schema: dict[str, Any]) -> jsonschema_rs.Validator:
            return jsonschema_rs.Draft202012Validator(
                {"$schema": _DRAFT, **schema}, retriever=load, validate_formats=False
            )

        self._reference = uri.removeprefix(BASE)
        self._compiled = compiled
        self._uri = uri

    @cached_property
    def _one(self) -> jsonschema_rs.Validator:
        return self._compiled({"$ref": self._uri})

    @cached_property
    def _many(self) -> jsonschema_rs.Validator:
        return self._compiled({"type": "array", "items": {"$ref": self._uri}})

    def all_valid(self, values: list[object]) -> bool:
        return self._many.is_valid(values)

    def errors(self, value: object) -> Iterator[SchemaError]:
        if self._one.is_valid(value):
            return iter(())
        found = []
        seen: _Numbers = {}
        for path, keyword, schema in self._errors(value):
            written = _as_written(value, path, seen)
            if written is None:
                return validator(self._reference, "jsonschema").errors(value)
            found.append((written, keyword, schema))
        return _merged(found, value)

    def _errors(self, value: object) -> Iterator[tuple[Path, str, Mapping[str, Any]]]:
        try:
            errors = list(self._one.iter_errors(value))
        except ValueError:  # it reads no value that is nested deeper than 255 levels
            errors = list(self._one.iter_errors(_shallow(value)))
        for error in errors:
            # What follows "#" is the pointer to the keyword, percent-encoded.
            location = unquote(error.absolute_keyword_location or "")
            parent, _, keyword = location.rpartition("/")
            if error.kind.name == "falseSchema":
                parent, keyword = location, "false"
            schema = resolve(parent) if keyword != "false" else {}
            yield tuple(error.instance_path), keyword, schema


class _Reference:
    def __init__(self, uri: str) -> None:
        from jsonschema import Draft202012Validator
        from referencing import Registry, Resource

        def retrieve(uri: str) -> Resource[Any]:
            return Resource.from_contents(load(uri))

        registry: Registry[Any] = Registry(retrieve=retrieve)  # type: ignore[call-arg]
        self._validator = Draft202012Validator({"$schema": _DRAFT, "$ref": uri}, registry=registry)

    def all_valid(self, values: list[object]) -> bool:
        return all(next(self._errors(value), None) is None for value in values)

    def errors(self, value: object) -> Iterator[SchemaError]:
        return _merged(self._errors(value), value)

    def _errors(self, value: object) -> Iterator[tuple[Path, str, Mapping[str, Any]]]:
        try:
            errors = list(self._validator.iter_errors(value))
        except RecursionError:  # its messages spell the value out
            errors = list(self._validator.iter_errors(_shallow(value)))
        for error in errors:
            schema: Any = error.schema
            keyword = error.validator
            if schema is False or keyword is None:
                yield tuple(error.absolute_path), "false", {}
            else:
                yield tuple(error.absolute_path), str(keyword), schema


def _shallow(value: object, levels: int = _LEVELS) -> object:
    """The value with what is nested deep in it left out, which no schema looks at."""
    if isinstance(value, dict):
        return {key: _shallow(part, levels - 1) for key, part in value.items()} if levels else {}
    if isinstance(value, list):
        return [_shallow(part, levels - 1) for part in value] if levels else []
    return value


def _merged(
    errors: Iterable[tuple[Path, str, Mapping[str, Any]]], value: object
) -> Iterator[SchemaError]:
    """Errors in one form, one for each fault.

    All missing keys of an object are one error, each unknown key is one of its own, and of a
    value that has the wrong type nothing more is said.
    """
    found: dict[tuple[Path, str, str], SchemaError] = {}
    for path, keyword, schema in errors:
        instance = _at(value, path)
        detail = schema.get(keyword)
        if keyword in ("additionalProperties", "unevaluatedProperties"):
            for name in _unexpected(instance, schema):
                error = SchemaError(path, keyword, instance, (name,), schema)
                found.setdefault((path, keyword, name), error)
            continue
        if keyword == "required" and isinstance(instance, dict) and isinstance(detail, list):
            before = found.pop((path, keyword, ""), None)
            names = [] if before is None else [*before.detail]  # type: ignore[misc]
            names += [name for name in detail if name not in instance and name not in names]
            detail = tuple(names)
            if before is not None and "properties" in before.schema:
                schema = before.schema  # noqa: PLW2901 - the part that says what is known
        error = SchemaError(path, keyword, instance, detail, schema)
        known = found.setdefault((path, keyword, ""), error)
        if _length(error) < _length(known):  # the order in which they come is the engine's
            found[path, keyword, ""] = error
    mistyped = {path for path, keyword, _ in found if keyword == "type"}
    for _, error in sorted(found.items(), key=lambda entry: entry[0][1:]):
        if error.keyword == "type" or error.path not in mistyped:
            yield error


def _length(error: SchemaError) -> tuple[int, str]:
    """How much an error's keyword says: of two at one place the shorter is the stricter."""
    text = str(error.detail)
    return len(text), text


def _unexpected(instance: object, schema: Mapping[str, Any]) -> tuple[str, ...]:
    if not isinstance(instance, dict):
        return ()
    known = schema.get("properties", {})
    patterns = [re.compile(pattern) for pattern in schema.get("patternProperties", {})]
    return tuple(
        key for key in instance if key not in known and not any(p.search(key) for p in patterns)
    )


_Numbers = dict[int, dict[str, str | None]]
"""Of objects (by `id`) the keys that look like an index, by number; None for two of one number."""


def _as_written(value: Any, path: Path, seen: _Numbers) -> Path | None:
    """The path with the keys that are really there: jsonschema-rs makes 7 of a key "007".

    None if that cannot be told; it leaves out "" as well. `seen` is kept for one value.
    """
    steps: list[str | int] = []
    for step in path:
        key: str | int | None = step
        if isinstance(value, dict):
            if "" in value:
                return None
            if isinstance(step, int):
                key = _numbers(value, seen).get(str(step))
            if key is None or key not in value:
                return None
        steps.append(key)  # type: ignore[arg-type]
        value = value[key]
    return None if isinstance(value, dict) and "" in value else tuple(steps)


def _numbers(holder: dict[str, object], seen: _Numbers) -> dict[str, str | None]:
    found = seen.get(id(holder))
    if found is None:
        found = seen[id(holder)] = {}
        for key in holder:
            digits = key.removeprefix("+")
            if digits.isascii() and digits.isdigit():
                number = digits.lstrip("0") or "0"
                found[number] = None if number in found else key
    return found


def _at(value: Any, path: Path) -> object:
    for step in path:
        value = value[step]
    result: object = value
    return result
