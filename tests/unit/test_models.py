"""The models of Encord manifests: built in Python or read from JSON, they write the same."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from enum import IntEnum, StrEnum
from inspect import signature
from typing import Any, assert_type, cast

import pytest
from pydantic import AliasChoices, BaseModel, ValidationError

from manifestry.engine.schema import validator
from manifestry.findings import Report
from manifestry.models import encord
from manifestry.models.base import Model
from manifestry.schemas_index import BASE, load, resolve
from manifestry.settings import Settings

URL = "s3://acme-media/cam1/a.mp4"

MODELS: tuple[type[Model], ...] = tuple(getattr(encord, name) for name in encord.__all__)

VIDEO_METADATA = {
    "fps": 25.0, "duration": 12.4, "width": 1280, "height": 720, "file_size": 904512,
    "mime_type": "video/mp4",
}  # fmt: skip
AUDIO_METADATA = {
    "duration": 3.5, "file_size": 617444, "mime_type": "audio/wav", "sample_rate": 44100,
    "bit_depth": 16, "codec": "pcm", "num_channels": 2,
}  # fmt: skip
IMAGE_METADATA = {"mimeType": "image/png", "fileSize": 2048, "width": 64, "height": 48}
TEXT_METADATA = {"file_size": 120, "mime_type": "text/plain"}
PDF_METADATA = {"file_size": 40960, "num_pages": 3}
CHANNEL = {
    "label": "Acceleration x", "color": "#d62728", "hidden": True, "style": "line",
    "lineWidth": 2.5, "pointRadius": 3,
}  # fmt: skip
SETTINGS = {"channels": {"acc_x": CHANNEL, "steps": {"style": "points", "pointRadius": 3}}}
COMMON = {"objectUrl": URL, "title": "a", "clientMetadata": {"site": "north", "at": [1, 2.5]}}
GROUP = {"title": "g", "clientMetadata": {"car": 7}, "objectUrl_0": URL, "objectUrl_1": URL + "2"}

FULL: dict[type[Model], dict[str, Any]] = {
    encord.Video: {**COMMON, "videoMetadata": VIDEO_METADATA},
    encord.VideoMetadata: VIDEO_METADATA,
    encord.Audio: {**COMMON, "audioMetadata": AUDIO_METADATA},
    encord.AudioMetadata: AUDIO_METADATA,
    encord.Image: {**COMMON, "imageMetadata": IMAGE_METADATA},
    encord.ImageMetadata: IMAGE_METADATA,
    encord.ImageGroup: {**GROUP, "createVideo": True},
    encord.DicomSeries: GROUP,
    encord.Text: {**COMMON, "textMetadata": TEXT_METADATA},
    encord.TextMetadata: TEXT_METADATA,
    encord.Pdf: {**COMMON, "pdfMetadata": PDF_METADATA},
    encord.PdfMetadata: PDF_METADATA,
    encord.Nifti: COMMON,
    encord.TimeSeries: {**COMMON, "settings": SETTINGS},
    encord.TimeSeriesSettings: SETTINGS,
    encord.Channel: CHANNEL,
    encord.Scene: {
        "title": "s",
        "clientMetadata": {"run": 1},
        "scene": {"lidar": {"type": "point_cloud", "events": [{"uri": "gs://acme-scenes/0.pcd"}]}},
    },
}
FULL[encord.Manifest] = {
    "videos": [FULL[encord.Video]],
    "audio": [FULL[encord.Audio]],
    "images": [FULL[encord.Image]],
    "image_groups": [FULL[encord.ImageGroup]],
    "dicom_series": [FULL[encord.DicomSeries]],
    "text_files": [FULL[encord.Text]],
    "pdfs": [FULL[encord.Pdf]],
    "nifti": [FULL[encord.Nifti]],
    "time_series": [FULL[encord.TimeSeries]],
    "scenes": [FULL[encord.Scene]],
    "skip_duplicate_urls": True,
    "upsert_metadata": True,
}
"""A valid object for each model with every member under its usual name."""


def json_names(model: type[Model], attribute: str) -> list[str]:
    """The JSON names of an attribute, the usual one first."""
    field = model.model_fields[attribute]
    usual = field.serialization_alias or attribute
    choices = field.validation_alias
    others = choices.choices if isinstance(choices, AliasChoices) else []
    return [usual, *(str(name) for name in others if name != usual)]


def properties(reference: str) -> dict[str, dict[str, Any]]:
    """All properties a schema knows of its object, also those of its conditions' branches."""
    schema = resolve(BASE + reference)
    found = dict(cast(dict[str, dict[str, Any]], schema.get("properties", {})))
    for branch in (schema.get("then"), schema.get("else")):
        found |= branch.get("properties", {}) if branch else {}
    return found


