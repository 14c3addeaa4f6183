"""Manifests against metadata schemas that nobody wrote: clean, and clean but for one value."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

import manifestry
from manifestry.engine.ledger import to_pointer
from manifestry.findings import Finding
from manifestry.formats.encord.metadata.fitting import fitting
from manifestry.formats.encord.metadata.judging import judge
from manifestry.metadata import (
    Embedding,
    Enum,
    Geospatial,
    KeyType,
    MetadataSchema,
    Scalar,
    Tombstone,
    User,
)
from manifestry.settings import Settings
from manifestry.spelling import fold

JSON = dict[str, Any]

_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
_numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
_dates = st.dates().map(str) | st.datetimes(timezones=st.timezones()).map(
    lambda moment: moment.isoformat(timespec="microseconds")[:26] + "+00:00"
)

_TYPES: dict[str, st.SearchStrategy[KeyType]] = {
    "number": st.sampled_from([Scalar("number"), Scalar("number", "number")]),
    "boolean": st.sampled_from([Scalar("boolean"), Scalar("boolean", "boolean")]),
    "varchar": st.builds(lambda most: Scalar("varchar", "varchar", most), st.integers(12, 99)),
    "text": st.sampled_from([Scalar("text"), Scalar("text", "text")]),
    "datetime": st.just(Scalar("datetime")),
    "uuid": st.just(Scalar("uuid")),
    "enum": st.lists(_texts, min_size=1, max_size=5, unique=True).map(
        lambda values: Enum(tuple(values))
    ),
    "embedding": st.builds(Embedding, st.integers(1, 9)),
    "geospatial": st.just(Geospatial()),
    "user": st.just(User()),
    "tombstone": st.sampled_from([Tombstone(), Tombstone(Scalar("number"))]),
}


def _values(type_: KeyType) -> st.SearchStrategy[Any]:  # noqa: PLR0911
    """Values that fit a type."""
    match type_:
        case Scalar(hint="number"):
            return _numbers
        case Scalar(hint="boolean"):
            return st.booleans() | st.sampled_from(["true", "false"])
        case Scalar(hint="datetime"):
            return _dates
        case Scalar(hint="uuid"):
            return st.uuids(version=4).map(str)
        case Scalar():
            return _texts
        case Enum(values=tuple(values)):
            return st.sampled_from(values)
        case Embedding(size=int(size)):
            return st.lists(_numbers, min_size=size, max_size=size)
    return st.none()


def _spoilt(type_: KeyType) -> tuple[Any, str, tuple[int, ...]]:  # noqa: PLR0911
    """A value that does not fit, the code of what is to be said, and where in the value."""
    match type_:
        case Scalar(hint="number"):
            return "12.5", "M202", ()
        case Scalar(hint="datetime"):
            return "2023-02-29", "M203", ()
        case Scalar(hint="uuid"):
            return "run 17", "M205", ()
        case Scalar(hint="varchar", max_length=most):
            return "x" * (most + 1), "M210", ()
        case Scalar():
            return [{"a": 1}], "M201", ()
        case Enum(values=tuple(values)):
            return "".join(values) + "x", "M207", ()
        case Embedding(size=int(size)):
            return [0] * (size - 1) + ["0"], "M201", (size - 1,)
        case Geospatial():
            return {"lat": 0, "lon": 0}, "M216", ()
        case User():
            return "somebody", "M216", ()
    return 7, "M211", ()


class Made(NamedTuple):
    """A schema, a manifest that fits it, and the paths of the metadata in it."""

    schema: MetadataSchema
    manifest: JSON
    places: list[tuple[str | int, ...]]


_names = st.text("abcxyz019 -_.", min_size=1, max_size=6).filter(
    lambda name: any(char.isalnum() for char in name)
)


@st.composite
def made(draw: st.DrawFn) -> Made:
    """A schema with a few keys; images, groups and videos with frames that use some of them."""
    names = draw(st.lists(_names, min_size=1, max_size=6, unique_by=fold))
    schema = MetadataSchema(
        {name: draw(_TYPES[draw(st.sampled_from(sorted(_TYPES)))]) for name in names}
    )
    places: list[tuple[str | int, ...]] = []

    def metadata(*place: str | int, vectors: bool = True) -> JSON:
        places.append(place)
        taken = [name for name in names if vectors or not isinstance(schema[name], Embedding)]
        used = draw(st.lists(st.sampled_from(taken), unique=True)) if taken else []
        return {name: draw(_values(schema[name]) | st.none()) for name in used}

    manifest: JSON = {"images": [], "image_groups": [], "videos": []}
    for index in range(draw(st.integers(0, 2))):
        at = "images", index, "clientMetadata"
        url = f"s3://acme-media/{index}.jpg"
        manifest["images"].append({"objectUrl": url, "clientMetadata": metadata(*at)})
    for index in range(draw(st.integers(0, 2))):
        at = "image_groups", index, "clientMetadata"
        url = f"s3://acme-media/g/{index}.jpg"
        manifest["image_groups"].append(
            {"title": "g", "objectUrl_0": url, "clientMetadata": metadata(*at)}
        )
    at = "videos", 0, "clientMetadata"
    frames = {
        str(number): metadata(*at, "$encord", "frames", str(number))
        for number in range(draw(st.integers(1, 3)))
    }
    whole = metadata(*at, vectors=False)
    video = {"objectUrl": "s3://acme-media/a.mp4", "clientMetadata": whole}
    whole["$encord"] = {"frames": frames}
    manifest["videos"].append(video)
    return Made(schema, manifest, places)


def _check(manifest: JSON, schema: MetadataSchema, **more: Any) -> tuple[Finding, ...]:
    data = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
    report = manifestry.check(data, Settings(metadata_schema=schema, **more))
    assert report.files[0].failures == ()
    return report.findings


@given(made())
def test_what_fits_its_schema_is_clean(case: Made) -> None:
    """Nothing is said of a manifest whose values all fit."""
    assert _check(case.manifest, case.schema) == ()


def _at(manifest: Any, place: tuple[str | int, ...]) -> JSON:
    for step in place:
        manifest = manifest[step]
    found: JSON = manifest
    return found


@given(made(), st.data())
def test_one_spoilt_value_is_one_finding_at_its_place(case: Made, data: st.DataObject) -> None:
    """Whatever the type, and on items, groups and frames alike."""
    place = data.draw(st.sampled_from(case.places))
    key = data.draw(st.sampled_from(sorted(case.schema)))
    type_ = case.schema[key]
    value, code, inside = _spoilt(type_)
    if place[0] == "videos" and len(place) == 3 and isinstance(type_, Embedding):
        code, inside = "M217", ()
    _at(case.manifest, place)[key] = value
    (finding,) = _check(case.manifest, case.schema)
    pointer = to_pointer((*place, key, *inside))
    assert (finding.code, finding.pointer) == (code, pointer)


@given(made(), st.data())
def test_strict_makes_errors_of_what_does_not_fit(case: Made, data: st.DataObject) -> None:
    """A wrong type is a warning, and an error under strict."""
    numbers = [key for key, type_ in case.schema.items() if fitting(type_)(1.5)]
    if not numbers:
        return
    place = data.draw(st.sampled_from(case.places))
    _at(case.manifest, place)[numbers[0]] = {"a": 1}
    (plain,) = _check(case.manifest, case.schema)
    (strict,) = _check(case.manifest, case.schema, strict=True)
    assert (plain.code, plain.severity, strict.severity) == ("M201", "warning", "error")


@given(made(), st.data())
def test_a_key_the_schema_lacks_is_told_once(case: Made, data: st.DataObject) -> None:
    """Wherever it stands, and however often; a look-alike of a known key is told each time."""
    key = data.draw(st.sampled_from(sorted(case.schema)))
    for place in case.places:
        _at(case.manifest, place)["Colour of the car"] = "red"
    (absent,) = _check(case.manifest, case.schema)
    assert absent.code == "M212"
    for place in case.places:
        del _at(case.manifest, place)["Colour of the car"]
        _at(case.manifest, place)[f"-{key}-"] = None
    found = _check(case.manifest, case.schema)
    assert [finding.code for finding in found] == ["M213"] * len(case.places)


_anything = st.recursive(
    st.none() | st.booleans() | _numbers | _texts | _dates | st.uuids().map(str),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=6,
)


@given(st.one_of([*_TYPES.values()]), _anything)
def test_the_quick_test_never_passes_what_has_a_misfit(type_: KeyType, value: Any) -> None:
    """What the quick test passes there is nothing to say of; a value has one misfit at most."""
    found = list(judge(type_, value))
    assert len(found) <= 1
    test: Callable[[Any], bool] = fitting(type_)
    assert not (test(value) and found)


@given(_anything, st.one_of([*_TYPES.values()]))
def test_any_value_under_any_type_is_judged_without_a_failure(value: Any, type_: KeyType) -> None:
    """No value makes a rule raise, and the words of what is found are fit for a report."""
    item = {"objectUrl": "s3://acme-media/a.jpg", "clientMetadata": {"key": value}}
    for finding in _check({"images": [item]}, MetadataSchema({"key": type_})):
        assert "\n" not in finding.message + finding.help
        assert finding.message[0] == '"'
