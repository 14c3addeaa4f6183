"""Metadata schemas as documents: how they are known, and what is said of them."""

from __future__ import annotations

import gzip
import io
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
from manifestry.choices import DOCUMENT_KINDS
from manifestry.engine import rulebook
from manifestry.engine.api import check_stream
from manifestry.engine.schema import EngineName, validator
from manifestry.errors import ConfigError, UnreadableError
from manifestry.findings import FileReport, Report
from manifestry.formats import FORMATS
from manifestry.formats.encord.metadata.document import METADATA_SCHEMA, Key
from manifestry.formats.encord.metadata.members import members_of
from manifestry.formats.encord.metadata.words import LEGACY, TYPES
from manifestry.metadata import MetadataSchema, read_schema
from manifestry.report.summary import summary
from manifestry.rules.catalogue import AnyRule, folder
from manifestry.settings import Settings

JSON = dict[str, Any]

KIND = METADATA_SCHEMA.kind
SCHEMA = METADATA_SCHEMA.document_schema
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
VALID = sorted((FIXTURES / "valid" / "metadata-schema").glob("*.json"))
INVALID = sorted((FIXTURES / "invalid" / "metadata-schema").glob("*.json"))
FORCED = Settings(kind=KIND, max_findings=0, max_findings_per_rule=0)

NUMBER: JSON = {"ty": "variant", "hint": "number"}
URL = "s3://acme-media/cam1/a.mp4"


