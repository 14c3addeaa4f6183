"""The published JSON Schemas are well made, agree with each other, and judge as they should."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast
from urllib.parse import quote, urljoin, urlsplit

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator
from referencing.jsonschema import DRAFT202012, EMPTY_REGISTRY, SchemaRegistry

from manifestry.formats.encord.sections import FLAGS, SECTIONS

Schema = dict[str, object]

ROOT = Path(__file__).parents[2] / "schemas"
BASE = "https://manifestry.dev/schemas/"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
ITEMS = "encord/items.schema.json#/$defs/"

MANIFESTS = (
    "video", "audio", "image", "image-group", "image-sequence", "dicom", "text", "pdf", "nifti",
    "time-series", "scene", "multi-type",
)  # fmt: skip
ITEM_DEFS = (
    "video", "audio", "image", "image-group", "image-sequence", "dicom-series", "text", "pdf",
    "nifti", "time-series", "scene",
)  # fmt: skip

MAPS = ("$defs", "properties", "patternProperties")
LISTS = ("allOf", "anyOf", "prefixItems")
SINGLES = (
    "items", "additionalProperties", "propertyNames", "contains", "if", "then", "else", "not",
)  # fmt: skip
PLAIN = (
    "$schema", "$id", "$ref", "$comment", "title", "description", "examples", "default",
    "deprecated", "type", "enum", "const", "required", "pattern", "minLength", "maxLength",
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems",
    "minProperties", "maxProperties", "dependentRequired", "minContains", "maxContains",
)  # fmt: skip

FILES = {
    path.relative_to(ROOT).as_posix(): cast(Schema, json.loads(path.read_bytes()))
    for path in sorted(ROOT.rglob("*.json"))
}


class Place(NamedTuple):
    """A subschema, the file it is in and the pointer to it; whether it only asks a question."""

    file: str
    pointer: str
    schema: Schema
    question: bool

    @property
    def reference(self) -> str:
        """What a `$ref` to it, below the common base, looks like."""
        return f"{self.file}#{quote(self.pointer)}"


def walk(file: str, pointer: str, node: object, question: bool = False) -> Iterator[Place]:
    """A schema and all schemas in it; `question` says that it is inside an `if` or `not`."""
    if not isinstance(node, dict):
        assert isinstance(node, bool), f"{file}#{pointer} is no schema"
        return
    yield Place(file, pointer, node, question)
    for keyword in MAPS:
        for name, part in node.get(keyword, {}).items():
            step = name.replace("~", "~0").replace("/", "~1")
            yield from walk(file, f"{pointer}/{keyword}/{step}", part, question)
    for keyword in LISTS:
        for index, part in enumerate(node.get(keyword, [])):
            yield from walk(file, f"{pointer}/{keyword}/{index}", part, question)
    for keyword in SINGLES:
        if keyword in node:
            asks = question or keyword in ("if", "not")
            yield from walk(file, f"{pointer}/{keyword}", node[keyword], asks)


PLACES = tuple(place for file, schema in FILES.items() for place in walk(file, "", schema))


@cache
def registry() -> SchemaRegistry:
    """Every schema file under its `$id`, for python-jsonschema; it never fetches."""
    return EMPTY_REGISTRY.with_resources(
        (BASE + file, DRAFT202012.create_resource(schema)) for file, schema in FILES.items()
    )


@cache
def fast_registry() -> jsonschema_rs.Registry:
    """Every schema file under its `$id`, for jsonschema-rs."""
    return jsonschema_rs.Registry([(BASE + file, schema) for file, schema in FILES.items()])


@cache
def reference_engine(reference: str) -> Draft202012Validator:
    """The validator python-jsonschema makes of a schema named below the common base."""
    return Draft202012Validator({"$schema": DRAFT, "$ref": BASE + reference}, registry=registry())


@cache
def fast_engine(reference: str) -> jsonschema_rs.Draft202012Validator:
    """The validator jsonschema-rs makes of a schema named below the common base."""
    return jsonschema_rs.Draft202012Validator(
        {"$schema": DRAFT, "$ref": BASE + reference}, registry=fast_registry(), offline=True
    )


Fault = tuple[str, str]


def faults(reference: str, value: object) -> set[Fault]:
    """What is wrong with a value, as (pointer, keyword); both engines have to say the same."""
    slow = {
        ("".join(f"/{step}" for step in error.absolute_path), str(error.validator))
        for error in reference_engine(reference).iter_errors(value)
    }
    fast = {
        ("".join(f"/{step}" for step in error.instance_path), error.kind.name)
        for error in fast_engine(reference).iter_errors(value)
    }
    assert slow == fast
    assert fast_engine(reference).is_valid(value) is not bool(slow)
    return slow


# --- how the files are made ---------------------------------------------------------------


def asks_a_question(definition: Place) -> bool:
    """Whether a definition is referred to, and by questions only."""
    if not re.fullmatch(r"/\$defs/[^/]+", definition.pointer):
        return False
    callers = [
        place.question
        for place in PLACES
        if "$ref" in place.schema
        and urljoin(place.file, str(place.schema["$ref"]))
        == f"{definition.file}#{definition.pointer}"
    ]
    return bool(callers) and all(callers)


@pytest.mark.parametrize("file", FILES)
def test_a_schema_file_is_valid_2020_12(file: str) -> None:
    """Both engines accept the file as a schema of the draft it names."""
    assert FILES[file]["$schema"] == DRAFT
    Draft202012Validator.check_schema(FILES[file])
    assert jsonschema_rs.meta.is_valid(FILES[file], registry=fast_registry())


@pytest.mark.parametrize("file", FILES)
def test_the_id_says_where_the_file_is(file: str) -> None:
    """The `$id` is the common base and the path below `schemas`."""
    assert FILES[file]["$id"] == BASE + file


@pytest.mark.parametrize("file", FILES)
def test_a_file_and_its_definitions_say_what_they_are(file: str) -> None:
    """Title, description and examples stand on the file and on each of its definitions."""
    for place in walk(file, "", FILES[file]):
        if re.fullmatch(r"(/\$defs/[^/]+)?", place.pointer):
            for keyword in ("title", "description", "examples"):
                assert place.schema.get(keyword), f"{place.reference} has no {keyword}"


def test_every_kind_has_its_manifest_schema_and_item_definition() -> None:
    """The manifest schemas, the top level, the report and the item definitions are there."""
    expected = {f"encord/{name}.schema.json" for name in (*MANIFESTS, "top-level", "items")}
    assert expected | {"manifestry/report.schema.json"} <= FILES.keys()
    definitions = cast(Schema, FILES["encord/items.schema.json"]["$defs"])
    assert set(ITEM_DEFS) <= definitions.keys()


def test_the_files_are_utf8_with_unix_line_ends() -> None:
    """Each file ends with one newline, has no carriage return, tab or trailing blank."""
    for file in FILES:
        text = (ROOT / file).read_bytes().decode("utf-8")
        assert text.endswith("}\n")
        assert not re.search(r"[\r\t]|[ ]\n", text), file


def test_every_keyword_is_known() -> None:
    """No keyword is misspelt, and none that costs too much or reports badly is used."""
    known = {*MAPS, *LISTS, *SINGLES, *PLAIN}
    for place in PLACES:
        assert place.schema.keys() <= known, place.reference
    assert not known & {"oneOf", "uniqueItems", "format", "unevaluatedProperties"}


def test_every_pattern_is_portable_and_linear() -> None:
    """No class that engines read differently, no lookaround, no repeat of a repeat."""
    patterns = [
        pattern
        for place in PLACES
        for pattern in (
            place.schema.get("pattern"),
            *cast(Schema, place.schema.get("patternProperties", {})),
        )
        if isinstance(pattern, str)
    ]
    assert patterns
    for pattern in patterns:
        assert not re.search(r"\\[dDwWsSbB1-9pP]|\(\?|[*+}]\)?[*+{]", pattern), pattern


def test_every_property_is_described() -> None:
    """Whatever a property is called, its schema says in words what it means.

    What only asks a question, such as whether a stream is a camera, need not.
    """
    questions = tuple(f"{place.reference}/" for place in PLACES if asks_a_question(place))
    undescribed = [
        f"{place.reference}: {name}"
        for place in PLACES
        if not place.question and not f"{place.reference}/".startswith(questions)
        for keyword in ("properties", "patternProperties")
        for name, part in cast(dict[str, Schema], place.schema.get(keyword, {})).items()
        if not part.get("description")
    ]
    assert undescribed == []


def test_every_reference_is_relative_and_resolves() -> None:
    """A `$ref` leads to a schema among the files, without a network."""
    for place in PLACES:
        reference = place.schema.get("$ref")
        if reference is None:
            continue
        assert isinstance(reference, str)
        assert not urlsplit(reference).scheme, place.reference
        target = urljoin(BASE + place.file, reference)
        assert registry().resolver().lookup(target).contents, place.reference


def test_the_sections_are_those_of_the_program() -> None:
    """The top level and the multi-type manifest know the program's sections and flags."""
    for name in ("top-level", "multi-type"):
        properties = cast(Schema, FILES[f"encord/{name}.schema.json"]["properties"])
        assert list(properties) == [*SECTIONS, *FLAGS]
    for section in SECTIONS.values():
        assert registry().resolver().lookup(BASE + section.schema).contents


