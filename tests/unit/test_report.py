"""Reports: what is printed for a given verdict, to the letter."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from manifestry.findings import (
    Edit,
    Excerpt,
    FileReport,
    Finding,
    Fix,
    Report,
    RuleFailure,
    Severity,
)
from manifestry.report import Look, render
from manifestry.report.cells import head, shown, squeezed, tail, width, wrapped
from manifestry.report.excerpt import draw
from manifestry.report.summary import summary
from manifestry.report.tool import rule_set

FPS = Finding(
    code="E999",
    name="bad-fps",
    severity=Severity.ERROR,
    message='"fps" must be a number greater than 0, got "25"',
    pointer="/videos/0/videoMetadata/fps",
    line=12,
    column=14,
    end_line=12,
    end_column=18,
    help="Write the number without quotes.",
    excerpt=Excerpt('      "fps": "25",', 13, 17),
)
WHOLE = replace(
    FPS,
    severity=Severity.WARNING,
    pointer="",
    line=1,
    column=1,
    end_line=1,
    end_column=1,
    help="",
    excerpt=None,
)
FAULTY = FileReport(
    path="a.json",
    kind="encord-manifest",
    status="findings",
    items=3,
    urls=5,
    findings=(FPS,),
    errors=1,
)
CLEAN = FileReport(path="b.json", kind="encord-manifest", status="clean", items=1, urls=1)
MISSING = FileReport(path="c.json", kind=None, status="unreadable", error="no such file")


class TestText:
    """The report for people."""

    def test_a_finding(self) -> None:
        """A finding is its place, its words, its source and its help."""
        assert render(Report((FAULTY,))) == (
            "a.json:12:14: error E999 bad-fps\n"
            '"fps" must be a number greater than 0, got "25"\n'
            "   |\n"
            '12 | "fps": "25",\n'
            "   |        ^^^^ /videos/0/videoMetadata/fps\n"
            "   |\n"
            "   = help: Write the number without quotes.\n"
            "\n"
            "Found 1 error in 1 file (3 items, 5 URLs).\n"
        )

    def test_a_finding_on_the_whole(self) -> None:
        """A finding without an excerpt, a pointer and a help is just its words."""
        file = replace(FAULTY, findings=(WHOLE,), errors=0, warnings=1)
        assert render(Report((file,)), look=Look(quiet=True)) == (
            'a.json:1:1: warning E999 bad-fps\n"fps" must be a number greater than 0, got "25"\n\n'
        )

    def test_a_finding_without_an_excerpt(self) -> None:
        """Without an excerpt the pointer has a line of its own."""
        file = replace(FAULTY, findings=(replace(FPS, excerpt=None),))
        assert "   = at: /videos/0/videoMetadata/fps\n   = help:" in render(Report((file,)))

    def test_a_long_pointer(self) -> None:
        """A pointer that does not fit beside the carets stands below, cut in its middle."""
        pointer = "/videos/0/clientMetadata/" + "k" * 100 + "/end"
        text = render(Report((replace(FAULTY, findings=(replace(FPS, pointer=pointer),)),)))
        (line,) = [line for line in text.splitlines() if "= at:" in line]
        assert line.startswith("   = at: /videos/0/clientMetadata/kk")
        assert line.endswith("kk/end")
        assert len(line) <= 80

    def test_a_secret_in_a_pointer(self) -> None:
        """Keys may be signed URLs as well; what reads reports for machines gets them whole."""
        finding = replace(FPS, pointer="/videos/0/clientMetadata/https:~1~1a.b~1c?sig=hush")
        text = render(Report((replace(FAULTY, findings=(finding,)),)))
        assert "hush" not in text
        assert "?sig=****" in text

    def test_long_words_are_wrapped(self) -> None:
        """Message and help are broken at blanks, the help under its own beginning."""
        finding = replace(FPS, message="word " * 20 + "end", help="help " * 20 + "end")
        lines = render(Report((replace(FAULTY, findings=(finding,)),))).splitlines()
        assert all(len(line) <= 80 for line in lines)
        assert lines[2].endswith("word end")
        first = next(n for n, line in enumerate(lines) if line.startswith("   = help: help help"))
        assert lines[first + 1].startswith("           help help")

    def test_colours(self) -> None:
        """With colours the text is the same, in colours."""
        import re

        plain = render(Report((FAULTY, CLEAN)))
        colourful = render(Report((FAULTY, CLEAN)), look=Look(color=True))
        assert "\x1b[1;31merror E999\x1b[0m" in colourful
        assert re.sub(r"\x1b\[[0-9;]*m", "", colourful) == plain

    @pytest.mark.parametrize("form", ["text", "concise"])
    def test_no_line_is_a_command(self, form: str) -> None:
        """In the log of a CI host no line begins as a command, wherever it was wrapped."""
        words = f"{'word ' * 15}x ::error::forged {'word ' * 14}xyz ##[error]forged"
        finding = replace(FPS, message=words, help=f"::error::forged {words}")
        file = replace(FAULTY, path="::error::forged.json", findings=(finding,), truncated=1)
        text = render(Report((file,)), form)
        assert not [line for line in text.splitlines() if line.lstrip().startswith(("::", "##["))]
        assert "\\u003a:error::forged.json:12:14:" in text

    @pytest.mark.parametrize("form", ["text", "concise"])
    def test_what_is_not_listed(self, form: str) -> None:
        """Findings kept out by the caps are said, also where there is no summary."""
        file = replace(FAULTY, errors=13, truncated=12)
        text = render(Report((file,)), form, Look(quiet=True))
        assert (
            "a.json: 12 more findings not listed (see --max-findings and --max-findings-per-rule)\n"
            in text
        )

    @pytest.mark.parametrize("form", ["text", "concise"])
    @pytest.mark.parametrize(
        "evil", ["\x1b]0;owned\x07", "\x9b31m", "\u202e", "a\nb", "\r", "\u200b", "\xad"]
    )
    def test_nothing_harmful_is_printed(self, form: str, evil: str) -> None:
        """Text of a document or a file name reaches the screen as escapes only."""
        finding = replace(
            FPS,
            message=f"m{evil}m",
            pointer=f"/k{evil}k",
            excerpt=Excerpt(f'"{evil}": 1', 0, 4),
        )
        file = replace(FAULTY, path=f"p{evil}p", findings=(finding,), truncated=1)
        text = render(Report((file,)), form)
        assert evil not in text
        assert text.count("\n") == render(Report((replace(FAULTY, truncated=1),)), form).count("\n")


class TestConcise:
    """One line a finding."""

    def test_lines(self) -> None:
        """A line is place, code, severity, message and name."""
        assert render(Report((FAULTY,)), "concise") == (
            'a.json:12:14: E999 error "fps" must be a number greater than 0, got "25" [bad-fps]\n'
            "Found 1 error in 1 file (3 items, 5 URLs).\n"
        )

    def test_quiet(self) -> None:
        """Without the summary there is nothing but findings."""
        assert render(Report((CLEAN,)), "concise", Look(quiet=True)) == ""


class TestJson:
    """The report for programs, which is a contract."""

    def test_a_fix(self) -> None:
        """Its words, how safe it is, and each edit in lines, columns and bytes."""
        edit = Edit(12, 14, 12, 15, 300, 301, "")
        fixes = [Fix("Remove the quotes", safe, (edit,)) for safe in (True, False)]
        findings = tuple(replace(FAULTY.findings[0], fix=fix) for fix in fixes)
        text = render(Report((replace(FAULTY, findings=findings),)), "json")
        place = {"line": 12, "column": 14, "end_line": 12, "end_column": 15}
        assert [each["fix"] for each in json.loads(text)["files"][0]["findings"]] == [
            {
                "title": "Remove the quotes",
                "safety": safety,
                "edits": [{**place, "start": 300, "end": 301, "text": ""}],
            }
            for safety in ("safe", "unsafe")
        ]

    def test_to_the_letter(self) -> None:
        """The keys and values are those of the contract, in its order."""
        report = Report((FAULTY, CLEAN))
        text = render(report, "json")
        assert json.loads(text) == {
            "tool": {
                "name": "manifestry",
                "version": "0.1.0",
                "rule_set": rule_set(),
                "facts": "2026-11-21",
            },
            "files": [
                {
                    "path": "a.json",
                    "kind": "encord-manifest",
                    "status": "findings",
                    "items": 3,
                    "urls": 5,
                    "findings": [
                        {
                            "code": "E999",
                            "name": "bad-fps",
                            "severity": "error",
                            "message": '"fps" must be a number greater than 0, got "25"',
                            "pointer": "/videos/0/videoMetadata/fps",
                            "line": 12,
                            "column": 14,
                            "end_line": 12,
                            "end_column": 18,
                            "help": "Write the number without quotes.",
                            "fix": None,
                        }
                    ],
                },
                {
                    "path": "b.json",
                    "kind": "encord-manifest",
                    "status": "clean",
                    "items": 1,
                    "urls": 1,
                    "findings": [],
                },
            ],
            "summary": {"files": 2, "errors": 1, "warnings": 0, "infos": 0, "truncated": 0},
        }
        assert list(json.loads(text)) == ["tool", "files", "summary"]
        assert text.endswith("}\n")

    def test_what_is_rare(self) -> None:
        """Why a file is unreadable and which rule failed is there when it is so."""
        failed = replace(CLEAN, failures=(RuleFailure("E999", "/videos/0", "ValueError: x"),))
        data = json.loads(render(Report((MISSING, failed)), "json"))
        assert data["files"][0]["error"] == "no such file"
        assert data["files"][1]["internal_errors"] == [
            {"code": "E999", "pointer": "/videos/0", "error": "ValueError: x"}
        ]

    def test_the_schema_describes_it(self) -> None:
        """Every report fits the published schema."""
        from jsonschema import Draft202012Validator

        from manifestry.schemas_index import bundled

        failed = replace(CLEAN, failures=(RuleFailure("E999", "/videos/0", "ValueError: x"),))
        validator = Draft202012Validator(bundled("manifestry/report"))
        for report in (
            Report(()),
            Report((FAULTY, CLEAN)),
            Report((MISSING, failed), skipped=2),
            Report((replace(FAULTY, error="too large", status="unreadable", truncated=3),)),
        ):
            validator.validate(json.loads(render(report, "json")))

    @pytest.mark.parametrize("form", ["json", "jsonl"])
    def test_harmless_and_exact(self, form: str) -> None:
        """Any text comes through exactly, in nothing but printable ASCII."""
        evil = "".join(map(chr, [*range(1, 0xA0), 0x202E, 0x1F600]))
        finding = replace(FPS, pointer=f"/{evil}")
        text = render(Report((replace(FAULTY, findings=(finding,)),)), form)
        assert all(line.isascii() and line.isprintable() for line in text.splitlines())
        data = json.loads(text)
        assert (data if form == "jsonl" else data["files"][0]["findings"][0])[
            "pointer"
        ] == f"/{evil}"

    @pytest.mark.parametrize("form", ["json", "jsonl"])
    def test_names_that_are_no_text(self, form: str) -> None:
        """A file name that is not UTF-8 does not make bad JSON: its bytes are spelt out."""
        file = replace(FAULTY, path="a\udcff\ud800😀.json")
        data = json.loads(render(Report((file,)), form))
        path = data["path"] if form == "jsonl" else data["files"][0]["path"]
        assert path == "a\\xff\\ud800😀.json"

    def test_a_backslash_is_no_surrogate(self) -> None:
        """A path that only looks like an escape comes through exactly."""
        file = replace(FAULTY, path=r"data\ud800.json")
        assert json.loads(render(Report((file,)), "json"))["files"][0]["path"] == file.path


class TestJsonLines:
    """One object a line."""

    def test_lines(self) -> None:
        """A finding has its path; what else has to be said has a status."""
        failed = replace(FAULTY, truncated=2, failures=(RuleFailure("E998", "", "ValueError: x"),))
        lines = render(Report((failed, CLEAN, MISSING)), "jsonl").splitlines()
        first, second, third, fourth = map(json.loads, lines)
        assert (first["path"], first["code"], first["line"]) == ("a.json", "E999", 12)
        assert second == {"path": "a.json", "status": "truncated", "truncated": 2}
        assert third == {
            "path": "a.json",
            "status": "internal-error",
            "rule": "E998",
            "pointer": "",
            "error": "ValueError: x",
        }
        assert fourth == {"path": "c.json", "status": "unreadable", "error": "no such file"}

    def test_clean(self) -> None:
        """A clean run has no line at all."""
        assert render(Report((CLEAN,)), "jsonl") == ""


class TestSummary:
    """The line at the end."""

    @pytest.mark.parametrize(
        ("report", "expected"),
        [
            (Report((CLEAN,)), "All clean: 1 file (1 item, 1 URL)."),
            (
                Report((replace(CLEAN, items=2000, urls=1_000_000), CLEAN)),
                "All clean: 2 files (2,001 items, 1,000,001 URLs).",
            ),
            (
                Report((replace(FAULTY, errors=2, warnings=1),)),
                "Found 2 errors and 1 warning in 1 file (3 items, 5 URLs).",
            ),
            (
                Report((replace(FAULTY, errors=1, warnings=2, infos=1), CLEAN)),
                "Found 1 error, 2 warnings and 1 info in 1 of 2 files (4 items, 6 URLs).",
            ),
            (
                Report((replace(FAULTY, errors=9, truncated=8), MISSING), skipped=1),
                (
                    "Found 9 errors in 1 file (3 items, 5 URLs). 8 not listed. "
                    "1 file could not be read. 1 file skipped: not a manifest."
                ),
            ),
            (
                Report((CLEAN, MISSING, MISSING), skipped=2),
                (
                    "Found nothing wrong in 1 file (1 item, 1 URL). 2 files could not be read. "
                    "2 files skipped: not a manifest."
                ),
            ),
            (
                Report((replace(CLEAN, failures=(RuleFailure("E1", "", "x"),)),)),
                "Found nothing wrong in 1 file (1 item, 1 URL).",
            ),
            (Report((MISSING,)), ""),
            (Report(()), ""),
        ],
    )
    def test_summary(self, report: Report, expected: str) -> None:
        """The summary says what was found in what, and what was left out."""
        assert summary(report) == expected


class TestExcerpt:
    """The caret stands under what is wrong, whatever the line is made of."""

    @pytest.mark.parametrize(
        ("text", "mark", "line", "start", "length"),
        [
            ('{"a": 1}', "1", '{"a": 1}', 6, 1),
            ('\t  "a":\t"b"', '"b"', '"a":    "b"', 8, 3),
            ("  ", " ", " ", 0, 1),
            ('"日本": "値"', '"値"', '"日本": "値"', 8, 4),
            ('"e\u0301": 1', "1", '"e\u0301": 1', 5, 1),
            ('"😀": "👩‍👩‍👧"', '"👩‍👩‍👧"', '"😀": "👩‍👩‍👧"', 6, 4),
            ('"\x1b": 1', "1", '"\\u001b": 1', 10, 1),
            ("", "", "", 0, 1),
        ],
    )
    def test_place(self, text: str, mark: str, line: str, start: int, length: int) -> None:
        """Cells are counted as a terminal counts them."""
        at = text.rindex(mark)
        drawing = draw(Excerpt(text, at, at + len(mark)), 70)
        assert (drawing.line, drawing.start, drawing.length) == (line, start, length)

    def test_other_encodings(self) -> None:
        """What cannot be encoded is spelt out before the caret is placed."""
        drawing = draw(Excerpt('"日": 1', 5, 6), 70, "ascii")
        assert (drawing.line, drawing.start) == ('"\\u65e5": 1', 10)
        assert draw(Excerpt('"日": 1', 5, 6), 70, "cp932").start == 6

    @pytest.mark.parametrize("room", [20, 40, 70])
    @pytest.mark.parametrize("before", [0, 3, 30, 5000])
    @pytest.mark.parametrize("marked", [0, 1, 30, 5000])
    @pytest.mark.parametrize("after", [0, 3, 30, 5000])
    @pytest.mark.parametrize("letters", ["ab", "日本", "e\u0301", "\x1b\t"])
    def test_any_line_fits(
        self, room: int, before: int, marked: int, after: int, letters: str
    ) -> None:
        """However long the line, the drawing fits the room and the caret is in it."""
        text = letters * before + "M" * marked + letters * after
        start = len(letters) * before
        drawing = draw(Excerpt(text, start, start + marked), room)
        assert width(drawing.line) <= room
        assert drawing.start + drawing.length <= room + 1
        assert drawing.length >= 1
        if marked:
            assert drawing.line[len(head(drawing.line, drawing.start)) :].startswith("M")

    def test_cut_lines(self) -> None:
        """Three dots show where a line was cut, whoever cut it."""
        drawing = draw(Excerpt("…a" + "b" * 10 + "c…", 2, 12), 70)
        assert drawing.line == "...a" + "b" * 10 + "c..."
        assert (drawing.start, drawing.length) == (4, 10)


class TestCells:
    """Cutting and wrapping by the width on a terminal."""

    def test_cuts(self) -> None:
        """A beginning, an end, and both without the middle take no more than is allowed."""
        for text in ("abcdefghij" * 3, "日本語" * 10, "e\u0301" * 30, "a\u0301日" * 10):
            for cells in range(4, 40):
                assert width(head(text, cells)) <= cells
                assert width(tail(text, cells)) <= cells
                assert width(squeezed(text, cells)) <= cells
        assert (head("abc", 2), tail("abc", 2), squeezed("abcdefgh", 7)) == ("ab", "bc", "ab...gh")
        assert (head("日本", 3), tail("日本", 3)) == ("日", "本")
        assert (head("abc", -1), tail("abc", 0), tail("abc", 3)) == ("", "", "abc")
        assert tail("日本", 0) == ""

    def test_wrapping_keeps_the_words(self) -> None:
        """Nothing is lost; a word that is too long stands alone."""
        text = "a bb  ccc " + "d" * 30 + " 日本 e"
        lines = list(wrapped(text, 10))
        assert " ".join(lines) == text
        assert all(width(line) <= 10 or " " not in line for line in lines)

    def test_shown(self) -> None:
        """Text is harmless and can be encoded."""
        assert shown("\x07é日", "latin-1") == "\\u0007é\\u65e5"
