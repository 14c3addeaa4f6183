"""Manifests as the objects of Encord's SDK, and back; the real SDK is the judge."""

from __future__ import annotations

import copy
import gzip
import json
import pickle
import sys
import warnings
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifestry import (
    FileReport,
    InternalError,
    Report,
    Settings,
    UnreadableError,
    UsageError,
    check,
)
from manifestry.findings import RuleFailure
from manifestry.integrations import InvalidDocumentError, Loss, LossError
from manifestry.integrations.checked import refuse_faulty
from manifestry.integrations.encord import (
    data_upload_batches,
    from_data_upload_items,
    to_data_upload_items,
)
from manifestry.integrations.encord_items import ATTRIBUTES
from manifestry.models.encord import Manifest, Video

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own imports
    from encord.orm import storage

Json = dict[str, Any]

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT.parent / "shared" / "samples" / "encord"
URL = "s3://acme-media/cam1/a.mp4"
VIDEO_METADATA = {
    "fps": 25.0, "duration": 1.5, "width": 2, "height": 3, "file_size": 4, "mime_type": "video/mp4",
}  # fmt: skip
TAGS = {"00100020": {"vr": "LO", "Value": ["p"]}, "00280008": None}


def _fixtures() -> list[Path]:
    found = sorted((ROOT / "fixtures" / "valid").glob("*/*"))
    others = ("ango", "csv", "metadata")
    return [path for path in found if not path.parent.name.startswith(others)]


FIXTURES = _fixtures()


def _load(path: Path) -> Json:
    data = path.read_bytes()
    document: Json = json.loads(gzip.decompress(data) if path.suffix == ".gz" else data)
    return document


def wire(items: storage.DataUploadItems) -> Json:
    """What the SDK posts, through JSON as it goes over the network."""
    body = storage.PostUploadJobParams(data_items=items, ignore_errors=True).to_dict()
    sent: Json = json.loads(json.dumps(body, allow_nan=False))
    return sent


# --- the usual form of a manifest, said another way than the code says it -------------------

_SPELLINGS = {
    "imageMetadata": {"mime_type": "mimeType", "file_size": "fileSize"},
    "audioMetadata": {"duration_seconds": "duration"},
    "textMetadata": {"mimeType": "mime_type", "fileSize": "file_size"},
    "pdfMetadata": {"numPages": "num_pages", "fileSize": "file_size"},
}


def usual(manifest: Json) -> Json:
    """A manifest in its usual spelling, without what says nothing."""
    form: Json = {}
    for key, value in manifest.items():
        if isinstance(value, bool):
            form[key] = value
        elif isinstance(value, list) and value:
            name = {"text": "text_files", "pdf": "pdfs"}.get(key, key)
            form[name] = [*form.get(name, []), *map(_usual_item, value)]
    return form


def _usual_item(item: Json) -> Json:
    item = copy.deepcopy(item)
    if item.get("clientMetadata", ...) is None:
        del item["clientMetadata"]
    for block, names in _SPELLINGS.items():
        if block in item:
            item[block] = {names.get(name, name): inner for name, inner in item[block].items()}
    if isinstance(item.get("scene"), str):
        item["scene"] = {"content": item["scene"]}
    for channel in item.get("settings", {}).get("channels", {}).values():
        channel.setdefault("style", "line")
        for old, new in (("line_width", "lineWidth"), ("point_radius", "pointRadius")):
            if old in channel:
                channel[new] = channel.pop(old)
    numbered = sorted((int(key[10:]), key) for key in item if key.startswith("objectUrl_"))
    urls = [item.pop(key) for _, key in numbered]
    return item | {f"objectUrl_{number}": url for number, url in enumerate(urls)}


# --- there and back -------------------------------------------------------------------------


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_a_fixture_goes_to_the_sdk_and_comes_back_as_it_was(path: Path) -> None:
    """The SDK takes every fixture, item by item, and what comes back is it in its usual form."""
    items = to_data_upload_items(path)
    manifest = from_data_upload_items(items)
    assert manifest == usual(_load(path))
    assert wire(to_data_upload_items(manifest)) == wire(items)
    report = check(path).files[0]
    assert sum(len(getattr(items, name)) for name in set(ATTRIBUTES.values())) == report.items