def _written(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def _check(document: object, known: Settings = FORCED) -> FileReport:
    data = document if isinstance(document, bytes) else _written(document)
    report = manifestry.check(data, known).files[0]
    assert report.failures == ()
    return report


def _found(report: FileReport) -> list[tuple[str, str]]:
    return [(finding.code, finding.pointer) for finding in report.findings]


# --- what the document is -----------------------------------------------------------------


def _kind(document: object) -> str | None:
    return _check(document, Settings()).kind


def _kind_on_the_way(document: object) -> str | None:
    data = document if isinstance(document, bytes) else _written(document)
    report = check_stream(io.BytesIO(data).read, "x.json", Settings(), skip_unrelated=True)
    return "skipped" if report is None else report.kind


CERTAIN: list[object] = [
    {"shift": NUMBER},
    {"shift": {"hint": "number", "ty": "variant"}},
    {"shift": {"ty": "enum"}},
    {"gone": {"ty": "tombstone", "deleted_ty": None}},
    {"$schema": "https://manifestry.dev/schemas/encord/metadata-schema.schema.json", "a": NUMBER},
    {"$schema": "https://json-schema.org/draft/2020-12/schema", "a": NUMBER},
    {"$schema": "schemas/metadata-schema.schema.json", "shift": "number"},
    {"$schema": "schemas/metadata-schema.schema.json", "name": "package"},
    {"$schema": "schemas/metadata-schema.schema.json"},
    {"shift": NUMBER, "site": {"ty": "strnig"}},
    {"shift": NUMBER, "site": "string", "note": "long_string"},
    {"shift": NUMBER, "version": 3},
    {"": NUMBER},
    # Names that mean something in manifests and elsewhere.
    {"videos": NUMBER, "images": NUMBER},
    {"objectUrl": NUMBER},
    {"keyframes": NUMBER},
    {"properties": NUMBER, "type": NUMBER},
    {"images": NUMBER, "annotations": NUMBER},
    {"tool": NUMBER, "files": NUMBER, "summary": NUMBER},
    {"asset": NUMBER, "externalId": NUMBER, "task": NUMBER},
    # What is broken further down.
    b'{"shift": {"ty": "variant", "hint": "number"}, "site": {"ty": ',
    b'{"shift": {"ty": "variant", "hint": "number"},}',
]

LIKELY: list[object] = [
    {"shift": "number"},
    {"shift": "number", "note": "long_string", "place": "geospatial"},
    {"shift": "number", "note": "text", "serial": "uuid"},
    {"$schema": "some.schema.json", "shift": "number"},
    {"shift": "number", "site": "strnig"},
    {"shift": "number", "version": 3},
]

MANIFESTS: list[object] = [
    {"videos": [{"objectUrl": URL}], "x": NUMBER},
    {"x": NUMBER, "y": NUMBER, "videos": [{"objectUrl": URL}]},
    {"videos": [], "x": NUMBER},
    {"videos": [], "x": "number"},
    {"skip_duplicate_urls": True, "x": NUMBER},
    {"films": [{"objectUrl": URL}], "x": NUMBER},
]

NEITHER: list[object] = [
    {},
    {"shift": {"ty": "nmber"}},
    {"shift": {"type": "number"}},
    {"ty": "variant", "name": "x", "version": "1"},
    {"a": 1, "b": 2, "c": NUMBER},
    {"name": "package", "type": "module", "version": "1", "kind": "number"},
    {"ty": "Tahitian", "de": "German"},
    {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "string"},
    {"$schema": "number"},
    [NUMBER],
    ["number"],
    "number",
    b"number",
    b'{"shift": ',
    None,
]


@pytest.mark.parametrize("document", CERTAIN, ids=repr)
def test_the_current_form_is_certain(document: object) -> None:
    """It is known by its types, however its keys are called, also when found on the way."""
    assert _kind(document) == _kind_on_the_way(document) == KIND


@pytest.mark.parametrize("document", LIKELY, ids=repr)
def test_the_flat_form_is_known_if_somebody_names_it(document: object) -> None:
    """Its words are common: what a search comes across is passed over."""
    assert _kind(document) == KIND
    assert _kind_on_the_way(document) == "skipped"


@pytest.mark.parametrize("document", MANIFESTS, ids=repr)
def test_a_manifest_stays_a_manifest(document: object) -> None:
    """Whatever odd members it has."""
    assert _kind(document) == "encord-manifest"


@pytest.mark.parametrize("document", NEITHER, ids=repr)
def test_what_only_resembles_a_schema_is_none(document: object) -> None:
    """It is an error if somebody names it, and passed over otherwise."""
    report = _check(document, Settings())
    assert (report.kind, report.errors) == (None, 1)
    assert _kind_on_the_way(document) == "skipped"


def test_a_broken_schema_on_the_way_is_not_passed_over() -> None:
    """If it names our schema, even if the fault comes before anything could be recognised."""
    document = b'{"$schema": "../metadata-schema.schema.json", "a: {"ty": "variant"}}'
    assert _kind_on_the_way(document) == KIND
    document = b'{"a: {"ty": "variant"}, "$schema": "../metadata-schema.schema.json"}'
    assert _kind_on_the_way(document) is None
    assert _kind_on_the_way(document.replace(b"metadata-schema", b"other")) == "skipped"


def test_the_kind_can_be_given() -> None:
    """Then nothing has to show it."""
    assert _check({}).status == "clean"
    assert _found(_check({"name": "package"})) == [("M406", "/name")]


def test_every_format_can_be_named() -> None:
    """What options may say is what there is, in the order of recognition."""
    assert tuple(format_.kind for format_ in FORMATS) == DOCUMENT_KINDS


NAMES = st.text("abcXYZ 019-_.", min_size=1, max_size=8)
TYPE_OBJECTS = st.sampled_from(
    [
        NUMBER, {"ty": "enum", "values": ["a", "b"]}, {"ty": "embedding", "size": 8},
        {"ty": "tombstone", "deleted_ty": NUMBER}, {"ty": "varchar"}, {"ty": "user"},
    ]
)  # fmt: skip
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(NAMES, TYPE_OBJECTS, min_size=1, max_size=5),
    st.text(max_size=8).filter(lambda key: key != "$schema"),
    ODD,
    st.booleans(),
)
def test_an_odd_key_never_changes_the_kind(
    document: JSON, key: str, value: object, first: bool
) -> None:
    """One member that has no place there is a finding of a metadata schema."""
    more = {key: value, **document} if first else {**document, key: value}
    assert _kind(document) == _kind(more) == KIND


