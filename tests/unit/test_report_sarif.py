"""The SARIF report: valid by its schema, and what hosts make alerts of."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

from manifestry.findings import Excerpt, Report, Severity
from manifestry.fixing import applied
from manifestry.report import Look, render
from manifestry.report.fingerprints import Fingerprints
from manifestry.report.kept import Kept, Shelf
from manifestry.report.places import relative, uri
from manifestry.report.sarif import MAX_RESULTS
from manifestry.report.tool import FACTS, rule_set
from manifestry.rules.catalogue import catalogue
from tests.reports import BROKEN, CLEAN, FILE, FINDING, MISSING, ROOT, hostile, invalid, of


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads((ROOT / "tests" / "data" / "sarif-2.1.0.json").read_text("utf-8"))
    return Draft202012Validator(schema)


def run_of(report: Report, look: Look | None = None) -> dict[str, Any]:
    """The one run of a report, which is valid."""
    text = render(report, "sarif", look)
    assert text.isascii()
    document = json.loads(text)
    assert [error.message for error in _validator().iter_errors(document)] == []
    (run,) = document["runs"]
    return dict(run)


def _offset(text: str, line: int, column: int) -> int:
    """Where a place is in a text whose lines end as they may."""
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: line - 1])) + column - 1


class TestValidity:
    """Any report is valid SARIF."""

    def test_every_invalid_fixture(self) -> None:
        """All that the fixtures show, with rules that are described."""
        run = run_of(invalid())
        assert len(run["results"]) == len(invalid().findings)
        rules = run["tool"]["driver"]["rules"]
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        for rule in rules:
            assert rule["shortDescription"]["text"]
            assert rule["help"]["markdown"].count("```json") == 2
            assert len(rule["properties"]["tags"]) <= 10

    def test_fixes_do_what_the_edits_do(self) -> None:
        """Whoever replaces the regions that a fix names has the document that `fix` would make."""
        run = run_of(invalid())
        files = {file.path: file.findings for file in invalid().files}
        fixed = 0
        for result in run["results"]:
            where = result["locations"][0]["physicalLocation"]
            region = where["region"]
            path = unquote(where["artifactLocation"]["uri"])
            (finding,) = (
                each
                for each in files[path]
                if (each.code, each.line, each.column, each.message)
                == (
                    result["ruleId"],
                    region["startLine"],
                    region["startColumn"],
                    result["message"]["text"].replace("{{", "{").replace("}}", "}"),
                )
            )
            assert ("fixes" in result) == (finding.fix is not None)
            if finding.fix is None:
                continue
            (fix,) = result["fixes"]
            assert ("(needs a look)" in fix["description"]["text"]) == (not finding.fix.safe)
            (change,) = fix["artifactChanges"]
            assert change["artifactLocation"] == where["artifactLocation"]
            data = (ROOT / path).read_bytes()
            text = data.decode("utf-8", "replace")
            for replacement in reversed(change["replacements"]):
                deleted = replacement["deletedRegion"]
                start = _offset(text, deleted["startLine"], deleted["startColumn"])
                end = _offset(text, deleted["endLine"], deleted["endColumn"])
                new = replacement.get("insertedContent", {"text": ""})["text"]
                text = text[:start] + new + text[end:]
            assert text == applied(data, finding.fix.edits).decode("utf-8", "replace")
            fixed += 1
        assert fixed > 50

    def test_every_rule_can_be_described(self) -> None:
        """Also those that no fixture shows."""
        findings = [
            replace(FINDING, code=code, name=rule.name) for code, rule in catalogue().items()
        ]
        assert len(run_of(of(*findings))["tool"]["driver"]["rules"]) == len(catalogue())

    def test_hostile_text(self) -> None:
        """Nothing invisible, no control character, no placeholder and no link."""
        run = run_of(hostile())
        for result in run["results"]:
            text = result["message"]["text"]
            assert text.isprintable() or "\ufffe" in text or "\uffff" in text
            assert "{0}" not in text.replace("{{0}}", "")
            assert "](" not in text.replace("\\](", "")
            assert len(text) < 4000

    def test_no_file(self) -> None:
        """A report on nothing is valid as well."""
        assert run_of(Report(()))["results"] == []

    def test_an_unknown_rule(self) -> None:
        """A finding of a rule that is no longer there keeps its code."""
        run = run_of(of(replace(FINDING, code="E999")))
        assert run["tool"]["driver"]["rules"] == [{"id": "E999"}]


class TestResults:
    """What a finding becomes."""

    def test_a_finding(self) -> None:
        """Level, words, place, what stands there."""
        (result,) = run_of(of(FINDING))["results"]
        assert result["level"] == "error"
        assert result["message"] == {"text": FINDING.message}
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"] == {
            "uri": "imports/a.json",
            "index": 0,
            "uriBaseId": "SRCROOT",
        }
        assert location["physicalLocation"]["region"] == {
            "startLine": 12,
            "startColumn": 14,
            "endLine": 12,
            "endColumn": 18,
            "snippet": {"text": '"25"'},
        }
        assert location["logicalLocations"][0]["fullyQualifiedName"] == FINDING.pointer

    def test_columns_are_code_points(self) -> None:
        """Which SARIF has to be told."""
        assert run_of(of(FINDING))["columnKind"] == "unicodeCodePoints"

    def test_half_a_snippet_is_none(self) -> None:
        """An excerpt that was cut is not the text of the region."""
        cut = replace(FINDING, excerpt=Excerpt('"2…', 0, 3))
        (result,) = run_of(of(cut))["results"]
        assert "snippet" not in result["locations"][0]["physicalLocation"]["region"]

    def test_worst_first(self) -> None:
        """What a host shows of too many are the first ones."""
        order = (Severity.INFO, Severity.ERROR, Severity.WARNING)
        findings = [replace(FINDING, severity=each) for each in order]
        levels = [result["level"] for result in run_of(of(*findings))["results"]]
        assert levels == ["error", "warning", "note"]

    def test_a_secret_in_a_pointer(self) -> None:
        """Keys may be signed URLs."""
        finding = replace(FINDING, pointer="/a/https:~1~1b.example~1c?sig=hush")
        assert "hush" not in json.dumps(run_of(of(finding)))


class TestRun:
    """What is said of the run."""

    def test_tool(self) -> None:
        """Version, rule set and the day of the facts."""
        driver = run_of(of(FINDING))["tool"]["driver"]
        assert driver["properties"] == {"ruleSet": rule_set(), "facts": FACTS}
        assert rule_set().startswith(f"{len(catalogue())}-")

    def test_what_went_wrong(self) -> None:
        """Unreadable files and rules that fail are notifications, and no success."""
        run = run_of(Report((FILE, MISSING, BROKEN)))
        (invocation,) = run["invocations"]
        assert invocation["executionSuccessful"] is False
        assert invocation["exitCode"] == 4
        notes = invocation["toolExecutionNotifications"]
        assert [note["descriptor"]["id"] for note in notes] == ["unreadable-file", "rule-failure"]
        assert notes[1]["associatedRule"] == {"id": "E215"}

    @pytest.mark.parametrize(("level", "code"), [(Severity.ERROR, 0), (Severity.WARNING, 1)])
    def test_exit_code(self, level: Severity, code: int) -> None:
        """It is the command's, by the failing level."""
        report = of(replace(FINDING, severity=Severity.WARNING))
        (invocation,) = run_of(report, Look(fail_on=level))["invocations"]
        assert invocation == {
            "executionSuccessful": True,
            "exitCode": code,
            "toolExecutionNotifications": [],
        }

    def test_what_is_not_listed(self) -> None:
        """Findings that the caps of the check left out are counted."""
        (invocation,) = run_of(of(FINDING, truncated=12))["invocations"]
        (note,) = invocation["toolExecutionNotifications"]
        assert note["message"]["text"] == "12 more findings not listed"

    def test_too_many(self) -> None:
        """At most as many as GitHub takes; errors push out what is milder."""
        mild = replace(FINDING, severity=Severity.INFO)
        run = json.loads(render(of(*[mild] * MAX_RESULTS, FINDING, mild), "sarif"))["runs"][0]
        assert len(run["results"]) == MAX_RESULTS
        assert run["results"][0]["level"] == "error"
        (note,) = run["invocations"][0]["toolExecutionNotifications"]
        assert note["message"]["text"].startswith("2 more findings")

    def test_artifacts(self) -> None:
        """A member of an archive stands below it, standard input is one, odd names are encoded."""
        paths = ("<stdin>", "x/e.ZIP/a b.json", "./y%.json", "z\udcff.json")
        run = run_of(Report(tuple(replace(CLEAN, path=path) for path in paths)))
        artifacts = run["artifacts"]
        assert [each["location"]["uri"] for each in artifacts] == [
            "%3Cstdin%3E", "x/e.ZIP", "x/e.ZIP/a%20b.json", "y%25.json", "z%FF.json",
        ]  # fmt: skip
        assert "standardStream" in artifacts[0]["roles"]
        assert artifacts[2]["parentIndex"] == 1
        assert run["originalUriBaseIds"].keys() == {"SRCROOT"}


