"""Findings that are alike: which ones, what is shown of them, and what is said of the rest."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifestry.findings import FileReport, Finding, RuleCount, Severity
from manifestry.report import Look, render
from manifestry.report.cells import width
from manifestry.report.grouping import EXAMPLES, MOST_ALONE, Rest, Shown, grouped
from tests.reports import FINDING, HOSTILE, of

_OTHERS = ("concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown", "html")


def at(line: int, **changes: object) -> Finding:
    """A finding in a line."""
    return replace(FINDING, line=line, end_line=line, **changes)  # type: ignore[arg-type]


def file(*findings: Finding, **changes: object) -> FileReport:
    """A report with these findings, counted."""
    return of(*findings, **changes).files[0]


def lines_of(rest: Rest | None) -> tuple[int, int, int, int]:
    """How many findings are left out, in which lines, and how many are not listed."""
    assert rest is not None
    return rest.number, rest.first.line, rest.last.line, rest.unlisted


def test_few_stand_alone() -> None:
    """So many are shown one by one, in document order."""
    findings = [at(line) for line in range(1, MOST_ALONE + 1)]
    assert list(grouped(file(*findings))) == [Shown(each) for each in findings]


def test_many_are_a_group() -> None:
    """Three examples, then how many more there are and where."""
    findings = [at(line) for line in range(10, 1010)]
    assert list(grouped(file(*findings))) == [
        Shown(findings[0]),
        Shown(findings[1]),
        Shown(findings[2], Rest(997, findings[3], findings[-1])),
    ]


def test_one_object_many_times() -> None:
    """A finding that is given several times is several findings."""
    assert list(grouped(file(*[FINDING] * 9))) == [
        Shown(FINDING),
        Shown(FINDING),
        Shown(FINDING, Rest(6, FINDING, FINDING)),
    ]


@pytest.mark.parametrize(
    "messages",
    [
        ["objectUrl_3", "objectUrl_14", "objectUrl_159", "objectUrl_2653", "objectUrl_5"],
        ["1 byte", "999 byte", "1,024 byte", "2.5 byte", "1,000,000.5 byte"],
        ["2024-01-01T00:00:00Z", "2025-12-31T23:59:59Z"] * 3,
        ["/0/9", "/12/34"] * 3,
    ],
)
def test_numbers_make_no_difference(messages: list[str]) -> None:
    """Indexes, sizes and times may differ."""
    findings = [at(number, message=text) for number, text in enumerate(messages, 1)]
    assert len(list(grouped(file(*findings)))) == EXAMPLES


@pytest.mark.parametrize(
    "changes",
    [{"code": "E102"}, {"severity": Severity.WARNING}, {"message": 'got "26", "27"'}],
)
def test_what_makes_a_difference(changes: dict[str, object]) -> None:
    """Rule, severity and words have to be the same."""
    findings = [at(line, **(changes if line % 2 else {})) for line in range(1, 9)]
    assert list(grouped(file(*findings))) == [Shown(each) for each in findings]


def test_a_group_stands_at_its_first_finding() -> None:
    """What lies between its findings comes behind it, in document order."""
    many = [at(line) for line in (2, 4, 6, 8, 10)]
    others = [at(line, message=f"{'abc'[line // 3]} is wrong") for line in (1, 3, 7)]
    shown = list(grouped(file(*sorted([*many, *others], key=lambda each: each.line))))
    assert [each.finding.line for each in shown] == [1, 2, 4, 6, 3, 7]
    assert lines_of(shown[3].rest) == (2, 8, 10, 0)


def test_what_is_not_listed_is_said_at_the_last_group_of_its_rule() -> None:
    """It may be like any of the rule's findings, and is told once."""
    first = [at(line) for line in range(1, 6)]
    second = [at(line, message="other words") for line in range(11, 16)]
    mild = [at(line, severity=Severity.WARNING) for line in range(21, 26)]
    counted = (
        RuleCount("E101", Severity.ERROR, 900),
        RuleCount("E101", Severity.WARNING, 5),
        RuleCount("E102", Severity.ERROR, 7),
    )
    shown = grouped(file(*first, *second, *mild, by_rule=counted))
    assert [lines_of(each.rest) for each in shown if each.rest] == [
        (2, 4, 5, 0),
        (2, 14, 15, 890),
        (2, 24, 25, 0),
    ]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(Severity), st.integers(0, 99))))