def is_valid(model: type[Model], value: object) -> bool:
    """The verdict of the model's schema."""
    return validator(model.SCHEMA, "jsonschema").all_valid([value])


def one_error(error: pytest.ExceptionInfo[ValidationError]) -> tuple[object, str, str]:
    """Place, type and message of the only fault."""
    (fault,) = error.value.errors()
    return ".".join(map(str, fault["loc"])), fault["type"], fault["msg"]


# --- the same members as the schemas ------------------------------------------------------


def test_every_model_is_tried() -> None:
    """The table of full objects leaves none out."""
    assert set(FULL) == set(MODELS)
    assert all(is_valid(model, value) for model, value in FULL.items())


@pytest.mark.parametrize("model", MODELS)
def test_a_model_has_the_members_of_its_schema(model: type[Model]) -> None:
    """Every property is an attribute, or another spelling of one; and the other way round."""
    names = {name for field in model.model_fields for name in json_names(model, field)}
    if model is encord.Manifest:
        names |= {"text", "pdf"}  # made one with "text_files" and "pdfs"
    assert names - {"objectUrl_"} == set(properties(model.SCHEMA))


@pytest.mark.parametrize("model", MODELS)
def test_an_attribute_is_required_if_the_schema_requires_it(model: type[Model]) -> None:
    """Without a required member the schema refuses the object, without another it does not."""
    for attribute, field in model.model_fields.items():
        gone = (*json_names(model, attribute), "upsert_metadata")
        rest = {
            name: value
            for name, value in FULL[model].items()
            if name not in gone and not (attribute == "object_urls" and "_" in name)
        }
        assert is_valid(model, rest) is not field.is_required(), attribute


@pytest.mark.parametrize("model", MODELS)
def test_an_attribute_is_described_as_in_the_schema(model: type[Model]) -> None:
    """The words an editor shows are those of the schema; every attribute has some."""
    known = properties(model.SCHEMA)
    for attribute, field in model.model_fields.items():
        usual = json_names(model, attribute)[0]
        if usual in known:
            assert field.description == known[usual]["description"]
            if "default" in known[usual]:
                assert field.default == known[usual]["default"]
        assert field.description


@pytest.mark.parametrize("model", MODELS)
def test_the_constructor_is_shown_with_attribute_names(model: type[Model]) -> None:
    """What `help()` and notebooks show is what type checkers are told."""
    parameters = signature(model).parameters.values()
    assert {it.name for it in parameters if it.kind is it.KEYWORD_ONLY} == set(model.model_fields)


# --- JSON in and out ----------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS)
def test_a_full_object_is_written_as_it_was_read(model: type[Model]) -> None:
    """Nothing is lost, added or renamed; and all ways of reading and writing are one."""
    value = FULL[model]
    text = json.dumps(value)
    read = model.from_json(value)
    assert read.to_dict() == value
    assert read == model.from_json(text) == model.from_json(text.encode())
    assert read == model.model_validate(value) == model.model_validate_json(text)
    assert json.loads(read.to_json()) == json.loads(read.to_json(indent=2)) == value
    assert json.loads(read.model_dump_json()) == read.model_dump() == value
    assert model.from_json(read.to_json()) == read
    assert pickle.loads(pickle.dumps(read)) == read
    assert read.model_extra == {}


