"""The two engines of the schema pass agree: on the verdict, and on every finding made of it."""

from __future__ import annotations

import copy
import gzip
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import manifestry
from manifestry.engine import schema
from manifestry.engine.schema import EngineName, validator
from manifestry.findings import FileReport
from manifestry.formats.encord.sections import SECTIONS
from manifestry.rules.base import SchemaError
from manifestry.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"
FILES = sorted(
    path
    for folder in (ROOT / "fixtures", SAMPLES)
    for path in (folder.rglob("*") if folder.is_dir() else ())
    if path.is_file() and "json" in path.name and "jsontestsuite" not in path.parts
)
ALL = Settings(max_findings=0, max_findings_per_rule=0)

JSON = dict[str, Any]


@contextmanager
def _without_jsonschema_rs() -> Iterator[None]:
    """As if jsonschema-rs were not installed, for as long as the block runs."""
    before = sys.modules.get("jsonschema_rs")
    sys.modules["jsonschema_rs"] = None  # type: ignore[assignment]  # import then fails
    validator.cache_clear()
    try:
        yield
    finally:
        del sys.modules["jsonschema_rs"]
        if before is not None:
            sys.modules["jsonschema_rs"] = before
        validator.cache_clear()


def _check(data: bytes, known: Settings = ALL) -> FileReport:
    report = manifestry.check(data, known).files[0]
    assert report.failures == ()
    return report


def _parsed(path: Path) -> Any:
    data = path.read_bytes()
    try:
        document = json.loads(gzip.decompress(data) if path.suffix == ".gz" else data)
        json.dumps(document, ensure_ascii=False).encode()  # without halves of surrogate pairs
    except (ValueError, RecursionError):
        return None
    return document


def _id(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _errors(reference: str, value: object, engine: EngineName) -> list[SchemaError]:
    errors = list(validator(reference, engine).errors(value))
    return sorted(errors, key=lambda e: (repr(e.path), e.keyword, repr(e.detail)))


# --- without the fast engine --------------------------------------------------------------


def test_the_fast_engine_is_used_where_it_is_there() -> None:
    """Without a word, and without python-jsonschema where the other is not."""
    assert type(validator("encord/video.schema.json")) is schema._Fast
    with _without_jsonschema_rs():
        assert type(validator("encord/video.schema.json")) is schema._Reference
        with pytest.raises(ImportError):
            validator("encord/video.schema.json", "jsonschema-rs")
    assert type(validator("encord/video.schema.json")) is schema._Fast


def test_every_report_is_the_same_without_jsonschema_rs() -> None:
    """Fixtures and samples give equal reports, messages and places included."""
    documents = [path.read_bytes() for path in FILES]
    fast = [_check(data) for data in documents]
    with _without_jsonschema_rs():
        slow = [_check(data) for data in documents]
    for path, one, other in zip(FILES, fast, slow, strict=True):
        assert one == other, path.name


# --- one verdict, one list of errors ------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=_id)
def test_both_engines_find_the_same_errors_in_every_item(path: Path) -> None:
    """Item by item: the verdict, the places, the keywords and what they ask."""
    document = _parsed(path)
    for key, items in document.items() if isinstance(document, dict) else ():
        if key in SECTIONS and isinstance(items, list):
            for item in items:
                _agree(SECTIONS[key].schema, item)
    _agree("encord/top-level.schema.json", document)
    _agree("encord/multi-type.schema.json", document)
    _agree("encord/metadata-schema.schema.json", document)


def _agree(reference: str, value: object) -> None:
    fast = _errors(reference, value, "jsonschema-rs")
    slow = _errors(reference, value, "jsonschema")
    assert [(e.path, e.keyword, e.detail) for e in fast] == [
        (e.path, e.keyword, e.detail) for e in slow
    ]
    assert fast == slow
    for engine in ("jsonschema-rs", "jsonschema"):
        assert validator(reference, engine).all_valid([value]) is not bool(fast)


ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.0, 1.5, 1e300, 2**53 + 1, 2**70, -(2**70), "", " ", "x", "7",
    "s3://acme-media/a.mp4", "http://a\n", "s3://a b", "#fff", "#fff\n", "é", "\U0001f600", [],
    [None], [1] * 9, [1.0] * 16, {}, {"a": 1}, {"x": 0, "y": 0, "z": 0},
    {"x": 0, "y": 0, "z": 0, "w": 1}, {"type": "model"}, {"events": []}, "\x00", "objectUrl",
)  # fmt: skip
KEYS = (
    "objectUrl", "objectUrl_0", "objectUrl_", "objectUrl_٣", "title", "createVideo",
    "clientMetadata", "scene", "content", "type", "events", "settings", "channels", "mimeType",
    "mime_type", "duration_seconds", "0", "007", "-1", "", "a/b", "c~d", "%25", "é", "layout",
)  # fmt: skip


