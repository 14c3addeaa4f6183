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
        result = cli("baseline", "cut.json", "bad.json", "none.json")
        assert result.code == 1
        assert result.out == f"Accepted 1 finding in 1 file -> {FILE}\n"
        assert result.err == (
            "error: none.json: no such file\n"
            "cut.json: J005 cannot be accepted\n"
            "2 files have faults that always fail, or could not be checked.\n"
        )
        assert cli("check", "--baseline", FILE, "cut.json", "bad.json").code == 1

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
            "1 entry of the baseline is stale; run `manifestry baseline --prune`.\n"
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
        assert result.err.endswith("stale; run `manifestry baseline --prune`.\n")

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

    @pytest.mark.parametrize(
        ("argv", "message"),
        [
            (("--baseline", "none.json"), "none.json: there is no such baseline; "),
            (("--baseline", "good.json"), "good.json: is no baseline: "),
            (("--baseline", "x", "--no-baseline"), "--baseline and --no-baseline contradict"),
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
            'bad.json: E201 This video has no "objectUrl" (1 of 2)\n'
            f"Removed 2 stale entries, 1 finding accepted -> {FILE}\n"
        )
        checked = cli("check", "--baseline", FILE, "--format", "concise", "bad.json")
        listed = [line for line in checked.out.splitlines() if line.startswith("bad.json:")]
        assert [line.split()[1] for line in listed] == ["E203"]
        assert "stale" not in checked.out

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