@pytest.mark.parametrize("model", MODELS)
def test_a_full_object_can_be_built_by_attribute_names(model: type[Model]) -> None:
    """The constructor's attribute names and the JSON's own make the same model."""
    read = model.from_json(FULL[model])
    members = {name: getattr(read, name) for name in model.model_fields}
    assert set(members) == read.model_fields_set
    assert model(**members) == read
    assert model(**members).to_dict() == FULL[model]


EXAMPLES = [
    (model, example)
    for model in MODELS
    for example in resolve(BASE + model.SCHEMA)["examples"]
    if isinstance(example, dict)
]
KINDS = (
    "video", "audio", "image", "image-group", "image-sequence", "dicom", "text", "pdf", "nifti",
    "time-series", "scene",
)  # fmt: skip
EXAMPLES += [
    (encord.Manifest, example)
    for kind in KINDS
    for example in load(f"{BASE}encord/{kind}.schema.json")["examples"]
]
EXAMPLES += [
    (encord.Manifest, {"videos": [{
        "objectUrl": "https://acme-media.s3.eu-west-1.amazonaws.com/cam1/a.mp4", "title": "cam1 a",
        "videoMetadata": VIDEO_METADATA,
        "clientMetadata": {
            "site": "north",
            "$encord": {"config": {"sampling_rate": 0}, "frames": [0, 50]},
        },
    }], "skip_duplicate_urls": True}),
    (encord.Manifest, {"images": [{
        "objectUrl": "gs://acme-media/x/1.png", "imageMetadata": IMAGE_METADATA,
        "clientMetadata": {"my-embedding": [0.1, 0.2, 0.3]},
    }]}),
    (encord.Manifest, {"audio": [
        {"objectUrl": "s3://acme-audio/c/7.wav", "audioMetadata": AUDIO_METADATA},
    ]}),
    (encord.Manifest, {
        "text": [{"objectUrl": "s3://acme-docs/n.txt", "textMetadata": TEXT_METADATA}],
        "pdfs": [{
            "objectUrl": "s3://acme-docs/r.pdf", "title": "r.pdf", "pdfMetadata": PDF_METADATA,
        }],
    }),
    (encord.Manifest, {"nifti": [{"objectUrl": "s3://acme-med/vol.nii.gz", "title": "vol"}]}),
    (encord.Manifest, {"image_groups": [
        {
            "title": "car 7", "createVideo": False, "objectUrl_0": "gs://b/7/front.jpg",
            "objectUrl_1": "gs://b/7/rear.jpg", "clientMetadata": {"car": 7},
        },
        {
            "title": "seq 1", "createVideo": True, "objectUrl_0": "gs://b/s/0.jpg",
            "objectUrl_1": "gs://b/s/1.jpg",
        },
    ]}),
    (encord.Manifest, {"dicom_series": [{
        "title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm",
        "objectUrl_1": "s3://acme-med/12/1.dcm", "clientMetadata": {"site": "A"},
    }]}),
    (encord.Manifest, {"time_series": [
        {"objectUrl": "s3://acme-ts/imu.csv", "title": "imu", "clientMetadata": {"unit": "g"}},
    ]}),
    (encord.Manifest, {"scenes": [
        {
            "title": "s1",
            "scene": {"content": {"lidar": {
                "type": "point_cloud", "events": [{"timestamp": 0, "uri": "gs://b/0.pcd"}],
            }}},
            "clientMetadata": {"run": 1},
        },
        {"title": "log", "scene": {"url": "https://s3.example.net/bucket/run.mcap", "format": "mcap"}},
    ]}),
]  # fmt: skip
"""The examples of the schemas, and one manifest of every kind as people write them."""

USUAL = {
    encord.Manifest: {"text": "text_files", "pdf": "pdfs"},
    encord.AudioMetadata: {"duration_seconds": "duration"},
    encord.ImageMetadata: {"mime_type": "mimeType", "file_size": "fileSize"},
    encord.TextMetadata: {"mimeType": "mime_type", "fileSize": "file_size"},
    encord.PdfMetadata: {"numPages": "num_pages", "fileSize": "file_size"},
    encord.Channel: {"line_width": "lineWidth", "point_radius": "pointRadius"},
}


