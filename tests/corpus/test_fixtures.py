"""The folder `fixtures` is what it says it is: file names are the expectations."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import manifestry
from manifestry.engine.schema import EngineName, validator
from manifestry.findings import FileReport, Severity
from manifestry.formats.encord.csv.reading import read_csv
from manifestry.rules.catalogue import catalogue

ROOT = Path(__file__).resolve().parents[2] / "fixtures"
KINDS = (
    "video", "audio", "image", "image-group", "image-sequence", "dicom", "text", "pdf", "nifti",
    "time-series", "scene", "multi-type",
)  # fmt: skip
OTHERS = {
    "csv": ("encord-csv", "encord/multi-type"),
    "metadata-schema": ("encord-metadata-schema", "encord/metadata-schema"),
    "ango-export": ("ango-export", "ango/export"),
    "ango-import": ("ango-import", "ango/import"),
}
"""The folders of documents that are no manifests: their kind, and their schema."""

DOCUMENT = "document"
"""The folder of what is wrong before one can speak of a kind."""

ENGINES: tuple[EngineName, ...] = ("jsonschema-rs", "jsonschema")

WITHOUT_FIXTURE = {
    "E008": "needs 500,001 items",
    "E009": "needs 1,000,001 URLs",
    "E010": "speaks only under --only",
    "E401": "speaks only in the profile strict-client-only",
    "E501": "never alone: E502 speaks of the key that the tags stand under",
    "E503": "never alone, likewise",
    "E504": "never alone, likewise",
    "E505": "never alone, likewise",
    "M002": "needs 10 MB of metadata",
    "M003": "needs more than 10 MB of metadata",
    **{code: "speaks only with a metadata schema" for code in catalogue() if code[:2] == "M2"},
    "M303": "is off by default",
    "A132": "speaks only under --now",
}
"""Rules that no small file shows by itself under the default settings, and why."""

BEYOND_SCHEMA = {
    "A142": "a comparison of assets",
    "A301": "which of the keys that may all stand there are geometries",
    "A308": "a comparison of two numbers",
    "A311": "a comparison of a number with the length of a list",
    "E207": "the parts of a URL",
    "E208": "the parts of a URL",
    "E306": "a comparison of keys",
    "E602": "a reference inside the scene",
    "E603": "a reference inside the scene",
    "E604": "a look at all streams of a scene",
    "E605": "a look at all events of a stream",
    "E610": "the handedness of axes",
    "E611": "a reference inside the layout",
    "E616": "two names of one key, each of which may stand there",
    "E619": "a reference inside the scene",
    "E620": "splits inside splits: the schema does not go into itself",
    "E622": "a reference inside the layout",
    "J003": "lost when the text is decoded",
    "J109": "a number to the parsers that let it pass",
    "J112": "a matter of encoding: parsers that let it pass give a string",
    "J201": "lost when the text is parsed",
    "J203": "lost when the text is parsed",
    "M004": "a character in metadata, which the schema leaves free",
    "M005": "a key in metadata, which the schema leaves free",
    "M102": "what a key is like, which depends on another value",
    "M109": "a key in metadata, which the schema leaves free",
    "M415": "a comparison of members",
}
"""Errors that JSON Schema cannot say, or ours does not, and what they would take."""


class Expected(NamedTuple):
    """What the name of an invalid fixture says."""

    path: Path
    code: str
    name: str
    line: int
    column: int

    @property
    def kind(self) -> str:
        """The folder it is in."""
        return self.path.parent.name


def _expected(path: Path) -> Expected:
    match = re.fullmatch(
        r"([A-Z][0-9]{3})-([a-z0-9-]+)\.([0-9]+)-([0-9]+)\.(?:json|csv)", path.name
    )
    assert match is not None, f"{path.name} does not say what is wrong with it"
    code, name, line, column = match.groups()
    return Expected(path, code, name, int(line), int(column))


VALID = sorted(path for path in (ROOT / "valid").rglob("*") if path.is_file())
INVALID = [
    _expected(path)
    for path in sorted((ROOT / "invalid").rglob("*"))
    if path.suffix in (".json", ".csv")
]


def _id(value: object) -> str:
    path = value.path if isinstance(value, Expected) else value
    return f"{path.parent.name}/{path.name}" if isinstance(path, Path) else str(value)


def _check(path: Path) -> FileReport:
    report = manifestry.check(path).files[0]
    assert report.failures == ()
    assert report.error is None
    return report


def _manifest(data: bytes) -> dict[str, list[object]]:
    """The JSON manifest that a CSV manifest stands for."""
    sections: dict[str, list[object]] = {}
    for found in read_csv(BytesIO(data).read):
        sections.setdefault(found.section, []).append(found.item)
    return sections


def _parsed(path: Path) -> Any:
    data = path.read_bytes()
    if path.suffix == ".csv":
        return _manifest(data)
    if path.suffix == ".ndjson":
        return [json.loads(line) for line in data.splitlines() if line.strip()]
    return json.loads(gzip.decompress(data) if path.suffix == ".gz" else data)


def _fits(kind: str, value: object, engine: EngineName) -> bool:
    _, schema = OTHERS.get(kind, ("", f"encord/{kind}"))
    return validator(f"{schema}.schema.json", engine).all_valid([value])


# --- what is good -------------------------------------------------------------------------


@pytest.mark.parametrize("path", VALID, ids=_id)
def test_a_valid_fixture_is_clean(path: Path) -> None:
    """Nothing is said of a valid fixture, and its items are seen."""
    report = _check(path)
    assert report.findings == ()
    kind, _ = OTHERS.get(path.parent.name, ("encord-manifest", ""))
    assert (report.status, report.kind) == ("clean", kind)
    assert report.items >= 1


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("path", VALID, ids=_id)
def test_a_valid_fixture_fits_the_schema_of_its_kind(path: Path, engine: EngineName) -> None:
    """The folder's name is that of a published schema, which the file fits."""
    assert _fits(path.parent.name, _parsed(path), engine)