EXAMPLES = [
    pytest.param(place.reference, example, id=f"{place.file}#{place.pointer}-{index}")
    for place in PLACES
    for index, example in enumerate(cast(list[object], place.schema.get("examples", [])))
]


@pytest.mark.parametrize(("reference", "example"), EXAMPLES)
def test_an_example_fits_its_schema(reference: str, example: object) -> None:
    """Both engines find nothing wrong with an example, wherever it stands."""
    assert faults(reference, example) == set()


# --- what fails, and how ------------------------------------------------------------------

URL = "s3://acme-media/cam1/a.mp4"
VIDEO: Schema = {
    "fps": 25, "duration": 1.5, "width": 64, "height": 48, "file_size": 9, "mime_type": "video/mp4",
}  # fmt: skip
AUDIO: Schema = {
    "duration": 1.5, "file_size": 9, "mime_type": "audio/wav", "sample_rate": 8000,
    "bit_depth": 16, "codec": "pcm", "num_channels": 1,
}  # fmt: skip
IMAGE: Schema = {"mimeType": "image/png", "fileSize": 9, "width": 64, "height": 48}
TEXT: Schema = {"file_size": 9, "mime_type": "text/plain"}
PDF: Schema = {"file_size": 9, "num_pages": 1}
GROUP: Schema = {"title": "car 7", "objectUrl_0": URL}
BLOCKS: dict[str, Schema] = {
    "video": VIDEO,
    "audio": AUDIO,
    "image": IMAGE,
    "text": TEXT,
    "pdf": PDF,
}

