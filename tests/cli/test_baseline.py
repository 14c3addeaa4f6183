"""`manifestry baseline`, and what `check` does with a baseline."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path

import jsonschema_rs
import pytest

from manifestry.choices import FORMATS
from manifestry.findings import FileReport, RuleFailure
from manifestry.schemas_index import bundled

from .conftest import BAD, GOOD, Cli

FILE = "manifestry-baseline.json"
WORSE = BAD.replace('{"title": "cam 1"}', '{"title": "cam 1"},\n    {"title": "cam 2"}')


@pytest.fixture
def accepted(cli: Cli) -> str:
    """The baseline of what is here."""
    assert cli("baseline").code == 0
    return FILE


class TestBaseline:
    """Writes one."""

    def test_what_it_says(self, cli: Cli, here: Path) -> None:
        """How much is accepted, and where that stands."""
        result = cli("baseline")
        assert (result.code, result.err) == (0, "")
        assert result.out == f"Accepted 1 finding in 1 file -> {FILE}\n"
        written = json.loads((here / FILE).read_text())
        assert list(written["files"]) == ["bad.json"]
        jsonschema_rs.validate(bundled("manifestry/baseline"), written)

    def test_standard_output(self, cli: Cli, here: Path) -> None:
        """It is printed as it would be written."""
        assert cli("baseline").code == 0
        result = cli("baseline", "-o", "-")
        assert result.out == (here / FILE).read_text()
        assert result.err == "Accepted 1 finding in 1 file.\n"

    def test_again(self, cli: Cli, here: Path, accepted: str) -> None:
        """The second one is as the first: a baseline is no input."""
        first = (here / accepted).read_text()
        assert cli("baseline").code == 0
        assert (here / accepted).read_text() == first

    def test_what_cannot_be_accepted(self, cli: Cli, here: Path) -> None:
        """It is said, the rest is accepted all the same, and the exit code is 1."""
        (here / "cut.json").write_text('{"videos": [{"objectUrl": ')
        result = cli("baseline", "cut.json", "bad.json")
        assert result.code == 1
        assert result.out == f"Accepted 1 finding in 1 file -> {FILE}\n"
        assert result.err == (
            "cut.json: J005 cannot be accepted: what is behind it could not be checked\n"
            "1 file has faults that always fail, or could not be checked.\n"
        )
        assert cli("check", "--baseline", FILE, "cut.json", "bad.json").code == 1

    def test_faults_of_the_text_that_hide_nothing(self, cli: Cli, here: Path) -> None:
        """They can be accepted, and what is behind them is found."""
        text = BAD.replace('"cam 1"', 'NaN, "x": "\\q\t\\ud800", /* why */')
        (here / "bad.json").write_text(f"\ufeff{text}", encoding="utf-8")
        result = cli("baseline", "bad.json")
        assert (result.code, result.err) == (0, "")
        codes = {
            each["code"] for each in json.loads((here / FILE).read_text())["files"]["bad.json"]
        }
        assert codes >= {"J003", "J103", "J104", "J109", "J110", "J111", "J112", "E201"}
        assert cli("check", "--baseline", FILE, "bad.json").code == 0

    def test_a_path_that_cannot_be_read(self, cli: Cli, here: Path, accepted: str) -> None:
        """Then nothing is written: a slip of the pen takes nothing back."""
        first = (here / accepted).read_text()
        result = cli("baseline", "none.json", "good.json")
        assert (result.code, result.out) == (3, "")
        assert result.err == (
            "error: none.json: no such file\nNothing is accepted: 1 file could not be read.\n"
        )
        assert (here / accepted).read_text() == first
        assert cli("baseline", "-o", "-", "none.json").out == ""

    def test_files_that_are_not_checked(self, cli: Cli, here: Path) -> None:
        """What was accepted for them stays, unless they are gone from a folder that is checked."""
        for name in ("a", "b"):
            (here / name).mkdir()
            (here / name / "bad.json").write_text(BAD)
        assert cli("baseline", "a").code == 0
        result = cli("baseline", "b")
        assert result.out == f"Accepted 1 finding in 1 file; 1 accepted before stays -> {FILE}\n"
        assert list(json.loads((here / FILE).read_text())["files"]) == ["a/bad.json", "b/bad.json"]
        assert cli("check", "--baseline", FILE, "a", "b").code == 0
        (here / "a" / "bad.json").rename(here / "a" / "good.json")
        assert cli("baseline", "b").code == 0
        assert "a/bad.json" in (here / FILE).read_text()
        assert cli("baseline", "a").code == 0
        assert list(json.loads((here / FILE).read_text())["files"]) == ["a/good.json", "b/bad.json"]

    def test_rules_that_are_off(self, cli: Cli, here: Path) -> None:
        """What was accepted of them stays; of the others what is mended does not."""
        (here / "bad.json").write_text(BAD.replace("a.mp4", " .mp4"))
        assert cli("baseline").out.startswith("Accepted 2 findings in 1 file -> ")
        (here / "bad.json").write_text(WORSE)
        result = cli("baseline", "--select", "E201")
        assert result.out.startswith("Accepted 2 findings in 1 file; 1 accepted before stays -> ")
        assert cli("baseline").out.startswith("Accepted 2 findings in 1 file -> ")

    def test_a_document_that_breaks_off(self, cli: Cli, here: Path, accepted: str) -> None:
        """What was accepted behind the fault may still be there, and stays."""
        first = (here / accepted).read_text()
        (here / "bad.json").write_text(BAD[:40])
        assert cli("baseline").code == 1
        assert (here / accepted).read_text() == first

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ('{"version": 2}', "update Manifestry"),
            ("<<<<<<< HEAD\n{\n=======\n{}\n>>>>>>> b\n", "resolve it first"),
            ('{"scripts": {}}', "is the path right?"),
        ],
    )
    def test_what_is_not_overwritten(self, cli: Cli, here: Path, text: str, message: str) -> None:
        """A file that is no baseline this version understands."""
        (here / "b.json").write_text(text)
        result = cli("baseline", "-o", "b.json", "bad.json")
        assert (result.code, result.out) == (2, "")
        assert message in result.err
        assert (here / "b.json").read_text() == text

    @pytest.mark.parametrize("text", ["", 'strict = true\nbaseline = "manifestry.toml"\n'])
    def test_the_configuration_is_not_overwritten(self, cli: Cli, here: Path, text: str) -> None:
        """Neither by name nor because it says so itself."""
        (here / "manifestry.toml").write_text(text)
        argv = () if text else ("-o", "manifestry.toml")
        result = cli("baseline", *argv)
        assert result.err == 'error: "manifestry.toml" is the configuration, not a baseline\n'
        assert (result.code, (here / "manifestry.toml").read_text()) == (2, text)
        (here / "pyproject.toml").write_text("[project]\n")
        assert cli("baseline", "-o", "pyproject.toml", "--no-config").code == 2
        assert (here / "pyproject.toml").read_text() == "[project]\n"

    def test_an_empty_file(self, cli: Cli, here: Path) -> None:
        """There is nothing in it to lose."""
        (here / "b.json").write_text("")
        assert cli("baseline", "-o", "b.json", "bad.json").code == 0

    def test_quiet(self, cli: Cli, here: Path) -> None:
        """Only what went wrong is said."""
        assert cli("baseline", "-q").out == ""
        (here / "bad.json").write_text(GOOD)
        assert cli("baseline", "-q", "--prune").out == ""
        assert cli("baseline", "-q", "none.json").err != ""

    def test_mistakes(self, cli: Cli) -> None:
        """One line, and 2."""
        result = cli("baseline", "--baseline", "b.json")
        assert (result.code, result.out) == (2, "")
        assert "the file to write is -o FILE" in result.err
        assert cli("baseline", "-o", "").err.startswith("error: -o needs a file")

    def test_an_input(self, cli: Cli, here: Path) -> None:
        """A manifest is not overwritten."""
        result = cli("baseline", "-o", "bad.json")
        assert (result.code, (here / "bad.json").read_text()) == (2, BAD)
        assert result.err == 'error: the output "bad.json" is one of the inputs\n'

    def test_more_than_is_usually_listed(self, cli: Cli, here: Path) -> None:
        """Caps on what is listed are none on what is accepted."""
        items = [{"title": f"cam {number}"} for number in range(150)]
        (here / "bad.json").write_text(json.dumps({"videos": items}))
        assert cli("baseline").out == f"Accepted 150 findings in 1 file -> {FILE}\n"
        result = cli("check", "--baseline", FILE)
        assert (result.code, "150 accepted by the baseline." in result.out) == (0, True)

    def test_the_rules_that_are_asked(self, cli: Cli) -> None:
        """The options of a check count here as well."""
        assert "Accepted 0 findings" in cli("baseline", "--ignore", "E201").out

    def test_a_rule_that_fails(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        """Is our fault, and the file is not accepted."""
        failure = RuleFailure("E201", "/videos/0", "ValueError: boom")
        file = FileReport(path="x", kind=None, status="clean", failures=(failure,))
        monkeypatch.setattr("manifestry.engine.api.check_file", lambda *_, **__: iter([file]))
        result = cli("baseline", "good.json")
        assert result.code == 4
        assert "1 file has faults that always fail" in result.err


class TestCheck:
    """Fails for what is new."""

    def test_nothing_new(self, cli: Cli, accepted: str) -> None:
        """The summary says what was accepted."""
        result = cli("check", "--baseline", accepted)
        assert (result.code, result.err) == (0, "")
        assert result.out == (
            "Found nothing new in 2 files (3 items, 2 URLs). 1 accepted by the baseline. "
            "1 file skipped: not a manifest.\n"
        )

    def test_something_new(self, cli: Cli, here: Path, accepted: str) -> None:
        """An equal fault more is one."""
        (here / "bad.json").write_text(WORSE)
        result = cli("check", "--baseline", accepted, "--format", "concise", "bad.json")
        assert result.code == 1
        assert result.out.startswith("bad.json:5:5: E201 error ")
        assert result.out.endswith(
            "Found 1 error in 1 file (3 items, 1 URL). 1 accepted by the baseline.\n"
        )

    @pytest.mark.parametrize("form", ["text", "concise"])
    def test_stale(self, cli: Cli, here: Path, accepted: str, form: str) -> None:
        """A line says that the baseline accepts too much; that is no failure."""
        (here / "bad.json").write_text(GOOD)
        result = cli("check", "--baseline", accepted, "--format", form, "bad.json")
        assert (result.code, result.err) == (0, "")
        assert result.out == (
            "All clean: 1 file (1 item, 1 URL).\n"
            "1 accepted finding no longer occurs; run `manifestry baseline --prune`.\n"
        )
        assert cli("check", "--baseline", accepted, "-q", "bad.json").out == ""

    def test_json(self, cli: Cli, here: Path, accepted: str) -> None:
        """The report has the numbers, but only where there is a baseline."""
        (here / "bad.json").write_text(GOOD)
        report = json.loads(cli("check", "--baseline", accepted, "--format", "json").out)
        assert report["summary"]["baseline"] == {"accepted": 0, "stale": 1}
        jsonschema_rs.validate(bundled("manifestry/report"), report)
        without = json.loads(cli("check", "--format", "json", "good.json").out)
        assert "baseline" not in without["summary"]

    @pytest.mark.parametrize("form", FORMATS)
    def test_every_form(self, cli: Cli, here: Path, accepted: str, form: str) -> None:
        """None of them mentions what is accepted; all of them what is new."""
        (here / "bad.json").write_text(BAD.replace("a.mp4", " .mp4"))
        result = cli("check", "--baseline", accepted, "--format", form, "bad.json")
        assert result.code == 1
        assert "E203" in result.out
        assert "This video has no" not in result.out
        assert "This video has no" in cli("check", "--format", form, "bad.json").out

    def test_a_file_that_is_written(self, cli: Cli, here: Path, accepted: str) -> None:
        """Standard error then says what the report cannot."""
        (here / "bad.json").write_text(GOOD)
        result = cli("check", "--baseline", accepted, "--format", "json=r.json", "bad.json")
        assert result.err.endswith("occurs; run `manifestry baseline --prune`.\n")
        result = cli("check", "--baseline", accepted, "--format", "json", "bad.json")
        assert result.err.endswith("occurs; run `manifestry baseline --prune`.\n")

    @pytest.mark.parametrize("form", ["github", "markdown", "html"])
    def test_what_others_say_of_it(self, cli: Cli, here: Path, accepted: str, form: str) -> None:
        """How much is accepted, and how much of it is gone."""
        (here / "bad.json").write_text(WORSE)
        assert cli("baseline").code == 0
        (here / "bad.json").write_text(BAD)
        out = cli("check", "--baseline", accepted, "--format", form, "bad.json").out
        assert "1 accepted by the baseline." in out
        assert out.count("1 accepted finding no longer occurs") == 1
        assert form != "github" or out.count("::notice title=baseline::") == 1
        (here / "bad.json").write_text(GOOD.replace("cam1", "cam2"))
        plain = cli("check", "--no-baseline", "--format", form, "bad.json").out
        assert "accepted" not in plain

    def test_stale_entries_of_another_baseline(self, cli: Cli, here: Path) -> None:
        """The hint names it, and what is to be checked."""
        assert cli("baseline", "-o", "a b.json", "bad.json").code == 0
        (here / "bad.json").write_text(GOOD)
        result = cli("check", "--baseline", "a b.json", "bad.json")
        assert result.out.endswith(
            'occurs; run `manifestry baseline --prune -o "a b.json" bad.json`.\n'
        )
        many = cli("check", "--baseline", "a b.json", "bad.json", "./bad.json", "good.json", ".")
        assert many.out.endswith('--prune -o "a b.json" PATHS`.\n')

    def test_stale_entries_of_files_that_are_gone(self, cli: Cli, here: Path) -> None:
        """They count where a folder was searched, and archives were read."""
        (here / "sub").mkdir()
        (here / "sub" / "bad.json").write_text(BAD)
        with zipfile.ZipFile(here / "sub" / "export.zip", "w") as archive:
            archive.writestr("one.json", BAD)
            archive.writestr("two.json", BAD)
        assert cli("baseline").out.startswith("Accepted 4 findings in 4 files")
        (here / "sub" / "bad.json").rename(here / "sub" / "new.json")
        with zipfile.ZipFile(here / "sub" / "export.zip", "w") as archive:
            archive.writestr("two.json", BAD)
        known = ("--baseline", FILE)
        assert "no longer" not in cli("check", *known, "good.json").out
        export = os.path.join("sub", "export.zip")
        assert "1 accepted finding no longer occurs" in cli("check", *known, export).out
        for folder in ("sub", "."):
            result = cli("check", *known, folder)
            assert result.code == 1
            assert "2 accepted findings no longer occur; " in result.out
        assert cli("baseline", "--prune").out == (
            "sub/bad.json: the file is gone, 1 finding\n"
            "sub/export.zip/one.json: the file is gone, 1 finding\n"
            f"Removed 2 findings that no longer occur; 2 stay accepted -> {FILE}\n"
        )

    def test_a_baseline_of_other_files(self, cli: Cli, here: Path) -> None:
        """One line says so, if there is something to be found in these."""
        (here / "sub").mkdir()
        text = cli("baseline", "-o", "-", "bad.json").out
        (here / "sub" / "b.json").write_text(text)
        known = ("--baseline", os.path.join("sub", "b.json"))
        line = "None of these files is in the baseline, whose paths start from sub."
        assert line in cli("check", *known, "bad.json").out
        assert line not in cli("check", *known, "good.json").out

    def test_new_ones_before_the_accepted_ones(self, cli: Cli, here: Path) -> None:
        """What is listed reaches as far as is needed; nothing behind it is thought to be gone."""
        old = [{"objectUrl": f"s3://acme-media/old {number}.mp4"} for number in range(3)]
        (here / "bad.json").write_text(json.dumps({"videos": [*old, {"objectUrl": 5}]}))
        assert cli("baseline", "bad.json").code == 0
        caps = ("--max-findings-per-rule", "2", "--format", "json")
        for new, accepted in ((1, 3), (2, 3), (3, 2), (9, 0)):
            items = [{"objectUrl": f"s3://acme-media/new {number}.mp4"} for number in range(new)]
            (here / "bad.json").write_text(json.dumps({"videos": items + old}))
            report = json.loads(cli("check", "--baseline", FILE, *caps, "bad.json").out)
            listed = [each["pointer"] for each in report["files"][0]["findings"]]
            assert listed == [f"/videos/{number}/objectUrl" for number in range(min(new, 2))]
            assert report["summary"]["baseline"] == {"accepted": accepted, "stale": 1}
            assert report["summary"]["errors"] == new + 3 - accepted

    def test_new_infos_before_an_accepted_error(self, cli: Cli, here: Path) -> None:
        """However many of them are listed, the error stays accepted."""
        (here / "bad.json").write_text(BAD)
        assert cli("baseline", "bad.json").code == 0
        odd = [{"objectUrl": f"s3://acme-media/{n}.mp4", "colour": n} for n in range(9)]
        items = [*odd, *json.loads(BAD)["videos"]]
        (here / "bad.json").write_text(json.dumps({"videos": items}))
        argv = ("check", "--baseline", FILE, "--max-findings", "2", "bad.json")
        assert cli(*argv).code == 0
        assert cli(*argv, "--fail-on", "warning").code == 1

    def test_a_file_that_is_something_else_now(self, cli: Cli, here: Path, accepted: str) -> None:
        """What stands in the baseline is judged whatever it has become."""
        shutil.copy(here / "package.json", here / "bad.json")
        result = cli("check", "--baseline", accepted, "--format", "concise")
        assert (result.code, "bad.json:1:1: E0" in result.out) == (1, True)
        assert "1 file skipped" in result.out

    def test_one_that_is_not_heeded(self, cli: Cli, here: Path) -> None:
        """It is none of the files that are passed over, either."""
        (here / "manifestry.toml").write_text('baseline = "b.json"\n')
        assert cli("baseline").code == 0
        assert "1 file skipped" in cli("check", "--no-baseline").out
        assert cli("check", "--no-baseline", "b.json").code == 1

    def test_the_configuration(self, cli: Cli, here: Path) -> None:
        """It names a baseline from its own folder; the command line wins."""
        (here / "manifestry.toml").write_text('baseline = "ci/known.json"\n')
        (here / "ci").mkdir()
        assert cli("check").code == 2
        assert cli("baseline").out.endswith(f"-> {os.path.join('ci', 'known.json')}\n")
        assert cli("check").code == 0
        assert cli("check", "--no-baseline").code == 1
        assert cli("check", "--no-config").code == 1
        (here / "empty.json").write_text(
            '{"version": 1, "tool": {"name": "manifestry", "version": "0"}, "files": {}}'
        )
        assert cli("check", "--baseline", "empty.json", "bad.json").code == 1

    def test_from_another_folder(
        self, cli: Cli, here: Path, accepted: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Wherever one stands, the same is accepted; a copy elsewhere is not."""
        (here / "sub").mkdir()
        monkeypatch.chdir(here / "sub")
        known = os.path.join("..", accepted)
        assert cli("check", "--baseline", known, os.path.join("..", "bad.json")).code == 0
        assert cli("check", "--baseline", known, str(here / "bad.json")).code == 0
        shutil.copy(here / "bad.json", "bad.json")
        assert cli("check", "--baseline", known, "bad.json").code == 1

    def test_equal_names(self, cli: Cli, here: Path) -> None:
        """Each file has its own."""
        for folder in ("a", "b"):
            (here / folder).mkdir()
            (here / folder / "bad.json").write_text(BAD)
        assert cli("baseline", "a").code == 0
        result = cli("check", "--baseline", FILE, "a", "b", "--format", "concise")
        listed = [line for line in result.out.splitlines() if ": E" in line]
        assert [line.partition(":")[0] for line in listed] == [os.path.join("b", "bad.json")]

    def test_standard_input(self, cli: Cli) -> None:
        """It has the name that it is given."""
        assert cli("baseline", "-", stdin=BAD.encode()).code == 0
        assert cli("check", "--baseline", FILE, "-", stdin=BAD.encode()).code == 0
        name = ("--stdin-filename", "bad.json")
        assert cli("check", "--baseline", FILE, "-", *name, stdin=BAD.encode()).code == 1
        assert cli("baseline", "bad.json").code == 0
        assert cli("check", "--baseline", FILE, "-", *name, stdin=BAD.encode()).code == 0

    def test_archives(self, cli: Cli, here: Path) -> None:
        """A member is a file of its own."""
        with zipfile.ZipFile(here / "export.zip", "w") as archive:
            archive.writestr("a/one.json", BAD)
            archive.writestr("b/one.json", BAD)
        assert cli("baseline", "export.zip").out.startswith("Accepted 2 findings in 2 files")
        assert cli("check", "--baseline", FILE, "export.zip").code == 0
        with zipfile.ZipFile(here / "export.zip", "w") as archive:
            archive.writestr("a/one.json", WORSE)
        result = cli("check", "--baseline", FILE, "export.zip", "--format", "concise")
        assert (result.code, result.out.count("E201")) == (1, 1)

    def test_processes_and_the_cache(self, cli: Cli, here: Path) -> None:
        """The report is the same however it came about."""
        for number in range(4):
            items = [{"title": f"cam {each}"} for each in range(120 + number)]
            (here / f"many {number}.json").write_text(json.dumps({"videos": items}))
        assert cli("baseline").code == 0
        for number in range(4):
            items = [{"title": f"cam {each}"} for each in range(122)]
            (here / f"many {number}.json").write_text(json.dumps({"videos": items}))
        usual = cli("check", "--baseline", FILE, "--no-cache", "--jobs", "1")
        assert usual.code == 1
        assert "486 accepted by the baseline." in usual.out
        assert cli("check", "--baseline", FILE, "--no-cache", "--jobs", "2") == usual
        for _ in range(2):
            assert cli("check", "--baseline", FILE, "--cache", "--jobs", "1") == usual
        # What is kept of a run without a baseline has fewer findings.
        assert cli("check", "--cache").code == 1
        assert cli("check", "--baseline", FILE, "--cache") == usual

    def test_the_baseline_is_no_input(self, cli: Cli, accepted: str) -> None:
        """Not even when it is named, as hooks name every file."""
        assert cli("check", "--baseline", accepted, accepted, "good.json").code == 0
        assert cli("check", "--baseline", accepted, accepted, "--skip-unrelated").code == 0
        result = cli("check", "--baseline", accepted, accepted)
        assert (result.code, result.err) == (
            2,
            "error: no input: there is nothing but the baseline\n",
        )

    def test_a_baseline_that_is_not_used(self, cli: Cli, accepted: str) -> None:
        """In a folder it is passed over; by name it is said what it is."""
        assert "E00" not in cli("check", ".").out
        assert "This is a baseline of Manifestry" in cli("check", accepted).out

    def test_a_configuration_that_names_none(self, cli: Cli, here: Path) -> None:
        """A file without a name is no file."""
        (here / "manifestry.toml").write_text('baseline = ""\n')
        result = cli("check")
        assert (result.code, result.err) == (
            2,
            "error: manifestry.toml: baseline: must name a file\n",
        )

    @pytest.mark.parametrize(
        ("argv", "message"),
        [
            (("--baseline", "none.json"), "none.json: there is no such baseline; "),
            (("--baseline", "good.json"), "good.json: is no baseline: "),
            (("--baseline", "x", "--no-baseline"), "--baseline and --no-baseline contradict"),
            (("--baseline", ""), "--baseline needs a file"),
        ],
    )
    def test_mistakes(self, cli: Cli, argv: tuple[str, ...], message: str) -> None:
        """One line, and 2."""
        result = cli("check", *argv)
        assert (result.code, result.out) == (2, "")
        assert message in result.err
        assert result.err.count("\n") == 1