def test_the_fixtures_have_every_section() -> None:
    """So the test before is about each of them."""
    keys = {key for path in FIXTURES for key, value in _load(path).items() if value}
    assert keys >= ATTRIBUTES.keys() - {"pdf"}


_texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
_scalars = st.none() | st.booleans() | st.integers() | st.floats(-1e9, 1e9) | _texts
_values = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3)
)
_urls = st.integers(0, 99).map("s3://acme-media/{}.bin".format)
_numbers = st.integers(1, 2**70)
_times = st.floats(0.001, 1e6) | st.integers(1, 10**6)


@st.composite
def _items(draw: st.DrawFn, key: str) -> Json:
    item: Json = {}
    if key in ("image_groups", "dicom_series"):
        positions = draw(st.lists(st.integers(0, 2000), min_size=1, max_size=6, unique=True))
        item |= {f"objectUrl_{number}": draw(_urls) for number in positions}
    elif key == "scenes":
        cloud = {"type": "point_cloud", "events": [{"uri": "gs://acme-scenes/0.pcd"}]}
        file = {"url": "gs://acme-scenes/a.mcap", "format": "mcap"}
        item["scene"] = draw(st.sampled_from(["gs://acme-scenes/a.ply", file, cloud, {"a": cloud}]))
    else:
        item["objectUrl"] = draw(_urls)
    if "objectUrl" not in item or draw(st.booleans()):
        item["title"] = draw(_texts.filter(lambda title: not title.isspace()))
    if key == "image_groups" and draw(st.booleans()):
        item["createVideo"] = draw(st.booleans())
    if draw(st.booleans()):
        names = _texts.filter(lambda name: not name.startswith("$"))
        item["clientMetadata"] = draw(st.none() | st.dictionaries(names, _values, max_size=3))
    if key in _MEDIA and draw(st.booleans()):
        block, members = _MEDIA[key]
        item[block] = {draw(st.sampled_from(names)): draw(value) for names, value in members}
    if key == "time_series" and draw(st.booleans()):
        item["settings"] = {"channels": draw(st.dictionaries(_texts, _channels(), max_size=3))}
    return item


_MIME = (["mime_type", "mimeType"], st.just("x/y"))
_SIZE = (["file_size", "fileSize"], _numbers)
_MEDIA: dict[str, tuple[str, list[tuple[list[str], st.SearchStrategy[Any]]]]] = {
    "videos": ("videoMetadata", [
        (["fps"], _times), (["duration"], _times), (["width"], _numbers), (["height"], _numbers),
        (["file_size"], _numbers), (["mime_type"], st.just("video/mp4")),
    ]),
    "audio": ("audioMetadata", [
        (["duration", "duration_seconds"], _times), (["file_size"], _numbers),
        (["mime_type"], st.just("audio/wav")), (["sample_rate"], _numbers),
        (["bit_depth"], _numbers), (["codec"], _texts), (["num_channels"], _numbers),
    ]),
    "images": ("imageMetadata", [_MIME, _SIZE, (["width"], _numbers), (["height"], _numbers)]),
    "text_files": ("textMetadata", [_MIME, _SIZE]),
    "text": ("textMetadata", [_MIME, _SIZE]),
    "pdfs": ("pdfMetadata", [(["num_pages", "numPages"], _numbers), _SIZE]),
    "pdf": ("pdfMetadata", [(["num_pages", "numPages"], _numbers), _SIZE]),
}  # fmt: skip


def _channels() -> st.SearchStrategy[Json]:
    shared: dict[str, Any] = {"label": _texts, "color": st.just("#a0B1c2"), "hidden": st.booleans()}
    line = {**shared, "style": st.just("line"), "lineWidth": st.floats(0.5, 6)}
    points = {**shared, "point_radius": st.floats(1, 8)}
    return st.fixed_dictionaries({}, optional=line) | st.fixed_dictionaries(
        {"style": st.just("points")}, optional=points
    )