# --- what is said of it -------------------------------------------------------------------

FAULTS: list[tuple[JSON, list[tuple[str, str]]]] = [
    ({"a": 5}, [("M405", "/a")]),
    ({"a": None}, [("M405", "/a")]),
    ({"a": []}, [("M405", "/a")]),
    ({"a": [NUMBER]}, [("M405", "/a")]),
    ({"a": {}}, [("M405", "/a")]),
    ({"a": {"ty": None}}, [("M405", "/a/ty")]),
    ({"a": {"ty": ["number"]}}, [("M405", "/a/ty")]),
    ({"a": {"ty": "number", "format": "f64"}}, [("M405", "/a/format")]),
    ({"a": {"ty": "number", "format": 64}}, [("M405", "/a/format")]),
    ({"a": {"ty": "varchar", "max_length": -1}}, [("M405", "/a/max_length")]),
    ({"a": {"ty": "varchar", "max_length": 8193}}, [("M405", "/a/max_length")]),
    ({"a": {"ty": "varchar", "max_length": True}}, [("M405", "/a/max_length")]),
    ({"a": {"ty": "datetime", "timezone": "utc"}}, [("M405", "/a/timezone")]),
    ({"a": {"ty": "datetime", "timezone": None}}, [("M405", "/a/timezone")]),
    ({"a": {"ty": "enum"}}, [("M405", "/a")]),
    ({"a": {"ty": "enum", "values": "x"}}, [("M405", "/a/values")]),
    ({"a": {"ty": "enum", "values": []}}, [("M405", "/a/values")]),
    ({"a": {"ty": "enum", "values": [1, "x", None]}}, [("M405", "/a/values/0"), ("M405", "/a/values/2")]),
    ({"a": {"ty": "enum", "values": [str(n) for n in range(257)]}}, [("M405", "/a/values")]),
    ({"a": {"ty": "embedding"}}, [("M405", "/a")]),
    ({"a": {"ty": "embedding", "size": 0}}, [("M405", "/a/size")]),
    ({"a": {"ty": "embedding", "size": 4097}}, [("M405", "/a/size")]),
    ({"a": {"ty": "embedding", "size": 2500.5}}, [("M405", "/a/size")]),
    ({"a": {"ty": "embedding", "size": 1, "api": "x"}}, [("M405", "/a/api")]),
    ({"a": {"ty": "embedding", "size": 1, "api": {"embed_text": 1}}}, [("M405", "/a/api/embed_text")]),
    ({"a": {"ty": "tombstone", "deleted_ty": "number"}}, [("M405", "/a/deleted_ty")]),
    ({"a": {"ty": "tombstone", "deleted_ty": {}}}, [("M405", "/a/deleted_ty")]),
    ({"a": {"ty": "tombstone", "deleted_ty": {"ty": "tombstone"}}}, [("M405", "/a/deleted_ty/ty")]),
    ({"a": {"ty": "tombstone", "deleted_ty": {"ty": "embedding", "size": 0}}}, [("M405", "/a/deleted_ty/size")]),
    ({"$schema": 5}, [("M405", "/$schema")]),
    ({"$schema": ["x"]}, [("M405", "/$schema")]),
    ({"a": {"ty": "Number"}}, [("M406", "/a/ty")]),
    ({"a": {"ty": "tombstone", "deleted_ty": {"ty": "string"}}}, [("M406", "/a/deleted_ty/ty")]),
    ({"a": {"ty": "variant", "hint": "enum"}}, [("M406", "/a/hint")]),
    ({"a": {"ty": "tombstone", "deleted_ty": {"ty": "variant", "hint": "x"}}}, [("M406", "/a/deleted_ty/hint")]),
    ({"a": "number", "b": "uuid"}, [("M414", ""), ("M406", "/b")]),
    ({"ty": NUMBER, "hint": {"ty": "variant", "hint": "x"}}, [("M406", "/hint/hint")]),
    ({"hint": "x"}, [("M406", "/hint")]),
    ({"a": {"Ty": "number", "format": 5}}, [("M407", "/a/Ty")]),
    ({"a": {"type": "enum", "kind": "x"}}, [("M407", "/a/type")]),
    ({"a": {"ty": "enum", "value": ["x"]}}, [("M407", "/a/value")]),
    ({"a": {"ty": "enum", "valeus": ["x"], "value": ["y"]}}, [("M407", "/a/valeus"), ("M408", "/a/value")]),
    ({"a": {"ty": "embedding", "siez": 4, "api": None}}, [("M407", "/a/siez")]),
    ({"a": {"ty": "embedding", "n": 4, "m": 4}}, [("M405", "/a"), ("M408", "/a/n"), ("M408", "/a/m")]),
    ({"a": {"ty": "enum", "allowed": ["x"], "strict": True}}, [("M407", "/a/allowed"), ("M408", "/a/strict")]),
    ({"a": {"hint": "number"}}, [("M405", "/a")]),
    ({"a": {"ty": "embedding", "size": 4, "Size": 4}}, [("M408", "/a/Size")]),
    ({"a": {"ty": "text", "values": ["x"]}}, [("M408", "/a/values")]),
    ({"a": {"ty": "user", "": 1}}, [("M408", "/a/")]),
    ({"a": {"ty": "tombstone", "deletedTy": NUMBER}}, [("M408", "/a/deletedTy")]),
    ({"a": {"ty": "nmber", "foo": 1}}, [("M406", "/a/ty")]),
    # Of names.
    ({"a\n": NUMBER}, [("M401", "/a\n")]),
    ({"keyframes\n": NUMBER}, [("M401", "/keyframes\n")]),
    ({"a/b~": NUMBER}, [("M401", "/a~1b~0")]),
    ({"cafe\u0301": NUMBER}, [("M401", "/cafe\u0301")]),
    ({"_": 5}, [("M401", "/_"), ("M405", "/_")]),
    ({"$": NUMBER}, [("M404", "/$")]),
    ({"$shema": "x"}, [("M404", "/$shema")]),
    ({"$note": 5}, [("M404", "/$note"), ("M405", "/$note")]),
    ({"k_e_y_f_r_a_m_e_s": NUMBER}, [("M403", "/k_e_y_f_r_a_m_e_s")]),
    ({"größe": {"ty": "embedding", "size": 8}}, [("M402", "/größe")]),
    ({"a b": "embedding"}, [("M414", ""), ("M412", "/a b")]),
    ({"a": NUMBER, "A": NUMBER, "_a": NUMBER}, [("M411", "/A"), ("M411", "/_a")]),
    ({"-": NUMBER, "_": NUMBER}, [("M401", "/-"), ("M401", "/_")]),
    ({"$schema": "x", "schema": NUMBER}, []),
    # Of both forms.
    ({"a": "number", "b": NUMBER, "c": "string"}, [("M415", "/b")]),
    ({"a": NUMBER, "b": "uuid"}, [("M406", "/b")]),
    ({"a": NUMBER, "b": 5, "c": "string", "d": "x"}, [("M405", "/b"), ("M415", "/c"), ("M406", "/d")]),
    ({"a": {"ty": "embedding", "size": 4096.0}}, [("M413", "/a/size")]),
]  # fmt: skip


