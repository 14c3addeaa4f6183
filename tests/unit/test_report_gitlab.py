"""The report for GitLab's Code Quality."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from manifestry.findings import Report, Severity
from manifestry.report import render
from tests.reports import BROKEN, CLEAN, FINDING, MISSING, hostile, invalid, of

SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def issues(report: Report) -> list[dict[str, Any]]:
    """The list, each of whose objects has what GitLab needs."""
    text = render(report, "gitlab")
    assert text.isascii()
    assert text.endswith("]\n")
    found = json.loads(text)
    for issue in found:
        assert issue["description"]
        assert issue["check_name"]
        assert issue["severity"] in SEVERITIES
        assert not issue["location"]["path"].startswith("./")
        assert 1 <= issue["location"]["lines"]["begin"] <= issue["location"]["lines"]["end"]
    assert len({issue["fingerprint"] for issue in found}) == len(found)
    return list(found)


def test_every_invalid_fixture() -> None:
    """An issue for each finding, the missing file and the broken rule."""
    assert len(issues(invalid())) == len(invalid().findings) + 2


def test_hostile_text() -> None:
    """Nothing invisible reaches the description."""
    for issue in issues(hostile()):
        assert not set(issue["description"]) & set("\x1b\x9b\u202e\u2066\x00\r\n")


def test_nothing() -> None:
    """A clean run is an empty list, which takes earlier issues away."""
    assert issues(Report((CLEAN,))) == []


@pytest.mark.parametrize(
    ("severity", "name"), [("error", "major"), ("warning", "minor"), ("info", "info")]
)
def test_severities(severity: str, name: str) -> None:
    """The two worst words are for what is not the data's fault."""
    (issue,) = issues(of(replace(FINDING, severity=Severity(severity))))
    assert issue["severity"] == name
    assert issue["location"] == {"path": "imports/a.json", "lines": {"begin": 12, "end": 12}}
    assert issue["check_name"] == "E101 wrong-type"
    assert issue["engine_name"].startswith("manifestry ")


def test_what_went_wrong() -> None:
    """Unreadable files, rules that fail, and what is not listed."""
    found = issues(Report((MISSING, BROKEN, *of(truncated=3).files)))
    assert [(issue["check_name"], issue["severity"]) for issue in found] == [
        ("unreadable", "blocker"),
        ("internal-error", "critical"),
        ("not-listed", "info"),
    ]
    assert found[2]["description"] == "3 more findings not listed"


def test_a_secret_in_a_pointer() -> None:
    """Keys may be signed URLs."""
    finding = replace(FINDING, pointer="/a/https:~1~1b.example~1c?sig=hush")
    assert "hush" not in render(of(finding), "gitlab")