@st.composite
def manifests(draw: st.DrawFn) -> Json:
    """Manifests without errors, of everything that the SDK has a place for."""
    keys = draw(st.lists(st.sampled_from(list(ATTRIBUTES)), unique=True, max_size=5))
    manifest: Json = {key: draw(st.lists(_items(key), max_size=4)) for key in keys}
    flags = draw(st.sampled_from([(), (True,), (False,), (True, True), (True, False)]))
    manifest |= dict(zip(("skip_duplicate_urls", "upsert_metadata"), flags, strict=False))
    order = draw(st.permutations(list(manifest)))
    return {key: manifest[key] for key in order}


# What is unlikely, but no error, is of no interest here.
_PLAIN = Settings(max_findings=0)


@given(manifests(), st.integers(1, 5))
def test_any_manifest_goes_to_the_sdk_and_comes_back(manifest: Json, size: int) -> None:
    """Whole or in batches, in whatever order and spelling."""
    items = to_data_upload_items(manifest, settings=_PLAIN)
    assert from_data_upload_items(items, settings=_PLAIN) == usual(manifest)

    batches = list(data_upload_batches(manifest, size, settings=_PLAIN))
    joined: Json = {}
    for batch in batches:
        assert (batch.skip_duplicate_urls, batch.upsert_metadata) == (
            items.skip_duplicate_urls,
            items.upsert_metadata,
        )
        for name in set(ATTRIBUTES.values()):
            joined.setdefault(name, []).extend(getattr(batch, name))
    assert all(joined[name] == getattr(items, name) for name in joined)
    counts = [sum(len(getattr(batch, name)) for name in joined) for batch in batches]
    assert counts[:-1] == [size] * (len(counts) - 1)
    assert all(0 < count <= size for count in counts)


# --- what the SDK posts ---------------------------------------------------------------------


def test_the_body_the_sdk_posts() -> None:
    """Written out by hand: the case of keys, the order of files, what is inside metadata."""
    manifest = {
        "skip_duplicate_urls": True,
        "image_groups": [
            {
                "title": "g",
                "objectUrl_10": "s3://b/10",
                "objectUrl_9": "s3://b/9",
                "createVideo": True,
            }
        ],
        "dicom_series": [{"objectUrl_0": "s3://b/0.dcm", "title": "CT 12"}],
        "images": [
            {
                "objectUrl": "s3://b/x.png",
                "imageMetadata": {
                    "mime_type": "image/png",
                    "fileSize": 1,
                    "height": 2,
                    "width": 3.0,
                },
            }
        ],
        "pdfs": [{"objectUrl": "s3://b/r.pdf", "pdfMetadata": {"fileSize": 1, "num_pages": 2}}],
        "scenes": [{"title": "s", "scene": "https://b.example/b.pcd"}],
        "videos": [{"objectUrl": URL, "clientMetadata": {"a_b": {"$encord": 1}, "n": None}}],
    }
    body = wire(to_data_upload_items(manifest))
    assert {key: value for key, value in body["dataItems"].items() if value} == {
        "videos": [
            {
                "objectUrl": URL,
                "clientMetadata": {"a_b": {"$encord": 1}, "n": None},
                "externalFileType": "VIDEO",
            }
        ],
        "imageGroups": [
            {
                "images": [{"url": "s3://b/9"}, {"url": "s3://b/10"}],
                "title": "g",
                "clientMetadata": {},
                "createVideo": True,
                "externalFileType": "IMG_GROUP",
            }
        ],
        "dicomSeries": [
            {
                "dicomFiles": [{"url": "s3://b/0.dcm"}],
                "title": "CT 12",
                "clientMetadata": {},
                "externalFileType": "DICOM",
            }
        ],
        "images": [
            {
                "objectUrl": "s3://b/x.png",
                "clientMetadata": {},
                "externalFileType": "IMAGE",
                "imageMetadata": {"mimeType": "image/png", "fileSize": 1, "height": 2, "width": 3},
            }
        ],
        "pdf": [
            {
                "objectUrl": "s3://b/r.pdf",
                "clientMetadata": {},
                "pdfMetadata": {"fileSize": 1, "numPages": 2},
                "externalFileType": "PDF",
            }
        ],
        "scenes": [
            {
                "title": "s",
                "scene": {"content": "https://b.example/b.pcd"},
                "clientMetadata": {},
                "externalFileType": "SCENE",
            }
        ],
        "skipDuplicateUrls": True,
    }


def _sample(name: str) -> Json:
    path = SAMPLES / name
    if not path.exists():
        pytest.skip("the published samples are not here")
    return _load(path)


