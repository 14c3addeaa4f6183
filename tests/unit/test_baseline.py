"""Baselines: made, written, read again, applied, made smaller."""

from __future__ import annotations

import json
import os
import pickle
from dataclasses import replace
from pathlib import Path

import jsonschema_rs
import pytest

import manifestry
from manifestry.baseline import (
    Applying,
    Baseline,
    ComparedReport,
    Entry,
    LeftOut,
    apply,
    make,
    merged,
    pruned,
    raised,
    read,
    uncapped,
)
from manifestry.errors import ConfigError, LimitError, UsageError
from manifestry.findings import FileReport, Report, RuleFailure
from manifestry.schemas_index import bundled
from manifestry.settings import Settings

TITLE = {"objectUrl": "s3://acme-media/a.mp4", "title": 7}
NO_URL = {"title": "no url"}


def clean(number: int) -> dict[str, str]:
    """An item without a fault."""
    return {"objectUrl": f"s3://acme-media/clean/{number}.mp4"}


def checked(*items: object, settings: Settings | None = None, path: str = "a.json") -> Report:
    """The whole report on a manifest of videos."""
    report = manifestry.check({"videos": list(items)}, uncapped(settings or Settings()))
    return Report(tuple(replace(file, path=path) for file in report.files))


def accepting(*items: object, path: str = "a.json") -> Baseline:
    """A baseline that accepts what is wrong in such a manifest."""
    return make(checked(*items, path=path)).baseline


def found(report: Report) -> list[tuple[str, str]]:
    """What is listed."""
    return [(finding.code, finding.pointer) for finding in report]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


class TestApply:
    """What is accepted is no part of a report."""

    def test_what_is_accepted(self) -> None:
        """It is neither listed nor counted, and the file is clean."""
        report = apply(checked(TITLE, NO_URL), accepting(TITLE, NO_URL))
        file = report.files[0]
        assert (file.status, file.errors, file.findings, file.by_rule) == ("clean", 0, (), ())
        assert (report.accepted, report.stale, report.exit_code()) == (2, 0, 0)

    def test_what_is_not(self) -> None:
        """Items before it change nothing; another fault is found."""
        report = apply(checked(clean(1), TITLE, clean(2), NO_URL), accepting(TITLE))
        assert found(report) == [("E201", "/videos/3")]
        assert (report.errors, report.accepted, report.exit_code()) == (1, 1, 1)
        assert [(each.code, each.count) for each in report.files[0].by_rule] == [("E201", 1)]

    def test_one_more_of_them(self) -> None:
        """A second fault that is equal to an accepted one is found."""
        report = apply(checked(NO_URL, NO_URL, NO_URL), accepting(NO_URL, NO_URL))
        assert found(report) == [("E201", "/videos/2")]

    def test_another_file(self) -> None:
        """What is accepted in one file is not in another."""
        report = apply(checked(TITLE, path="b/a.json"), accepting(TITLE))
        assert (found(report), report.accepted) == ([("E101", "/videos/0/title")], 0)

    def test_two_documents_of_one_name(self) -> None:
        """They share what is accepted."""
        twice = Report((*checked(TITLE).files, *checked(TITLE).files))
        report = apply(twice, accepting(TITLE))
        assert ([file.errors for file in report.files], report.accepted) == ([0, 1], 1)

    def test_a_fault_that_hides_the_rest(self) -> None:
        """It is never accepted, even if somebody writes it into the baseline."""
        broken = manifestry.check(b'{"videos": [')
        made = make(broken)
        assert len(made.baseline) == 0
        assert made.left_out == (LeftOut("<bytes>", ("J005",)),)
        forged = Baseline({"<bytes>": (Entry("J005", "", "", "0" * 16, 1),)})
        assert found(apply(broken, forged)) == [("J005", "")]

    def test_what_cannot_be_read(self) -> None:
        """It stays as it is, and nothing of it is stale."""
        file = FileReport(path="a.json", kind=None, status="unreadable", error="no such file")
        made = make([file])
        assert (len(made.baseline), made.left_out) == (0, (LeftOut("a.json", error=file.error),))
        report = apply(Report((file,)), accepting(TITLE))
        assert (report.files, report.stale, report.exit_code()) == ((file,), 0, 3)

    def test_a_rule_that_failed(self) -> None:
        """A file that was not judged in full is not accepted."""
        failed = replace(checked(TITLE).files[0], failures=(RuleFailure("E201", "", "boom"),))
        assert make([failed]).left_out == (LeftOut("a.json", error="rule E201 failed"),)
        report = apply(Report((failed,)), accepting(NO_URL))
        assert (report.stale, report.exit_code()) == (0, 4)