@pytest.mark.parametrize(("document", "found"), FAULTS, ids=lambda it: str(it)[:70])
def test_one_fault_is_one_finding(document: JSON, found: list[tuple[str, str]]) -> None:
    """At the value that is wrong, or at the object that lacks something."""
    assert _found(_check(document)) == found


@pytest.mark.parametrize(
    ("document", "message", "help_"),
    [
        ({"a": [1]}, '"a" must be an object with "ty", got a list', '{"ty": "boolean"}'),
        ({"$schema": [1]}, '"$schema" must be a string, got a list', "Give the value"),
        ({"a": {}}, '"a" lacks "ty"', 'Add "ty"'),
        ({"a": {"ty": "enum"}}, '"a" lacks "values"', 'Add "values"'),
        (
            {"a": {"ty": "tombstone", "deleted_ty": {"ty": "embedding"}}},
            '"deleted_ty" lacks "size"',
            'Add "size"',
        ),
        (
            {"a": {"ty": "enum", "values": [str(number) for number in range(300)]}},
            '"values" must have 1 to 256 entries, got 300',
            "Give the value",
        ),
        ({"a": {"ty": "float"}}, '"a" has the type "float", which does not exist', '"number"'),
        ({"a": {"ty": "long_string"}}, 'type "long_string"', 'Write "text"'),
        ({"a": {"ty": "strnig"}}, 'type "strnig"', 'Write "varchar"'),
        ({"a": {"ty": "zebra"}}, 'type "zebra"', "Use one of number, varchar"),
        ({"a": {"ty": "variant", "hint": "bool"}}, 'hint "bool"', 'Write "boolean"'),
        ({"a": {"ty": "variant", "hint": "vector"}}, 'hint "vector"', 'Write "ty": "embedding"'),
        ({"a": {"ty": "variant", "hint": "zebra"}}, 'hint "zebra"', "Use one of number"),
        ({"a": "varchar"}, "which the flat form does not know", 'Write "string"'),
        ({"a": "text"}, "which the flat form does not know", 'Write "long_string"'),
        ({"a": "uuid"}, "which the flat form does not know", '{"ty": "uuid"}'),
        ({"a": "user"}, "which the flat form does not know", '{"ty": "user"}'),
        ({"a": "str"}, "which does not exist", 'Write "string"'),
        ({"a": "zebra"}, "which does not exist", "embedding, long_string"),
        ({"a": {"ty": "variant", "Hint": "text"}}, '"Hint" is no member', 'Write "hint"'),
        ({"a": {"ty": "variant", "x": "text"}}, '"x" is no member', "Remove the member"),
        ({"$Schema": "x"}, "begins with a reserved $", 'Write "$schema"'),
        ({"": NUMBER}, "The name of a key is empty", "letters, digits"),
        ({"..": NUMBER}, '".." has no letter or digit', "letters, digits"),
        ({"a\x1b[31m": NUMBER}, r'"\u001b" and "["', "letters, digits"),
        ({"keyframes": NUMBER}, '"keyframes" is reserved', "another name"),
        ({"key frames": NUMBER}, '"key frames" counts as "keyframes"', "another name"),
    ],
    ids=str,
)
def test_findings_say_what_to_do(document: JSON, message: str, help_: str) -> None:
    """In words about this very fault."""
    (finding,) = _check(document).findings
    assert message in finding.message
    assert help_ in finding.help


