"""Counts by rule: right whatever is listed, and how they are shown."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import manifestry
from manifestry.errors import UsageError
from manifestry.findings import FileReport, Report, RuleCount, Severity
from manifestry.report import Look, render
from manifestry.report.compared import ComparedReport
from manifestry.rules.catalogue import catalogue
from manifestry.running.stored import from_bytes, to_bytes
from manifestry.schemas_index import bundled
from manifestry.settings import Settings
from manifestry.shaping.reading import Document, Refused
from tests.ranges import manifest, reports, shared
from tests.reports import CLEAN, FILE, FINDING, MISSING, invalid

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
MISSPELT: dict[str, object] = {
    "videos": [{"objectURL": f"s3://acme-media/{number}.mp4"} for number in range(300)]
}
ALL = Settings(max_findings=0, max_findings_per_rule=0)
STATISTICS = Look(statistics=True)

COUNTED = replace(
    FILE,
    errors=1007,
    warnings=5,
    infos=2,
    truncated=900,
    by_rule=(
        RuleCount("E104", ERROR, 5),
        RuleCount("E109", ERROR, 1000),
        RuleCount("E215", ERROR, 2),
        RuleCount("E215", INFO, 2),
        RuleCount("E215", WARNING, 5),
    ),
)


def only(report: Report) -> FileReport:
    """The one file of a report."""
    (file,) = report.files
    return file


class TestCounting:
    """What `by_rule` of a file's report is."""

    @pytest.mark.parametrize(
        "caps",
        [
            {},
            {"max_findings": 7},
            {"max_findings_per_rule": 1},
            {"max_findings": 0, "max_findings_per_rule": 0},
        ],
    )
    def test_beyond_the_caps(self, caps: dict[str, Any]) -> None:
        """The number is the same however few findings are listed."""
        report = only(manifestry.check(MISSPELT, Settings(**caps)))
        assert report.by_rule == (RuleCount("E109", ERROR, 300),)
        assert report.errors == 300

    def test_it_is_what_would_be_listed(self) -> None:
        """On every invalid fixture the listed findings, none left out, are as many."""
        seen = 0
        for file in invalid().files:
            listed = Counter((each.code, each.severity) for each in file.findings)
            assert not file.truncated
            assert {(each.code, each.severity): each.count for each in file.by_rule} == listed
            assert list(file.by_rule) == sorted(file.by_rule)
            seen += len(file.by_rule)
        assert seen > 100

    @pytest.mark.parametrize("seed", range(5))
    @pytest.mark.parametrize(
        "settings", [Settings(max_findings_per_rule=2), Settings(max_findings=3)]
    )
    def test_it_adds_up(self, seed: int, settings: Settings) -> None:
        """Of one document or of its pieces, checked by others; with few listed or all."""
        document = manifest(seed, items=150, rate=0.3)
        (whole,) = reports(document, ALL)
        (few,) = reports(document, settings)
        (found,), _ = shared(document, settings, 1000)
        assert few["by_rule"] == found["by_rule"] == whole["by_rule"]
        assert whole["truncated"] == 0 < few["truncated"]
        sums = Counter[Severity]()
        for each in few["by_rule"]:
            sums[each["severity"]] += each["count"]
        assert (sums[ERROR], sums[WARNING], sums[INFO]) == (
            few["errors"],
            few["warnings"],
            few["infos"],
        )

    def test_held_back(self) -> None:
        """Findings that wait for the end of the document count once they are true, and only then."""
        group = {"title": "car", "objectUrl_0": "s3://acme-media/a.jpg"}
        videos = [{"objectUrl": f"s3://acme-media/{n}.mp4"} for n in range(50)]
        held: dict[str, object] = {"videos": videos, "image_groups": [group]}
        held["upsert_metadata"] = True
        settings = Settings(max_findings_per_rule=3, select=("E007",))
        upsert = only(manifestry.check(held, settings))
        assert upsert.by_rule
        assert sum(each.count for each in upsert.by_rule) == upsert.truncated + len(upsert.findings)
        del held["upsert_metadata"]
        assert only(manifestry.check(held, settings)).by_rule == ()

    def test_severity_of_the_settings(self) -> None:
        """What is asked for is what is counted."""
        settings = Settings(severity={"E109": INFO}, max_findings_per_rule=1)
        assert only(manifestry.check(MISSPELT, settings)).by_rule == (RuleCount("E109", INFO, 300),)

    def test_csv(self) -> None:
        """Rows count as the items they stand for."""
        rows = "".join(f"VIDEO,c{n},ftp://acme.example/{n}.mp4\n" for n in range(200))
        data = f"ObjectType,Title,ObjectURL\n{rows}".encode()
        whole = only(manifestry.check(data, replace(ALL, kind="encord-csv")))
        few = Settings(kind="encord-csv", max_findings_per_rule=2)
        assert only(manifestry.check(data, few)).by_rule == whole.by_rule
        assert max(each.count for each in whole.by_rule) >= 200

    def test_unreadable(self) -> None:
        """Of a document that breaks off, what was found before."""
        data = json.dumps(MISSPELT).encode()
        report = only(manifestry.check(data, Settings(max_item_bytes=20)))
        assert report.status == "unreadable"
        assert report.by_rule == ()

    def test_refused_documents(self) -> None:
        """What is no good to be split has its errors counted."""
        text = b'{"videos": [{"objectUrl": "s3://acme-media/a.mp4",}]}'
        document = Document(io.BytesIO(text).read, "a.json")
        with pytest.raises(Refused) as caught:
            list(document.items())
        report = caught.value.report
        assert sum(each.count for each in report.by_rule) == report.errors == 1

    def test_kept(self) -> None:
        """The cache gives back what it was given, and refuses a row of another shape."""
        verdicts = manifestry.check(MISSPELT, Settings(max_findings_per_rule=2)).files
        data = to_bytes(verdicts, "<object>")
        (back,) = from_bytes(data, "<object>")
        assert back is not None
        assert back == verdicts[0]
        assert all(type(each) is RuleCount for each in back.by_rule)
        assert all(type(each.severity) is Severity for each in back.by_rule)
        (row,) = json.loads(data)
        row.remove([["E109", "error", 300]])
        with pytest.raises(ValueError, match="zip"):
            from_bytes(json.dumps([row]).encode(), "<object>")