NOT_OBJECTS: tuple[object, ...] = (None, [], "x")


def without(value: Schema, *names: str) -> Schema:
    """An object without some of its keys."""
    return {key: part for key, part in value.items() if key not in names}


def with_block(kind: str, block: object) -> Schema:
    """An item of a kind that has media metadata, with this block."""
    return {"objectUrl": URL, f"{kind}Metadata": block}


@dataclass(frozen=True)
class Case:
    """A value of an item definition (or schema file) and what is wrong with it."""

    schema: str
    value: object
    faults: tuple[Fault, ...]


SINGLE_FILE = ("video", "audio", "image", "text", "pdf", "nifti", "time-series")
GROUPED = ("image-group", "dicom-series")

BAD_ITEMS = [
    *(Case(kind, {}, (("", "required"),)) for kind in ITEM_DEFS),
    *(Case(kind, [], (("", "type"),)) for kind in ITEM_DEFS),
    *(Case(kind, None, (("", "type"),)) for kind in ITEM_DEFS),
    *(Case(kind, {"objectUrl": 5}, (("/objectUrl", "type"),)) for kind in SINGLE_FILE),
    *(
        Case(kind, {"objectUrl": URL, "clientMetadata": []}, (("/clientMetadata", "type"),))
        for kind in SINGLE_FILE
    ),
    *(Case(kind, {"objectUrl": URL, "title": 5}, (("/title", "type"),)) for kind in SINGLE_FILE),
    *(Case(kind, {"title": "t"}, (("", "required"),)) for kind in GROUPED),
    *(Case(kind, {"objectUrl_0": URL}, (("", "required"),)) for kind in GROUPED),
    *(Case(kind, {**GROUP, "title": ""}, (("/title", "minLength"),)) for kind in GROUPED),
    *(Case(kind, {**GROUP, "title": None}, (("/title", "type"),)) for kind in GROUPED),
    *(Case(kind, {**GROUP, "objectUrl_1": 5}, (("/objectUrl_1", "type"),)) for kind in GROUPED),
    *(
        Case(kind, {"title": "t", key: URL}, ((f"/{key}", "not"),))
        for kind in GROUPED
        for key in ("objectUrl_a", "objectUrl_", "objectUrl_1a", "objectUrl_-1", "objectUrl_0\n")
    ),
    Case("image-group", {**GROUP, "createVideo": "true"}, (("/createVideo", "type"),)),
    Case("image-group", {**GROUP, "createVideo": 0}, (("/createVideo", "type"),)),
    Case("image-sequence", GROUP, (("", "required"),)),
    Case("image-sequence", {**GROUP, "createVideo": False}, (("/createVideo", "const"),)),
    Case("image-sequence", {**GROUP, "createVideo": 1}, (("/createVideo", "const"),)),
    *(
        Case(kind, with_block(kind, value), ((f"/{kind}Metadata", "type"),))
        for kind in BLOCKS
        for value in NOT_OBJECTS
    ),
    *(
        Case(kind, with_block(kind, without(block, name)), ((f"/{kind}Metadata", "required"),))
        for kind, block in BLOCKS.items()
        for name in block
    ),
    *(
        Case(kind, with_block(kind, {**block, name: "9"}), ((f"/{kind}Metadata/{name}", "type"),))
        for kind, block in BLOCKS.items()
        for name, value in block.items()
        if not isinstance(value, str)
    ),
    *(
        Case(kind, with_block(kind, {**block, name: 9}), ((f"/{kind}Metadata/{name}", "type"),))
        for kind, block in BLOCKS.items()
        for name, value in block.items()
        if isinstance(value, str)
    ),
    *(
        Case(
            kind,
            with_block(kind, {**block, name: 0}),
            ((f"/{kind}Metadata/{name}", keyword),),
        )
        for kind, block in BLOCKS.items()
        for names, keyword in (
            (("fps", "duration"), "exclusiveMinimum"),
            (
                ("width", "height", "sample_rate", "num_channels", "num_pages"),
                "minimum",
            ),
        )
        for name in names
        if name in block
    ),
    *(
        Case(kind, with_block(kind, {**block, name: 0}), ((f"/{kind}Metadata/{name}", "minimum"),))
        for kind, block in BLOCKS.items()
        for name in ("file_size", "fileSize")
        if name in block
    ),
    Case(
        "video", with_block("video", {**VIDEO, "width": 1.5}), (("/videoMetadata/width", "type"),)
    ),
    Case("video", with_block("video", {**VIDEO, "fps": True}), (("/videoMetadata/fps", "type"),)),
    Case(
        "audio",
        with_block("audio", {**without(AUDIO, "duration"), "duration_seconds": 0}),
        (("/audioMetadata/duration_seconds", "exclusiveMinimum"),),
    ),
    Case(
        "image",
        with_block("image", {**IMAGE, "file_size": "9"}),
        (("/imageMetadata/file_size", "type"),),
    ),
]