@pytest.mark.parametrize(
    ("data", "code", "message", "help_"),
    [
        (b" ", "J001", "holds no document", "metadata schema"),
        (b"[]", "J002", "An Encord metadata schema is one JSON object, this is a list", '"shift"'),
        (b"5", "J002", "this is a single value", '"shift"'),
        (b"{} {}", "J007", "a second document", "one object"),
        (b'{"a": {"ty": "number"}', "J005", "", ""),
        (b'{"a": {"ty": "number"}} x', "J006", "", ""),
        (b'{"a": {"ty": "number"},}', "J103", "", ""),
        (b'\xef\xbb\xbf{"a": {"ty": "number"}}', "J003", "", ""),
        (b'{"a": {"ty": "number"}, "a": {"ty": "text"}}', "J201", "", ""),
        (b'{"a\\ud83d": {"ty": "number"}}', "J112", "", ""),
        (b'{"a": {"ty": "embedding", "size": NaN}}', "J109", "", ""),
    ],
)
def test_faults_of_the_text_are_told_in_terms_of_schemas(
    data: bytes, code: str, message: str, help_: str
) -> None:
    """Each is one finding, and none speaks of sections, items or manifests."""
    (finding,) = _check(data).findings
    assert finding.code == code
    assert message.lower() in finding.message.lower()
    assert help_ in finding.help
    for word in ("section", "item", "manifest"):
        assert word not in finding.message + finding.help


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
@pytest.mark.parametrize("known", [FORCED, Settings()], ids=["forced", "found"])
def test_a_schema_that_breaks_off_is_never_clean(path: Path, known: Settings) -> None:
    """At every byte of a good one: its end is what is wrong, and nothing is guessed besides."""
    data = path.read_bytes().rstrip()
    step = 1 if len(data) < 700 else 3
    for end in range(0, len(data), step):
        report = _check(data[:end], known)
        assert report.errors >= 1
        assert {finding.code[0] for finding in report.findings} == {"J"}