class TestTable:
    """The form for people."""

    def test_to_the_letter(self) -> None:
        """The most frequent ones first, then by code, the worst of a rule first."""
        assert render(Report((COUNTED,)), look=STATISTICS) == (
            "1,000  error    E109  [*] misspelt-required-key\n"
            "    5  error    E104      missing-key\n"
            "    5  warning  E215      repeated-url\n"
            "    2  error    E215      repeated-url\n"
            "    2  info     E215      repeated-url\n"
            "\n"
            "[*] = `manifestry fix` mends it where it is certain how\n"
            "Found 1,007 errors, 5 warnings and 2 infos in 1 file (3 items, 5 URLs).\n"
        )

    def test_the_mark_is_the_rules(self) -> None:
        """A rule has it whose fix is safe; without one there is no column, and no legend."""
        rules = {fix: next(c for c, r in catalogue().items() if r.fix == fix)
                 for fix in ("safe", "none")}  # fmt: skip
        safe, none = (
            render(
                Report((replace(FILE, by_rule=(RuleCount(rules[fix], ERROR, 1),)),)),
                look=STATISTICS,
            )
            for fix in ("safe", "none")
        )
        assert safe.startswith(f"1  error  {rules['safe']}  [*] ")
        assert none.startswith(f"1  error  {rules['none']}  {catalogue()[rules['none']].name}\n\n")
        assert "manifestry fix" not in none

    def test_several_files(self) -> None:
        """A rule has one line for all of them."""
        other = replace(CLEAN, errors=3, by_rule=(RuleCount("E104", ERROR, 3),), status="findings")
        text = render(Report((COUNTED, other, MISSING), skipped=1), look=STATISTICS)
        assert "    8  error    E104      missing-key\n" in text
        assert text.count("E104") == 1
        assert text.endswith("1 file could not be read. 1 file skipped: not a manifest.\n")

    def test_a_baseline(self) -> None:
        """What is to be said of one is said below."""
        report = ComparedReport((COUNTED,), accepted=3, stale=2)
        *_, summed, stale = render(report, look=STATISTICS).splitlines()
        assert summed.endswith("3 accepted by the baseline.")
        assert stale.startswith("2 accepted findings no longer occur; ")

    def test_quiet(self) -> None:
        """Nothing but the table."""
        text = render(Report((COUNTED,)), look=replace(STATISTICS, quiet=True))
        assert len(text.splitlines()) == 5

    @pytest.mark.parametrize(
        ("report", "expected"),
        [
            (Report((CLEAN,)), "All clean: 1 file (1 item, 1 URL).\n"),
            (Report((MISSING,)), ""),
            (Report(()), ""),
        ],
    )
    def test_nothing_found(self, report: Report, expected: str) -> None:
        """There is only the summary, if there is one."""
        assert render(report, look=STATISTICS) == expected

    def test_colours(self) -> None:
        """With colours the words are the same."""
        plain = render(Report((COUNTED,)), look=STATISTICS)
        colourful = render(Report((COUNTED,)), look=replace(STATISTICS, color=True))
        assert "\x1b[1;31merror  \x1b[0m" in colourful
        assert re.sub(r"\x1b\[[0-9;]*m", "", colourful) == plain

    def test_findings_are_not_shown(self) -> None:
        """Nor is anything else of a document."""
        file = replace(COUNTED, findings=(replace(FINDING, message="\x1b[31m::error::no"),))
        assert render(Report((file,)), look=STATISTICS) == render(
            Report((COUNTED,)), look=STATISTICS
        )


class TestJson:
    """The form for programs, which is a contract."""

    def test_to_the_letter(self) -> None:
        """A list of objects in the same order."""
        text = render(Report((COUNTED, CLEAN)), "json", STATISTICS)
        first, second, *others = json.loads(text)
        assert first == {
            "code": "E109",
            "name": "misspelt-required-key",
            "severity": "error",
            "count": 1000,
            "fix": "safe",
        }
        assert (second["code"], second["count"], second["fix"]) == ("E104", 5, "none")
        assert [each["severity"] for each in others] == ["warning", "error", "info"]
        assert text.endswith("]\n")

    @pytest.mark.parametrize(
        "report", [Report(()), Report((COUNTED, MISSING)), invalid(), Report((CLEAN,))]
    )
    def test_the_schema_describes_it(self, report: Report) -> None:
        """Every one fits the published schema."""
        data = json.loads(render(report, "json", STATISTICS))
        Draft202012Validator(bundled("manifestry/statistics")).validate(data)
        assert sum(each["count"] for each in data) == (
            report.errors + report.warnings + report.infos
        )


@pytest.mark.parametrize(
    "form", ["concise", "jsonl", "sarif", "github", "gitlab", "junit", "markdown", "html"]
)
def test_other_forms_have_none(form: str) -> None:
    """They say so in one line."""
    with pytest.raises(UsageError, match=rf'the formats text and json, not "{form}"; say'):
        render(Report((COUNTED,)), form, STATISTICS)