class TestPrune:
    """Makes one smaller."""

    def test_what_is_gone(self, cli: Cli, here: Path) -> None:
        """It is named, by file and code, and taken out; what is new is not accepted."""
        (here / "bad.json").write_text(WORSE)
        (here / "old.json").write_text(BAD)
        assert cli("baseline").code == 0
        (here / "old.json").unlink()
        (here / "bad.json").write_text(BAD.replace("a.mp4", " .mp4"))
        result = cli("baseline", "--prune")
        assert (result.code, result.err) == (0, "")
        assert result.out == (
            "old.json: the file is gone, 1 finding\n"
            'bad.json: E201 missing-object-url, 1 of 2 findings: This video has no "objectUrl"\n'
            f"Removed 2 findings that no longer occur; 1 stays accepted -> {FILE}\n"
        )
        checked = cli("check", "--baseline", FILE, "--format", "concise", "bad.json")
        listed = [line for line in checked.out.splitlines() if line.startswith("bad.json:")]
        assert [line.split()[1] for line in listed] == ["E203"]
        assert "stale" not in checked.out

    def test_messages_with_numbers(self, cli: Cli, here: Path) -> None:
        """These are not known any more, so the rule says what it was."""
        (here / "bad.json").write_text(GOOD.replace("}]", ', "title": 7}]'))
        assert cli("baseline").code == 0
        (here / "bad.json").write_text(GOOD)
        assert cli("baseline", "--prune").out.startswith("bad.json: E101 wrong-type, 1 finding\n")

    def test_nothing_is_gone(self, cli: Cli, here: Path, accepted: str) -> None:
        """The file is not touched."""
        (here / accepted).chmod(0o444)
        before = (here / accepted).stat()
        assert cli("baseline", "--prune").code == 0
        assert (here / accepted).stat().st_mtime_ns == before.st_mtime_ns

    def test_only_what_is_checked(self, cli: Cli, here: Path, accepted: str) -> None:
        """Entries of other files stay, and those of files that cannot be read."""
        first = (here / accepted).read_text()
        assert cli("baseline", "--prune", "good.json").code == 0
        (here / "bad.json").write_bytes("{}".encode("utf-16"))
        assert cli("baseline", "--prune", "bad.json").code == 1
        assert (here / accepted).read_text() == first

    def test_mistakes(self, cli: Cli) -> None:
        """There has to be one."""
        assert cli("baseline", "--prune").err.startswith(f"error: {FILE}: there is no such")
        assert cli("baseline", "--prune", "-o", "-").code == 2