# --- one schema, two engines --------------------------------------------------------------

ODD_VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 1.0, 512.0, 1.5, 1e300, 2**70, "", "x", "UTC", "F32", "number",
    "string", "tombstone", "\n", [], [[]], ["a"], ["a", 5], ["a"] * 257, {}, {"": 1}, NUMBER,
    {"ty": "tombstone"}, {"url": 5}, {"url": "x", "client_only": None},
]  # fmt: skip
ODD_NAMES = [
    "", "7", "007", "a", "a\n", "\n", "-", "$schema", "$schema\n", "$x", "keyframes", "key.frames",
    "keyframes\n", "é", "\u00b2", "\u2192", "\x7f", "a^", "a[", "ty",
]  # fmt: skip


def _errors(value: object, engine: EngineName) -> list[Any]:
    return sorted(validator(SCHEMA, engine).errors(value), key=repr)


def _agree(value: object) -> None:
    fast, slow = _errors(value, "jsonschema-rs"), _errors(value, "jsonschema")
    assert fast == slow
    for engine in ("jsonschema-rs", "jsonschema"):
        assert validator(SCHEMA, engine).all_valid([value]) is not bool(fast)


def test_both_engines_agree_on_odd_members() -> None:
    """Whatever stands under whatever name, and under whatever member of a type."""
    for name in ODD_NAMES:
        for value in ODD_VALUES:
            _agree({name: value})
    for ty in (*TYPES, "nmber", None):
        members = members_of(ty) if ty else None
        for member in ("ty", "x", *(members.known if members else ())):
            for value in ODD_VALUES:
                changed = {"ty": ty, member: value}
                _agree({"a": changed})
                _agree({"7": {"ty": "tombstone", "deleted_ty": changed}})


@contextmanager
def _without_jsonschema_rs() -> Iterator[None]:
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


def test_reports_are_the_same_by_both_engines() -> None:
    """Not a word of a finding depends on the engine."""
    documents = [document for document, _ in FAULTS]
    fast = [_check(document) for document in documents]
    with _without_jsonschema_rs():
        slow = [_check(document) for document in documents]
    assert fast == slow


def test_the_schema_and_the_rules_agree_on_names_in_ascii() -> None:
    """What the JSON Schema refuses of ASCII is what the rules call an error."""
    separated = [sep.join("keyframes") for sep in ("", ".", "-", "_", " ", "-.", "x")]
    names = [chr(code) for code in range(128)] + [f"a{chr(code)}b" for code in range(128)]
    names += [f"{chr(code)}-" for code in range(128)] + separated
    names += [f"{name}{end}" for name in ("site", *separated) for end in ("\n", ".", "-\n", "s")]
    for name in names:
        errors = {code for code, _ in _found(_check({name: NUMBER}))} & {"M401", "M403", "M404"}
        assert bool(_errors({name: NUMBER}, "jsonschema-rs")) is bool(errors), repr(name)


def test_the_types_of_the_program_are_those_of_the_schema() -> None:
    """Each `ty` and each word of the flat form passes; every type has a list of members."""
    complete: dict[str, JSON] = {"enum": {"values": ["x"]}, "embedding": {"size": 1}}
    for ty in TYPES:
        assert members_of(ty) is not None
        assert _check({"a": {"ty": ty, **complete.get(ty, {})}}).status == "clean"
    assert members_of("nmber") is None
    for word in LEGACY:
        assert _found(_check({"a": word})) == [("M414", "")]


