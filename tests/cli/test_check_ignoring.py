"""`manifestry check --add-ignore` and `--show-files`."""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import pytest

from .conftest import BAD, GOOD, Cli

ALWAYS = "a document with such a fault must not pass for a good one"
DOUBTFUL = GOOD.replace("}]", ', "Title": "a"}]')


class TestAddIgnore:
    """What is found is ignored from then on."""

    def test_a_new_configuration(self, cli: Cli, here: Path) -> None:
        """A file of its own is made; what it ignores is said."""
        result = cli("check", "--add-ignore")
        assert (result.code, result.err) == (0, "")
        assert result.out == "bad.json: E201\nIgnored 1 rule in 1 file, in manifestry.toml.\n"
        assert (here / "manifestry.toml").read_text() == (
            '[per-file-ignores]\n"/bad.json" = ["E201"]\n'
        )
        assert cli("check").code == 0

    def test_once_more(self, cli: Cli, here: Path) -> None:
        """There is nothing left, and nothing is written; what is new is added."""
        assert cli("check", "--add-ignore").code == 0
        first = (here / "manifestry.toml").read_text()
        assert cli("check", "--add-ignore").out == "Found nothing to ignore.\n"
        assert (here / "manifestry.toml").read_text() == first
        (here / "bad.json").write_text(BAD.replace("a.mp4", " .mp4"))
        assert cli("check", "--add-ignore").code == 0
        assert '"/bad.json" = ["E201", "E203"]\n' in (here / "manifestry.toml").read_text()

    def test_the_configuration_in_use(
        self, cli: Cli, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It may lie further up, in a pyproject.toml; paths start from there."""
        text = '[project]\nname = "acme" # ours\n\n[tool.manifestry]\nfail-on = "warning"\n'
        (here / "pyproject.toml").write_text(text)
        (here / "sub").mkdir()
        (here / "sub" / "odd.json").write_text(DOUBTFUL)
        monkeypatch.chdir(here / "sub")
        assert cli("check").code == 1
        result = cli("check", "--add-ignore")
        name = os.path.join("..", "pyproject.toml")
        assert result.out.endswith(f"Ignored 1 rule in 1 file, in {name}.\n")
        written = (here / "pyproject.toml").read_text()
        assert written.startswith(text)
        assert '"sub/odd.json" = ["E108"]' in written
        assert cli("check").code == 0

    @pytest.mark.parametrize(
        "name",
        [
            "a.json",
            "a b.json",
            "[ab].json",
            "[!a].json",
            pytest.param(
                "*.json", marks=pytest.mark.skipif(os.name == "nt", reason="is no name there")
            ),
            pytest.param(
                'q"\\?\n.json',
                marks=pytest.mark.skipif(os.name == "nt", reason="is no name there"),
            ),
            "ü.json",
            "#.json",
        ],
    )
    def test_exactly_this_file(self, cli: Cli, here: Path, name: str) -> None:
        """Whatever it is called; one of another name is not ignored, nor one of this elsewhere."""
        (here / "bad.json").unlink()
        (here / name).write_text(BAD)
        assert cli("check", "--add-ignore").code == 0
        assert cli("check").code == 0
        (here / "sub").mkdir()
        for other in ("b.json", os.path.join("sub", name)):
            (here / other).write_text(BAD)
            assert cli("check", other).code == 1

    def test_every_rule_once(self, cli: Cli, here: Path) -> None:
        """Caps hide none of them, not even those of the configuration."""
        (here / "manifestry.toml").write_text("max-findings = 1\n")
        (here / "bad.json").write_text(BAD.replace("a.mp4", " .mp4").replace("cam 1", "\\u0000"))
        assert cli("check", "--add-ignore").code == 0
        assert cli("check", "--fail-on", "info").code == 0

    def test_selected_rules(self, cli: Cli, here: Path) -> None:
        """A rule that is selected by its code is ignored in the file all the same."""
        (here / "manifestry.toml").write_text('select = ["E201", "E2"]\n')
        assert cli("check", "--add-ignore").code == 0
        assert cli("check").code == 0

    def test_members(self, cli: Cli, here: Path) -> None:
        """A document in an archive is a file of its own."""
        with zipfile.ZipFile(here / "export.zip", "w") as archive:
            archive.writestr("bad.json", BAD)
            archive.writestr("good.json", GOOD)
        assert cli("check", "--add-ignore", "export.zip").code == 0
        assert '"export.zip/bad.json"' in (here / "manifestry.toml").read_text()
        assert cli("check", "export.zip").code == 0

    def test_what_cannot_be_ignored(self, cli: Cli, here: Path) -> None:
        """It is said, the rest is written, and the exit code is 1."""
        (here / "cut.json").write_text('{"videos": [{"objectUrl": ')
        (here.parent / "outside.json").write_text(BAD)
        outside = os.path.join("..", "outside.json")
        result = cli(
            "check",
            "--add-ignore",
            "cut.json",
            "bad.json",
            outside,
            "-",
            "none.json",
            stdin=BAD.encode(),
        )
        assert result.code == 1
        assert result.out == "bad.json: E201\nIgnored 1 rule in 1 file, in manifestry.toml.\n"
        assert result.err.splitlines() == [
            "error: none.json: no such file",
            "<stdin>: E201 cannot be ignored: it has no name; give it one with --stdin-filename",
            f"{outside}: E201 cannot be ignored: it lies outside of the folder of manifestry.toml",
            f"cut.json: J005 cannot be ignored: {ALWAYS}",
        ]

    def test_nothing_can_be_ignored(self, cli: Cli, here: Path) -> None:
        """That is summed up, and nothing is written."""
        result = cli("check", "--add-ignore", "-", stdin=BAD.encode())
        assert (result.code, result.out) == (1, "Ignored nothing.\n")
        assert not (here / "manifestry.toml").exists()
        name = ("--stdin-filename", "bad.json")
        assert cli("check", "--add-ignore", "-", *name, stdin=BAD.encode()).code == 0

    def test_behind_a_baseline(self, cli: Cli, here: Path) -> None:
        """What is accepted need not be ignored."""
        assert cli("baseline").code == 0
        known = ("--baseline", "manifestry-baseline.json")
        assert cli("check", "--add-ignore", *known).out == "Found nothing to ignore.\n"
        (here / "bad.json").write_text(BAD.replace("a.mp4", " .mp4"))
        assert cli("check", "--add-ignore", *known).code == 0
        assert '["E203"]' in (here / "manifestry.toml").read_text()
        assert cli("check", *known).code == 0

    @pytest.mark.parametrize(
        ("argv", "message"),
        [
            (("--no-config",), "--add-ignore and --no-config contradict each other"),
            (("--show-files",), "--add-ignore and --show-files contradict each other"),
            (("--format", "json"), "--add-ignore writes no report"),
            (("-o", "x"), "--add-ignore writes no report"),
        ],
    )
    def test_mistakes(self, cli: Cli, here: Path, argv: tuple[str, ...], message: str) -> None:
        """One line, and nothing is written."""
        result = cli("check", "--add-ignore", *argv)
        assert (result.code, result.out) == (2, "")
        assert message in result.err
        assert not (here / "manifestry.toml").exists()

    def test_nothing_is_written_if_it_cannot_be(self, cli: Cli, here: Path) -> None:
        """A configuration that may not be written to is an output that cannot be written."""
        if sys.platform == "win32" or os.geteuid() == 0:
            pytest.skip("here everything may be written to")
        (here / "manifestry.toml").write_text("strict = true\n")
        (here / "manifestry.toml").chmod(0o444)
        result = cli("check", "--add-ignore")
        assert result.code == 3
        assert "cannot write manifestry.toml" in result.err


class TestShowFiles:
    """What would be checked."""

    def test_a_line_each(self, cli: Cli, here: Path) -> None:
        """Sorted, in folders, and harmless; nothing is looked into."""
        (here / "sub").mkdir()
        (here / "sub" / "broken.json").write_text("{")
        result = cli("check", "--show-files", ".", "-", "--stdin-filename", "a\x1b[31m.json")
        assert (result.code, result.err) == (0, "")
        assert result.out.splitlines() == [
            "a\\u001b[31m.json",
            "bad.json",
            "good.json",
            "package.json",
            os.path.join("sub", "broken.json"),
        ]

    def test_what_is_excluded(self, cli: Cli, here: Path) -> None:
        """The configuration counts, and a baseline is none of the files."""
        (here / "manifestry.toml").write_text('exclude = ["package.json"]\nbaseline = "b.json"\n')
        assert cli("baseline").code == 0
        assert cli("check", "--show-files").out == "bad.json\ngood.json\n"

    def test_none(self, cli: Cli, here: Path) -> None:
        """No file is a mistake, as in a check."""
        (here / "sub").mkdir()
        result = cli("check", "--show-files", "sub")
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith("error: no input")

    def test_a_file_that_is_not_there(self, cli: Cli) -> None:
        """It is said, with the exit code of a check."""
        result = cli("check", "--show-files", "none.json", "good.json")
        assert (result.code, result.out) == (3, "good.json\n")
        assert result.err == "error: none.json: no such file\n"
        assert cli("check", "none.json").code == 3

    def test_everything_is_excluded(self, cli: Cli, here: Path) -> None:
        """The message says why there is nothing."""
        (here / "manifestry.toml").write_text('exclude = ["*.json"]\n')
        for option in ((), ("--show-files",)):
            result = cli("check", *option, ".")
            assert (result.code, result.out) == (2, "")
            assert result.err == (
                'error: no input: all files in "." are excluded by the configuration\n'
            )

    def test_no_report(self, cli: Cli) -> None:
        """There is none to be given a form."""
        assert cli("check", "--show-files", "--format", "json").code == 2
