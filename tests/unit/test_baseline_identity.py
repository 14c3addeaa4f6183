"""By what a finding is known again: for every rule, by its own examples."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any, cast

import pytest

from manifestry.baseline.identity import SAID_ONCE, SAID_ONCE_A_KEY, identity
from manifestry.engine.api import check_stream
from manifestry.findings import Excerpt, FileReport, Finding, Severity
from manifestry.rules.base import Bad
from manifestry.rules.catalogue import catalogue
from manifestry.settings import Settings

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
    findings = [each for each in found(text, bad).findings if each.code == code]
    return Counter(identity(each).fingerprint for each in findings)


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
    assert identity(one).fingerprint == identity(other).fingerprint


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
    (finding(marked=LONG, more=40), finding(marked=LONG, more=41)),
    (finding(marked='"cam 2"'), replace(finding(marked='"cam 2"'), code="E102")),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different(one: Finding, other: Finding) -> None:
    """Numbers that are content make a difference; a value that is cut is known by its length."""
    assert identity(one).fingerprint != identity(other).fingerprint


def test_long_values_are_told_apart_by_what_the_message_quotes() -> None:
    """Two URLs that begin alike and are of one length are still two faults."""
    folder = "s3://acme-media/" + 100 * "a"
    seen = set()
    for name in ("0001.mp4", "0002.mp4"):
        text = json.dumps({"videos": [{"objectUrl": f"{folder} {name}"}]})
        file = found(text, Bad(text, ""))
        seen |= {identity(each).fingerprint for each in file.findings}
    assert len(seen) == 2


def test_secrets_stay_out() -> None:
    """Nothing of a signature or a password is kept, for whoever can read a baseline."""
    text = '{"videos": [{"objectUrl": "https://me:pw123@acme.example/a b.mp4?sig=abc123"}]}'
    for each in found(text, Bad(text, "")).findings:
        said = " ".join(identity(each))
        assert "pw123" not in said
        assert "abc123" not in said
