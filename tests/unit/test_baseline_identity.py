"""By what a finding is known again: for every rule, by its own examples."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from urllib.parse import urljoin

import pytest

from manifestry.baseline.identity import SAID_ONCE, SAID_ONCE_A_KEY, identity
from manifestry.baseline.steps import SHAPES, without_indexes
from manifestry.document.places import MAX_EXCERPT
from manifestry.engine.api import check_stream
from manifestry.findings import Excerpt, FileReport, Finding, Severity
from manifestry.rules.base import Bad
from manifestry.rules.catalogue import catalogue
from manifestry.schemas_index import resolve
from manifestry.settings import Settings

ROOT = Path(__file__).parents[2]
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_CLEAN = {
    "videos": '{"objectUrl": "s3://acme-media/clean.mp4", "title": "clean"}',
    "images": '{"objectUrl": "s3://acme-media/clean.jpg", "title": "clean"}',
    "audio": '{"objectUrl": "s3://acme-media/clean.mp3", "title": "clean"}',
    "image_groups": '{"title": "clean", "objectUrl_0": "s3://acme-media/clean.jpg"}',
    "dicom_series": '{"title": "clean", "objectUrl_0": "s3://acme-media/clean.dcm"}',
    "text_files": '{"objectUrl": "s3://acme-media/clean.txt", "title": "clean"}',
    "pdfs": '{"objectUrl": "s3://acme-media/clean.pdf", "title": "clean"}',
    "nifti": '{"objectUrl": "s3://acme-media/clean.nii", "title": "clean"}',
}
_LIST = re.compile(rf'"({"|".join(_CLEAN)})"\s*:\s*\[(?!\s*\])')


def found(text: str, bad: Bad) -> FileReport:
    """The verdict on a text, under the settings of an example."""
    settings: dict[str, Any] = dict(bad.settings)
    settings |= {"max_findings": 0, "max_findings_per_rule": 0}
    read = BytesIO(text.encode()).read
    return cast("FileReport", check_stream(read, "example.json", Settings(**settings)))


def identities(text: str, bad: Bad, code: str) -> Counter[str]:
    """The fingerprints of a rule's findings."""
    file = found(text, bad)
    findings = [each for each in file.findings if each.code == code]
    return Counter(identity(each, file.kind).fingerprint for each in findings)