@pytest.mark.parametrize(("model", "value"), EXAMPLES, ids=lambda value: str(value)[:50])
def test_an_example_is_written_as_it_was_read(model: type[Model], value: dict[str, object]) -> None:
    """The same object, save that another spelling becomes the usual one."""
    names = USUAL.get(model, {})
    written = model.from_json(value).to_dict()
    assert written == {names.get(name, name): inner for name, inner in value.items()}


@pytest.mark.parametrize(
    ("model", "other", "usual"),
    [(model, other, usual) for model, names in USUAL.items() for other, usual in names.items()],
)
def test_another_spelling_is_read_as_the_usual_one(
    model: type[Model], other: str, usual: str
) -> None:
    """Alone it is the attribute, and is written under the usual name."""
    value = FULL[model]
    respelt = {other if name == usual else name: inner for name, inner in value.items()}
    assert model.from_json(respelt) == model.from_json(value)
    assert model.from_json(respelt).to_dict() == value


def test_of_two_spellings_in_one_object_the_usual_one_counts() -> None:
    """The other stays as an unknown key and is written back."""
    value = {**IMAGE_METADATA, "mime_type": "image/jpeg"}
    metadata = encord.ImageMetadata.from_json(value)
    assert metadata.mime_type == "image/png"
    assert metadata.model_extra == {"mime_type": "image/jpeg"}
    assert metadata.to_dict() == value


def test_two_sections_of_one_kind_become_one() -> None:
    """No item is left out of the typed view; "text" follows "text_files"."""
    manifest = encord.Manifest.from_json(
        {"text": [{"objectUrl": "s3://a/1"}], "text_files": [{"objectUrl": "s3://a/0"}], "pdf": []}
    )
    assert [text.object_url for text in manifest.text_files] == ["s3://a/0", "s3://a/1"]
    assert list(manifest.to_dict()) == ["text_files", "pdfs"]


def test_what_is_absent_stays_absent_and_null_stays_null() -> None:
    """A default is read, not written; null is kept where the schema lets it stand."""
    video = encord.Video.from_json({"objectUrl": URL})
    assert video.title is None
    assert video.client_metadata is None
    assert video.to_dict() == {"objectUrl": URL}
    with_null = {"objectUrl": URL, "clientMetadata": None, "settings": None}
    assert encord.TimeSeries.from_json(with_null).to_dict() == with_null
    assert encord.Manifest.from_json({}).to_json() == b"{}"
    assert encord.Manifest().videos == ()


def test_none_in_the_constructor_means_absent() -> None:
    """So that a value one may not have needs no branch; None is not null."""
    video = encord.Video(object_url=URL, title=None, client_metadata=None)
    assert video.to_dict() == {"objectUrl": URL}
    with pytest.raises(ValidationError) as error:
        encord.Video.from_json({"objectUrl": URL, "title": None})
    assert one_error(error) == ("title", "type", '"title" must be a string, got null')


def test_unknown_keys_are_kept_whatever_they_are_called() -> None:
    """Also those that are attributes or methods here, and attribute names in JSON."""
    odd = {
        "object_url": 5, "client_metadata": 7, "objectUrls": {}, "to_dict": 1, "SCHEMA": None, "self": 2, "": 3,
        "__class__": [4], "model_config": "é", "_private": {"deep": [None]}, "members": 6,
    }  # fmt: skip
    for model in (encord.Video, encord.Nifti):
        value = {"objectUrl": URL, **odd}
        item = model.from_json(value)
        assert (item.object_url, item.client_metadata) == (URL, None)
        assert item.model_extra == odd
        assert item.to_dict() == json.loads(item.to_json()) == value
        assert model.from_json(item.to_json()) == item
    assert encord.Video(object_url=URL, shift=2).to_dict()["shift"] == 2  # type: ignore[call-arg]