def test_every_kind_has_valid_and_invalid_fixtures() -> None:
    """There are folders for all kinds, and no others."""
    assert {path.parent.name for path in VALID} == {*KINDS, *OTHERS}
    assert {expected.kind for expected in INVALID} == {*KINDS, *OTHERS, DOCUMENT}


def test_the_example_of_everything_has_every_section() -> None:
    """The file that the documentation starts with shows all sections, once each."""
    schema = json.loads(
        (ROOT.parent / "schemas" / "encord" / "multi-type.schema.json").read_bytes()
    )
    other_names = {"text", "pdf", "upsert_metadata"}
    everything = _parsed(ROOT / "valid" / "multi-type" / "everything.json")
    assert set(everything) == set(schema["properties"]) - other_names


# --- what is wrong ------------------------------------------------------------------------


@pytest.mark.parametrize("expected", INVALID, ids=_id)
def test_an_invalid_fixture_has_the_finding_of_its_name(expected: Expected) -> None:
    """Exactly one finding is made, the one the name says, at the place the name says."""
    report = _check(expected.path)
    found = [(f.code, f.name, f.line, f.column) for f in report.findings]
    assert found == [(expected.code, expected.name, expected.line, expected.column)]
    assert report.status == "findings"


@pytest.mark.parametrize("expected", INVALID, ids=_id)
def test_a_finding_shows_the_line_it_speaks_of(expected: Expected) -> None:
    """The excerpt, where there is one, is part of that line, and the mark is at the column.

    Passwords and signatures in it are stars.
    """
    finding = _check(expected.path).findings[0]
    if finding.excerpt is None:  # of a whole document or list there is none
        assert finding.pointer.count("/") <= 1
        return
    text = expected.path.read_bytes().decode(errors="replace")
    line = text.split("\n")[expected.line - 1]
    marked = finding.excerpt.text[finding.excerpt.start : finding.excerpt.end].rstrip("…")
    there = line[expected.column - 1 :][: len(marked)]
    assert len(there) == len(marked)
    assert all(shown in (real, "*") for shown, real in zip(marked, there, strict=True))


def test_every_rule_has_a_fixture() -> None:
    """Each rule that can speak by itself has an invalid fixture; of the rest none has."""
    shown = {expected.code for expected in INVALID}
    assert shown == set(catalogue()) - set(WITHOUT_FIXTURE)


def test_a_rule_without_a_fixture_has_examples_with_settings() -> None:
    """What the default settings do not show, the rule's own examples do, with others."""
    for code in WITHOUT_FIXTURE:
        assert all(example.settings for example in catalogue()[code].bad), code


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("expected", INVALID, ids=_id)
def test_the_schema_refuses_errors_and_nothing_else(expected: Expected, engine: EngineName) -> None:
    """An error fails the schema of its kind if a schema can say it; what is doubtful passes."""
    if expected.kind in (DOCUMENT, "csv"):  # what is wrong with rows is no longer seen in items
        return
    try:
        value = _parsed(expected.path)
    except (ValueError, UnicodeDecodeError):
        assert expected.code.startswith("J")
        return
    is_error = catalogue()[expected.code].severity is Severity.ERROR
    refused = is_error and expected.code not in BEYOND_SCHEMA
    assert _fits(expected.kind, value, engine) is not refused


# --- the files themselves -----------------------------------------------------------------

FILES = sorted(path for path in ROOT.rglob("*") if path.is_file())


def test_names_are_legal_everywhere() -> None:
    """No name has a character, an ending or a spelling that some file system changes."""
    for path in FILES:
        name = path.name
        assert not re.search(r'[<>:"|?*\\\x00-\x1f]|[. ]\Z', name), name
        assert name == unicodedata.normalize("NFC", name)
        assert len(name.encode()) <= 200
    relative = Counter(str(path.relative_to(ROOT)).casefold() for path in FILES)
    assert max(relative.values()) == 1, "two names differ in case only"


def test_line_ends_are_kept() -> None:
    """One file has Windows line ends, one has none at all, and git leaves them alone."""
    windows = [path for path in FILES if path.suffix == ".json" and b"\r" in path.read_bytes()]
    assert [path.name for path in windows] == ["made on Windows (CRLF).json"]
    data = windows[0].read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") > 5
    assert b"\n" not in (ROOT / "valid" / "video" / "compact.json").read_bytes()
    assert "* -text\n" in (ROOT / ".gitattributes").read_text()


def test_some_names_are_awkward() -> None:
    """Spaces, brackets and letters beyond ASCII stand in names on purpose."""
    names = "".join(path.name for path in VALID)
    assert " " in names
    assert "(" in names
    assert not names.isascii()


def test_nothing_in_the_fixtures_opens_anything() -> None:
    """No signature, key or address in them is of any use."""
    for path in FILES:
        text = path.read_bytes().decode("latin-1")
        assert not re.search(r"AKIA[0-9A-Z]{12}|-----BEGIN|ya29\.|eyJ[A-Za-z0-9_-]{10}", text), path
        for signature in re.findall(r"Signature=([^\"&]*)", text):
            assert signature == "00"