BAD_URLS: list[tuple[str, set[str]]] = [
    ("", {"minLength", "pattern"}),
    (" ", {"not", "pattern"}),
    ("s3://acme-media/a b.mp4", {"not"}),
    ("s3://acme-media/a.mp4\n", {"not"}),
    ("s3://acme-media/\u00a0a.mp4", {"not"}),
    ("s3://acme-media/\u0000a.mp4", {"not"}),
    ("\ufeffs3://acme-media/a.mp4", {"not", "pattern"}),
    (" s3://acme-media/a.mp4", {"not", "pattern"}),
    ("cam1/a.mp4", {"pattern"}),
    ("ftp://acme.example/a.mp4", {"pattern"}),
    ("s3:acme-media/a.mp4", {"pattern"}),
    ("xs3://acme-media/a.mp4", {"pattern"}),
    ("s3://acme-media/" + 16369 * "a", {"maxLength"}),
]

BAD_MANIFESTS = [
    *(Case(name, [], (("", "type"),)) for name in (*MANIFESTS, "top-level")),
    *(Case(name, {}, (("", "required"),)) for name in MANIFESTS if name != "multi-type"),
    *(Case("top-level", {key: {}}, ((f"/{key}", "type"),)) for key in SECTIONS),
    *(Case("multi-type", {key: {}}, ((f"/{key}", "type"),)) for key in SECTIONS),
    *(Case("multi-type", {key: [5]}, ((f"/{key}/0", "type"),)) for key in SECTIONS),
    *(Case("top-level", {flag: "true"}, ((f"/{flag}", "type"),)) for flag in FLAGS),
    *(Case("multi-type", {flag: 1}, ((f"/{flag}", "type"),)) for flag in FLAGS),
    Case("multi-type", {"upsert_metadata": True}, (("", "required"),)),
    Case(
        "video",
        {"videos": [], "skip_duplicate_urls": False, "upsert_metadata": True},
        (("/skip_duplicate_urls", "not"),),
    ),
    Case("text", {"text": [{}]}, (("/text/0", "required"),)),
    Case("pdf", {"pdfs": [], "pdf": None}, (("/pdf", "type"),)),
    Case("image-sequence", {"image_groups": [GROUP]}, (("/image_groups/0", "required"),)),
]