def is_json(text: str) -> bool:
    """Whether a text is one JSON document."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


EXAMPLES = [
    pytest.param(code, bad, id=f"{code}-{number}")
    for code, rule in catalogue().items()
    if not rule.always
    for number, bad in enumerate(rule.bad)
    if isinstance(bad.text, str) and len(bad.text) < 100_000 and is_json(bad.text)
]

LAYOUTS: dict[str, Callable[[list[str]], str]] = {
    "one line": "".join,
    "a token a line": "\n".join,
    "indented": "\n        ".join,
    "spaced": "  ".join,
}


@pytest.mark.parametrize(("code", "bad"), EXAMPLES)
def test_it_does_not_depend_on_the_layout(code: str, bad: Bad) -> None:
    """However a document is indented, a fault in it is the same."""
    text = str(bad.text)
    usual = identities(text, bad, code)
    assert usual
    tokens = _TOKEN.findall(text)
    for layout, join in LAYOUTS.items():
        assert identities(join(tokens), bad, code) == usual, layout


SECTIONED = [
    param
    for param in EXAMPLES
    if _LIST.search(str(cast("Bad", param.values[1]).text)) and param.values[0] != "M302"
]  # M302 is about what all other items have: one more that lacks it is no fault any more


@pytest.mark.parametrize(("code", "bad"), SECTIONED)
def test_it_does_not_depend_on_items_before(code: str, bad: Bad) -> None:
    """A fault in an item is the same when other items come before it."""
    text = str(bad.text)
    more = _LIST.sub(lambda match: f"{match[0]}{_CLEAN[match[1]]}, ", text, count=1)
    assert identities(text, bad, code) <= identities(more, bad, code)


def reversed_items(value: Any) -> Any:
    """A document with the items of each list at its top in reverse."""
    if isinstance(value, list):
        return value[::-1]
    return {key: items[::-1] if isinstance(items, list) else items for key, items in value.items()}


MANY = [param for param in EXAMPLES if param.values[0] in SAID_ONCE | SAID_ONCE_A_KEY]


@pytest.mark.parametrize(("code", "bad"), MANY)
def test_one_that_stands_for_many_does_not_depend_on_which_is_first(code: str, bad: Bad) -> None:
    """What is said once is the same, whichever of the items is pointed at."""
    turned = json.dumps(reversed_items(json.loads(str(bad.text))))
    assert identities(turned, bad, code) == identities(str(bad.text), bad, code)


def test_only_rules_that_look_across_items_stand_for_many() -> None:
    """The others point at each fault."""
    rules = catalogue()
    assert {rules[code].track is not None for code in SAID_ONCE | SAID_ONCE_A_KEY} == {True}


def finding(
    message: str = "it", pointer: str = "/videos/0/title", marked: str = "7", more: int = 0
) -> Finding:
    """A finding at a value, which is `more` code points longer than its excerpt shows."""
    return Finding(
        code="E101",
        name="wrong-type",
        severity=Severity.ERROR,
        message=message,
        pointer=pointer,
        line=3,
        column=5,
        end_line=3,
        end_column=5 + len(marked) + more,
        help="",
        excerpt=Excerpt(f"abc {marked}, more", 4, 4 + len(marked)),
    )


MANIFEST = "encord-manifest"
LONG = '"s3://acme-media/' + 70 * "a"

SAME = [
    (finding(pointer="/videos/0/title"), finding(pointer="/videos/12/title")),
    (finding("3 of 12 items"), finding("4 of 1,013 items")),
    (finding("repeats /videos/0/title."), finding("repeats /images/3/title.")),
    (finding(marked='"caf\\u00e9"'), finding(marked='"caf\u00e9"')),
    (finding(marked='{"a": 1}'), finding(marked="{")),
    (finding(marked=LONG, more=40), finding(marked=LONG[:79] + "\u2026", more=len(LONG) - 40)),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same(one: Finding, other: Finding) -> None:
    """Indexes, counts, places of other items and spelling make no difference."""
    assert identity(one, MANIFEST).fingerprint == identity(other, MANIFEST).fingerprint


DIFFERENT = [
    (finding(marked="7"), finding(marked="8")),
    (finding(marked="7"), finding(marked='"7"')),
    (finding(marked="1.0"), finding(marked="1.00")),
    (finding('the title is "cam 2"'), finding('the title is "cam 3"')),
    (finding(r'"a \" 2" is'), finding(r'"a \" 3" is')),
    (
        finding(pointer="/image_groups/0/objectUrl_2"),
        finding(pointer="/image_groups/0/objectUrl_3"),
    ),
    (finding(pointer="/0/tags/00080018"), finding(pointer="/0/tags/00080019")),
    (finding(pointer="/0/tags/20080018"), finding(pointer="/0/tags/20080019")),
    (finding(pointer="/videos/0/cam 2"), finding(pointer="/videos/0/cam 3")),
    (finding(pointer="/videos/0/2023"), finding(pointer="/videos/0/2024")),
    (
        finding(pointer="/videos/0/clientMetadata/2023/a"),
        finding(pointer="/videos/0/clientMetadata/2024/a"),
    ),
    (finding(marked=LONG, more=40), finding(marked=LONG, more=41)),
    (finding(marked='"cam 2"'), replace(finding(marked='"cam 2"'), code="E102")),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different(one: Finding, other: Finding) -> None:
    """Numbers that are content make a difference; a value that is cut is known by its length."""
    assert identity(one, MANIFEST).fingerprint != identity(other, MANIFEST).fingerprint


@pytest.mark.parametrize(
    ("kind", "pointer", "expected"),
    [
        (MANIFEST, "/videos/7/title", "/videos/#/title"),
        (MANIFEST, "/videos/7/2023/5", "/videos/#/2023/5"),
        (MANIFEST, "/2023/7", "/2023/7"),
        (MANIFEST, "/vidoes/7", "/vidoes/7"),
        (MANIFEST, "/videos/7/clientMetadata/events/3", "/videos/#/clientMetadata/events/3"),
        (
            MANIFEST,
            "/image_groups/7/clientMetadata_1/events/3",
            "/image_groups/#/clientMetadata_1/events/3",
        ),
        (MANIFEST, "/scenes/0/scene/layout/timeline/3", "/scenes/#/scene/layout/timeline/#"),
        (
            MANIFEST,
            "/dicom_series/1/dicomMetadata/2/tags/00080018/Value/0",
            "/dicom_series/#/dicomMetadata/#/tags/00080018/Value/#",
        ),
        ("ango-export", "/7/task/tools/12/polygon/0/1", "/#/task/tools/#/polygon/#/#"),
        ("ango-export", "/7/task/tools/12/2023", "/#/task/tools/#/2023"),
        ("ango-export", "/7/contextData/tools/2023", "/#/contextData/tools/2023"),
        ("ango-import", "/7/dataset/2", "/#/dataset/#"),
        ("encord-csv", "/7/2023", "/#/2023"),
        ("encord-metadata-schema", "/site/values/2", "/site/values/#"),
        ("encord-metadata-schema", "/2023/2", "/2023/2"),
        (None, "/0/1", "/0/1"),
    ],
)
def test_only_what_is_certainly_an_index_is_one(
    kind: str | None, pointer: str, expected: str
) -> None:
    """A number behind a key that has a list; other numbers are keys."""
    assert without_indexes(pointer, kind) == expected


def test_keys_of_digits() -> None:
    """A fault that moves from one of them to another is a new one."""
    seen = set()
    for year in ("2023", "2024"):
        metadata = f'{{"{year}": {{"a": 1, "a": 2}}}}'
        text = f'{{"videos": [{{"objectUrl": "s3://acme-media/a.mp4", "clientMetadata": {metadata}}}]}}'
        seen |= set(identities(text, Bad(text, ""), "J201"))
    assert len(seen) == 2


def _arrays(schema: object, base: str) -> Iterator[tuple[object, str]]:
    """What the elements of lists have to be that a schema allows, and where that stands."""
    if not isinstance(schema, dict):
        return
    if "$ref" in schema:
        uri = urljoin(base, schema["$ref"])
        yield from _arrays(resolve(uri), uri.partition("#")[0])
    if "array" in (schema.get("type"), *_listed(schema.get("type"))):
        yield from ((each, base) for each in (schema.get("items"), *schema.get("prefixItems", ())))
    for word in ("anyOf", "oneOf", "allOf"):
        for each in schema.get(word, ()):
            yield from _arrays(each, base)


def _listed(types: object) -> list[object]:
    return types if isinstance(types, list) else []


def _properties(schema: object) -> Iterator[tuple[str, object]]:
    """Every property that a schema document describes."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield from schema["properties"].items()
        for each in schema.values():
            yield from _properties(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from _properties(each)


@pytest.mark.parametrize(
    ("kinds", "folder", "more"),
    [
        (("ango-export", "ango-import"), "ango", {"answer"}),
        (
            ("encord-manifest", "encord-metadata-schema"),
            "encord",
            {"Value", "dicomMetadata"},
        ),
    ],
)
def test_lists_are_those_of_the_schemas(
    kinds: tuple[str, ...], folder: str, more: set[str]
) -> None:
    """A key is known to have a list, or lists of lists, if a schema says so."""
    lists, nested = set(more), set()
    for path in (ROOT / "schemas" / folder).glob("*.json"):
        schema = json.loads(path.read_text("utf-8"))
        for key, value in _properties(schema):
            elements = list(_arrays(value, schema["$id"]))
            if any(True for each in elements for _ in _arrays(*each)):
                nested.add(key)
            elif elements:
                lists.add(key)
    shapes = [SHAPES[kind] for kind in kinds]
    known = frozenset[str]().union(*(shape.sections | shape.lists for shape in shapes))
    assert known == lists - {"frames"}  # these are free key-values, and often an object
    assert frozenset[str]().union(*(shape.nested for shape in shapes)) == nested


def cell(text: str) -> str:
    """The identity of a fault in a cell of CSV that is spelt like this, as a report shows it."""
    most = MAX_EXCERPT // 2
    marked = text if len(text) <= most else f"{text[: most - 1]}\u2026"
    found = finding(pointer="/3/title", marked=marked, more=len(text) - len(marked))
    return identity(found, "encord-csv").fingerprint


def test_cells() -> None:
    """Quotes around a cell make no difference, however long it is; what is in it does."""
    assert cell("cam 1") == cell('"cam 1"')
    assert cell('cam 6" pipe') == cell('"cam 6"" pipe"')
    assert cell("7") != cell("8")
    most = MAX_EXCERPT // 2
    for length in range(most - 4, most + 1):
        text = "a" * length
        assert cell(text) == cell(f'"{text}"')
        assert cell(text) != cell(f"{text}b")


def test_cells_of_a_table() -> None:
    """Quoting a cell in a file changes nothing that was found in it."""
    rows = "ObjectURL,Video title\ns3://acme media/{0}.mp4,cam 1\n"
    for name in ("a", "a" * 200):
        plain = rows.format(name)
        quoted = plain.replace(f"s3://acme media/{name}.mp4", f'"s3://acme media/{name}.mp4"')
        one, other = found(plain, Bad(plain, "")), found(quoted, Bad(quoted, ""))
        assert one.findings
        assert [identity(each, one.kind) for each in one.findings] == [
            identity(each, other.kind) for each in other.findings
        ]


def test_long_values_are_told_apart_by_what_the_message_quotes() -> None:
    """Two URLs that begin alike and are of one length are still two faults."""
    folder = "s3://acme-media/" + 100 * "a"
    seen = set()
    for name in ("0001.mp4", "0002.mp4"):
        text = json.dumps({"videos": [{"objectUrl": f"{folder} {name}"}]})
        file = found(text, Bad(text, ""))
        seen |= {identity(each, file.kind).fingerprint for each in file.findings}
    assert len(seen) == 2


def test_secrets_stay_out() -> None:
    """Nothing of a signature or a password is kept, for whoever can read a baseline."""
    text = '{"videos": [{"objectUrl": "https://me:pw123@acme.example/a b.mp4?sig=abc123"}]}'
    file = found(text, Bad(text, ""))
    assert file.findings
    for each in file.findings:
        said = " ".join(identity(each, file.kind))
        assert "pw123" not in said
        assert "abc123" not in said