def test_numbers_stay_as_they_are() -> None:
    """An integer stays one where a fraction is allowed; a whole float becomes an integer."""
    metadata = encord.VideoMetadata.from_json(
        {**VIDEO_METADATA, "fps": 25, "duration": 10**400, "width": 64.0, "height": 10**30}
    )
    assert repr((metadata.fps, metadata.width, metadata.height)) == f"(25, 64, {10**30})"
    assert json.loads(metadata.to_json())["duration"] == 10**400
    assert encord.VideoMetadata.from_json({**VIDEO_METADATA, "width": 1e300}).width == int(1e300)


# --- groups -------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [encord.ImageGroup, encord.DicomSeries])
def test_numbered_urls_are_read_by_number(
    model: type[encord.ImageGroup | encord.DicomSeries],
) -> None:
    """10 follows 9, a gap closes, a leading zero is no matter, thousands of digits neither."""
    numbers = ["10", "9", "0" * 5000 + "8", "9" * 5000, "01"]
    value = {"title": "t", **{f"objectUrl_{number}": f"s3://a/{number[-2:]}" for number in numbers}}
    group = model.from_json(value)
    assert group.object_urls == ("s3://a/01", "s3://a/08", "s3://a/9", "s3://a/10", "s3://a/99")
    assert list(group.to_dict()) == ["title", *(f"objectUrl_{number}" for number in range(5))]
    assert model.from_json(group.to_json()) == group


def test_one_number_written_twice_gives_two_urls() -> None:
    """In the order of the document: no file is dropped."""
    group = encord.DicomSeries.from_json(
        {
            "title": "t",
            "objectUrl_01": "s3://a/1",
            "objectUrl_1": "s3://a/2",
            "objectUrl_0": "s3://a/0",
        }
    )
    assert group.object_urls == ("s3://a/0", "s3://a/1", "s3://a/2")


@pytest.mark.parametrize(
    "urls", [[], "s3://acme-media/a.jpg", {"0": URL}, 5, [5], [""], ["a.jpg"], [URL, None], [[URL]]]
)
def test_a_group_needs_a_list_of_urls(urls: Any) -> None:
    """One at least, and each as the schema wants it."""
    with pytest.raises(ValidationError):
        encord.ImageGroup(title="t", object_urls=urls)


@pytest.mark.parametrize("key", ["objectUrl_", "objectUrl_x", "objectUrl_1.0", "objectUrl_1\n"])
def test_a_key_that_is_almost_numbered_is_refused(key: str) -> None:
    """Among them the one that the URLs go by while they are read."""
    with pytest.raises(ValidationError) as error:
        encord.ImageGroup.from_json({"title": "t", "objectUrl_0": URL, key: [URL]})
    assert one_error(error)[0] == key


# --- what is refused, and how -------------------------------------------------------------


def test_faults_have_the_place_and_the_words_of_a_check() -> None:
    """The location is the JSON's, the type the schema's keyword."""
    video = {"objectUrl": URL, "videoMetadata": {**VIDEO_METADATA, "fps": "25"}}
    with pytest.raises(ValidationError) as error:
        encord.Manifest.from_json({"videos": [{"objectUrl": URL}, video]})
    message = '"fps" must be a number greater than 0, got "25"'
    assert one_error(error) == ("videos.1.videoMetadata.fps", "type", message)
    with pytest.raises(ValidationError, match="lacks"):
        encord.Manifest.model_validate({"videos": [{}]})
    with pytest.raises(ValidationError, match="skip_duplicate_urls"):
        encord.Manifest(upsert_metadata=True)


def test_a_fault_does_not_tell_a_signature() -> None:
    """What is raised ends up in logs: it shows the URL without its query."""
    url = "https://acme.example/a b.mp4?X-Amz-Signature=5ec2e7"
    with pytest.raises(ValidationError) as error:
        encord.Video(object_url=url, title="5ec2e7")
    assert "https://acme.example/a b.mp4?..." in str(error.value)
    assert "5ec2e7" not in repr(error.value) + repr(error.value.errors())


def test_a_fault_inside_a_larger_model_has_its_place_there() -> None:
    """Models can be fields of other pydantic models."""

    class Job(BaseModel):
        items: list[encord.Video]

    assert Job(items=[{"objectUrl": URL}]).items == [encord.Video(object_url=URL)]  # type: ignore[list-item]
    with pytest.raises(ValidationError) as error:
        Job.model_validate({"items": [{"objectUrl": 5}]})
    assert one_error(error)[:2] == ("items.0.objectUrl", "type")