# --- what it is counted and summed up as --------------------------------------------------


def test_items_are_keys() -> None:
    """All of them, deleted ones too; `$schema` is none."""
    report = _check({"$schema": "x", "a": NUMBER, "b": {"ty": "tombstone"}, "c": 5})
    assert (report.items, report.urls) == (3, 0)


def test_the_summary_counts_keys() -> None:
    """And items and URLs where there is a manifest as well."""
    schema = _check({"a": NUMBER, "b": NUMBER})
    manifest = _check({"videos": [{"objectUrl": URL}]}, Settings())
    assert summary(Report((schema,))) == "All clean: 1 file (2 keys)."
    both = "All clean: 2 files (1 item, 1 URL, 2 keys)."
    assert summary(Report((schema, manifest))) == both


# --- the worst that can come --------------------------------------------------------------


def test_depth_is_no_hindrance() -> None:
    """A thousand levels are read wherever they stand; more are one finding."""
    places = (
        b"%b", b'{"a": %b}', b'{"a": {"ty": %b}}', b'{"a": {"ty": "enum", "values": %b}}',
        b'{"a": {"ty": "tombstone", "deleted_ty": %b}}', b'{"a": {"ty": "text", "x": %b}}',
        b'{"a": {"ty": "embedding", "size": 1, "api": {"x": %b}}}', b'{"$schema": {"a": %b}}',
    )  # fmt: skip
    for place in places:
        for opener, closer in ((b"[", b"]"), (b'{"ty":', b"}"), (b'{"deleted_ty":', b"}")):
            data = place % (opener * 1000 + b"1" + closer * 1000)
            for known in (FORCED, Settings()):
                report = _check(data, known)
                assert "J008" not in {finding.code for finding in report.findings}
            deep = _check(place % (opener * 50_000 + b"1" + closer * 50_000))
            assert "J008" in {finding.code for finding in deep.findings}


@pytest.mark.parametrize(
    "name",
    ["a" * 400_000 + "!", "-" * 400_000, "keyframe" * 50_000, "é" * 200_000, "-k" * 200_000 + "\n"],
    ids=lambda name: repr(name[:4]),
)
def test_long_names_do_not_hang(name: str) -> None:
    """No pattern looks at a name again and again: that would take hours here."""
    _check(
        {name: NUMBER, name + "x": {"ty": name, name: name}, "b": {"ty": "variant", "hint": name}}
    )


def test_many_keys_and_values_are_counted() -> None:
    """Two thousand keys, and an enum of as many repeats, under the usual caps."""
    many = {f"key {number}": 5 for number in range(2_000)}
    report = _check(many, Settings(kind=KIND))
    assert (report.items, report.errors, len(report.findings)) == (2_000, 2_000, 100)
    report = _check({"a": {"ty": "enum", "values": ["x"] * 2_000}}, Settings(kind=KIND))
    assert (report.errors, report.warnings) == (1, 1_999)


# --- rules that fail ----------------------------------------------------------------------


class BrokenError(Exception):
    """What a broken rule raises."""


def _break(*_: object) -> Any:
    raise BrokenError


BUSY = b'{"a/": {"ty": "nmber"}, "b": {"type": 1}, "c": {}, "d": "number", "a ": 5, "$x": "y"}'
MADE = [
    (rule, kind)
    for rule in folder("metadata_schema")
    for kind in ("member", "track", "translate", "claims")
    if getattr(rule, kind) is not None
]