class TestFix:
    """`fix` accepts what a check accepts."""

    def test_what_is_left(self, cli: Cli, here: Path, accepted: str) -> None:
        """It is no reason to fail, nor to look at it."""
        assert cli("fix", "bad.json").code == 1
        result = cli("fix", "--baseline", accepted, "bad.json")
        assert (result.code, result.out) == (0, "")
        assert result.err == "Nothing to fix; 1 accepted by the baseline.\n"
        (here / "bad.json").write_text(WORSE)
        result = cli("fix", "--baseline", accepted, "bad.json")
        assert result.code == 1
        assert "1 finding is left" in result.err
        assert "came to light" not in result.err

    def test_what_can_be_mended(self, cli: Cli, here: Path) -> None:
        """That is done although it is accepted, and is stale then."""
        (here / "manifestry.toml").write_text('baseline = "b.json"\n')
        (here / "bad.json").write_text(BAD.replace("objectUrl", "objectURL"))
        assert cli("baseline").out.startswith("Accepted 2 findings in 1 file")
        for option in ("--diff", "--check"):
            assert "no longer" not in cli("fix", option, "bad.json").err
        result = cli("fix", ".")
        assert (result.code, (here / "bad.json").read_text()) == (0, BAD)
        assert result.err == (
            "bad.json: fixed E109\n"
            "Fixed 1 finding in 1 file; 1 accepted by the baseline.\n"
            "1 accepted finding no longer occurs; run `manifestry baseline --prune`.\n"
        )
        assert cli("fix", "--no-baseline", ".").code == 1

    def test_mistakes(self, cli: Cli) -> None:
        """They are those of a check."""
        assert cli("fix", "--baseline", "none.json", "bad.json").code == 2
        assert cli("fix", "--baseline", "", "bad.json").code == 2