def test_json_has_no_attribute_names() -> None:
    """Neither at the top nor below, nor in what the constructor is given as JSON."""
    for value in ({"object_url": URL}, {"videos": [{"object_url": URL}]}):
        model = encord.Manifest if "videos" in value else encord.Video
        with pytest.raises(ValidationError, match="objectUrl"):
            model.model_validate(value)
        with pytest.raises(ValidationError, match="objectUrl"):
            model.from_json(value)
    with pytest.raises(ValidationError, match="objectUrl"):
        encord.Manifest(videos=[{"object_url": URL}])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "EOF"),
        ('{"objectUrl": "s3://a/b", "objectUrl": "s3://a/c"}', 'duplicate key "objectUrl"'),
        ('{"objectUrl": "s3://a/b", "a": {"b": 1, "\\u0062": 2}}', 'duplicate key "b"'),
        ('{"objectUrl": "s3://a/b", "a": NaN}', "line 1"),
        ('{"objectUrl": "s3://a/b", "a": 1,}', "trailing comma"),
        ('{"objectUrl": "s3://a/b", "a": "\\ud800"}', "line 1"),
        ('{"objectUrl": "s3://a/\ud800"}', "surrogates"),
        ('\ufeff{"objectUrl": "s3://a/b"}', "line 1"),
        (b'{"objectUrl": "s3://a/\xe9"}', "line 1"),
        ("{} {}", "line 1"),
        ('{"objectUrl": "s3://a/b", "a": 1e999}', "JSON has no way to write inf"),
    ],
)
def test_text_that_is_not_good_json_is_refused(text: str | bytes, fault: str) -> None:
    """Strictly, and with the same exception as everything else."""
    with pytest.raises(ValidationError, match=fault):
        encord.Video.from_json(text)


@pytest.mark.parametrize("value", [None, 5, "x", [], [{"objectUrl": URL}], True])
@pytest.mark.parametrize("model", MODELS)
def test_what_is_no_object_is_refused(model: type[Model], value: object) -> None:
    """A model stands for an object, even where its schema lets null pass."""
    with pytest.raises(ValidationError):
        model.model_validate(value)
    with pytest.raises(ValidationError):
        model.from_json(json.dumps(value))


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("-inf"), {1}, b"x", object(), {1: 2}, {"a": ({None: 1},)}, "\udc00"],
)
def test_what_json_cannot_express_is_refused(value: object) -> None:
    """At once, not when the manifest is written; also in metadata and unknown keys."""
    with pytest.raises(ValidationError):
        encord.Video(object_url=URL, client_metadata={"a": [value]})
    with pytest.raises(ValidationError):
        encord.Video.from_json({"objectUrl": URL, "odd": value})


def test_endless_nesting_is_refused() -> None:
    """With the usual exception, whether it comes as a text or as an object."""
    deep: dict[str, object] = {}
    for _ in range(5000):
        deep = {"a": deep}
    with pytest.raises(ValidationError, match="nested too deeply"):
        encord.Video(object_url=URL, client_metadata=deep)
    with pytest.raises(ValidationError, match="recursion limit"):
        encord.Video.from_json(b'{"a":' + 5000 * b"[")


def test_a_member_given_twice_is_an_error() -> None:
    """By its attribute name and by its JSON name."""
    with pytest.raises(TypeError, match="'objectUrl' twice"):
        encord.Video(object_url=URL, objectUrl=URL)  # type: ignore[call-arg]


# --- values -------------------------------------------------------------------------------


def test_a_model_is_a_value_of_its_own() -> None:
    """Frozen, equal by value, and untouched by what happens to what went in or came out."""
    metadata = {"tags": ["a"]}
    video = encord.Video(object_url=URL, client_metadata=metadata)
    metadata["tags"].append("b")
    video.to_dict()["clientMetadata"]["tags"].append("c")
    assert video == encord.Video(object_url=URL, client_metadata={"tags": ("a",)})
    assert video != encord.Video(object_url=URL)
    assert encord.Video.model_validate(video) is video
    with pytest.raises(ValidationError, match="frozen"):
        video.title = "b"  # type: ignore[misc]


