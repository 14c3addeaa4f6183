"""The configuration file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import manifestry
from manifestry.choices import DOCUMENT_KINDS, FORMATS, choose, rule_selector, url_scheme
from manifestry.config import Config, find_config, load_config
from manifestry.errors import ConfigError, UsageError
from manifestry.findings import Severity
from manifestry.settings import Settings


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def config(text: str) -> Config:
    """Writes a manifestry.toml and loads it."""
    Path("manifestry.toml").write_text(text, encoding="utf-8")
    return find_config()


def faults(text: str) -> list[str]:
    """The lines that a wrong manifestry.toml gives."""
    with pytest.raises(ConfigError) as caught:
        config(text)
    return str(caught.value).splitlines()


EVERYTHING = """
kind = "encord-manifest"
only = ["video", "image-sequence"]
select = ["E2", "signed-url"]
ignore = ["e201"]
fail-on = "warning"
strict = true
profile = "strict-client-only"
max-findings = 0
max-findings-per-rule = 7
max-item-bytes = 9
url-schemes = ["AZ", "ftp://"]
metadata-schema = "schemas/keys.json"
format = "concise"
exclude = ["drafts"]
[severity]
E201 = "info"
signed-url = "error"
[per-file-ignores]
"old/*.json" = ["E", "signed-url"]
"""


class TestWhatItSays:
    """A good file, key by key."""

    def test_everything(self, here: Path) -> None:
        """Each key arrives, codes and schemes in their usual form."""
        found = config(EVERYTHING)
        signed = rule_selector("signed-url")
        assert found == Config(
            folder=str(here),
            kind="encord-manifest",
            only=("video", "image-sequence"),
            select=("E2", signed),
            ignore=("E201",),
            severity={"E201": Severity.INFO, signed: Severity.ERROR},
            fail_on=Severity.WARNING,
            strict=True,
            profile="strict-client-only",
            max_findings=0,
            max_findings_per_rule=7,
            max_item_bytes=9,
            metadata_schema=os.path.join("schemas", "keys.json"),
            url_schemes=("az", "ftp"),
            format="concise",
            per_file_ignores={"old/*.json": ("E", signed)},
            exclude=("drafts",),
        )

    def test_nothing(self, here: Path) -> None:
        """An empty file says nothing, but is the configuration."""
        (here / "sub").mkdir()
        assert config("") == Config(folder=str(here))
        assert find_config("sub") == Config(folder=str(here))

    def test_keys_are_the_settings(self) -> None:
        """Every setting can be configured, except limits of the platform and what a run decides."""
        from manifestry.config_model import KEYS

        names = {key.replace("-", "_") for key in KEYS}
        limits = {"max_items", "max_urls", "max_metadata_bytes"}
        assert {*Settings.__dataclass_fields__} - names == limits | {"now", "least"}

    def test_a_byte_order_mark(self, here: Path) -> None:
        """What Windows editors put before a file does no harm."""
        (here / "manifestry.toml").write_bytes(b"\xef\xbb\xbfstrict = true\n")
        assert find_config().strict


class TestWhereItIs:
    """The nearest file from the current folder upwards."""

    def test_none(self) -> None:
        """Without a file the configuration is empty."""
        assert find_config() == Config()

    def test_pyproject(self, here: Path) -> None:
        """A table in pyproject.toml is a configuration."""
        (here / "pyproject.toml").write_text("[tool.manifestry]\nstrict = true\n")
        assert find_config().strict

    def test_manifestry_toml_wins(self, here: Path) -> None:
        """In one folder the file of its own wins."""
        (here / "pyproject.toml").write_text("[tool.manifestry]\nstrict = true\n")
        assert config('format = "json"') == Config(folder=str(here), format="json")

    def test_the_nearest_wins(self, here: Path) -> None:
        """A folder's own file hides those above it."""
        config('format = "json"')
        inner = here / "a" / "b"
        inner.mkdir(parents=True)
        assert find_config(str(inner)).format == "json"
        (inner.parent / "pyproject.toml").write_text('[tool.manifestry]\nformat = "concise"\n')
        assert find_config(str(inner)).format == "concise"

    @pytest.mark.parametrize(
        "text",
        [
            '[project]\nname = "x"\n',
            '[project]\ndependencies = ["manifestry"]\n',
            "tool = 1 # manifestry\n",
            "this is not TOML, but of no concern",
        ],
    )
    def test_a_pyproject_of_others(self, here: Path, text: str) -> None:
        """A pyproject.toml without our table is passed over."""
        config('format = "json"')
        (here / "sub").mkdir()
        (here / "sub" / "pyproject.toml").write_text(text)
        assert find_config("sub").format == "json"

    def test_a_folder_of_that_name(self, here: Path) -> None:
        """A folder called manifestry.toml is no configuration."""
        (here / "manifestry.toml").mkdir()
        assert find_config() == Config()

    def test_a_file_by_name(self, here: Path) -> None:
        """A file of any name can be given."""
        (here / "strict.toml").write_text("strict = true\n")
        assert load_config("strict.toml").strict

    def test_a_file_by_name_that_is_not_there(self) -> None:
        """A missing file is said to be missing."""
        with pytest.raises(ConfigError, match=r"^none\.toml: cannot be read: No such file"):
            load_config("none.toml")

    def test_a_pyproject_by_name_without_our_table(self, here: Path) -> None:
        """Who names a pyproject.toml expects our table in it."""
        (here / "pyproject.toml").write_text("[tool.other]\n")
        with pytest.raises(ConfigError, match=r"no table \[tool\.manifestry\]"):
            load_config("pyproject.toml")

    def test_no_config_no_pydantic(self, here: Path) -> None:
        """Neither pydantic nor a TOML parser is imported for the files of others."""
        (here / "pyproject.toml").write_text('[project]\nname = "x"\n')
        code = (
            "import sys; from manifestry.config import find_config; find_config();"
            "print({'pydantic', 'tomllib'} & {*sys.modules})"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(Path(manifestry.__file__).parents[1])},
        )
        assert done.stdout == "set()\n"