def case_id(value: object) -> str | None:
    """A short name for a case in the list of tests."""
    if not isinstance(value, Case):
        return None
    return f"{value.schema}-{json.dumps(value.value)[:60]}"


@pytest.mark.parametrize("case", BAD_ITEMS, ids=case_id)
def test_a_bad_item_fails_for_the_one_thing_that_is_wrong(case: Case) -> None:
    """Both engines name the same place and keyword, and nothing else."""
    assert faults(ITEMS + case.schema, case.value) == set(case.faults)


@pytest.mark.parametrize(("url", "keywords"), BAD_URLS, ids=[str(url)[:40] for url, _ in BAD_URLS])
def test_a_bad_object_url_fails(url: str, keywords: set[str]) -> None:
    """An object URL that cannot be right is an error wherever one may stand."""
    expected = {("/objectUrl", keyword) for keyword in keywords}
    assert faults(ITEMS + "video", {"objectUrl": url}) == expected
    numbered = {("/objectUrl_3", keyword) for keyword in keywords}
    assert faults(ITEMS + "dicom-series", {"title": "t", "objectUrl_3": url}) == numbered


@pytest.mark.parametrize("case", BAD_MANIFESTS, ids=case_id)
def test_a_bad_manifest_fails_for_the_one_thing_that_is_wrong(case: Case) -> None:
    """The manifest schemas point at the section, the flag or the item at fault."""
    assert faults(f"encord/{case.schema}.schema.json", case.value) == set(case.faults)


def test_no_white_space_or_control_character_may_stand_in_a_url() -> None:
    """Refused are the controls, what `str.isspace` knows, and the byte order mark: no more."""
    for code in (*range(0xD800), *range(0xE000, 0x1_0000)):
        char = chr(code)
        bad = unicodedata.category(char) == "Cc" or char.isspace() or char == "\ufeff"
        for engine in (reference_engine, fast_engine):
            assert engine(ITEMS + "object-url").is_valid(f"s3://a/{char}") is not bad, hex(code)


def test_a_section_takes_half_a_million_items_and_no_more() -> None:
    """One more than the platform's limit is an error of the section."""
    engine = fast_engine("encord/items.schema.json#/$defs/section")
    assert engine.is_valid([None] * 500_000)
    assert not engine.is_valid([None] * 500_001)


# --- what is only doubtful passes ---------------------------------------------------------

GOOD_ITEMS = [
    *((kind, {"objectUrl": URL, "clientMetadata": None}) for kind in SINGLE_FILE),
    *((kind, {"objectUrl": URL, "objectURL": 1, "odd": None}) for kind in SINGLE_FILE[:-1]),
    *((kind, {"objectUrl": "http://acme.example/a.bin", "title": ""}) for kind in SINGLE_FILE),
    *((kind, {"objectUrl": "S3://acme-media/a#b?c%zz+é"}) for kind in SINGLE_FILE),
    *((kind, with_block(kind, block)) for kind, block in BLOCKS.items()),
    *((kind, with_block(kind, {**block, "odd": 1})) for kind, block in BLOCKS.items()),
    *((kind, {**GROUP, "title_0": 5, "objectUrl": 5, "odd": None}) for kind in GROUPED),
    *((kind, {"title": "t", "objectUrl_1": URL, "objectUrl_7": URL}) for kind in GROUPED),
    *((kind, {"title": "t", "objectUrl_01": URL}) for kind in GROUPED),
    *((kind, {"title": "t", "objectUrl_" + 40 * "9": URL}) for kind in GROUPED),
    ("image-group", {**GROUP, "createVideo": True}),
    ("video", with_block("video", {**VIDEO, "file_size": 1, "mime_type": "odd", "width": 64.0})),
    ("video", with_block("video", {**VIDEO, "height": 10**30, "fps": 1e300})),
    ("audio", with_block("audio", {**without(AUDIO, "duration"), "duration_seconds": 1})),
    ("image", with_block("image", {"mime_type": "i/p", "fileSize": 9, "width": 1, "height": 1})),
    ("image", with_block("image", {**IMAGE, "mime_type": "image/png", "file_size": 9})),
    ("text", with_block("text", {"fileSize": 9, "mime_type": "text/plain"})),
    ("pdf", with_block("pdf", {"fileSize": 9, "numPages": 1})),
    ("video", {"objectUrl": "s3://acme-media/" + 16368 * "a"}),
]