def test_nothing_is_lost(parts: list[tuple[str, Severity, int]]) -> None:
    """Shown and left out are as many as there are; what is shown is there, once."""
    findings = [
        at(line, message=f"{word} {number}", severity=severity)
        for line, (word, severity, number) in enumerate(parts, 1)
    ]
    shown = list(grouped(file(*findings)))
    assert len(shown) + sum(each.rest.number for each in shown if each.rest) == len(findings)
    lines = [each.finding.line for each in shown]
    assert len(set(lines)) == len(lines)
    sizes = Counter((each.message[0], each.severity) for each in findings)
    wanted = sum(size if size <= MOST_ALONE else EXAMPLES for size in sizes.values())
    assert len(shown) == wanted


class TestText:
    """What the report for people makes of it."""

    many = of(*(at(line) for line in range(1, 1001)))

    def test_to_the_letter(self) -> None:
        """The line stands below the third example."""
        text = render(of(*(at(line) for line in range(7, 12))), look=Look(quiet=True))
        assert text.endswith(
            "imports/a.json:9:14: error E101 wrong-type\n"
            '"fps" must be a number greater than 0, got "25"\n'
            "  |\n"
            '9 | "fps": "25",\n'
            "  |        ^^^^ /videos/0/videoMetadata/fps\n"
            "  |\n"
            "  = help: Write the number without quotes.\n"
            "  = and 2 more like these, in lines 10 to 11\n"
            "\n"
        )
        assert text.count("E101") == EXAMPLES

    def test_one_line(self) -> None:
        """A document may have no other; then the places say where."""
        there = [at(1, pointer=f"/videos/{number}/title") for number in range(5)]
        assert "  = and 2 more like these, at /videos/3/title to /videos/4/title\n" in render(
            of(*there)
        )
        text = render(of(*(at(1) for _ in range(5))))
        assert "  = and 2 more like these, in line 1\n" in text

    def test_beyond_the_caps(self) -> None:
        """What the rule has beside the listed ones is said there, and all of it at the end."""
        counted = (RuleCount("E101", Severity.ERROR, 2000),)
        report = of(*self.many.findings, errors=2000, truncated=1000, by_rule=counted)
        text = render(report)
        assert (
            "  = and 997 more like these, in lines 4 to 1000\n"
            "  = and 1,000 more of E101, not listed\n\n"
            "imports/a.json: 1,000 more findings not listed"
        ) in text

    def test_each(self) -> None:
        """Without grouping every finding is shown."""
        text = render(self.many, look=Look(group=False))
        assert text.count("E101 wrong-type") == 1000
        assert "more like these" not in text

    @pytest.mark.parametrize("form", _OTHERS)
    def test_other_forms_show_each(self, form: str) -> None:
        """Programs get every finding, however the text is to look."""
        few = of(*(at(line) for line in range(1, 10)))
        assert render(few, form) == render(few, form, Look(group=False))

    def test_files_do_not_mix(self) -> None:
        """A group is of one file."""
        one = file(*(at(line) for line in range(1, 4)))
        report = replace(self.many, files=(one, replace(one, path="b.json")))
        assert render(report).count("E101 wrong-type") == 6

    @pytest.mark.parametrize("cells", [40, 80])
    def test_it_fits(self, cells: int) -> None:
        """The line is broken like any other."""
        counted = (RuleCount("E101", Severity.ERROR, 10**9),)
        report = of(*(at(line * 10**7) for line in range(1, 9)), by_rule=counted)
        text = render(report, look=Look(width=cells, quiet=True))
        notes = [line for line in text.splitlines() if "more" in line or line.startswith("    ")]
        assert len(notes) >= 2
        assert all(width(line) <= cells for line in notes)

    @pytest.mark.parametrize("text", HOSTILE)
    def test_hostile_text(self, text: str) -> None:
        """Grouped or not, text stays text: the examples are as they were."""
        findings = [at(line, message=f"got {text}") for line in range(1, 9)]
        together = render(of(*findings), look=Look(quiet=True))
        alone = render(of(*findings), look=Look(quiet=True, group=False))
        note = "  = and 5 more like these, in lines 4 to 8\n"
        assert alone.startswith(together.replace(note, ""))

    def test_colours(self) -> None:
        """With colours the words are the same."""
        text = render(self.many, look=Look(color=True))
        assert "\x1b[1;34m=\x1b[0m and 997 more like these, in lines 4 to 1000\n" in text
