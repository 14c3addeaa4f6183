"""The commands beside `check`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from manifestry.choices import DOCUMENT_KINDS
from manifestry.cli.app import app
from manifestry.rules.catalogue import catalogue

from .conftest import Cli, Spawn


class TestHelp:
    """--help and --version."""

    def test_version(self, cli: Cli) -> None:
        """--version is name and number."""
        assert cli("--version").out == "manifestry 0.1.0\n"
        assert cli("-V").code == 0

    @pytest.mark.parametrize("argv", [(), *[(name,) for name in app.names]])
    def test_help(self, cli: Cli, argv: tuple[str, ...]) -> None:
        """Every command explains itself in lines that fit."""
        result = cli(*argv, "--help")
        assert (result.code, result.err) == (0, "")
        assert all(len(line) <= 80 for line in result.out.splitlines())

    def test_every_option_has_words(self) -> None:
        """There is no option without help."""
        context = click.Context(app)
        for name in app.names:
            command = app.get_command(context, name)
            assert command is not None
            for param in command.params:
                if isinstance(param, click.Option):
                    assert param.help, param.name


class TestExplain:
    """`manifestry explain`."""

    @pytest.mark.parametrize("code", catalogue())
    def test_every_rule(self, cli: Cli, code: str) -> None:
        """Every rule can be explained, with what a check says of its first bad example."""
        rule = catalogue()[code]
        result = cli("explain", code)
        assert (result.code, result.err) == (0, "")
        assert result.out.startswith(f"{code} {rule.name} ({rule.severity}")
        titles = [line for line in result.out.splitlines() if re.match(r"[A-Z][a-z]", line)]
        settings = ["Under these settings"] if rule.bad[0].settings else []
        assert titles == [
            "Why it matters", "Wrong", *settings, "Right", "How to mend it", "Source"
        ]  # fmt: skip
        mark = " [*]" if rule.fix == "safe" else ""
        assert re.search(rf" {code} {rule.name}(?:{re.escape(mark)})?\n", result.out)
        assert all(
            len(line) <= 80 for line in result.out.splitlines() if "example.json:" not in line
        )

    def test_by_name(self, cli: Cli) -> None:
        """A rule may be given by its name, in any case."""
        assert cli("explain", "missing-object-url") == cli("explain", "e201")

    def test_json(self, cli: Cli) -> None:
        """The same for programs."""
        data = json.loads(cli("explain", "E201", "--format", "json").out)
        assert (data["code"], data["severity"]) == ("E201", "error")
        assert data["bad"][0]["at"].startswith("/")
        assert {"why", "help", "good", "source", "since", "fix", "summary"} <= {*data}


class TestRules:
    """`manifestry rules`."""

    def test_lines(self, cli: Cli) -> None:
        """One line a rule, in order of code."""
        lines = cli("rules").out.splitlines()
        assert [line.split()[0] for line in lines] == list(catalogue())

    def test_json(self, cli: Cli) -> None:
        """All rules with all that is known of them."""
        rules = json.loads(cli("rules", "--format", "json").out)
        assert [rule["code"] for rule in rules] == list(catalogue())


class TestSchema:
    """`manifestry schema`."""

    def test_list(self, cli: Cli) -> None:
        """--list gives names, each of which gives a schema."""
        names = cli("schema", "--list").out.split()
        assert "encord/video" in names
        for name in names:
            schema = json.loads(cli("schema", name).out)
            assert schema["$schema"].endswith("2020-12/schema")

    def test_short_name(self, cli: Cli) -> None:
        """The last part of a name will do."""
        assert cli("schema", "video") == cli("schema", "encord/video")


class TestCompletion:
    """What the shell is told."""

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_script(self, cli: Cli, shell: str) -> None:
        """The script asks this program."""
        result = cli("completion", shell)
        assert (result.code, result.err) == (0, "")
        assert f"_MANIFESTRY_COMPLETE={shell}_complete" in result.out

    @pytest.mark.parametrize(
        ("argv", "incomplete", "expected"),
        [
            ([], "ch", ["check"]),
            (["check", "--format"], "js", ["json", "jsonl"]),
            (
                ["check", "--only"],
                "video,ima",
                ["video,image", "video,image-group", "video,image-sequence"],
            ),
            (["check", "--select"], "E201", ["E201"]),
            (["check", "--ignore"], "e201", ["E201"]),
            (["check", "--severity"], "missing-object-u", ["missing-object-url="]),
            (["check", "--fail-on"], "w", ["warning"]),
            (["check", "--profile"], "s", ["strict-client-only"]),
            (["check", "--kind"], "", [*DOCUMENT_KINDS]),
            (["check", "--color"], "n", ["never"]),
            (["explain"], "missing-object-u", ["missing-object-url"]),
            (["schema"], "encord/vid", ["encord/video"]),
            (["completion"], "f", ["fish"]),
            (["rules", "--format"], "", ["text", "json"]),
        ],
    )
    def test_words(self, argv: list[str], incomplete: str, expected: list[str]) -> None:
        """Commands, rules, kinds and formats are completed, also after a comma."""
        shell = ShellComplete(app, {}, "manifestry", "_MANIFESTRY_COMPLETE")
        assert [item.value for item in shell.get_completions(argv, incomplete)] == expected

    def test_in_a_process(self, spawn: Spawn) -> None:
        """The protocol between shell and program works."""
        env = {
            "_MANIFESTRY_COMPLETE": "bash_complete",
            "COMP_WORDS": "manifestry check --fo",
            "COMP_CWORD": "2",
        }
        done = spawn(env=env)
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"plain,--format" in done.stdout


class TestHook:
    """The hook for pre-commit."""

    def test_the_entry_is_a_command(self, cli: Cli) -> None:
        """What the hooks call exists: bad manifests fail, unrelated JSON passes."""
        text = (Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text()
        entries = re.findall(r"entry: manifestry (.*)", text)
        assert len(entries) == 2
        for entry in entries:
            assert cli(*entry.split(), "bad.json", "package.json").code == 1
            assert cli(*entry.split(), "good.json", "package.json").code == 0
            assert cli(*entry.split(), "package.json").out == ""
