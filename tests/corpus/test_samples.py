"""Genuine documents of both platforms are judged rightly, the mistakes in them included.

They are no part of the repository: without them beside it there is nothing to test. Each
expectation was worked out by reading the document, not by running the check.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import manifestry
from manifestry.findings import FileReport
from manifestry.settings import Settings

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not there")

Findings = list[tuple[str, str]]

MANIFESTS: dict[str, Findings] = {
    # A file name where a URL belongs; the rest of it is complete and plausible.
    "encord-audio-audiometadata.json": [("E205", "/audio/0/objectUrl")],
    # Two addresses and a video address out of a template. A placeholder in a title is a title.
    "encord-image_groups-sdk-e2e-constructed.json": [
        ("E204", "/videos/0/objectUrl"),
        ("E204", "/image_groups/0/objectUrl_0"),
        ("E204", "/image_groups/0/objectUrl_1"),
    ],
    # One finding a URL, however many placeholders are in it.
    "encord-image_groups-traktor-constructed.json": [
        ("E204", "/image_groups/0/objectUrl_0"),
        ("E204", "/image_groups/0/objectUrl_1"),
    ],
    # `s3://my_image.jpg` names a bucket and no file; the camelCase metadata is right.
    "encord-images-imagemetadata-camelcase.json": [("E208", "/images/0/objectUrl")],
    # A host of one label is a host all the same.
    "encord-images-minimal-sdk-docs.json": [],
    # The URLs of single files; placeholders in metadata are metadata.
    "encord-mixed-npa-constructed.json": [
        ("E204", "/videos/0/objectUrl"),
        ("E204", "/images/0/objectUrl"),
    ],
    # Two addresses of files, and a flag in camelCase. The camera's event has a timestamp, those
    # of the other streams have none: only within one stream would that be a mixture.
    "encord-scenes-av-3stream-constructed.json": [
        ("E615", "/scenes/0/scene/lidar/events/0/uri"),
        ("E615", "/scenes/0/scene/front_camera/events/0/uri"),
        ("E004", "/skipDuplicateUrls"),
    ],
    # The address of the recording; its format stands beside it.
    "encord-scenes-mcap-constructed.json": [("E615", "/scenes/0/scene/url")],
    # The first item has no metadata to overwrite with.
    "encord-videos-upsert-metadata.json": [
        ("E007", "/videos/0"),
        ("E204", "/videos/0/objectUrl"),
        ("E204", "/videos/1/objectUrl"),
    ],
    "encord-videos-videometadata.json": [("E204", "/videos/0/objectUrl")],
    # A template, not JSON: the first bare word is where it ends.
    "encord-audio-layout-template.txt": [("E204", "/audio/0/objectUrl"), ("J107", "")],
}

METADATA_SCHEMAS: dict[str, Findings] = {"encord-schema-legacy-dict.json": [("M414", "")]}

OTHERS: dict[str, str] = {
    "encord-clientmetadata-embeddings-frame.json": "the client metadata of one item",
    "encord-clientmetadata-frames-frame.json": "the client metadata of one item",
    "encord-clientmetadata-frames-seconds.json": "the client metadata of one item",
    "encord-clientmetadata-keyframes-advanced.json": "the client metadata of one item",
    "encord-clientmetadata-keyframes-legacy.json": "the client metadata of one item",
    "encord-clientmetadata-keyframes-simple.json": "the client metadata of one item",
    "encord-datagroup-custom-dicom-study.json": "a data group definition",
    "encord-datagroup-custom-image-instructions.json": "a data group definition",
    "encord-datagroup-jsonschema.json": "a JSON Schema",
    "encord-scene-pcd-stream-no-timestamps.json": "the body of a scene",
    "encord-scene-pcd-stream-timestamps-trimmed.json": "the body of a scene",
    "encord-wire-dataitems-sdk-generated.json": "the body of a request that the Encord SDK sends",
    "encord-wire-externalfiles-sdk-generated.json": (
        "the body of a request that the Encord SDK sends"
    ),
}
"""What is recognisably something else, and what it is called."""

CLIENT_METADATA: dict[str, Findings] = {
    # A placeholder for the name of a key is a name all the same.
    "encord-clientmetadata-embeddings-frame.json": [],
    # It says of the first frame that it is no key frame, which changes nothing.
    "encord-clientmetadata-frames-frame.json": [("M106", "/$encord/frames/0/$encord/keyframe")],
    "encord-clientmetadata-frames-seconds.json": [],
    "encord-clientmetadata-keyframes-advanced.json": [],
    "encord-clientmetadata-keyframes-legacy.json": [("M006", "/keyframes")],
    "encord-clientmetadata-keyframes-simple.json": [],
}
"""The client metadata of a video, and what is to be said of it in a manifest."""

NO_JSON: dict[str, list[tuple[str, int, int]]] = {
    "encord-timeseries-example.csv": [("E002", 1, 1)],
    # Lists, published without a comma or with a part left out.
    "ango-image-export-legacy-aaf-readme.json": [("J102", 6, 5)],
    "ango-labels-import-nrrd.json": [("J102", 5, 5)],
    "ango-asset-export-v3-contextdata.txt": [("J101", 12, 5)],
}
"""What is not JSON: the faults and their places."""

_PART = "a part of an Ango Hub export or label import"
_LABELS = "an Ango Hub label import"
_GEOMETRY = "the geometry of a tool of Ango Hub"
_TASK = "a task of an Ango Hub export"

ANGO: dict[str, str] = {
    "ango-api-attachments-request.json": "a request to the Ango Hub API",
    "ango-api-import-labels-request.json": "a request to the Ango Hub API",
    "ango-api-cloud-import-response.json": "an answer of the Ango Hub API",
    "ango-api-get-project-2021.json": "an answer of the Ango Hub API",
    "ango-api-get-task-2021.json": "an answer of the Ango Hub API",
    "ango-api-get-tasks-2021.json": "an answer of the Ango Hub API",
    "ango-attachments-import-private.json": "an Ango Hub attachment import",
    "ango-attachments-import.json": "an Ango Hub attachment import",
    "ango-audio-labels-import-multidropdown-file.json": _LABELS,
    "ango-image-labels-import-bbox-file.json": _LABELS,
    "ango-image-labels-import-points-file.json": _LABELS,
    "ango-image-labels-import-poly-file.json": _LABELS,
    "ango-labels-import-audio-ner.json": _LABELS,
    "ango-labels-import-brush.json": _LABELS,
    "ango-labels-import-image-bbox-nested-classification.json": _LABELS,
    "ango-labels-import-image-bounding-box.json": _LABELS,
    "ango-labels-import-image-points.json": _LABELS,
    "ango-labels-import-image-polygon.json": _LABELS,
    "ango-labels-import-image-rotated-bounding-box.json": _LABELS,
    "ango-labels-import-image-segmentation.json": _LABELS,
    "ango-labels-import-lock.json": _LABELS,
    "ango-labels-import-multi-image-pages.json": _LABELS,
    "ango-labels-import-nested-multi-dropdown.json": _LABELS,
    "ango-labels-import-pdf-area-group-relation.json": _LABELS,
    "ango-labels-import-pdf-area.json": _LABELS,
    "ango-labels-import-relation-group.json": _LABELS,  # broken further down
    "ango-labels-import-relation-single.json": _LABELS,
    "ango-labels-import-text-ner.json": _LABELS,
    "ango-labels-import-tree-dropdown.json": _LABELS,
    "ango-labels-import-video-pages.json": _LABELS,
    "ango-text-labels-import-file.json": _LABELS,
    "ango-classification-legacy-list.json": _PART,
    "ango-classification-v3-radio.json": _PART,
    "ango-image-task-legacy-aaf.json": _TASK,
    "ango-labels-import-object-id-pdf-area.json": _PART,
    "ango-pdf-raw-answer-label-validation.json": _PART,
    "ango-relation-legacy-list.json": _PART,
    "ango-relation-v3-single.json": _PART,
    "ango-tool-legacy-bounding-box.json": _PART,
    "ango-tool-legacy-masks-fragment.json": _TASK,  # broken further down
    "ango-tool-legacy-rotated-bounding-box.json": _PART,
    "ango-tool-v3-polygon.json": _PART,
    "ango-tool-legacy-pdf-area.json": _GEOMETRY,
    "ango-tool-legacy-pdf-highlight.json": _PART,
    "ango-tool-legacy-point.json": _GEOMETRY,
    "ango-tool-legacy-polygon.json": _GEOMETRY,
    "ango-tool-legacy-polyline.json": _GEOMETRY,
    "ango-tool-legacy-segmentation.json": _GEOMETRY,
}
"""What the documents of the other platform are called that hold no assets."""


ASSETS: dict[str, tuple[str, Findings]] = {
    "ango-api-cloud-import-request.json": ("ango-import", []),
    # The form of 2023: the size stands beside the metadata, where it now belongs into.
    "ango-image-asset-import-aws-width-height.json": (
        "ango-import",
        [("A603", "/0/width"), ("A603", "/1/width")],
    ),
    "ango-image-asset-import-cloud.json": ("ango-import", []),
    "ango-image-asset-import-contextdata.json": ("ango-import", []),
    # Made-up ids; boxes beyond a size of 100 by 100; a relation from an object to itself.
    "ango-image-export-legacy-aaf-asset.json": (
        "ango-export",
        [
            ("A144", "/tasks/0/taskId"),
            ("A304", "/tasks/0/objects/0/bounding-box"),
            ("A323", "/tasks/0/objects/0/objectId"),
            ("A334", "/tasks/0/relations/0/to"),
        ],
    ),
    # A path on a disk, without a name to be found by.
    "ango-image-sdk-upload-files.json": ("ango-import", [("A601", "/0")]),
    "ango-multiimage-asset-import-dataset.json": ("ango-import", []),
    "ango-pct-asset-import-alpha.json": ("ango-import", []),
    "ango-text-asset-import-markdown.json": ("ango-import", []),
    "ango-video-asset-import-attachments.json": ("ango-import", []),
    "ango-video-asset-import-cloud-framerate.json": ("ango-import", []),
    # The address is signed; when it expires is told, not judged.
    "ango-video-export-v3-webm.json": ("ango-export", [("A131", "/0/asset")]),
}
"""Exports and asset imports, and what is to be said of them."""


def _check(name: str) -> FileReport:
    report = manifestry.check(SAMPLES / name.partition("-")[0] / name).files[0]
    assert report.failures == ()
    assert report.error is None
    return report


def test_every_sample_is_judged() -> None:
    """No file among the samples is without an expectation."""
    there = {path.name for folder in ("encord", "ango") for path in (SAMPLES / folder).iterdir()}
    assert there == {*MANIFESTS, *METADATA_SCHEMAS, *OTHERS, *NO_JSON, *ANGO, *ASSETS}


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_has_the_true_findings(name: str) -> None:
    """All that is wrong with a manifest is found, where it is, and nothing else."""
    report = _check(name)
    assert report.kind == "encord-manifest"
    assert [(finding.code, finding.pointer) for finding in report.findings] == MANIFESTS[name]


@pytest.mark.parametrize("name", METADATA_SCHEMAS)
def test_a_metadata_schema_has_the_true_findings(name: str) -> None:
    """It is known for what it is, and judged as that."""
    report = _check(name)
    assert report.kind == "encord-metadata-schema"
    assert [(f.code, f.pointer) for f in report.findings] == METADATA_SCHEMAS[name]


@pytest.mark.parametrize("name", ASSETS)
def test_assets_have_the_true_findings(name: str) -> None:
    """An export or import of the other platform is judged by its own rules."""
    report = _check(name)
    kind, findings = ASSETS[name]
    assert report.kind == kind
    assert [(finding.code, finding.pointer) for finding in report.findings] == findings


@pytest.mark.parametrize("name", CLIENT_METADATA)
def test_client_metadata_in_a_manifest_has_the_true_findings(name: str) -> None:
    """As the client metadata of the one video of a manifest it is judged rightly."""
    metadata = (SAMPLES / "encord" / name).read_bytes()
    video = b'{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": %s}' % metadata
    report = manifestry.check(b'{"videos": [%s]}' % video).files[0]
    assert report.failures == ()
    at = "/videos/0/clientMetadata"
    found = [(finding.code, finding.pointer.removeprefix(at)) for finding in report.findings]
    assert found == CLIENT_METADATA[name]


@pytest.mark.parametrize("name", [*OTHERS, *ANGO])
def test_something_else_is_called_by_its_name(name: str) -> None:
    """What is no manifest but known is named, in one error."""
    report = _check(name)
    message = f"This is {(OTHERS | ANGO)[name]}"
    assert report.kind is None
    assert [(f.code, f.pointer, f.message) for f in report.findings] == [("E002", "", message)]


@pytest.mark.parametrize("name", NO_JSON)
def test_what_is_no_json_is_refused_at_its_fault(name: str) -> None:
    """A fault of syntax is found where it is, and nothing is guessed besides."""
    found = [(f.code, f.line, f.column) for f in _check(name).findings]
    assert found == NO_JSON[name]


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_strict_client_only_check_asks_for_media_metadata(name: str) -> None:
    """That profile adds one finding for each item that needs the block and has none."""
    path = SAMPLES / "encord" / name
    plain = [(f.code, f.pointer) for f in _check(name).findings]
    settings = Settings(profile="strict-client-only")
    strict = [(f.code, f.pointer) for f in manifestry.check(path, settings).findings]
    added = [finding for finding in strict if finding not in plain]
    assert [finding for finding in strict if finding not in added] == plain
    assert {code for code, _ in added} <= {"E401"}