def test_subclasses_of_plain_values_become_plain() -> None:
    """Members of enumerations and the like, which a fast engine would not know."""

    class Name(StrEnum):
        A = "a"

    class Size(IntEnum):
        WIDE = 1280

    class Rate(float):
        pass

    metadata = encord.VideoMetadata.from_json(
        {**VIDEO_METADATA, "mime_type": Name.A, "width": Size.WIDE, "fps": Rate(25)}
    )
    assert [type(value) for value in metadata.to_dict().values()].count(Rate) == 0
    assert type(metadata.mime_type) is str
    assert (metadata.mime_type, metadata.width, metadata.fps) == ("a", 1280, 25)


def test_a_changed_copy_is_judged_when_it_is_used() -> None:
    """Pydantic's `model_copy` asks nobody, a manifest that takes the copy in does."""
    video = encord.Video(object_url=URL)
    assert encord.Manifest(videos=[video.model_copy(update={"title": "b"})]).videos[0].title == "b"
    with pytest.raises(ValidationError) as error:
        encord.Manifest(videos=[video.model_copy(update={"title": 5})])
    assert one_error(error)[0] == "videos.0.title"


def test_a_manifest_can_be_checked() -> None:
    """What the schema lets pass, a rule may still doubt; settings are those of any check."""
    video = encord.Video.from_json({"objectUrl": URL, "videometadata": {}})
    report = encord.Manifest(videos=[video]).check()
    assert [(finding.code, finding.pointer) for finding in report] == [
        ("E108", "/videos/0/videometadata")
    ]
    assert not encord.Manifest(videos=[video]).check(Settings(ignore=("E108",))).findings


def test_importing_manifestry_does_not_import_pydantic() -> None:
    """Start-up is part of the product; a check of a file needs no models either."""
    program = (
        "import sys, manifestry, manifestry.cli.main; manifestry.check({'videos': []}); "
        "sys.exit(any(name.startswith(('pydantic', 'manifestry.models')) for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=300)


# --- types --------------------------------------------------------------------------------


def test_the_models_are_pleasant_to_a_type_checker() -> None:
    """This is checked by mypy more than by running it."""
    metadata = encord.VideoMetadata(
        fps=25, duration=12.4, width=1280, height=720, file_size=904512, mime_type="video/mp4"
    )
    tags: dict[str, str] = {"site": "north"}
    video = encord.Video(object_url=URL, video_metadata=metadata, client_metadata=tags)
    group = encord.ImageGroup(title="g", object_urls=[URL], create_video=True)
    series = encord.DicomSeries(title="s", object_urls=(URL, URL))
    channel = encord.Channel(style="points", point_radius=2)
    manifest = encord.Manifest(
        videos=[video],
        image_groups=(group,),
        dicom_series=[series],
        time_series=[
            encord.TimeSeries(
                object_url=URL, settings=encord.TimeSeriesSettings(channels={"x": channel})
            )
        ],
        scenes=[encord.Scene(title="s", scene="gs://acme-scenes/town.ply")],
        skip_duplicate_urls=True,
    )
    assert_type(manifest.videos, Sequence[encord.Video])
    assert_type(manifest.videos[0].video_metadata, encord.VideoMetadata | None)
    assert_type(manifest.videos[0].client_metadata, Mapping[str, Any] | None)
    assert_type(metadata.width, int)
    assert_type(metadata.fps, float)
    assert_type(group.object_urls, Sequence[str])
    assert_type(encord.Manifest.from_json(manifest.to_json()), encord.Manifest)
    assert_type(manifest.check(Settings(strict=True)), Report)
    with pytest.raises(ValidationError):
        encord.Video(title="a")  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        encord.Video(objectUrl=5)  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        encord.Video(object_url=5)  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        encord.Channel(style="bars")  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        encord.Manifest(videos=[group])  # type: ignore[list-item]
