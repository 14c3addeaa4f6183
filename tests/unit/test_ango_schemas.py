"""The JSON Schemas of Ango Hub documents judge as they should, by either engine."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from manifestry.engine.schema import EngineName, validator
from manifestry.rules.base import SchemaError
from manifestry.schemas_index import BASE, bundled, load, names

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT.parent / "shared" / "samples" / "ango"
ENGINES: tuple[EngineName, ...] = ("jsonschema-rs", "jsonschema")
EXPORT = "ango/export.schema.json"
IMPORT = "ango/import.schema.json"
DEFINITIONS = "ango/definitions.schema.json"

JSON = dict[str, Any]
Faults = set[tuple[str, str]]


def part(name: str) -> str:
    """What a `$ref` to one of the shared definitions looks like."""
    return f"{DEFINITIONS}#/$defs/{name}"


def _errors(reference: str, value: object, engine: EngineName) -> list[SchemaError]:
    errors = list(validator(reference, engine).errors(value))
    return sorted(errors, key=lambda e: (repr(e.path), e.keyword, repr(e.detail)))


def faults(reference: str, value: object) -> Faults:
    """What is wrong with a value, as (pointer, keyword); both engines have to say the same."""
    fast, slow = (_errors(reference, value, engine) for engine in ENGINES)
    assert fast == slow
    for engine in ENGINES:
        assert validator(reference, engine).all_valid([value]) is not bool(fast)
    return {("".join(f"/{step}" for step in e.path), e.keyword) for e in fast}


@cache
def _bundles(name: str) -> tuple[Draft202012Validator, jsonschema_rs.Draft202012Validator]:
    printed = json.loads(json.dumps(bundled(name)))
    return Draft202012Validator(printed), jsonschema_rs.Draft202012Validator(printed)


def _verdict(name: str, document: object) -> bool:
    """Whether a document is good: by files and by the one file made of them, by both engines."""
    good = not faults(f"{name}.schema.json", document)
    assert [each.is_valid(document) for each in _bundles(name)] == [good, good]
    return good


# --- what is good -------------------------------------------------------------------------


def test_they_have_names_of_their_own() -> None:
    """Both kinds of document can be asked for; what they are made of cannot."""
    assert [name for name in names() if name.startswith("ango/")] == ["ango/export", "ango/import"]


def _read(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ndjson":
        return [json.loads(line) for line in text.splitlines() if line]
    return json.loads(text)


def _documents() -> dict[str, tuple[str, Any]]:
    """By id: what kind of document it is, and the document: examples and fixtures."""
    found = {}
    for kind in ("export", "import"):
        for number, example in enumerate(load(f"{BASE}ango/{kind}.schema.json")["examples"]):
            found[f"{kind}-example-{number}"] = (f"ango/{kind}", example)
        for path in sorted((ROOT / "fixtures" / "valid" / f"ango-{kind}").glob("*")):
            found[f"{kind}/{path.name}"] = (f"ango/{kind}", _read(path))
    return found


DOCUMENTS = _documents()


@pytest.mark.parametrize(("kind", "document"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_good_document_is_one_of_its_kind(kind: str, document: Any) -> None:
    """Examples and fixtures fit their schema; what is to be imported is no export."""
    assert _verdict(kind, document)
    assert _verdict("ango/export", document) is (kind == "ango/export")


GENUINE = {
    "ango-video-export-v3-webm.json": EXPORT,
    "ango-image-export-legacy-aaf-asset.json": part("any-asset"),
    "ango-image-task-legacy-aaf.json": part("legacy-task"),
    "ango-tool-legacy-bounding-box.json": part("tool"),
    "ango-tool-legacy-pdf-area.json": part("tool"),
    "ango-tool-legacy-pdf-highlight.json": part("tool"),
    "ango-tool-legacy-point.json": part("tool"),
    "ango-tool-legacy-polygon.json": part("tool"),
    "ango-tool-legacy-polyline.json": part("tool"),
    "ango-tool-legacy-rotated-bounding-box.json": part("tool"),
    "ango-tool-legacy-segmentation.json": part("tool"),
    "ango-tool-v3-polygon.json": part("tool"),
    "ango-classification-v3-radio.json": part("classification"),
    "ango-relation-v3-single.json": part("relation"),
    "ango-image-asset-import-aws-width-height.json": IMPORT,
    "ango-image-asset-import-cloud.json": IMPORT,
    "ango-image-asset-import-contextdata.json": IMPORT,
    "ango-image-sdk-upload-files.json": IMPORT,
    "ango-multiimage-asset-import-dataset.json": IMPORT,
    "ango-pct-asset-import-alpha.json": IMPORT,
    "ango-text-asset-import-markdown.json": IMPORT,
    "ango-video-asset-import-attachments.json": IMPORT,
    "ango-video-asset-import-cloud-framerate.json": IMPORT,
    "ango-api-cloud-import-request.json": IMPORT,
}
"""Genuine exports, asset imports and pieces of them, as they were published."""

WRAPPED = {
    "ango-classification-legacy-list.json": "classifications",
    "ango-relation-legacy-list.json": "relations",
}
"""Genuine pieces that stand under their key."""

FOREIGN = (
    "ango-api-attachments-request.json", "ango-api-cloud-import-response.json",
    "ango-api-get-project-2021.json", "ango-api-get-task-2021.json", "ango-api-get-tasks-2021.json",
    "ango-api-import-labels-request.json", "ango-attachments-import.json",
    "ango-attachments-import-private.json", "ango-audio-labels-import-multidropdown-file.json",
    "ango-image-labels-import-bbox-file.json", "ango-labels-import-brush.json",
    "ango-labels-import-relation-single.json", "ango-labels-import-text-ner.json",
    "ango-pdf-raw-answer-label-validation.json",
)  # fmt: skip
"""Genuine documents of the platform that are neither exports nor asset imports."""

needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not there")


@needs_samples
@pytest.mark.parametrize("name", GENUINE)
def test_no_genuine_document_is_refused(name: str) -> None:
    """Nothing is wrong with what the platform itself writes or documents."""
    assert faults(GENUINE[name], _read(SAMPLES / name)) == set()


@needs_samples
@pytest.mark.parametrize("name", WRAPPED)
def test_no_genuine_piece_is_refused(name: str) -> None:
    """The same of lists that were published under their key."""
    key = WRAPPED[name]
    assert faults(part(key), _read(SAMPLES / name)[key]) == set()


@needs_samples
def test_a_genuine_export_that_lacks_a_comma_is_good_apart_from_that() -> None:
    """The legacy sample that was published broken fits once it is mended."""
    text = (SAMPLES / "ango-image-export-legacy-aaf-readme.json").read_text(encoding="utf-8")
    mended = text.replace('31:36.043Z"\n    "reviewedAt', '31:36.043Z",\n    "reviewedAt')
    assert mended != text
    assert _verdict("ango/export", json.loads(mended))


@needs_samples
@pytest.mark.parametrize("name", FOREIGN)
def test_genuine_documents_of_another_kind_are_refused(name: str) -> None:
    """Answers of the API, labels and attachments are neither exports nor imports of assets."""
    document = _read(SAMPLES / name)
    assert not _verdict("ango/export", document)
    assert not _verdict("ango/import", document)


@needs_samples
def test_every_geometry_of_genuine_label_imports_is_known() -> None:
    """Labels are imported in the geometries of the export; what is flat for PDFs passes, too."""
    seen = 0
    for path in sorted(SAMPLES.glob("ango-*labels-import*.json")):
        try:
            document = _read(path)
        except ValueError:  # published broken
            continue
        for item in document if isinstance(document, list) else ():
            assert faults(part("tools"), item.get("objects", [])) == set(), path.name
            assert faults(part("classifications"), item.get("classifications", [])) == set()
            assert faults(part("relations"), item.get("relations", [])) == set()
            seen += len(item.get("objects", []))
    assert seen >= 30


# --- what is wrong for certain ------------------------------------------------------------

TASK: JSON = {"taskId": "65a000000000000000000001", "stage": "Complete", "stageId": "Complete"}
ASSET: JSON = {"asset": "https://acme-media.example/a.jpg", "externalId": "a.jpg", "task": TASK}
LEGACY_TASK: JSON = {"taskId": "65a000000000000000000001", "objects": []}
LEGACY: JSON = {
    "asset": "https://acme-media.example/a.jpg", "externalId": "a.jpg", "tasks": [LEGACY_TASK],
}  # fmt: skip
NEW: JSON = {"data": "https://acme-media.example/a.jpg", "externalId": "a.jpg"}
BOX: JSON = {"x": 10, "y": 20, "width": 30, "height": 40}
NO_OBJECTS: tuple[object, ...] = (None, [], "https://a", 5, True)
NO_ANSWERS: tuple[object, ...] = (None, True, "a", ["a", None], 5, {})
RECTANGLE: JSON = {"x1": 1, "y1": 2, "x2": 30, "y2": 12, "width": 600, "height": 800}


def without(value: JSON, *keys: str) -> JSON:
    """An object without some of its keys."""
    return {key: each for key, each in value.items() if key not in keys}


def asset(**changes: object) -> JSON:
    """An asset of a current export with other keys."""
    return {**ASSET, **changes}


def task(**changes: object) -> JSON:
    """An asset of a current export whose task has other keys."""
    return {**ASSET, "task": {**TASK, **changes}}


def legacy(changes: JSON) -> JSON:
    """An asset of a legacy export with other keys."""
    return {**LEGACY, **changes}


def legacy_task(changes: JSON) -> JSON:
    """An asset of a legacy export whose task has other keys."""
    return {**LEGACY, "tasks": [{**LEGACY_TASK, **changes}]}


def tool(**changes: object) -> JSON:
    """An asset of a current export with one tool."""
    return task(tools=[{"objectId": "1", "schemaId": "2", **changes}])


class Case(NamedTuple):
    """An asset, and the one thing that is wrong with it."""

    name: str
    asset: object
    pointer: str
    keyword: str


NUMBERS: tuple[tuple[str, object, str], ...] = (
    ("width", 0, "minimum"),
    ("width", -640, "minimum"),
    ("width", "0", "not"),
    ("width", "-640", "not"),
    ("width", 640.5, "type"),
    ("width", "640.5", "not"),
    ("width", "640px", "not"),
    ("width", "640\n", "not"),
    ("width", "0\n", "not"),
    ("width", "", "not"),
    ("width", None, "type"),
    ("width", True, "type"),
    ("height", 0, "minimum"),
    ("height", 480.25, "type"),
    ("height", "4.8.0", "not"),
    ("frameTotal", 0, "minimum"),
    ("frameTotal", -1, "minimum"),
    ("frameTotal", 1.5, "type"),
    ("frameTotal", [], "type"),
    ("frameRate", 0, "exclusiveMinimum"),
    ("frameRate", -30, "exclusiveMinimum"),
    ("frameRate", "0.0", "not"),
    ("frameRate", ".", "not"),
    ("frameRate", "2.5.0", "not"),
    ("frameRate", "25 fps", "not"),
    ("frameRate", False, "type"),
    ("frameRate", {}, "type"),
)
"""Sizes, counts and rates that are zero or less, in pieces, or no numbers at all."""

BAD_EXPORTS = [
    *(Case("no object", value, "", "type") for value in NO_OBJECTS),
    *(Case(f"no {key}", without(ASSET, key), "", "required") for key in ASSET),
    *(Case(f"no {key}, legacy", without(LEGACY, key), "", "required") for key in LEGACY),
    Case("neither task nor tasks", without(ASSET, "task"), "", "required"),
    Case("task and tasks", {**ASSET, **LEGACY}, "", "not"),
    Case("task is a list", asset(task=[TASK]), "/task", "type"),
    Case("task is null", asset(task=None), "/task", "type"),
    Case("tasks is an object", legacy({"tasks": LEGACY_TASK}), "/tasks", "type"),
    Case("tasks has a text", legacy({"tasks": ["x"]}), "/tasks/0", "type"),
    Case("asset is empty", asset(asset=""), "/asset", "minLength"),
    Case("asset is empty, legacy", legacy({"asset": ""}), "/asset", "minLength"),
    Case("asset is an object", asset(asset={"externalId": "a"}), "/asset", "type"),
    Case("externalId is a number", asset(externalId=7), "/externalId", "type"),
    Case("externalId is null", asset(externalId=None), "/externalId", "type"),
    Case("assetId is a number", asset(assetId=7), "/assetId", "type"),
    Case("metadata is a list", asset(metadata=[]), "/metadata", "type"),
    *(
        Case(f"metadata {key} {value!r}", asset(metadata={key: value}), f"/metadata/{key}", keyword)
        for key, value, keyword in NUMBERS
    ),
    Case("size, legacy", legacy({"metadata": {"width": 0}}), "/metadata/width", "minimum"),
    Case("batches is a text", asset(batches="week 12"), "/batches", "type"),
    Case("batches has a number", asset(batches=["a", 12]), "/batches/1", "type"),
    Case("batches, legacy", legacy({"batches": [{}]}), "/batches/0", "type"),
    Case("dataset is empty", asset(dataset=[]), "/dataset", "minItems"),
    Case("dataset is a text", asset(dataset="https://a"), "/dataset", "type"),
    Case("dataset is null", asset(dataset=None), "/dataset", "type"),
    Case("dataset has a number", asset(dataset=["https://a", 1]), "/dataset/1", "type"),
    Case("dataset has an empty text", asset(dataset=[""]), "/dataset/0", "minLength"),
    Case("dataset has another object", asset(dataset=[{"uri": "x"}]), "/dataset/0", "required"),
    Case("dataset has a bad object", asset(dataset=[{"url": 5}]), "/dataset/0/url", "type"),
    Case("contextData is a list", asset(contextData=[]), "/contextData", "type"),
    Case("contextData is a text", asset(contextData="a=b"), "/contextData", "type"),
    *(
        Case(f"task has no {key}", asset(task=without(TASK, key)), "/task", "required")
        for key in TASK
    ),
    *(Case(f"task {key} is a number", task(**{key: 7}), f"/task/{key}", "type") for key in TASK),
    Case("totalDuration", task(totalDuration=-1), "/task/totalDuration", "minimum"),
    Case("totalDuration is a text", task(totalDuration="1"), "/task/totalDuration", "type"),
    Case("consensus above", task(consensusAverage=100.5), "/task/consensusAverage", "maximum"),
    Case("consensus below", task(consensusAverage=-1), "/task/consensusAverage", "minimum"),
    Case("consensus is a text", task(consensusAverage="87"), "/task/consensusAverage", "type"),
    Case("updatedAt is an object", task(updatedAt={}), "/task/updatedAt", "type"),
    Case("updatedAt is half", task(updatedAt=1.5), "/task/updatedAt", "type"),
    *(
        Case(f"{key} is an object", task(**{key: {}}), f"/task/{key}", "type")
        for key in ("tools", "classifications", "relations", "stageHistory", "issues")
    ),
    Case("brush", task(brushDataUrl=5), "/task/brushDataUrl", "type"),
    Case("stage", task(stageHistory=[5]), "/task/stageHistory/0", "type"),
    Case(
        "duration of a stage",
        task(stageHistory=[{"duration": 0}, {"duration": -1}]),
        "/task/stageHistory/1/duration",
        "minimum",
    ),
    Case(
        "tools of a stage",
        task(stageHistory=[{"tools": [{"page": -1}]}]),
        "/task/stageHistory/0/tools/0/page",
        "minimum",
    ),
    *(
        Case(key, legacy({key: -1}), f"/{key}", "minimum")
        for key in ("labelDuration(ms)", "labelDuration", "consensus")
    ),
    *(
        Case(key, legacy_task({key: -1}), f"/tasks/0/{key}", "minimum")
        for key in ("duration(ms)", "duration", "benchmark")
    ),
    *(
        Case(f"review {key}", legacy_task({"review": {key: -1}}), f"/tasks/0/review/{key}", "minimum")
        for key in ("duration(ms)", "duration")
    ),
    Case("consensus above, legacy", legacy({"consensus": 101}), "/consensus", "maximum"),
    Case("consensus is a list", legacy({"consensus": []}), "/consensus", "type"),
    Case("legacy id", legacy({"tasks": [{"objects": []}]}), "/tasks/0", "required"),
    Case("isSkipped", legacy_task({"isSkipped": "no"}), "/tasks/0/isSkipped", "type"),
    Case("review", legacy_task({"review": "Fixed"}), "/tasks/0/review", "type"),
    Case("objects", legacy_task({"objects": [{"page": 1.5}]}), "/tasks/0/objects/0/page", "type"),
    Case("issues", legacy_task({"issues": ["x"]}), "/tasks/0/issues/0", "type"),
]  # fmt: skip
"""What the schema refuses in an asset of an export, and where."""

T = "/task/tools/0"

BAD_TOOLS = [
    Case("tool is a text", task(tools=["x"]), T, "type"),
    Case("page is negative", tool(page=-1), f"{T}/page", "minimum"),
    Case("page is half", tool(page=0.5), f"{T}/page", "type"),
    Case("page is a text", tool(page="1"), f"{T}/page", "type"),
    Case("page is null", tool(page=None), f"{T}/page", "type"),
    Case("objectId", tool(objectId=1), f"{T}/objectId", "type"),
    Case("schemaId", tool(schemaId=1), f"{T}/schemaId", "type"),
    Case("title", tool(title=1), f"{T}/title", "type"),
    Case("metadata", tool(metadata="x"), f"{T}/metadata", "type"),
    Case("createdAt", tool(metadata={"createdAt": []}), f"{T}/metadata/createdAt", "type"),
    Case("stopped", tool(interpolationStopped="true"), f"{T}/interpolationStopped", "type"),
    Case("box is a list", tool(**{"bounding-box": [1, 2, 3, 4]}), f"{T}/bounding-box", "type"),
    *(
        Case(f"box without {key}", tool(**{"bounding-box": without(BOX, key)}), f"{T}/bounding-box", "required")
        for key in BOX
    ),
    *(
        Case(f"box with text {key}", tool(**{"bounding-box": {**BOX, key: "1"}}), f"{T}/bounding-box/{key}", "type")
        for key in BOX
    ),
    Case("half a box", tool(**{"bounding-box": {"z2": 1, "x1": 1}}), f"{T}/bounding-box", "required"),
    Case("turned", tool(**{"rotated-bounding-box": BOX}), f"{T}/rotated-bounding-box", "required"),
    Case(
        "corners",
        tool(**{"rotated-bounding-box": {**BOX, "rotation": 5, "corners": [[1, 2]] * 3}}),
        f"{T}/rotated-bounding-box/corners",
        "minItems",
    ),
    Case("polygon is an object", tool(polygon={}), f"{T}/polygon", "type"),
    Case("number in a polygon", tool(polygon=[[1, 2], 3]), f"{T}/polygon/1", "type"),
    Case("corner of a polygon", tool(polygon=[[1, 2], [3]]), f"{T}/polygon/1", "minItems"),
    Case("text in a polygon", tool(polygon=[[1, "2"]]), f"{T}/polygon/0/1", "type"),
    Case("polyline is a text", tool(polyline="x"), f"{T}/polyline", "type"),
    Case("tape without an end", tool(polyline={"x1": 1, "y1": 1}), f"{T}/polyline", "required"),
    Case("point is an object", tool(point={"x": 1, "y": 2}), f"{T}/point", "type"),
    Case("point of one number", tool(point=[1]), f"{T}/point", "minItems"),
    Case("spline", tool(spline="x"), f"{T}/spline", "type"),
    Case("circle", tool(circle=5), f"{T}/circle", "type"),
    Case("angle", tool(angle="90"), f"{T}/angle", "type"),
    Case("segmentation", tool(segmentation=[]), f"{T}/segmentation", "type"),
    Case("zones", tool(segmentation={"zones": {}}), f"{T}/segmentation/zones", "type"),
    Case("zone", tool(segmentation={"zones": [{"holes": []}]}), f"{T}/segmentation/zones/0", "required"),
    Case(
        "hole",
        tool(segmentation={"zones": [{"region": [], "holes": [[[1, "2"]]]}]}),
        f"{T}/segmentation/zones/0/holes/0/0/1",
        "type",
    ),
    Case("entity without an end", tool(ner={"start": 1}), f"{T}/ner", "required"),
    Case("entity before the beginning", tool(ner={"start": -1, "end": 2}), f"{T}/ner/start", "minimum"),
    Case("entity in words", tool(ner={"start": "a", "end": 2}), f"{T}/ner/start", "type"),
    Case("pdf", tool(pdf=[]), f"{T}/pdf", "type"),
    Case("pdf without a page", tool(pdf={"position": {"boundingRect": RECTANGLE}}), f"{T}/pdf/position", "required"),
    Case(
        "pdf on page 0",
        tool(pdf={"position": {"boundingRect": RECTANGLE, "pageNumber": 0}}),
        f"{T}/pdf/position/pageNumber",
        "minimum",
    ),
    Case(
        "pdf page without width",
        tool(pdf={"position": {"boundingRect": {**RECTANGLE, "width": 0}, "pageNumber": 1}}),
        f"{T}/pdf/position/boundingRect/width",
        "exclusiveMinimum",
    ),
    Case(
        "nested answers",
        tool(classifications=[{"classifications": [{"classifications": [{"page": -1}]}]}]),
        f"{T}/classifications/0/classifications/0/classifications/0/page",
        "minimum",
    ),
    Case("classification", task(classifications=[5]), "/task/classifications/0", "type"),
    Case("question", task(classifications=[{"schemaId": 5}]), "/task/classifications/0/schemaId", "type"),
    Case("relation", task(relations=["x"]), "/task/relations/0", "type"),
    Case("relation from", task(relations=[{"from": 5}]), "/task/relations/0/from", "type"),
    Case("group", task(relations=[{"group": [1]}]), "/task/relations/0/group/0", "type"),
]  # fmt: skip
"""What the schema refuses in annotations, and where."""

BAD_IMPORTS = [
    *(Case("no object", value, "", "type") for value in NO_OBJECTS),
    Case("neither data nor dataset", {"externalId": "a"}, "", "required"),
    Case("labels", {"externalId": "a", "objects": []}, "", "required"),
    Case("attachments alone", {"externalId": "a", "attachments": []}, "", "required"),
    Case("data is empty", {**NEW, "data": ""}, "/data", "minLength"),
    Case("data is a list", {**NEW, "data": []}, "/data", "type"),
    Case("externalId", {**NEW, "externalId": 7}, "/externalId", "type"),
    Case("dataset is empty", {"dataset": []}, "/dataset", "minItems"),
    Case("dataset is a text", {"dataset": "https://a"}, "/dataset", "type"),
    Case("dataset has a number", {"dataset": ["https://a", 1]}, "/dataset/1", "type"),
    Case("batches is a text", {**NEW, "batches": "week 12"}, "/batches", "type"),
    Case("batches has a number", {**NEW, "batches": [5]}, "/batches/0", "type"),
    Case("metadata is a text", {**NEW, "metadata": "x"}, "/metadata", "type"),
    *(
        Case(f"metadata {key} {value!r}", {**NEW, "metadata": {key: value}}, f"/metadata/{key}", keyword)
        for key, value, keyword in NUMBERS
    ),
    *(
        Case(f"{key} {value!r}", {**NEW, key: value}, f"/{key}", keyword)
        for key, value, keyword in NUMBERS
        if key in ("width", "height")
    ),
    Case("contextData is a list", {**NEW, "contextData": []}, "/contextData", "type"),
    Case("attachments is an object", {**NEW, "attachments": {}}, "/attachments", "type"),
    Case("attachment is a text", {**NEW, "attachments": ["https://a"]}, "/attachments/0", "type"),
    Case("attachment without value", {**NEW, "attachments": [{"type": "TEXT"}]}, "/attachments/0", "required"),
    Case("attachment type", {**NEW, "attachments": [{"type": 1, "value": "x"}]}, "/attachments/0/type", "type"),
    Case("storage", {**NEW, "storage": 5}, "/storage", "type"),
    Case("editorType", {**NEW, "editorType": 5}, "/editorType", "type"),
    Case("answers", {**NEW, "classifications": {}}, "/classifications", "type"),
    Case("answer", {**NEW, "classifications": ["yes"]}, "/classifications/0", "type"),
]  # fmt: skip
"""What the schema refuses in an asset of an import, and where."""


def _name(value: object) -> str | None:
    return value.name if isinstance(value, Case) else None


@pytest.mark.parametrize("case", [*BAD_EXPORTS, *BAD_TOOLS], ids=_name)
def test_a_bad_asset_of_an_export_fails_for_the_one_thing_that_is_wrong(case: Case) -> None:
    """Both engines name the place and the keyword, and nothing else; one of many is found."""
    assert faults(part("any-asset"), case.asset) == {(case.pointer, case.keyword)}
    assert faults(EXPORT, [ASSET, case.asset]) == {(f"/1{case.pointer}", case.keyword)}
    assert not _verdict("ango/export", [ASSET, case.asset])


@pytest.mark.parametrize("case", BAD_IMPORTS, ids=_name)
def test_a_bad_asset_of_an_import_fails_for_the_one_thing_that_is_wrong(case: Case) -> None:
    """Both engines name the place and the keyword, in a list as in a request."""
    assert faults(part("import-asset"), case.asset) == {(case.pointer, case.keyword)}
    assert faults(IMPORT, [case.asset]) == {(f"/0{case.pointer}", case.keyword)}
    request = {"assets": [NEW, case.asset]}
    assert faults(IMPORT, request) == {(f"/assets/1{case.pointer}", case.keyword)}
    assert not _verdict("ango/import", request)


@pytest.mark.parametrize(
    ("reference", "document", "pointer", "keyword"),
    [
        (EXPORT, ASSET, "", "type"),
        (EXPORT, {"data": [ASSET]}, "", "type"),
        (EXPORT, None, "", "type"),
        (IMPORT, None, "", "type"),
        (IMPORT, "https://acme-media.example/a.jpg", "", "type"),
        (IMPORT, {}, "", "required"),
        (IMPORT, NEW, "", "required"),
        (IMPORT, {"assets": NEW}, "/assets", "type"),
        (IMPORT, {"assets": [], "priority": "high"}, "/priority", "type"),
        (IMPORT, {"assets": [], "priority": 0.5}, "/priority", "type"),
        (IMPORT, {"assets": [], "priority": 10001}, "/priority", "maximum"),
        (IMPORT, {"assets": [], "priority": -10001}, "/priority", "minimum"),
        (IMPORT, {"assets": [], "uploadLocal": 1}, "/uploadLocal", "type"),
        (part("import-request"), {"assets": {}}, "/assets", "type"),
    ],
)
def test_a_bad_top_level_fails(
    reference: str, document: object, pointer: str, keyword: str
) -> None:
    """An export is a list; an import is a list, or a request with one."""
    assert faults(reference, document) == {(pointer, keyword)}


# --- what is only doubtful passes ---------------------------------------------------------

DOUBTFUL_EXPORTS = (
    asset(batches=None),
    asset(batches=["a", None]),
    asset(batches=["65a000000000000000000010"]),
    asset(metadata={}),
    asset(metadata=None),
    asset(metadata={"width": 640}),
    asset(metadata={"width": "640", "height": "480.0", "frameRate": "29.97", "frameTotal": "12"}),
    asset(metadata={"width": 640.0, "frameRate": 0.001, "frameTotal": 1}),
    asset(metadata={"frameRate": ".5", "width": "007", "height": "480."}),
    asset(metadata={"pageTotal": "three", "pages": [1], "numPages": 0, "frames": {}, "own": None}),
    asset(dataset=[{"data": "https://a"}, {"url": "https://b", "odd": 1}]),
    asset(dataset=["b.png"], asset="a.png"),
    asset(contextData={"n": 7, "deep": {"a": []}}),
    asset(contextData=None),
    asset(asset="<p>Serial No: 1</p>", externalId=""),
    asset(asset="acme-media/run 7/"),
    asset(attachments={"odd": 1}),
    asset(priority="high", isBenchmark=0, odd=None, editorType=5),
    task(taskId="taskId123456789"),
    task(updatedAt="yesterday", updatedBy=None),
    task(updatedAt=1714557600000),
    task(totalDuration=31 * 24 * 3600 * 1000, consensusAverage=99.5),
    task(brushDataUrl=None, consensusDetailed=[5, {}], odd=[]),
    task(tools=[{}], classifications=[{}], relations=[{}], stageHistory=[{}], issues=[{}]),
    tool(**{"bounding-box": {**BOX, "width": -30, "height": 0}}),
    tool(**{"bounding-box": {"x1": 9, "y1": 1, "z1": 5, "x2": 1, "y2": 3, "z2": 5}}),
    tool(**{"bounding-box": BOX, "polygon": [[1, 2], [3, 4], [5, 6]]}),
    tool(**{"rotated-bounding-box": {**BOX, "rotation": 270}}),
    tool(polygon=[[1, 2]], page=10**9),
    tool(polyline=[]),
    tool(point=[1, 2, 3]),
    tool(spline={"points": []}, circle=[1, 2, 3]),
    tool(spline=[], circle={}),
    tool(angle=90.5, vertex=[1, 2, 3]),
    tool(pct="anything"),
    tool(segmentation={"zones": [{"region": []}, {"region": [], "holes": [[1, 2], [3, 4]]}]}),
    tool(ner={"start": 7, "end": 3}),
    tool(pdf={"x1": 1, "y1": 2, "x2": 3, "y2": 4, "width": 6, "height": 8, "pageNumber": 1, "text": ""}),
    tool(title=None, masks="https://acme-media.example/m.png", frames={"0": {}}),
    task(classifications=[{"answer": value} for value in NO_ANSWERS]),
    task(relations=[{"from": "1", "to": ["2", "3"], "direction": "sideways"}]),
    task(relations=[{"group": []}]),
    legacy({"tasks": []}),
    legacy({"consensus": "", "metadata": {}}),
    legacy_task({"benchmark": "", "completedBy": [], "completedAt": None, "status": "odd"}),
)  # fmt: skip

DOUBTFUL_IMPORTS = (
    {"data": "a.jpg"},
    {**NEW, "batches": None, "metadata": None, "contextData": None},
    {**NEW, "dataset": ["https://a"], "externalId": ""},
    {**NEW, "width": "603", "height": 450.0, "odd": {}},
    {**NEW, "metadata": {"pages": "3", "category": ["cat"]}},
    {**NEW, "attachments": [{"type": "PDF", "value": ""}], "editorType": "odd"},
    {**NEW, "classifications": [{"answer": None}, {}]},
    {**NEW, "objects": []},
)


@pytest.mark.parametrize("value", DOUBTFUL_EXPORTS, ids=lambda value: json.dumps(value)[-70:])
def test_an_exported_asset_that_is_only_doubtful_passes(value: JSON) -> None:
    """What may be right, or is of a form nobody described, is left to the rules."""
    assert faults(part("any-asset"), value) == set()
    assert _verdict("ango/export", [value])


@pytest.mark.parametrize("value", DOUBTFUL_IMPORTS, ids=lambda value: json.dumps(value)[-70:])
def test_an_asset_to_import_that_is_only_doubtful_passes(value: JSON) -> None:
    """The same of imports; the SDK itself writes null where nothing is given."""
    assert faults(part("import-asset"), value) == set()
    assert _verdict("ango/import", [value])
    assert _verdict("ango/import", {"assets": [value], "uploadLocal": None, "odd": 1})


def test_an_empty_list_passes() -> None:
    """Nothing exported and nothing to import is odd, not wrong."""
    assert _verdict("ango/export", [])
    assert _verdict("ango/import", [])


# --- answers in answers -------------------------------------------------------------------


def _nested(levels: int, innermost: JSON) -> JSON:
    inner = innermost
    for _ in range(levels):
        inner = {"answer": "yes", "classifications": [inner]}
    return task(classifications=[inner])


@pytest.mark.parametrize("levels", [0, 1, 5, 40])
def test_an_answer_deep_in_others_is_judged(levels: int) -> None:
    """However a question was reached, what is wrong with its answer has its place."""
    pointer = "/task/classifications/0" + levels * "/classifications/0" + "/page"
    assert faults(part("any-asset"), _nested(levels, {"page": -1})) == {(pointer, "minimum")}


@pytest.mark.parametrize("levels", [45, 46, 47, 48, 49, 50, 51, 200, 500])
@pytest.mark.parametrize("inner", [{}, {"metadata": {"createdBy": []}}, {"answer": [[[[]]]]}])
def test_what_is_good_is_good_at_any_depth(levels: int, inner: JSON) -> None:
    """Nothing is made up where an engine stops looking, and neither gives up.

    A thousand levels are what a document may have.
    """
    value = _nested(levels, inner)
    for document in (value, {**LEGACY, "tasks": [{**LEGACY_TASK, **value["task"]}]}):
        assert faults(part("any-asset"), document) == set()
        assert faults(EXPORT, [document]) == set()
    beside = {**value, "externalId": 7}
    assert faults(part("any-asset"), beside) == {("/externalId", "type")}


# --- mutations ----------------------------------------------------------------------------

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.0, 1.5, 1e300, 2**53 + 1, 2**70, -(2**70), "", " ", "x", "7",
    "640", "0", "-1", "29.97", "1\n", "٣", "https://acme-media.example/a.jpg", "<p>", [], [None],
    [1], [1.0, 2.0], [[1, 2]], [[[1, 2]]], [{}], ["x"], {}, {"a": 1}, {"x": 1}, {"x1": 1},
    {"data": "x"}, {"zones": [{}]}, {"position": {}}, {"start": 1}, {"width": 1, "height": 1},
)  # fmt: skip
KEYS = (
    "task", "tasks", "dataset", "data", "url", "asset", "externalId", "metadata", "batches", "page",
    "tools", "objects", "classifications", "relations", "bounding-box", "polygon", "polyline", "x1",
    "width", "frameRate", "frameTotal", "consensus", "duration(ms)", "stageHistory", "contextData",
    "assets", "priority", "attachments", "", "0", "007", "a/b", "c~d", "%25", "é",
)  # fmt: skip
SEEDS = list(DOCUMENTS.values()) + [
    (reference.removesuffix(".schema.json"), _read(SAMPLES / name))
    for name, reference in GENUINE.items()
    if reference in (EXPORT, IMPORT) and SAMPLES.is_dir()
]

Place = tuple[str | int, ...]


def _places(value: object, path: Place = ()) -> list[Place]:
    found = [path]
    if isinstance(value, dict):
        found += [inner for key, each in value.items() for inner in _places(each, (*path, key))]
    elif isinstance(value, list):
        found += [inner for n, each in enumerate(value) for inner in _places(each, (*path, n))]
    return found


odd_values = st.sampled_from(ODD).map(copy.deepcopy)


@st.composite
def mutants(draw: st.DrawFn) -> tuple[str, Any]:
    """A good document with one to three values replaced, removed, added, wrapped or renamed."""
    kind, seed = draw(st.sampled_from(SEEDS))
    root: list[Any] = [copy.deepcopy(seed)]
    for _ in range(draw(st.integers(1, 3))):
        *path, last = draw(st.sampled_from(_places(root)[1:] or [(0,)]))
        holder: Any = root
        for step in path:
            holder = holder[step]
        action = draw(st.sampled_from(["replace", "remove", "add", "wrap", "rename"]))
        if action == "replace" or holder is root:
            holder[last] = draw(odd_values)
        elif action == "remove":
            del holder[last]
        elif action == "wrap":
            holder[last] = draw(st.sampled_from([[holder[last]], {"x": holder[last]}]))
        elif isinstance(holder, dict):
            value = holder.pop(last) if action == "rename" else draw(odd_values)
            holder[draw(st.sampled_from(KEYS))] = value
    return kind, root[0]


@settings(max_examples=400)
@given(mutants())
def test_engines_and_print_outs_agree_on_mutants(mutant: tuple[str, Any]) -> None:
    """Documents that were tampered with have the same errors by both, and one verdict by all."""
    kind, document = mutant
    good = _verdict(kind, document)
    assets = document.get("assets") if isinstance(document, dict) else document
    if isinstance(assets, list):
        name = "any-asset" if kind == "ango/export" else "import-asset"
        one_by_one = [not faults(part(name), each) for each in assets]
        if isinstance(document, list):
            assert all(one_by_one) is good
        else:
            assert (all(one_by_one) and not faults(part("import-request"), document)) is good


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_engines_agree_on_odd_values(value: object) -> None:
    """Whatever stands where an asset should be, or under one of its keys."""
    for name, base in (("any-asset", ASSET), ("any-asset", LEGACY), ("import-asset", NEW)):
        faults(part(name), value)
        for key in KEYS:
            faults(part(name), {**base, key: value})
    for key in (*load(BASE + DEFINITIONS)["$defs"]["tool"]["properties"], *KEYS):
        faults(part("tool"), {key: value})
        faults(part("legacy-task"), {**LEGACY_TASK, key: value})