class TestWhatIsWrong:
    """One line for each fault, with file, table and key."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("fail_on = 'error'", 'fail_on: unknown key (did you mean "fail-on"?)'),
            ("colour = 1", "colour: unknown key"),
            ("strict = 1", "strict: must be true or false, got 1"),
            ("strict = 'yes'", 'strict: must be true or false, got "yes"'),
            ("max-findings = '5'", 'max-findings: must be a whole number, got "5"'),
            ("max-findings = -1", "max-findings: must be 0 or more, got -1"),
            ("max-findings = 1.5", "max-findings: must be a whole number, got 1.5"),
            ("max-findings = true", "max-findings: must be a whole number, got true"),
            ("format = 2024-01-01", 'format: must be a string, got "2024-01-01"'),
            ("format = 'jsn'", 'format: unknown format "jsn" (did you mean "json"?)'),
            ("select = 'E201'", 'select: must be a list, got "E201"'),
            ("select = [1]", "select: must be a string, got 1"),
            ("only = ['vidoe']", 'only: unknown kind of item "vidoe" (did you mean "video"?)'),
            ("severity = 3", "severity: must be a table, got 3"),
            (
                "[severity]\nE201 = 'eror'",
                '[severity] E201: unknown severity "eror" (did you mean "error"?)',
            ),
            (
                "url-schemes = ['a b']",
                'url-schemes: a URL scheme is a word such as "https", got "a b"',
            ),
        ],
    )
    def test_one_fault(self, text: str, expected: str) -> None:
        """A fault is one line that says where and what."""
        assert faults(text) == [f"manifestry.toml: {expected}"]

    @pytest.mark.parametrize(
        ("text", "where"),
        [
            ("select = ['E99999']", "select:"),
            ("ignore = ['missing-objct-url']", "ignore:"),
            ("[severity]\nE99999 = 'error'", "[severity] E99999:"),
            ("[per-file-ignores]\n'a.json' = ['E99999']", "[per-file-ignores] a.json:"),
        ],
    )
    def test_an_unknown_rule(self, text: str, where: str) -> None:
        """A rule that is not in the catalogue is an error, wherever it is named."""
        (line,) = faults(text)
        assert line.startswith(f"manifestry.toml: {where} there is no rule")

    def test_did_you_mean_a_rule(self) -> None:
        """The rule that was meant is named."""
        (line,) = faults("ignore = ['missing-objct-url']")
        assert '(did you mean "missing-object-url"?)' in line

    def test_all_faults_at_once(self) -> None:
        """All faults are said, each in its line."""
        assert len(faults("strict = 1\nformat = 'jsn'\ncolour = 'red'\n")) == 3

    def test_pyproject_names_its_table(self, here: Path) -> None:
        """In a pyproject.toml the table is said with the key."""
        (here / "pyproject.toml").write_text(
            "[tool.manifestry]\nstrict = 1\n[tool.manifestry.severity]\nE201 = 'bad'\n"
        )
        with pytest.raises(ConfigError) as caught:
            find_config()
        second, first = sorted(str(caught.value).splitlines())
        assert first.startswith("pyproject.toml: [tool.manifestry] strict: must be")
        assert second.startswith("pyproject.toml: [tool.manifestry.severity] E201: unknown")

    def test_a_table_that_is_none(self, here: Path) -> None:
        """[tool] manifestry = 1 is not passed over."""
        (here / "pyproject.toml").write_text("[tool]\nmanifestry = 1\n")
        with pytest.raises(ConfigError, match="must be a table"):
            find_config()

    @pytest.mark.parametrize(
        ("data", "expected"),
        [
            (b"strict = \n", "not valid TOML: Invalid value (at line 1, column 10)"),
            (b"a = 1\na = 2\n", "line 2"),
            (b'format = "\xff"', "not UTF-8 text (at byte 11)"),
            (b"a = " + b"[" * 5000, "not valid TOML"),
            (b"a = " + b"9" * 5000, "not valid TOML"),
        ],
    )
    def test_not_toml(self, here: Path, data: bytes, expected: str) -> None:
        """A file that is no TOML is one line, with the place."""
        (here / "manifestry.toml").write_bytes(data)
        with pytest.raises(ConfigError) as caught:
            find_config()
        assert str(caught.value).startswith("manifestry.toml: ")
        assert expected in str(caught.value)
        assert "\n" not in str(caught.value)

    def test_a_hostile_key(self) -> None:
        """A key with an escape sequence does not reach the screen as one."""
        (line,) = faults('"\\u001b[31m" = 1')
        assert "\x1b" not in line

    def test_a_file_above_is_named_from_here(self, here: Path) -> None:
        """The file is named as it can be reached from the current folder."""
        (here / "manifestry.toml").write_text("strict = 1")
        (here / "sub").mkdir()
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(here / "sub")
            with pytest.raises(ConfigError, match=r"^\.\./manifestry\.toml: strict:"):
                find_config()


class TestChoices:
    """The words that options may hold."""

    def test_kinds_are_those_of_the_formats(self) -> None:
        """What --kind offers is what the formats are."""
        from manifestry.formats import FORMATS as DOCUMENTS

        assert tuple(each.kind for each in DOCUMENTS) == DOCUMENT_KINDS

    def test_an_unknown_word_far_from_all(self) -> None:
        """Where nothing is near, all choices are named."""
        with pytest.raises(
            UsageError,
            match=r"\(there are text, concise, json, jsonl, sarif, github, gitlab, junit, markdown, html\)",
        ):
            choose("xyz", FORMATS, "format")

    @pytest.mark.parametrize(
        ("word", "expected"),
        [("e2", "E2"), ("E201", "E201"), ("missing-object-url", "E201"), ("all", "ALL")],
    )
    def test_rule_selectors(self, word: str, expected: str) -> None:
        """Codes in any case, beginnings of codes, names, and all."""
        assert rule_selector(word) == expected

    @pytest.mark.parametrize("word", ["", "E99", "missing", "Z"])
    def test_no_rule_selectors(self, word: str) -> None:
        """What means no rule is an error."""
        with pytest.raises(UsageError):
            rule_selector(word)

    @pytest.mark.parametrize(("word", "expected"), [("FTP", "ftp"), ("az://", "az"), ("a:", "a")])
    def test_schemes(self, word: str, expected: str) -> None:
        """A scheme may be given with what follows it."""
        assert url_scheme(word) == expected

    @pytest.mark.parametrize("word", ["", "1a", "a b", "https://x"])
    def test_no_schemes(self, word: str) -> None:
        """What cannot stand before a URL's colon is no scheme."""
        with pytest.raises(UsageError):
            url_scheme(word)
