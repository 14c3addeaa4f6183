"""The JUnit report: well-formed, of the shape that its readers agree on."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from manifestry.findings import Report, Severity
from manifestry.report import Look, render
from tests.reports import BROKEN, CLEAN, FILE, FINDING, MISSING, hostile, invalid, of

SHAPE = {
    "testsuites": ({"name", "tests", "failures", "errors", "time"}, {"testsuite"}),
    "testsuite": (
        {"name", "file", "tests", "failures", "errors", "skipped", "time"},
        {"properties", "testcase"},
    ),
    "properties": (set(), {"property"}),
    "property": ({"name", "value"}, set()),
    "testcase": ({"name", "classname", "time"}, {"failure", "error", "system-out"}),
    "failure": ({"type", "message"}, set()),
    "error": ({"type", "message"}, set()),
    "system-out": (set(), set()),
}
"""What may stand in each element: its attributes, all of them there, and its children.

It is the part of the schema of Jenkins' xUnit plugin that the report needs; its test cases have no
attribute for a file.
"""


def suites(report: Report, look: Look | None = None) -> ET.Element:
    """The document, of that shape, its numbers true and its test cases all different."""
    text = render(report, "junit", look)
    assert text.isascii()
    root = ET.fromstring(text)
    assert root.tag == "testsuites"
    for element in root.iter():
        attributes, children = SHAPE[element.tag]
        assert set(element.attrib) == attributes
        assert {child.tag for child in element} <= children
    for suite in [root, *root]:
        for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
            assert int(suite.attrib[name]) == len(suite.findall(f".//{tag}"))
    for suite in root:
        names = [case.attrib["name"] for case in suite.iter("testcase")]
        assert len(set(names)) == len(names)
    return root


def test_every_invalid_fixture() -> None:
    """A suite for each document."""
    assert len(suites(invalid())) == len(invalid().files)


def test_hostile_text() -> None:
    """It is all there as text, and nothing of it is markup or forbidden."""
    root = suites(hostile())
    assert len(root) == len(hostile().files)
    words = "".join(root.itertext())
    assert "</script><script>alert(1)</script>" in words
    assert "]]>" in words
    assert "\\u202e" in words
    assert "\\ufffe" in words


def test_a_clean_document() -> None:
    """It is a test that passed."""
    (case,) = suites(Report((CLEAN,))).iter("testcase")
    assert (case.attrib["name"], list(case)) == ("can be read", [])


def test_a_rule_is_a_test() -> None:
    """Whatever it found in a document is one failure, with every place in it."""
    second = replace(FINDING, line=40, end_line=40)
    root = suites(of(FINDING, second))
    (failure,) = root.iter("failure")
    assert failure.attrib["message"] == f"{FINDING.message} (and 1 more)"
    assert failure.text is not None
    assert "imports/a.json:12:14: error:" in failure.text
    assert "imports/a.json:40:14: error:" in failure.text


@pytest.mark.parametrize(("level", "failures"), [(Severity.ERROR, 0), (Severity.WARNING, 1)])
def test_failing_level(level: Severity, failures: int) -> None:
    """A test fails when the command does; what is milder is said all the same."""
    root = suites(of(replace(FINDING, severity=Severity.WARNING)), Look(fail_on=level))
    assert len(list(root.iter("failure"))) == failures
    assert FINDING.message in "".join(root.itertext())


def test_the_worst_speaks() -> None:
    """The message of a failure is that of its worst finding."""
    mild = replace(FINDING, severity=Severity.INFO, message="mild")
    (failure,) = suites(of(mild, FINDING)).iter("failure")
    assert failure.attrib["message"].startswith(FINDING.message)
    assert failure.attrib["type"] == "error"


def test_what_went_wrong() -> None:
    """Unreadable files and rules that fail are errors, not failures; caps are told."""
    root = suites(Report((MISSING, BROKEN, replace(FILE, truncated=3))))
    assert [(each.attrib["type"], each.attrib["message"]) for each in root.iter("error")] == [
        ("unreadable", "no such file"),
        ("internal-error", "TypeError: unhashable at /videos/0"),
    ]
    assert "3 more findings not listed" in "".join(root.itertext())


def test_tool() -> None:
    """Each suite says what it was made by and what the document is."""
    values = {
        each.attrib["name"]: each.attrib["value"] for each in suites(of(FINDING)).iter("property")
    }
    assert values.keys() == {"name", "version", "rule_set", "facts", "kind", "items", "urls"}


def test_a_secret_in_a_pointer() -> None:
    """Keys may be signed URLs."""
    finding = replace(FINDING, pointer="/a/https:~1~1b.example~1c?sig=hush")
    assert "hush" not in render(of(finding), "junit")