GOOD_MANIFESTS = [
    ("top-level", {"videos": [5, None], "imageGroups": 5, "data_groups": [{}], "odd": None}),
    ("multi-type", {"videos": [], "skipDuplicateUrls": "yes", "data_groups": [5]}),
    ("multi-type", {"upsert_metadata": False}),
    ("top-level", {"upsert_metadata": True}),  # a rule says it better
    ("video", {"videos": [{"objectUrl": URL}], "images": 5}),
    ("text", {"text": [], "text_files": []}),
]


@pytest.mark.parametrize(("kind", "item"), GOOD_ITEMS, ids=lambda value: str(value)[:60])
def test_an_item_that_is_only_doubtful_passes(kind: str, item: object) -> None:
    """What may be right is left to the rules, which can warn."""
    assert faults(ITEMS + kind, item) == set()


@pytest.mark.parametrize(("name", "manifest"), GOOD_MANIFESTS)
def test_a_manifest_that_is_only_doubtful_passes(name: str, manifest: object) -> None:
    """Unknown keys and flags spelt otherwise are left to the rules, too."""
    assert faults(f"encord/{name}.schema.json", manifest) == set()


# --- the report ---------------------------------------------------------------------------

REPORT = "manifestry/report.schema.json"


def report_file() -> Schema:
    """The one file of the first example of the report, with a finding."""
    examples = cast(list[dict[str, list[Schema]]], FILES[REPORT]["examples"])
    return examples[0]["files"][0]


def report_finding() -> Schema:
    """That finding."""
    return cast(list[Schema], report_file()["findings"])[0]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"kind": "encord"}, ("/kind", "enum")),
        ({"status": "ok"}, ("/status", "enum")),
        ({"status": "clean"}, ("/findings", "maxItems")),
        ({"status": "unreadable"}, ("", "required")),
        ({"items": -1}, ("/items", "minimum")),
        ({"error": None}, ("/error", "type")),
        ({"internal_errors": []}, ("/internal_errors", "minItems")),
        ({"failures": []}, ("", "additionalProperties")),
    ],
)
def test_a_bad_file_of_a_report_fails(changes: Schema, fault: Fault) -> None:
    """A file's verdict has the agreed keys and values and no others."""
    assert faults(REPORT + "#/$defs/file", {**report_file(), **changes}) == {fault}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"code": "X201"}, ("/code", "pattern")),
        ({"code": "E2011"}, ("/code", "maxLength")),
        ({"name": "Missing"}, ("/name", "pattern,not")),
        ({"name": "no_url"}, ("/name", "not")),
        ({"severity": "fatal"}, ("/severity", "enum")),
        ({"message": ""}, ("/message", "minLength")),
        ({"pointer": "videos/0"}, ("/pointer", "not")),
        ({"pointer": 5}, ("/pointer", "type")),
        ({"line": 0}, ("/line", "minimum")),
        ({"end_column": None}, ("/end_column", "type")),
        ({"fix": {}}, ("/fix", "anyOf")),
        ({"excerpt": ""}, ("", "additionalProperties")),
    ],
)
def test_a_bad_finding_of_a_report_fails(changes: Schema, fault: Fault) -> None:
    """A finding has the agreed keys and values and no others."""
    pointer, keywords = fault
    expected = {(pointer, keyword) for keyword in keywords.split(",")}
    assert faults(REPORT + "#/$defs/finding", {**report_finding(), **changes}) == expected


@pytest.mark.parametrize("name", ["finding", "file", "summary", "tool", "internal-error"])
def test_a_report_leaves_no_key_out(name: str) -> None:
    """Every key of the contract is mandatory; those that came to it are not."""
    definition = cast(dict[str, Schema], FILES[REPORT]["$defs"])[name]
    later = {
        "file": {"error", "internal_errors"},
        "tool": {"rule_set", "facts"},
        "summary": {"baseline"},
    }
    optional = later.get(name, set())
    known = set(cast(Schema, definition["properties"]))
    assert known - optional == set(cast(list[str], definition["required"]))
