"""A model accepts an object if and only if its JSON Schema does, and writes what it read."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from manifestry.engine.schema import validator
from manifestry.models import encord
from manifestry.models.base import Model
from manifestry.schemas_index import BASE, resolve

MODELS: tuple[type[Model], ...] = tuple(getattr(encord, name) for name in encord.__all__)

USUAL: dict[str, dict[str, str]] = {
    "Manifest": {"text": "text_files", "pdf": "pdfs"},
    "AudioMetadata": {"duration_seconds": "duration"},
    "ImageMetadata": {"mime_type": "mimeType", "file_size": "fileSize"},
    "TextMetadata": {"mimeType": "mime_type", "fileSize": "file_size"},
    "PdfMetadata": {"numPages": "num_pages", "fileSize": "file_size"},
    "Channel": {"line_width": "lineWidth", "point_radius": "pointRadius"},
}
"""The spellings that models turn into the usual ones."""

PARTS: dict[str, dict[str, str]] = {
    "Manifest": {
        "videos": "Video", "audio": "Audio", "images": "Image", "image_groups": "ImageGroup",
        "dicom_series": "DicomSeries", "text_files": "Text", "text": "Text", "pdfs": "Pdf",
        "pdf": "Pdf", "nifti": "Nifti", "time_series": "TimeSeries", "scenes": "Scene",
    },
    "Video": {"videoMetadata": "VideoMetadata"},
    "Audio": {"audioMetadata": "AudioMetadata"},
    "Image": {"imageMetadata": "ImageMetadata"},
    "Text": {"textMetadata": "TextMetadata"},
    "Pdf": {"pdfMetadata": "PdfMetadata"},
    "TimeSeries": {"settings": "TimeSeriesSettings"},
}  # fmt: skip
"""The members that are models themselves, or lists of them."""


def canonical(kind: str, value: Any) -> Any:
    """What is written for a valid value, worked out without the models."""
    if isinstance(value, list):
        return [canonical(kind, inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if kind == "TimeSeriesSettings":
        channels = {name: canonical("Channel", it) for name, it in value["channels"].items()}
        return {**value, "channels": channels}
    parts = PARTS.get(kind, {})
    form = {
        key: canonical(parts[key], inner) if key in parts else inner for key, inner in value.items()
    }
    for other, usual in USUAL.get(kind, {}).items():
        if kind == "Manifest" and other in form:
            form[usual] = form.get(usual, []) + form.pop(other)
        elif other in form and usual not in form:
            form[usual] = form.pop(other)
    if kind in ("ImageGroup", "DicomSeries"):
        keys = [key for key in form if key.startswith("objectUrl_")]
        keys.sort(key=lambda key: int(key.removeprefix("objectUrl_")))
        urls = [form.pop(key) for key in keys]
        form |= {f"objectUrl_{number}": url for number, url in enumerate(urls)}
    return form


def exact(value: Any) -> Any:
    """The value such that true is not 1 for `==`; 1.0 still is, as in JSON Schema."""
    if isinstance(value, dict):
        return {key: exact(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [exact(inner) for inner in value]
    return ("bool", value) if isinstance(value, bool) else value


URL = "s3://acme-media/cam1/a.mp4"

VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 0.0, -0.0, 1.0, 64.0, 0.5, 0.499, 6, 6.0, 6.01, 8, 8.5, -1.5,
    10**30, 1e300, 2.0**53, 5e-324, 10**400, "", " ", "25", "true", "line", "points", "#f00",
    "#ff", "#d62728\n", "x" * 1024, "x" * 1025, "video/mp4", URL, URL + " ", "ftp://a/b", "S3://a",
    "s3://" + 16379 * "é", "s3://" + 16380 * "a", "s3://a/\u2028", "gs://acme-scenes/0.pcd",
    [], {}, [None], [{}], {"objectUrl": URL}, [{"objectUrl": URL}], {"channels": {}},
    {str(number): {} for number in range(101)}, {"channels": {"x": {"lineWidth": "wide"}}},
    {"objectUrl_0": URL, "title": "t"}, {"fps": 25}, {"width": 1, "height": 1},
]  # fmt: skip
"""What may stand where something else should: other types, bounds, and near misses."""

KEYS = sorted(
    {
        "objectUrl_0", "objectUrl_1", "objectUrl_01", "objectUrl_10", "objectUrl_", "objectUrl_x",
        "objectUrl_1\n", "objectUrl_٣", "object_url", "objectUrls", "object_urls", "odd", "",
        "to_dict", "model_config", "clientmetadata", "skipDuplicateUrls", "text", "pdf",
        *(name for names in USUAL.values() for name in (*names, *names.values())),
        *(name for model in MODELS for name in model.model_fields),
        *(f.serialization_alias or "odd" for m in MODELS for f in m.model_fields.values()),
    }
)  # fmt: skip

STEPS = tuple[str | int, ...]


def holders(value: object, path: STEPS = ()) -> Iterator[STEPS]:
    """The paths of all objects and lists in a value."""
    if isinstance(value, dict | list):
        yield path
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from holders(inner, (*path, key))


def json_values() -> st.SearchStrategy[Any]:
    """Any JSON value, mostly one of those that are asked for somewhere."""
    text = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
    leaves = (
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    )
    anything = st.recursive(
        leaves | text,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
        max_leaves=5,
    )
    return st.sampled_from(VALUES).map(copy.deepcopy) | anything


@st.composite
def near_valid(draw: st.DrawFn, model: type[Model]) -> dict[str, Any]:
    """An example of the model's schema with up to four things changed."""
    examples = [it for it in resolve(BASE + model.SCHEMA)["examples"] if isinstance(it, dict)]
    value = copy.deepcopy(draw(st.sampled_from(examples)))
    for _ in range(draw(st.integers(0, 4))):
        holder: Any = value
        for step in draw(st.sampled_from(list(holders(value)))):
            holder = holder[step]
        if isinstance(holder, list):
            holder.append(draw(json_values()))
            continue
        key = draw(st.sampled_from(sorted(holder) * 3 + KEYS))
        change = draw(st.sampled_from(["set", "set", "drop", "rename"]))
        if change == "set" or key not in holder:
            holder[key] = draw(json_values())
        elif change == "drop":
            del holder[key]
        else:
            holder[draw(st.sampled_from(KEYS))] = holder.pop(key)
    return cast(dict[str, Any], value)


