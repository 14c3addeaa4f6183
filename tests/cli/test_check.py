"""`manifestry check`, from the arguments to the exit code."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from manifestry.discovery import PATTERNS
from manifestry.findings import FileReport, RuleFailure

from .conftest import BAD, GOOD, UNRELATED, Cli

E201 = "bad.json:4:5: error E201 missing-object-url"


class TestVerdicts:
    """What the exit code says."""

    def test_a_good_manifest(self, cli: Cli) -> None:
        """A good manifest is one line, and 0."""
        result = cli("check", "good.json")
        assert (result.code, result.err) == (0, "")
        assert result.out == "All clean: 1 file (1 item, 1 URL).\n"

    def test_a_bad_manifest(self, cli: Cli) -> None:
        """A bad manifest is a finding with its place, a summary, and 1."""
        result = cli("check", "bad.json")
        assert (result.code, result.err) == (1, "")
        assert result.out.startswith(f"{E201}\n")
        assert '\n4 | {"title": "cam 1"}\n  | ^^^^^^^^^^^^^^^^^^ /videos/1\n' in result.out
        assert result.out.endswith("\nFound 1 error in 1 file (2 items, 1 URL).\n")

    def test_a_missing_file(self, cli: Cli) -> None:
        """A missing file is one line on standard error, and 3."""
        result = cli("check", "none.json")
        assert result == type(result)(3, "", "error: none.json: no such file\n")

    def test_unreadable_wins_over_findings(self, cli: Cli) -> None:
        """A file that cannot be read makes the exit code 3, and the others are checked."""
        result = cli("check", "none.json", "bad.json")
        assert result.code == 3
        assert "Found 1 error in 1 file (2 items, 1 URL). 1 file could not be read.\n" in result.out

    def test_an_internal_error_wins_over_all(
        self, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A rule that fails makes the exit code 4, and is named."""
        failure = RuleFailure("E201", "/videos/0", "ValueError: boom")
        file = FileReport(path="x", kind=None, status="clean", error="gone", failures=(failure,))
        monkeypatch.setattr("manifestry.engine.api.check_file", lambda *_, **__: iter([file]))
        result = cli("check", "good.json")
        assert result.code == 4
        assert "internal error: x: rule E201 at /videos/0: ValueError: boom\n" in result.err

    @pytest.mark.parametrize("level", ["error", "warning", "info"])
    def test_the_failing_level(self, cli: Cli, level: str) -> None:
        """--fail-on moves the level from which findings make the exit code 1."""
        order = ["info", "warning", "error"]
        for given in order:
            result = cli("check", "bad.json", "--severity", f"E201={given}", "--fail-on", level)
            assert result.code == int(order.index(given) >= order.index(level))

    def test_an_unexpected_exception(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        """What nobody expected is one line with the file, and 4; a traceback only if asked for."""

        def boom(*_: object, **__: object) -> None:
            raise RecursionError("too\ndeep")

        monkeypatch.setattr("manifestry.engine.api.check_file", boom)
        line = (
            "internal error: good.json: RecursionError: too deep"
            " (MANIFESTRY_TRACEBACK=1 shows where)\n"
        )
        result = cli("check", "good.json")
        assert (result.code, result.out, result.err) == (4, "", line)
        monkeypatch.setenv("MANIFESTRY_TRACEBACK", "1")
        assert "in boom" in cli("check", "good.json").err


class TestInputs:
    """Files, folders, patterns, standard input."""

    def test_the_current_folder(self, cli: Cli) -> None:
        """Without a path the current folder is checked; what is no manifest is counted."""
        result = cli("check")
        assert result.code == 1
        assert result.out.endswith(
            "Found 1 error in 1 of 2 files (3 items, 2 URLs). 1 file skipped: not a manifest.\n"
        )

    def test_a_pattern(self, cli: Cli) -> None:
        """A pattern that no shell has expanded is expanded."""
        assert "All clean: 1 file" in cli("check", "g*.json").out
        result = cli("check", "x*.json")
        assert (result.code, result.err) == (2, 'error: no file matches "x*.json"\n')

    def test_a_file_of_another_kind(self, cli: Cli) -> None:
        """A file given by name is never skipped, unless that is asked for."""
        assert cli("check", "package.json").code == 1
        skipped = cli("check", "package.json", "--skip-unrelated")
        assert (skipped.code, skipped.out, skipped.err) == (0, "", "")

    def test_a_folder_without_manifests(self, cli: Cli, here: Path) -> None:
        """A folder in which there is nothing to check is no input, and 2."""
        (here / "empty").mkdir()
        result = cli("check", "empty")
        assert result.code == 2
        assert result.err == f'error: no input: there is no {PATTERNS} file in "empty"\n'
        (here / "empty" / "package.json").write_text(UNRELATED)
        for form in ("text", "json"):
            result = cli("check", "empty", "--format", form)
            assert (result.code, result.out) == (2, "")
            assert result.err == (
                'error: no input: there is no manifest in "empty" (1 file is something else)\n'
            )
        assert cli("check", "empty", "--skip-unrelated").code == 0

    def test_standard_input(self, cli: Cli) -> None:
        """`-` is standard input, under the name that is given to it."""
        result = cli("check", "-", "--format", "concise", stdin=BAD.encode())
        assert result.code == 1
        assert result.out.startswith("<stdin>:4:5: E201 error ")
        named = cli("check", "-", "--stdin-filename", "x.json", "-q", stdin=BAD.encode())
        assert named.out.startswith("x.json:4:5: error E201")

    def test_compressed_standard_input(self, cli: Cli) -> None:
        """Standard input may be compressed."""
        assert cli("check", "-", stdin=gzip.compress(GOOD.encode())).code == 0

    def test_empty_standard_input(self, cli: Cli) -> None:
        """Nothing at all is a finding, not a crash."""
        assert cli("check", "-", stdin=b"").code == 1

    def test_once(self, cli: Cli, here: Path) -> None:
        """A file given by two spellings and a folder is checked once."""
        result = cli("check", "bad.json", "./bad.json", str(here), "--format", "json")
        paths = [file["path"] for file in json.loads(result.out)["files"]]
        assert len(paths) == 2

    def test_results_are_sorted(self, cli: Cli) -> None:
        """The order of the arguments changes nothing."""
        one = cli("check", "good.json", "bad.json", "--format", "json")
        assert one == cli("check", "bad.json", "good.json", "--format", "json")
        assert [file["path"] for file in json.loads(one.out)["files"]] == ["bad.json", "good.json"]

    def test_special_files(self, cli: Cli, here: Path) -> None:
        """A device, a dangling link and a link to itself are one line each, and 3."""
        (here / "loop.json").symlink_to("loop.json")
        (here / "gone.json").symlink_to("none")
        for name in ("loop.json", "gone.json", os.devnull):
            result = cli("check", name)
            assert (result.code, result.out) == (3, "")
            assert result.err.startswith(f"error: {name}: ")
            assert result.err.count("\n") == 1

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFO on this system")
    def test_a_pipe_nobody_writes_to(self, cli: Cli, here: Path) -> None:
        """A FIFO is refused; nothing hangs."""
        os.mkfifo(here / "pipe.json")
        result = cli("check", "pipe.json")
        assert result.code == 3
        assert "pipe" in result.err

    def test_a_hostile_name(self, cli: Cli) -> None:
        """A name with an escape sequence does not reach the screen as one."""
        result = cli("check", "\x1b]0;x\x07\n.json")
        assert result.err == "error: \\u001b]0;x\\u0007\\u000a.json: no such file\n"


class TestFormats:
    """--format and what goes with it."""

    def test_json(self, cli: Cli) -> None:
        """The JSON report is one document, the same each time."""
        result = cli("check", "bad.json", "good.json", "--format", "json")
        data = json.loads(result.out)
        assert (result.code, result.err) == (1, "")
        assert data["tool"]["name"] == "manifestry"
        assert [file["status"] for file in data["files"]] == ["findings", "clean"]
        (finding,) = data["files"][0]["findings"]
        assert (finding["code"], finding["pointer"]) == ("E201", "/videos/1")
        assert (finding["line"], finding["column"]) == (4, 5)
        assert (finding["end_line"], finding["end_column"], finding["fix"]) == (4, 23, None)
        summary = {"files": 2, "errors": 1, "warnings": 0, "infos": 0, "truncated": 0}
        assert data["summary"] == summary

    def test_json_with_an_unreadable_file(self, cli: Cli) -> None:
        """An unreadable file is in the report, and on standard error."""
        result = cli("check", "none.json", "--format", "json")
        (file,) = json.loads(result.out)["files"]
        assert (file["status"], file["error"], file["findings"]) == (
            "unreadable",
            "no such file",
            [],
        )
        assert result.err == "error: none.json: no such file\n"

    def test_json_of_a_folder(self, cli: Cli) -> None:
        """What is skipped is said beside the report, whose shape is fixed."""
        result = cli("check", "--format", "json")
        assert set(json.loads(result.out)["summary"]) == {
            "files", "errors", "warnings", "infos", "truncated"
        }  # fmt: skip
        assert result.err == "note: 1 file skipped: not a manifest\n"
        assert cli("check", "--format", "json", "-q").err == ""

    def test_jsonl(self, cli: Cli) -> None:
        """Each line is a finding with its path."""
        result = cli("check", "bad.json", "none.json", "--format", "jsonl")
        first, second = map(json.loads, result.out.splitlines())
        assert (first["path"], first["code"]) == ("bad.json", "E201")
        assert second["status"] == "unreadable"

    def test_concise(self, cli: Cli) -> None:
        """One line a finding."""
        result = cli("check", "bad.json", "--format", "concise", "--quiet")
        assert result.out.startswith("bad.json:4:5: E201 error ")
        assert result.out.endswith(" [missing-object-url]\n")
        assert result.out.count("\n") == 1

    def test_quiet(self, cli: Cli) -> None:
        """--quiet leaves findings, and nothing else."""
        assert cli("check", "good.json", "--quiet").out == ""
        assert cli("check", "bad.json", "-q").out.endswith("\n\n")

    @pytest.mark.parametrize(
        ("arguments", "environ", "expected"),
        [
            ((), {}, False),
            (("--color", "always"), {}, True),
            (("--color", "always"), {"NO_COLOR": "1"}, True),
            ((), {"FORCE_COLOR": "1"}, True),
            ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
            (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        ],
    )
    def test_colours(
        self,
        cli: Cli,
        arguments: tuple[str, ...],
        environ: dict[str, str],
        expected: bool,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """Colours are for terminals, and for who asks for them."""
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        assert ("\x1b[" in cli("check", "bad.json", *arguments).out) is expected

    @pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "latin-1", "utf-16"])
    @pytest.mark.parametrize("form", ["text", "concise", "json", "jsonl"])
    def test_any_encoding(self, cli: Cli, here: Path, encoding: str, form: str) -> None:
        """Nothing that a document or a name holds can break the output."""
        name = "日本😀\u202e.json"
        (here / name).write_text('{"videos": [{"日本😀": "é"}]}', encoding="utf-8")
        result = cli("check", name, "none😀", "--format", form, encoding=encoding)
        assert result.code == 3
        assert "E201" in result.out
        assert "error: none" in result.err


class TestOutput:
    """--output: whole or not at all."""

    def test_a_report_in_a_file(self, cli: Cli, here: Path) -> None:
        """The report is in the file; the summary is on standard error."""
        result = cli("check", "bad.json", "--format", "json", "--output", "report.json")
        assert (result.code, result.out) == (1, "")
        assert result.err == "Found 1 error in 1 file (2 items, 1 URL).\n"
        assert json.loads((here / "report.json").read_text())["summary"]["errors"] == 1
        assert cli("check", "bad.json", "-q", "-o", "report.json").err == ""

    def test_the_same_bytes_as_on_the_screen(self, cli: Cli, here: Path) -> None:
        """What is in the file is what would be printed."""
        cli("check", "bad.json", "-o", "out.txt")
        assert (here / "out.txt").read_text() == cli("check", "bad.json").out
        assert cli("check", "bad.json", "-o", "-").out == cli("check", "bad.json").out

    @pytest.mark.parametrize("output", ["good.json", "./good.json", "link"])
    def test_an_input_is_not_replaced(self, cli: Cli, here: Path, output: str) -> None:
        """An output that is one of the inputs is refused, however it is spelt."""
        (here / "link").symlink_to("good.json")
        result = cli("check", "good.json", "--output", output)
        assert result.code == 2
        assert result.err == f'error: the output "{output}" is one of the inputs\n'
        assert (here / "good.json").read_text() == GOOD

    def test_a_manifest_in_the_folder_is_not_replaced(self, cli: Cli, here: Path) -> None:
        """Neither is a manifest that the search of a folder finds."""
        assert cli("check", ".", "--output", "good.json").code == 2
        assert (here / "good.json").read_text() == GOOD

    def test_an_older_report_is_replaced(self, cli: Cli, here: Path) -> None:
        """The report of the run before, in the same folder, is no input."""
        arguments = ("check", ".", "--format", "json", "--output", "report.json")
        assert cli(*arguments).code == 1
        first = (here / "report.json").read_text()
        assert cli(*arguments).code == 1
        assert (here / "report.json").read_text() == first

    def test_an_error_leaves_the_old_file(self, cli: Cli, here: Path) -> None:
        """A run that ends early leaves the file as it was."""
        (here / "out").write_text("old")
        (here / "empty").mkdir()
        (here / "empty" / "package.json").write_text(UNRELATED)
        assert cli("check", "empty", "--output", "out").code == 2
        assert (here / "out").read_text() == "old"
        assert sorted(os.listdir(here)) == ["bad.json", "empty", "good.json", "out", "package.json"]

    def test_an_output_that_cannot_be_written(self, cli: Cli) -> None:
        """A folder that is not there is one line, and 3."""
        result = cli("check", "good.json", "--output", "none/out.json")
        assert (result.code, result.out) == (3, "")
        assert result.err == "error: cannot write none/out.json: No such file or directory\n"


class TestSettings:
    """Options and configuration, and which of them wins."""

    def test_select_and_ignore(self, cli: Cli) -> None:
        """Rules are chosen by code, beginning or name, repeated or with commas."""
        assert cli("check", "bad.json", "--ignore", "E201").code == 0
        assert cli("check", "bad.json", "--ignore", "E3,missing-object-url").code == 0
        assert cli("check", "bad.json", "--select", "e3", "--select", "E4").code == 0
        assert cli("check", "bad.json", "--select", "E2", "--ignore", "E20").code == 0
        assert cli("check", "bad.json", "--select", "E201", "--ignore", "E2").code == 1

    def test_only(self, cli: Cli) -> None:
        """--only holds a manifest to some kinds of item."""
        assert cli("check", "good.json", "--only", "video,image").code == 0
        assert cli("check", "good.json", "--only", "image").code == 1

    def test_url_scheme(self, cli: Cli, here: Path) -> None:
        """--url-scheme allows another scheme beside the usual ones."""
        (here / "ftp.json").write_text(GOOD.replace("s3:", "ftp:"))
        assert cli("check", "ftp.json").code == 1
        assert cli("check", "ftp.json", "good.json", "--url-scheme", "ftp").code == 0

    def test_caps(self, cli: Cli, here: Path) -> None:
        """Findings above the caps are counted."""
        (here / "many.json").write_text(json.dumps({"videos": [{"title": "a"}] * 30}))
        out = cli("check", "many.json", "--format", "json", "--max-findings-per-rule", "10").out
        data = json.loads(out)
        assert len(data["files"][0]["findings"]) == 10
        assert (data["summary"]["errors"], data["summary"]["truncated"]) == (30, 20)
        assert "20 not listed" in cli("check", "many.json", "--max-findings", "10").out

    def test_configuration(self, cli: Cli, here: Path) -> None:
        """The configuration holds where the command line says nothing."""
        (here / "manifestry.toml").write_text('ignore = ["E201"]\nformat = "concise"\n')
        assert cli("check", "bad.json").out == "All clean: 1 file (2 items, 1 URL).\n"
        assert cli("check", "bad.json", "--ignore", "E301").code == 1
        assert cli("check", "bad.json", "--no-config").code == 1
        (here / "other.toml").write_text("")
        assert cli("check", "bad.json", "--config", "other.toml").code == 1

    def test_fail_on_and_severity(self, cli: Cli, here: Path) -> None:
        """Severities of both places are joined, the command line's last."""
        (here / "manifestry.toml").write_text('fail-on = "warning"\n[severity]\nE201 = "info"\n')
        assert cli("check", "bad.json").code == 0
        assert cli("check", "bad.json", "--fail-on", "info").code == 1
        assert cli("check", "bad.json", "--severity", "E201=warning").code == 1

    def test_per_file_ignores(self, cli: Cli, here: Path) -> None:
        """What is ignored in one file is reported in another, and wins over --select."""
        (here / "sub").mkdir()
        (here / "sub" / "bad.json").write_text(BAD)
        (here / "manifestry.toml").write_text('[per-file-ignores]\n"sub/*" = ["E2"]\n')
        assert cli("check", "sub/bad.json").code == 0
        assert cli("check", "sub/bad.json", "--select", "E201").code == 0
        assert cli("check", "bad.json").code == 1
        arguments = ("check", "-", "--stdin-filename", "sub/x.json")
        assert cli(*arguments, stdin=BAD.encode()).code == 0
        (here / "manifestry.toml").write_text('[per-file-ignores]\n"sub/*" = ["ALL"]\n')
        assert cli("check", "sub/bad.json").code == 0

    def test_exclude(self, cli: Cli, here: Path) -> None:
        """What is excluded is not found in folders."""
        (here / "manifestry.toml").write_text('exclude = ["bad.json"]\n')
        assert cli("check").code == 0
        assert cli("check", "bad.json").code == 1

    def test_strict(self, cli: Cli, here: Path) -> None:
        """The command line can take back what the configuration says."""
        text = GOOD.replace('"s3:', '"videometadata": {}, "objectUrl": "s3:').replace(
            '{"objectUrl": "video', '{"video'
        )
        (here / "odd.json").write_text(text)
        relaxed = cli("check", "odd.json")
        strict = cli("check", "odd.json", "--strict")
        (here / "manifestry.toml").write_text("strict = true\n")
        assert cli("check", "odd.json") == strict
        assert cli("check", "odd.json", "--no-strict") == relaxed


class TestMistakes:
    """A call that makes no sense: one line, and 2."""

    @pytest.mark.parametrize(
        ("argv", "expected"),
        [
            (("chek",), 'unknown command "chek" (did you mean "check"?)'),
            (("good.json",), "(did you mean `manifestry check good.json`?)"),
            (("xyz",), "(there are check, fix, baseline, convert, "),
            (("check", "--fromat", "json"), "--format"),
            (("check", "--format", "jsn"), 'unknown format "jsn" (did you mean "json"?)'),
            (("check", "--fail-on", "eror"), 'unknown severity "eror" (did you mean "error"?)'),
            (("check", "--kind", "encord"), 'unknown kind "encord"'),
            (
                ("check", "--only", "videos"),
                'unknown kind of item "videos" (did you mean "video"?)',
            ),
            (("check", "--select", "E99999"), 'there is no rule "E99999"'),
            (("check", "--ignore", "missing-objct-url"), '(did you mean "missing-object-url"?)'),
            (("check", "--severity", "E201"), "must be CODE=LEVEL"),
            (("check", "--severity", "E201=bad"), 'unknown severity "bad"'),
            (("check", "--max-findings", "-1"), "must be 0 or more, got -1"),
            (("check", "--max-findings", "x"), "'x' is not a valid integer"),
            (("check", "--url-scheme", "a b"), "a URL scheme is a word"),
            (("check", "--color", "blue"), 'unknown choice "blue"'),
            (("check", "--config", "x", "--no-config"), "contradict each other"),
            (("check", "--config", "none.toml"), "none.toml: cannot be read"),
            (("check", "--config"), "requires an argument"),
            (("metadata", "infr"), 'unknown command "infr" (did you mean "infer"?)'),
            (("explain",), "Missing argument"),
            (("explain", "E99999"), 'there is no rule "E99999"'),
            (("schema",), "give the name of a schema, or --list"),
            (("schema", "video", "--list"), "give the name of a schema, or --list"),
            (("schema", "vidoe"), '(did you mean "video"?)'),
            (("completion", "tcsh"), 'unknown shell "tcsh"'),
            (("rules", "--format", "xml"), 'unknown format "xml"'),
        ],
    )
    def test_one_line(self, cli: Cli, argv: tuple[str, ...], expected: str) -> None:
        """The line says what is wrong and what may have been meant."""
        result = cli(*argv)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith("error: ")
        assert expected in result.err
        assert result.err.count("\n") == 1

    def test_a_wrong_configuration(self, cli: Cli, here: Path) -> None:
        """Each fault of the configuration is a line."""
        (here / "manifestry.toml").write_text("strict = 1\n[severity]\nE99999 = 'error'\n")
        result = cli("check", "good.json")
        assert (result.code, result.out) == (2, "")
        assert len(result.err.splitlines()) == 2
        assert all(line.startswith("error: manifestry.toml: ") for line in result.err.splitlines())

    def test_nothing_at_all(self, cli: Cli) -> None:
        """Without a command there is the help, and 2."""
        result = cli()
        assert (result.code, result.err) == (2, "")
        assert result.out.startswith("Usage: manifestry ")


def test_an_item_over_the_limit_stops_the_work(cli: Cli, here: Path) -> None:
    """--max-item-bytes sets how large one item may be; 0 lets any through."""
    (here / "large.json").write_text(
        '{"videos": [{"objectUrl": "s3://acme-media/a.mp4", "title": "%s"}]}' % ("x" * 300)
    )
    refused = cli("check", "large.json", "--max-item-bytes", "100", "--ignore", "E218")
    assert refused.code == 3
    assert "--max-item-bytes allows more" in refused.err
    assert cli("check", "large.json", "--max-item-bytes", "0", "--ignore", "E218").code == 0