class TestPlaces:
    """Paths for other programs."""

    def test_relative(self) -> None:
        """Only what means nothing goes."""
        assert relative(".//a.json") == "a.json"
        assert relative("../a.json") == "../a.json"
        assert relative("./") == "./"

    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            ("a:b.json", "a%3Ab.json"),
            ("\ud800", "%ED%A0%80"),
            ("ä", "%C3%A4"),
            ("a?b#c", "a%3Fb%23c"),
        ],
    )
    def test_uri(self, path: str, expected: str) -> None:
        """A name is never taken for a scheme, a query or a fragment."""
        assert uri(path) == expected

    def test_absolute(self, tmp_path: Path) -> None:
        """An absolute one is told as it is, without a base."""
        path = str(tmp_path / "a b.json")
        assert uri(path) == (tmp_path / "a b.json").as_uri()
        assert uri(f"{path}\ud800").endswith("a%20b.json%ED%A0%80")
        (artifact,) = run_of(Report((replace(CLEAN, path=path),)))["artifacts"]
        assert artifact["location"] == {"uri": uri(path)}


class TestFingerprints:
    """They follow a fault through edits."""

    def test_moved(self) -> None:
        """Lines and indexes do not count; the file, the rule and the text do."""
        moved = replace(FINDING, line=99, end_line=99, pointer="/videos/7/videoMetadata/fps")
        assert Fingerprints().of("a", FINDING) == Fingerprints().of("./a", moved)
        assert Fingerprints().of("a", FINDING) != Fingerprints().of("b", FINDING)
        other = replace(FINDING, excerpt=Excerpt('"30"', 0, 4))
        assert Fingerprints().of("a", FINDING) != Fingerprints().of("a", other)

    def test_unique(self) -> None:
        """Equal faults have different ones, in their order."""
        made, again = Fingerprints(), Fingerprints()
        three = [made.of("a", FINDING) for _ in range(3)]
        assert len(set(three)) == 3
        assert three == [again.of("a", FINDING) for _ in range(3)]


class TestShelf:
    """What a report has room for."""

    def test_room(self) -> None:
        """Never more than there is room for; the milder go first."""
        shelf = Shelf(2)
        for severity in (Severity.INFO, Severity.WARNING, Severity.ERROR, Severity.INFO):
            shelf.put(Kept("a", replace(FINDING, severity=severity)))
        assert [kept.finding.severity for kept in shelf] == ["error", "warning"]
        assert (len(shelf), shelf.left_out) == (2, 2)

    def test_no_room(self) -> None:
        """A shelf without room only counts."""
        shelf = Shelf(0)
        shelf.put(Kept("a", FINDING))
        assert (len(shelf), shelf.left_out) == (0, 1)