class TestCaps:
    """They are about what is left."""

    @pytest.mark.parametrize(
        ("total", "of_rule"), [(3, 2), (2, 3), (0, 2), (3, 0), (0, 0), (1000, 100), (1, 1)]
    )
    def test_they_choose_as_the_engine_does(self, total: int, of_rule: int) -> None:
        """What is listed of the rest is what a check of the rest alone would list."""
        settings = Settings(max_findings=total, max_findings_per_rule=of_rule)
        old = [NO_URL, TITLE, NO_URL]
        new = [{"objectUrl": " s3://acme-media/b.mp4"}, {"objectUrl": 5}, {"objectUrl": 6}]
        new += [{"objectUrl": "s3://acme-media/t.mp4", "title": 8 + n} for n in range(4)]
        report = apply(checked(*old, *new, settings=settings), accepting(*old), settings)
        alone = manifestry.check({"videos": [clean(1), clean(2), clean(3), *new]}, settings)
        assert found(report) == found(alone)
        assert (report.errors, report.truncated) == (alone.errors, alone.truncated)

    def test_accepted_ones_use_up_nothing(self) -> None:
        """However many there are, a new one behind them is listed."""
        old = [NO_URL] * 150
        report = apply(checked(*old, TITLE), accepting(*old))
        assert (found(report), report.truncated) == ([("E101", "/videos/150/title")], 0)

    def test_a_report_that_does_not_tell_all(self) -> None:
        """No baseline is made of it."""
        report = manifestry.check({"videos": [NO_URL] * 150})
        with pytest.raises(UsageError, match="not all findings are listed"):
            make(report)

    def test_too_much(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What is held at once has a limit."""
        monkeypatch.setattr("manifestry.baseline.making.MOST", 2)
        report = manifestry.check({"videos": [NO_URL] * 3}, Settings(max_findings=2))
        with pytest.raises(LimitError, match="<object>: there are more than 2 findings"):
            make(report)

    def test_no_limit_stays_none(self) -> None:
        """Settings without limits keep having none, larger ones stay."""
        settings = uncapped(Settings(max_findings=0, max_findings_per_rule=200_000))
        assert (settings.max_findings, settings.max_findings_per_rule) == (0, 200_000)


class TestRaised:
    """As much is listed as is needed, and not more."""

    @pytest.mark.parametrize(
        ("total", "of_rule", "expected"),
        [(1000, 100, 107), (5, 100, 12), (0, 100, 107), (5, 0, 12), (0, 0, 0)],
    )
    def test_what_is_listed(self, total: int, of_rule: int, expected: int) -> None:
        """Of each rule what is listed usually, and what is accepted; no limit stays none."""
        settings = raised(Settings(max_findings=total, max_findings_per_rule=of_rule), 7)
        assert (settings.max_findings, settings.max_findings_per_rule) == (0, expected)

    def test_how_much_of_one_rule_is_accepted(self) -> None:
        """That of the rule with the most counts; of other documents there is nothing."""
        known = accepting(TITLE, NO_URL, NO_URL).known
        assert (known.most("a.json"), known.most("b.json")) == (2, 0)

    @pytest.mark.parametrize("new", [0, 1, 3, 9])
    def test_it_is_enough(self, new: int) -> None:
        """A report with so many findings gives the same as one with all, but for a number."""
        bad = [{"objectUrl": f"s3://acme-media/{number} .mp4"} for number in range(12)]
        old, fresh = [*bad[:3], TITLE], bad[3 : 3 + new]
        settings = Settings(max_findings=4, max_findings_per_rule=3)
        baseline = accepting(*old)
        most = baseline.known.most("a.json")
        verdict = manifestry.check({"videos": [*fresh, *old]}, raised(settings, most))
        listed = Report(tuple(replace(file, path="a.json") for file in verdict.files))
        report = apply(listed, baseline, settings)
        whole = apply(checked(*fresh, *old), baseline, settings)
        assert report.findings == whole.findings
        assert (report.stale, report.exit_code()) == (0, whole.exit_code())
        assert (report.errors == new) is (new <= 3)


class TestMerged:
    """A new baseline on top of an earlier one."""

    def test_other_documents(self) -> None:
        """They stay, but for those that are gone."""
        before = Baseline({"b.json": accepting(TITLE).files["a.json"]})
        made = make(checked(NO_URL))
        assert set(merged(before, made, lambda _: Settings()).files) == {"a.json", "b.json"}
        assert set(merged(before, made, lambda _: Settings(), {"b.json"}).files) == {"a.json"}

    def test_rules_that_are_off(self) -> None:
        """They could say nothing of what was accepted; equal entries add up."""
        entries = accepting(TITLE, NO_URL).files["a.json"]
        before = Baseline({"a.json": (*entries, *entries)})
        settings = Settings(select=("E201",))
        after = merged(before, make(checked(clean(1))), lambda _: settings)
        assert [(each.code, each.count) for each in after.files["a.json"]] == [("E101", 2)]
        assert merged(before, make(checked(clean(1))), lambda _: Settings()).files == {}

    def test_a_rule_that_is_no_more(self) -> None:
        """What it found goes."""
        before = Baseline({"a.json": (Entry("E999", "", "gone", "0" * 16, 2),)})
        assert merged(before, make(checked(clean(1))), lambda _: Settings()).files == {}

    def test_a_rule_that_failed(self) -> None:
        """Nothing is taken back in a document that was not judged."""
        failed = replace(checked(clean(1)).files[0], failures=(RuleFailure("E201", "", "boom"),))
        before = accepting(TITLE)
        assert merged(before, make([failed]), lambda _: Settings()).files == before.files


class TestStale:
    """What is accepted and occurs no more."""

    def test_it_is_counted(self) -> None:
        """One by one."""
        baseline = accepting(TITLE, NO_URL, NO_URL, NO_URL)
        report = apply(checked(NO_URL, clean(1)), baseline)
        assert (report.accepted, report.stale, report.exit_code()) == (1, 3, 0)

    def test_only_in_documents_that_were_checked(self) -> None:
        """Of others nobody knows."""
        assert apply(checked(clean(1), path="b.json"), accepting(TITLE)).stale == 0

    def test_only_of_rules_that_were_asked(self) -> None:
        """A rule that is off finds nothing, which says nothing."""
        settings = Settings(select=("E2",))
        report = apply(checked(clean(1), settings=settings), accepting(TITLE, NO_URL), settings)
        assert report.stale == 1

    def test_a_rule_that_is_no_more(self) -> None:
        """What it found is stale."""
        baseline = Baseline({"a.json": (Entry("E999", "", "gone", "0" * 16, 2),)})
        assert apply(checked(clean(1)), baseline).stale == 2

    def test_not_behind_a_syntax_fault(self) -> None:
        """A document that could not be read to its end may still hold it."""
        baseline = make(manifestry.check({"videos": [TITLE]})).baseline
        broken = manifestry.check(b'{"videos": [')
        renamed = Report((replace(broken.files[0], path="<object>"),))
        assert apply(renamed, baseline).stale == 0

    def test_pruning(self) -> None:
        """Takes it out, and accepts nothing new."""
        baseline = accepting(TITLE, NO_URL, NO_URL)
        applying = Applying(baseline, lambda _: Settings())
        applying.take(checked(NO_URL, {"objectUrl": 5}).files[0])
        after = pruned(baseline, applying.stale())
        assert after == accepting(NO_URL)
        assert pruned(baseline, (), gone=["a.json"]).files == {}


class TestFile:
    """The file is sorted, and read as it was written."""

    def test_there_and_back(self, here: Path) -> None:
        """Nothing is lost, and the order of the reports does not matter."""
        one, other = checked(TITLE, NO_URL), checked(NO_URL, path="b/ü 1.json")
        made = make([*one.files, *other.files]).baseline
        assert make([*other.files, *one.files]).baseline.text() == made.text()
        (here / "b.json").write_text(made.text(), encoding="utf-8")
        again = read("b.json")
        assert again == made
        assert again.text() == made.text()
        jsonschema_rs.validate(bundled("manifestry/baseline"), json.loads(made.text()))

    def test_an_entry_a_line(self) -> None:
        """So that a diff shows what was accepted."""
        lines = accepting(TITLE, NO_URL, NO_URL).text().splitlines()
        entries = [line for line in lines if '"fingerprint"' in line]
        assert len(entries) == 2
        assert '"code": "E201"' in entries[1]
        assert '"count": 2}' in entries[1]

    def test_an_empty_one(self, here: Path) -> None:
        """A baseline that accepts nothing is one all the same."""
        (here / "b.json").write_text(Baseline().text())
        assert read("b.json").files == {}

    def test_equal_entries_add_up(self, here: Path) -> None:
        """A merge may leave two."""
        text = accepting(NO_URL).text()
        row = next(line for line in text.splitlines() if '"fingerprint"' in line)
        (here / "b.json").write_text(text.replace(row, f"{row},\n{row}"))
        report = apply(checked(NO_URL, NO_URL, NO_URL), read("b.json"))
        assert (report.accepted, report.errors) == (2, 1)
        report = apply(checked(NO_URL), read("b.json"))
        assert (report.accepted, report.stale) == (1, 1)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "is no JSON"),
            ("[" * 5000, "is no JSON"),
            ("\ud800", "is no JSON"),
            ("[]", "is no baseline: at its top"),
            ("{}", '"version" is a required property'),
            ('{"version": 0}', "is a baseline of version 0, this Manifestry reads version 1"),
            ('{"version": 1, "files": {}, "files": {}}', "is no JSON"),
            ('{"version": 1, "tool": 5, "files": {}}', "is no baseline: at /tool"),
        ],
    )
    def test_what_is_none(self, here: Path, text: str, message: str) -> None:
        """One line says what is wrong, and how to get a good one."""
        (here / "b.json").write_bytes(text.encode("utf-8", "surrogatepass"))
        with pytest.raises(ConfigError) as caught:
            read("b.json")
        said = str(caught.value)
        assert said.startswith("b.json: ")
        assert message in said
        assert "\n" not in said
        assert said.endswith("`manifestry baseline` writes it anew")

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (
                '{"version": 2}',
                "is a baseline of version 2, this Manifestry reads version 1; update ",
            ),
            ("{\n<<<<<<< HEAD\n=======\n>>>>>>> b\n}", "has the marks of a conflict"),
            ("{\r\n<<<<<<< HEAD\r\n}", "has the marks of a conflict"),
        ],
    )
    def test_what_is_not_to_be_written_anew(self, here: Path, text: str, message: str) -> None:
        """The file is good for something else, and the advice is another."""
        (here / "b.json").write_bytes(text.encode())
        with pytest.raises(ConfigError) as caught:
            read("b.json")
        assert message in str(caught.value)
        assert "anew" not in str(caught.value)

    def test_a_bad_entry(self, here: Path) -> None:
        """Its place is named, and not all of it is repeated."""
        text = accepting(NO_URL).text().replace('"count": 1', '"count": 0')
        (here / "b.json").write_text(text)
        with pytest.raises(ConfigError, match=r"at /files/a\.json/0/count: 0 is less than"):
            read("b.json")

    def test_none_at_all(self) -> None:
        """A baseline that is not there is no empty one."""
        with pytest.raises(ConfigError, match=r"b\.json: there is no such baseline"):
            read("b.json")


class TestNames:
    """What documents are called: the same from any folder."""

    def test_from_any_folder(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A path leads from the baseline's folder, however it is given."""
        (here / "sub" / "deep").mkdir(parents=True)
        baseline = Baseline(folder=str(here / "sub"))
        whole = os.path.join(str(here), "sub", "deep", "a.json")
        assert baseline.name_of(whole) == "deep/a.json"
        assert baseline.name_of(os.path.join("sub", ".", "deep", "a.json")) == "deep/a.json"
        assert baseline.name_of("b.json") == "../b.json"
        monkeypatch.chdir(here / "sub" / "deep")
        again = Baseline(folder="..")
        assert again.name_of("a.json") == "deep/a.json"
        # It goes by the folder that was current then, as a worker elsewhere has to.
        assert baseline.name_of("b.json") == "../b.json"

    def test_links_of_folders(self, here: Path) -> None:
        """A folder that a link leads to is that folder."""
        (here / "real").mkdir()
        try:
            os.symlink(here / "real", here / "link", target_is_directory=True)
        except OSError:
            pytest.skip("this system lets nobody make links")
        assert Baseline(folder="real").name_of(os.path.join("link", "a.json")) == "a.json"
        assert Baseline(folder="link").name_of(os.path.join("real", "a.json")) == "a.json"

    @pytest.mark.parametrize(
        "name", ["<stdin>", "<stdin>/export.json", "<bytes>", "s3://acme-media/a.json"]
    )
    def test_what_is_no_file(self, name: str) -> None:
        """It keeps its name, and is never gone."""
        baseline = Baseline()
        assert baseline.name_of(name) == name
        assert not baseline.known.name_of.is_gone(name)

    def test_odd_bytes(self, here: Path) -> None:
        """A name that is no UTF-8 can be written, and is found again."""
        name = "a\udcff.json"
        baseline = make(checked(NO_URL, path=name)).baseline
        (here / "b.json").write_text(baseline.text())
        assert apply(checked(NO_URL, path=name), read("b.json")).accepted == 1

    def test_gone(self, here: Path) -> None:
        """A file that is not there is gone, a member of an archive only with it."""
        (here / "a.json").write_text("{}")
        (here / "export.zip").write_text("")
        (here / "sub").mkdir()
        is_gone = Baseline().known.name_of.is_gone
        assert not is_gone("a.json")
        assert not is_gone("export.zip/export.json")
        assert is_gone("sub/b.json")
        assert is_gone("nowhere/b.json")

    def test_it_goes_to_other_processes(self) -> None:
        """What tells the documents apart can be sent."""
        known = pickle.loads(pickle.dumps(accepting(NO_URL).known))
        assert known("a.json")
        assert not known("b.json")


def test_a_report_compares_by_value() -> None:
    """Like any report."""
    file = checked(clean(1)).files
    assert ComparedReport(file, 0, 1, 2) == ComparedReport(file, 0, 1, 2)
    assert ComparedReport(file, 0, 1, 2) != ComparedReport(file, 0, 1, 3)