@pytest.mark.parametrize("reference", sorted({section.schema for section in SECTIONS.values()}))
def test_both_engines_agree_on_odd_items(reference: str) -> None:
    """Whatever stands where an item should be, or under one of its keys."""
    for value in ODD:
        _agree(reference, value)
        for key in KEYS:
            _agree(reference, {key: value})


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_a_key_with_a_line_break_is_one_finding_by_both(value: object) -> None:
    """Where Python's `$` and Rust's differ, the rules see to it that nobody notices."""
    item = {"title": "g", "objectUrl_0": "s3://acme-media/a.jpg", "objectUrl_1\n": value}
    data = json.dumps({"image_groups": [item]}).encode()
    fast = _check(data, replace(ALL, ignore=("J",)))
    with _without_jsonschema_rs():
        assert _check(data, replace(ALL, ignore=("J",))) == fast
    assert [finding.code for finding in fast.findings] == ["E305"]


def test_both_engines_agree_on_what_is_deep() -> None:
    """A thousand levels are no matter, wherever they stand."""
    openers: tuple[Any, ...] = ([], {})
    for opener in openers:
        deep: Any = opener
        for _ in range(1000):
            deep = [deep] if isinstance(opener, list) else {"a": deep}
        for section in SECTIONS.values():
            for item in (
                deep,
                {"objectUrl": deep},
                {"title": 5, "scene": deep},
                {"settings": deep},
            ):
                one = list(validator(section.schema, "jsonschema-rs").errors(item))
                other = list(validator(section.schema, "jsonschema").errors(item))
                assert {(e.path, e.keyword) for e in one} == {(e.path, e.keyword) for e in other}
                assert not validator(section.schema, "jsonschema").all_valid([item])
                assert not validator(section.schema, "jsonschema-rs").all_valid([item])


# --- mutations ----------------------------------------------------------------------------

SEEDS = [
    document
    for path in FILES
    if path.is_relative_to(ROOT / "fixtures")
    and isinstance(document := _parsed(path), dict)
    and len(text := json.dumps(document)) < 8000
    and "[" * 100 not in text  # copying what is a thousand levels deep is beyond Python
]


def _places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path]
    if isinstance(value, dict):
        found += [inner for key, part in value.items() for inner in _places(part, (*path, key))]
    elif isinstance(value, list):
        found += [inner for n, part in enumerate(value) for inner in _places(part, (*path, n))]
    return found


odd_values = st.sampled_from(ODD).map(copy.deepcopy)


@st.composite
def mutants(draw: st.DrawFn) -> JSON:
    """A fixture with one to three values replaced, removed, added or moved."""
    document: JSON = copy.deepcopy(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 3))):
        *path, last = draw(st.sampled_from(_places(document)[1:] or [("videos",)]))
        holder: Any = document
        for step in path:
            holder = holder[step]
        action = draw(st.sampled_from(["replace", "remove", "add", "wrap", "rename"]))
        if action == "replace":
            holder[last] = draw(odd_values)
        elif action == "remove":
            holder.pop(last, None) if isinstance(holder, dict) else holder.pop(last)
        elif action == "wrap":
            holder[last] = (
                draw(st.sampled_from([[holder.get(last)], {"x": holder.get(last)}]))
                if (isinstance(holder, dict))
                else [holder[last]]
            )
        elif isinstance(holder, dict):
            key = draw(st.sampled_from(KEYS))
            holder[key] = holder.get(last) if action == "rename" else draw(odd_values)
            if action == "rename" and key != last:
                holder.pop(last, None)
    return document


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutants())
def test_both_engines_agree_on_mutants(document: JSON) -> None:
    """Fixtures that were tampered with have the same errors by both."""
    for key, items in document.items():
        if key in SECTIONS and isinstance(items, list):
            for item in items:
                _agree(SECTIONS[key].schema, item)
    _agree("encord/top-level.schema.json", document)
    _agree("encord/metadata-schema.schema.json", document)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(mutants(), min_size=8, max_size=8))
def test_reports_on_mutants_are_the_same_without_jsonschema_rs(documents: list[JSON]) -> None:
    """Not a word of a finding depends on the engine."""
    texts = [json.dumps(document, indent=1).encode() for document in documents]
    fast = [_check(text) for text in texts]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "_Fast", _missing)
        validator.cache_clear()
        slow = [_check(text) for text in texts]
    validator.cache_clear()
    assert fast == slow


def _missing(uri: str) -> schema.Validator:
    raise ImportError(uri)