def accepted(model: type[Model], value: dict[str, Any]) -> Model | None:
    """The model of a value, the same whichever way it is read; None if it is refused."""
    text = json.dumps(value)
    ways: list[Callable[[], Model]] = [
        lambda: model.from_json(value),
        lambda: model.from_json(text.encode()),
        lambda: model.model_validate(value),
        lambda: model.model_validate_json(text),
    ]
    read: list[Model | None] = []
    for way in ways:
        try:
            read.append(way())
        except ValidationError:
            read.append(None)
    assert all(it == read[0] for it in read)
    return read[0]


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_model_judges_as_its_schema_does(model: type[Model], data: st.DataObject) -> None:
    """The verdict of both engines; and what is accepted is written in its canonical form."""
    value = data.draw(near_valid(model))
    before = copy.deepcopy(value)
    verdicts = {
        validator(model.SCHEMA, engine).all_valid([value])
        for engine in ("jsonschema", "jsonschema-rs")
    }
    read = accepted(model, value)
    assert verdicts == {read is not None}
    assert exact(value) == exact(before)
    if read is None:
        return
    written = read.to_dict()
    assert exact(written) == exact(canonical(model.__name__, value))
    assert exact(json.loads(read.to_json())) == exact(written)
    assert model.from_json(read.to_json()) == read
    assert exact(model.from_json(written).to_dict()) == exact(written)
    unknown = read.model_extra or {}
    known = {
        name: getattr(read, name) for name in read.model_fields_set & model.model_fields.keys()
    }
    expected = {
        key: inner
        for key, inner in written.items()
        if key not in unknown and inner is not None  # None in the constructor means absent
    }
    assert exact(model(**known).to_dict()) == exact(expected)