@pytest.mark.parametrize(("rule", "kind"), MADE, ids=lambda it: getattr(it, "code", it))
def test_a_rule_that_raises_is_recorded_and_the_others_run(
    monkeypatch: pytest.MonkeyPatch, rule: AnyRule, kind: str
) -> None:
    """The failure bears the rule's code; the findings of the others stay."""
    sound = {f for f in _check(BUSY).findings if f.code != rule.code}

    def changed(name: str) -> tuple[AnyRule, ...]:
        changes: dict[str, Any] = {kind: _break}
        return tuple(replace(it, **changes) if it is rule else it for it in folder(name))

    monkeypatch.setattr(rulebook, "folder", changed)
    report = manifestry.check(BUSY, FORCED).files[0]
    assert {failure.code for failure in report.failures} == {rule.code}
    assert sound <= set(report.findings)


def test_a_member_that_is_no_key_has_nothing_to_be_said_of() -> None:
    """Whatever stands under `$schema`."""
    for value in (NUMBER, "number", None):
        key = Key("$schema", value)
        assert (key.verdict, key.form, list(key.types())) == ("good", None, [])


# --- reading it ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_a_valid_fixture_can_be_read(path: Path) -> None:
    """From its path, its bytes, compressed bytes and as an object, with the same result."""
    data = path.read_bytes()
    document = json.loads(data)
    schema = read_schema(path)
    assert list(schema) == [key for key in document if key != "$schema"]
    assert schema == read_schema(data) == read_schema(gzip.compress(data)) == read_schema(document)
    assert read_schema(schema.to_json()) == schema


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.name)
def test_only_an_error_keeps_a_fixture_from_being_read(path: Path) -> None:
    """It is told with its place; what is only doubtful is read."""
    (finding,) = manifestry.check(path).findings
    if finding.severity != "error":
        assert isinstance(read_schema(path), MetadataSchema)
        return
    with pytest.raises(ConfigError) as caught:
        read_schema(path)
    assert str(caught.value) == (
        f"{path}:{finding.line}:{finding.column}: {finding.code} {finding.message}"
    )


def test_deep_nesting_is_no_hindrance_to_reading() -> None:
    """What the check lets pass is read, also where other parsers stop."""
    data = b'{"a": {"ty": "text", "x": ' + b"[" * 900 + b"]" * 900 + b"}}"
    assert list(read_schema(data)) == ["a"]


def test_errors_that_are_not_listed_count() -> None:
    """A schema is refused however many doubtful things come before what is wrong."""
    more = {f"k{n}": {"ty": "text", **dict.fromkeys("abcdefgh")} for n in range(200)}
    noisy = {
        **more,
        **{f"é{n}": NUMBER for n in range(200)},
        **{f"{n}/": NUMBER for n in range(200)},
    }
    with pytest.raises(ConfigError, match="100 more errors are not listed"):
        read_schema(noisy)


def test_a_faulty_schema_in_toml_names_the_keys_at_fault(tmp_path: Path) -> None:
    """Its lines are not known any more when its types are judged."""
    path = tmp_path / "keys.toml"
    path.write_text('site = "text"\nlook = "embedding(0)"\n')
    with pytest.raises(ConfigError, match=r"keys\.toml: M405 .*, got 0 \(/look/size\)$"):
        read_schema(path)


def test_a_manifest_in_place_of_a_schema_is_told_as_such() -> None:
    """Not as a schema with wrong keys; the mix-up is one of the order of arguments."""
    with pytest.raises(ConfigError, match="this is an Encord import manifest, not a metadata sch"):
        read_schema(b'{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}]}')
    assert list(read_schema(b'{"videos": {"ty": "text"}, "images": {"ty": "number"}}'))


def test_the_name_of_a_key_is_a_string() -> None:
    """In an object of Python it may be anything."""
    with pytest.raises(ConfigError, match="the name of a key must be a string, got 1"):
        read_schema({1: "number"})  # type: ignore[dict-item]


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A missing file, and bytes that are no UTF-8 at all."""
    with pytest.raises(UnreadableError, match=r"none\.json: no such file"):
        read_schema(tmp_path / "none.json")
    with pytest.raises(UnreadableError, match="the metadata schema: is UTF-16"):
        read_schema('{"a": {}}'.encode("utf-16"))