def _addressed(value: Any) -> Any:
    """A sample whose stand-ins for addresses ("x") have become addresses."""
    if isinstance(value, list):
        return [_addressed(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    return {
        key: f"s3://acme/{inner}" if _is_stand_in(key, inner) else _addressed(inner)
        for key, inner in value.items()
    }


def _is_stand_in(key: str, value: Any) -> bool:
    return key in ("url", "objectUrl") and "://" not in value


def test_the_wire_form_equals_the_published_sample() -> None:
    """Through a manifest and back, but for what is reported."""
    sample = _addressed(_sample("encord-wire-dataitems-sdk-generated.json"))
    given = copy.deepcopy(sample["dataItems"])
    given["dicomSeries"][0]["dicomFiles"][0]["title"] = None  # null is not sent, but wanted
    losses: list[Loss] = []
    items = storage.DataUploadItems.from_dict(given)
    manifest = from_data_upload_items(items, on_loss=losses.append)
    # All that is missing behind the way through a manifest is what was reported.
    wanted = sample["dataItems"]
    del wanted["imageGroupsFromItems"]
    del wanted["imageGroups"][0]["images"][0]["title"]
    del wanted["dicomSeries"][0]["dicomFiles"][0]["dicomMetadata"]
    assert [loss.pointer for loss in losses] == [
        "/image_groups/0/images/0/title",
        "/dicom_series/0/dicom_files/0/dicom_metadata",
        "/image_groups_from_items/0",
    ]
    sent = wire(to_data_upload_items(manifest))
    assert sent["dataItems"].pop("imageGroupsFromItems") == []
    assert sent == sample


def test_the_raw_manifest_of_the_published_sample_says_the_same() -> None:
    """The two samples describe one video and one flag, in two forms."""
    raw = _sample("encord-wire-externalfiles-sdk-generated.json")["externalFiles"]
    published = _sample("encord-wire-dataitems-sdk-generated.json")["dataItems"]
    sent = wire(to_data_upload_items(raw))["dataItems"]
    assert [sent["videos"][0][key] for key in ("objectUrl", "externalFileType")] == [
        published["videos"][0][key] for key in ("objectUrl", "externalFileType")
    ]
    assert sent["skipDuplicateUrls"] is published["skipDuplicateUrls"] is True
    assert sent.keys() == published.keys()


# --- sources --------------------------------------------------------------------------------


def test_a_manifest_may_be_a_path_bytes_an_object_or_a_model(tmp_path: Path) -> None:
    """All of them give the same objects; nothing gives nothing."""
    manifest = {"videos": [{"objectUrl": URL}]}
    data = json.dumps(manifest).encode()
    path = tmp_path / "Zürich (1).json"
    path.write_bytes(data)
    packed = tmp_path / "a.json.gz"
    packed.write_bytes(gzip.compress(data))
    model = Manifest(videos=[Video(object_url=URL)])
    found = [to_data_upload_items(it) for it in (path, str(path), packed, data, manifest, model)]
    assert found == [storage.DataUploadItems(videos=[storage.DataUploadVideo(object_url=URL)])] * 6
    assert to_data_upload_items({}) == storage.DataUploadItems()
    assert from_data_upload_items(storage.DataUploadItems()) == {}
    assert list(data_upload_batches({})) == []


def test_the_object_is_not_shared_with_what_is_made_of_it() -> None:
    """Who changes the SDK's objects does not change the manifest."""
    manifest = {"videos": [{"objectUrl": URL, "clientMetadata": {"a": [1]}}]}
    before = copy.deepcopy(manifest)
    to_data_upload_items(manifest).videos[0].client_metadata["a"].append(2)
    assert manifest == before


def test_errors_carry_the_report() -> None:
    """For a program all of it, for a person one line; also from another process."""
    manifest: Json = {"videos": [{"title": "a"}, *[{"objectUrl": 5}] * 4]}
    with pytest.raises(InvalidDocumentError) as caught:
        to_data_upload_items(manifest)
    error = pickle.loads(pickle.dumps(caught.value))
    assert isinstance(error.report, Report)
    assert error.report == check(manifest)
    assert error.exit_code == 1
    assert str(error) == (
        '<object>: E201 This video has no "objectUrl" (/videos/0); '
        'E101 "objectUrl" must be a string, got 5 (/videos/1/objectUrl); '
        'E101 "objectUrl" must be a string, got 5 (/videos/2/objectUrl); 2 more'
    )


def test_the_settings_are_those_of_the_check() -> None:
    """Either way, what they allow goes through."""
    manifest = {"videos": [{"objectUrl": "minio://acme/a.mp4"}]}
    with pytest.raises(InvalidDocumentError):
        to_data_upload_items(manifest)
    settings = Settings(url_schemes=("minio",))
    items = to_data_upload_items(manifest, settings=settings)
    assert from_data_upload_items(items, settings=settings) == manifest
    with pytest.raises(InvalidDocumentError):
        from_data_upload_items(items)


@pytest.mark.parametrize(
    ("source", "error", "text"),
    [
        ("no such.json", UnreadableError, "no such.json: no such file"),
        (b"\xff\xfe[\0", UnreadableError, "<bytes>: is UTF-16; Manifestry and the platforms"),
        (b"PK\x03\x04 ", UnreadableError, "<bytes>: is a zip archive where a document is"),
        (b'{"videos": [', InvalidDocumentError, "<bytes>: J005 The file ends before"),
        (b"", InvalidDocumentError, "<bytes>: J001 "),
        ([{"objectUrl": URL}], UsageError, "this is a list of items, not an Encord import"),
        ([{"data": URL, "externalId": "a"}], UsageError, "this is an Ango Hub asset import, not"),
        ({"a": {1}}, UsageError, "the object cannot be written as JSON"),
    ],
)
def test_what_is_no_manifest_is_one_clear_error(
    source: Any, error: type[Exception], text: str
) -> None:
    """Whatever it is instead, and in batches as well."""
    for call in (to_data_upload_items, lambda it: next(data_upload_batches(it))):
        with pytest.raises(error) as caught:
            call(source)
        assert str(caught.value).startswith(text)
        assert "\n" not in str(caught.value)


def test_a_limit_of_the_settings_stops_the_work() -> None:
    """Also where the kind is given, and nothing else is asked about the document."""
    settings = Settings(kind="encord-manifest", max_item_bytes=100)
    with pytest.raises(UnreadableError, match="<object>: a single value is larger than 100 bytes"):
        to_data_upload_items(_video(title="a" * 100), settings=settings)


def test_a_rule_that_fails_is_no_fault_of_the_document() -> None:
    """Nothing is translated that was not checked in full."""
    report = FileReport(
        path="a.json", kind=None, status="clean", failures=(RuleFailure("E101", "/videos/0", "x"),)
    )
    with pytest.raises(InternalError, match="rule E101 failed at /videos/0: x"):
        refuse_faulty(report)


# --- what is lost ---------------------------------------------------------------------------


def _deep(levels: int) -> Json:
    value: Json = {}
    for _ in range(levels):
        value = {"a": value}
    return value


def _video(**members: Any) -> Json:
    return {"videos": [{"objectUrl": URL, **members}]}


def _group(**members: Any) -> Json:
    return {"image_groups": [{"title": "g", "objectUrl_0": "s3://b/0.jpg", **members}]}


def _channel(**members: Any) -> Json:
    series = {"objectUrl": "s3://b/a.csv", "settings": {"channels": {"a": members}}}
    return {"time_series": [series]}


BOTH = {"mimeType": "image/png", "mime_type": "image/jpeg", "fileSize": 1, "width": 2, "height": 3}
AUDIO = {
    "duration": 3.5, "duration_seconds": 4, "file_size": 617444, "mime_type": "audio/wav",
    "sample_rate": 44100, "bit_depth": 16, "codec": "pcm", "num_channels": 2,
}  # fmt: skip
_PLACELESS = "the SDK's objects have no place for it"

LOSSES: list[tuple[Json, str, str]] = [
    ({"videoz": [{"objectUrl": URL}], **_video()}, "/videoz", 'objects have no place for "videoz"'),
    ({"skipDuplicateUrls": True, **_video()}, "/skipDuplicateUrls", "have no place for"),
    ({"note/s": 1, **_video()}, "/note~1s", 'no place for "note/s"'),
    ({"data_groups": [1], **_video()}, "/data_groups", "have no place for"),
    (
        {"image_groups_from_items": [{}], **_video()},
        "/image_groups_from_items",
        "have no place for",
    ),
    (_video(tags=[1]), "/videos/0/tags", _PLACELESS),
    (_video(scene={}), "/videos/0/scene", _PLACELESS),
    (_video(settings={"channels": {}}), "/videos/0/settings", _PLACELESS),
    (_video(createVideo=True), "/videos/0/createVideo", _PLACELESS),
    (_video(externalFileType="VIDEO"), "/videos/0/externalFileType", _PLACELESS),
    (_video(client_metadata={"a": 1}), "/videos/0/client_metadata", _PLACELESS),
    (_video(imageMetadata=BOTH), "/videos/0/imageMetadata", _PLACELESS),
    (
        _video(videoMetadata={**VIDEO_METADATA, "bitrate": 1}),
        "/videos/0/videoMetadata/bitrate",
        _PLACELESS,
    ),
    (
        _video(videoMetadata={**VIDEO_METADATA, "duration": 2**60 + 1}),
        "/videos/0/videoMetadata/duration",
        "the SDK makes 1.152921504606847e+18 of 1152921504606846977",
    ),
    (_video(clientMetadata=_deep(300)), "/videos/0", "the SDK cannot send it"),
    (
        {"images": [{"objectUrl": "s3://b/x.png", "imageMetadata": BOTH}]},
        "/images/0/imageMetadata/mime_type",
        _PLACELESS,
    ),
    (
        {"audio": [{"objectUrl": "s3://b/x.wav", "audioMetadata": AUDIO}]},
        "/audio/0/audioMetadata/duration_seconds",
        _PLACELESS,
    ),
    (_group(clusterByResolution=True), "/image_groups/0/clusterByResolution", _PLACELESS),
    (_group(title_0="a"), "/image_groups/0/title_0", _PLACELESS),
    (_group(images=[]), "/image_groups/0/images", _PLACELESS),
    (
        {"dicom_series": [{"title": "g", "objectUrl_0": "s3://b/0.dcm", "dicomMetadata_0": {}}]},
        "/dicom_series/0/dicomMetadata_0",
        _PLACELESS,
    ),
    (_channel(width=2), "/time_series/0/settings/channels/a/width", _PLACELESS),
    (
        _channel(pointRadius=2),
        "/time_series/0/settings/channels/a/pointRadius",
        "the SDK passes over it",
    ),
    (
        _channel(style="points", line_width=2),
        "/time_series/0/settings/channels/a/line_width",
        "the SDK passes over it",
    ),
]


@pytest.mark.parametrize(("manifest", "pointer", "reason"), LOSSES, ids=[at for _, at, _ in LOSSES])
def test_what_the_sdk_has_no_place_for_is_an_error_or_reported(
    manifest: Json, pointer: str, reason: str
) -> None:
    """What a check lets pass, but would be dropped in silence."""
    assert check(manifest).ok  # so it is not the check that refuses it
    with pytest.raises(LossError) as caught:
        to_data_upload_items(manifest)
    assert caught.value.count == 1
    (loss,) = caught.value.losses
    assert loss.pointer == pointer
    assert reason in loss.reason
    assert str(loss) in str(caught.value)

    with pytest.raises(LossError):
        next(data_upload_batches(manifest))

    losses: list[Loss] = []
    items = to_data_upload_items(manifest, on_loss=losses.append)
    assert losses == [loss]
    told: list[Loss] = []
    batches = list(data_upload_batches(manifest, on_loss=told.append))
    assert told == [loss]  # once, although the manifest is read twice
    assert batches == ([] if items == storage.DataUploadItems() else [items])


def test_what_says_nothing_is_no_loss() -> None:
    """A reference to a schema, an empty list, null for metadata."""
    manifest = {"$schema": "x.json", "data_groups": [], **_video(clientMetadata=None)}
    assert from_data_upload_items(to_data_upload_items(manifest)) == _video()


def test_what_the_sdk_refuses_is_left_out_and_reported() -> None:
    """Errors that somebody chose to ignore: the SDK has the last word."""
    settings = Settings(ignore=("E",))
    manifest = {
        "videos": [
            7,
            {"objectUrl": 5},
            {"objectUrl": URL, "videoMetadata": 5},
            {"objectUrl": URL, "videoMetadata": {**VIDEO_METADATA, "width": "wide"}},
            {"objectUrl": URL, "title": "stays"},
        ],
        "images": 5,
        "image_groups": [
            {"title": "a", "createVideo": "yes", "objectUrl_0": URL, "objectUrl_x": 1}
        ],
        "time_series": [
            {"objectUrl": "s3://b/a.csv", "settings": 5},
            {"objectUrl": "s3://b/a.csv", "settings": {"channels": 5}},
            {"objectUrl": "s3://b/a.csv", "settings": {"channels": {"a": 5}}},
        ],
        "upsert_metadata": "yes",
    }
    losses: list[Loss] = []
    items = to_data_upload_items(manifest, settings=settings, on_loss=losses.append)
    assert [video.title for video in items.videos] == ["stays"]
    assert [loss.pointer for loss in losses] == [
        "/videos/0",
        "/videos/1/objectUrl",
        "/videos/2/videoMetadata",
        "/videos/3/videoMetadata/width",
        "/images",
        "/image_groups/0/objectUrl_x",
        "/image_groups/0/createVideo",
        "/time_series/0/settings",
        "/time_series/1/settings/channels",
        "/time_series/2/settings/channels/a",
        "/upsert_metadata",
    ]


def test_many_losses_are_counted_and_the_first_told() -> None:
    """Harmless to print, without secrets, and not one for each item."""
    manifest = {"videos": [{"objectUrl": URL, "\x1b[31mx": 1, "?sig=abc": 2}] * 100}
    with pytest.raises(LossError) as caught:
        to_data_upload_items(manifest)
    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.count, len(error.losses)) == (200, 100)
    assert str(error) == (
        "not everything can be carried over: "
        f"/videos/0/\\u001b[31mx: {_PLACELESS}; /videos/0/?sig=***: {_PLACELESS}; "
        f"/videos/1/\\u001b[31mx: {_PLACELESS}; 197 more"
    )


# --- the other way --------------------------------------------------------------------------


def _item_uuid() -> UUID:
    return UUID(int=1)


def test_what_a_manifest_has_no_place_for_is_an_error_or_reported() -> None:
    """What only the SDK's objects can say, by its place in them."""
    frame = storage.DataUploadImageGroupImage(url="s3://b/0.jpg", title="t")
    file = storage.DataUploadDicomSeriesDicomFile(
        url="s3://b/0.dcm",
        title=None,
        dicom_metadata=storage.CustomerProvidedDicomSeriesDicomFileMetadata(tags=TAGS),
    )
    items = storage.DataUploadItems(
        videos=[storage.DataUploadVideo(object_url=URL, placeholder_item_uuid=_item_uuid())],
        image_groups=[storage.DataUploadImageGroup(images=[frame], title="g")],
        dicom_series=[storage.DataUploadDicomSeries(dicom_files=[file], title="d")],
        image_groups_from_items=[
            storage.DataUploadImageGroupFromItems(
                image_items=[_item_uuid()], title="t", create_video=True
            )
        ],
    )
    with pytest.raises(LossError) as caught:
        from_data_upload_items(items)
    losses: list[Loss] = []
    assert from_data_upload_items(items, on_loss=losses.append) == {
        "videos": [{"objectUrl": URL}],
        "image_groups": [{"title": "g", "objectUrl_0": "s3://b/0.jpg"}],
        "dicom_series": [{"title": "d", "objectUrl_0": "s3://b/0.dcm"}],
    }
    assert tuple(losses) == caught.value.losses
    assert [loss.pointer for loss in losses] == [
        "/videos/0/placeholder_item_uuid",
        "/image_groups/0/images/0/title",
        "/dicom_series/0/dicom_files/0/dicom_metadata",
        "/image_groups_from_items/0",
    ]


def test_what_was_changed_in_place_is_not_lost() -> None:
    """The SDK's objects do not count that as given."""
    items = storage.DataUploadItems()
    items.videos.append(storage.DataUploadVideo(object_url=URL))
    items.videos[0].client_metadata["site"] = None
    items.skip_duplicate_urls = True
    assert from_data_upload_items(items) == {
        "videos": [{"objectUrl": URL, "clientMetadata": {"site": None}}],
        "skip_duplicate_urls": True,
    }


def test_objects_that_make_no_good_manifest_are_refused() -> None:
    """What the SDK would send all the same."""
    group = storage.DataUploadImageGroup(images=[], title=None)
    with pytest.raises(InvalidDocumentError) as caught:
        from_data_upload_items(storage.DataUploadItems(image_groups=[group]))
    assert {finding.pointer for finding in caught.value.report} == {"/image_groups/0"}
    video = storage.DataUploadVideo(object_url=URL, client_metadata={"a": "\ud800"})
    with pytest.raises(InvalidDocumentError):
        from_data_upload_items(storage.DataUploadItems(videos=[video]))


def test_what_the_sdk_sends_as_null_is_reported() -> None:
    """It makes that of numbers which JSON does not have, without a word."""
    metadata = {"a": [0.5, float("nan"), None], "b": ({"c": float("inf")},), "d": date(2024, 5, 1)}
    video = storage.DataUploadVideo(object_url=URL, client_metadata=metadata)
    losses: list[Loss] = []
    items = storage.DataUploadItems(videos=[video])
    manifest = from_data_upload_items(items, on_loss=losses.append)
    sent = {"a": [0.5, None, None], "b": [{"c": None}], "d": "2024-05-01"}
    assert manifest == _video(clientMetadata=sent)
    assert wire(items)["dataItems"]["videos"][0]["clientMetadata"] == sent
    assert [loss.pointer for loss in losses] == [
        "/videos/0/client_metadata/a/1",
        "/videos/0/client_metadata/b/0/c",
    ]


@pytest.mark.parametrize("value", [object(), _deep(300)], ids=["object", "deep"])
def test_objects_that_json_cannot_express_are_refused(value: Any) -> None:
    """The SDK could not send them either."""
    video = storage.DataUploadVideo(object_url=URL, client_metadata={"a": value})
    with pytest.raises(UsageError, match="/videos/0 cannot be written as JSON"):
        from_data_upload_items(storage.DataUploadItems(videos=[video]))


# --- batches --------------------------------------------------------------------------------


def test_nothing_is_given_out_before_all_is_known_to_be_good() -> None:
    """A fault at the end is told before the first batch."""
    videos: list[Json] = [{"objectUrl": f"s3://acme/{number}.mp4"} for number in range(3000)]
    videos[-1]["odd"] = 1
    with pytest.raises(LossError):
        next(data_upload_batches({"videos": videos}))


def test_flags_behind_the_items_count_for_every_batch() -> None:
    """The last batch may be smaller."""
    videos = [{"objectUrl": f"s3://acme/{number}.mp4"} for number in range(5)]
    flags = {"skip_duplicate_urls": True, "upsert_metadata": True}
    batches = list(data_upload_batches({"videos": videos, **flags}, 2))
    assert [len(batch.videos) for batch in batches] == [2, 2, 1]
    assert all(batch.skip_duplicate_urls and batch.upsert_metadata for batch in batches)


def test_a_batch_has_one_item_or_more() -> None:
    """That is told at once, not by the first batch."""
    with pytest.raises(UsageError, match="size must be 1 or more"):
        data_upload_batches({}, 0)


def test_a_file_that_changes_meanwhile_is_told(tmp_path: Path) -> None:
    """What was given out may then be of either."""
    path = tmp_path / "upload.json"
    path.write_text(json.dumps(_video()))
    batches = data_upload_batches(path)
    assert len(next(batches).videos) == 1
    path.write_text(json.dumps(_video(title="other")))
    with pytest.raises(UnreadableError, match=r"upload\.json: changed while it was read"):
        next(batches)


# --- without the SDK ------------------------------------------------------------------------


def test_without_the_sdk_an_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the error of an import, as for any module that is not there."""
    for name in [name for name in sys.modules if name.startswith("manifestry.integrations.encord")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "encord.orm", None)
    with pytest.raises(ImportError) as caught:
        import_module("manifestry.integrations.encord")
    assert str(caught.value) == (
        "manifestry.integrations.encord needs Encord's SDK: "
        "python3 -m pip install 'manifestry[encord]'"
    )
