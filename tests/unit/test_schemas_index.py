"""The published schemas by name, and each as one file."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

from manifestry.errors import UsageError
from manifestry.schemas_index import BASE, bundled, find, load, names

BUNDLES = {name: bundled(name) for name in names()}


def _references(schema: Any) -> list[str]:
    if isinstance(schema, list):
        return [reference for part in schema for reference in _references(part)]
    if not isinstance(schema, dict):
        return []
    own = [schema["$ref"]] if "$ref" in schema else []
    return own + [reference for part in schema.values() for reference in _references(part)]


@pytest.mark.parametrize("name", names())
def test_a_bundle_refers_to_nothing_but_itself(name: str) -> None:
    """Every reference leads to a definition in the same file; none is left over."""
    bundle = BUNDLES[name]
    used = {reference.removeprefix("#/$defs/") for reference in _references(bundle)}
    assert used - {"#"} == set(bundle.get("$defs", {}))
    assert bundle["$id"] == f"{BASE}{name}.schema.json"


@pytest.mark.parametrize("name", names())
def test_a_bundle_judges_like_the_files_it_is_made_of(name: str) -> None:
    """Both engines take its examples, without any other file; and refuse them once spoilt."""
    bundle = BUNDLES[name]
    reference = Draft202012Validator(bundle)
    fast = jsonschema_rs.Draft202012Validator(bundle)
    for example in load(f"{BASE}{name}.schema.json")["examples"]:
        text = json.dumps(example)
        spoilt = json.loads(
            text.replace('"objectUrl', '"objektUrl').replace('"line": ', '"lime": ')
        )
        spoilt = spoilt if spoilt != example else [example]
        for validator in (reference, fast):
            assert validator.is_valid(example)
            assert not validator.is_valid(spoilt)


def test_importlib_finds_the_schemas() -> None:
    """In a checkout as in an installed package they are `manifestry.schemas`."""
    folder = files("manifestry.schemas")
    text = (folder / "encord" / "video.schema.json").read_text(encoding="utf-8")
    assert json.loads(text) == load(f"{BASE}encord/video.schema.json")


def test_a_short_name_is_enough() -> None:
    """The folder may be left out."""
    assert find("video") == "encord/video" == find("encord/video")


@pytest.mark.parametrize(
    ("name", "hint"), [("vidoe", 'did you mean "video"?'), ("zebra", "schema --list")]
)
def test_an_unknown_name_is_an_error(name: str, hint: str) -> None:
    """It names the nearest one, or says where they are listed."""
    with pytest.raises(UsageError, match="there is no schema") as caught:
        bundled(name)
    assert hint in str(caught.value)


def test_a_foreign_schema_is_not_fetched() -> None:
    """Only what lies below our own base is read, and from the disk."""
    with pytest.raises(KeyError):
        load("https://json-schema.org/draft/2020-12/schema")
