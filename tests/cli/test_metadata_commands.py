"""`manifestry metadata check` and `manifestry metadata export`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from manifestry.metadata import read_schema
from manifestry.report.cells import width

from .conftest import Cli

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "metadata"
SCHEMA, NEXT = str(FIXTURES / "schema.toml"), str(FIXTURES / "schema-next.json")
AS_JSON, FLAT = str(FIXTURES / "schema.json"), str(FIXTURES / "schema-flat.json")

CHANGES = """\
refused      embedding-resized  look
             an embedding of 512 numbers cannot be resized to 768
destructive  deleted            operator
             its values are in no filter until restore_key() brings it back
destructive  retyped            shift
             from number to varchar: values that are no text drop out of filters
destructive  removed            video.notes
             it is gone when the new schema is saved; after delete_key() it
             could be restored
safe         added              größe
             as number
safe         enum-extended      site
             gains "east"
safe         restored           weather
             as varchar

7 changes: 1 refused, 3 destructive and 3 safe.
"""


def _file(name: str, text: str) -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


class TestCheck:
    """`manifestry metadata check`."""

    def test_text(self, cli: Cli) -> None:
        """The worst first, aligned, with a summary."""
        result = cli("metadata", "check", SCHEMA, NEXT)
        assert (result.code, result.out, result.err) == (1, CHANGES, "")

    def test_nothing_changes(self, cli: Cli) -> None:
        """One schema in two forms."""
        assert cli("metadata", "check", SCHEMA, AS_JSON).out == "No changes.\n"
        assert cli("metadata", "check", SCHEMA, AS_JSON).code == 0

    def test_the_other_way_round(self, cli: Cli) -> None:
        """What is safe in one direction need not be so in the other."""
        result = cli("metadata", "check", NEXT, SCHEMA)
        lines = result.out.splitlines()
        assert lines[-1] == "7 changes: 2 refused, 3 destructive and 2 safe."
        assert "refused      enum-narrowed      site" in lines

    @pytest.mark.parametrize(
        ("new", "option", "code"),
        [
            (NEXT, "never", 0),
            (NEXT, "refused", 1),
            (NEXT, "destructive", 1),
            ("less.json", "never", 0),
            ("less.json", "refused", 0),
            ("less.json", "destructive", 1),
            ("more.json", "destructive", 0),
        ],
    )
    def test_what_makes_it_fail(self, cli: Cli, new: str, option: str, code: int) -> None:
        """--fail-on says which verdict does, by default any but "safe"; what is told is the same."""
        keys = json.loads(Path(AS_JSON).read_bytes())
        _file("more.json", json.dumps({**keys, "gate": {"ty": "geospatial"}}))
        del keys["place"]
        _file("less.json", json.dumps(keys))
        result = cli("metadata", "check", AS_JSON, new, "--fail-on", option)
        assert result.code == code
        usual = cli("metadata", "check", AS_JSON, new)
        assert usual.out == result.out
        assert usual.code == (0 if new == "more.json" else 1)

    def test_json(self, cli: Cli) -> None:
        """The same for programs, with the types as they go over the wire."""
        result = cli("metadata", "check", SCHEMA, NEXT, "--format", "json")
        data = json.loads(result.out)
        assert result.code == 1
        assert data["tool"]["name"] == "manifestry"
        assert (data["old"], data["new"]) == (SCHEMA, NEXT)
        assert data["summary"] == {"changes": 7, "refused": 1, "destructive": 3, "safe": 3}
        assert [change["key"] for change in data["changes"]] == [
            "look", "operator", "shift", "video.notes", "größe", "site", "weather",
        ]  # fmt: skip
        assert data["changes"][0] == {
            "key": "look",
            "what": "embedding-resized",
            "verdict": "refused",
            "message": "an embedding of 512 numbers cannot be resized to 768",
            "old": {"ty": "embedding", "size": 512},
            "new": {"ty": "embedding", "size": 768},
        }
        assert data["changes"][3]["new"] is None
        assert data["changes"][4]["old"] is None
        assert result.out.isascii()
        assert cli("metadata", "check", SCHEMA, NEXT, "--format", "json") == result

    def test_wide_and_long_keys_fit(self, cli: Cli) -> None:
        """Eighty cells are enough for keys of any width, in any encoding."""
        keys = ["日本" * 40, "k" * 300, "é" * 100, "short"]
        site = {"ty": "enum", "values": ["a"]}
        wide = {"ty": "enum", "values": ["a", "日本" * 30]}
        places = {key: {"ty": "geospatial"} for key in keys}
        old = _file("old.json", json.dumps({**places, "site": site}))
        new = _file("new.json", json.dumps({"site": wide}))
        result = cli("metadata", "check", old, new)
        assert result.code == 1
        assert all(width(line) <= 80 for line in result.out.splitlines())
        assert cli("metadata", "check", old, new, encoding="ascii").out.isascii()

    def test_colours(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        """They change nothing but the colours."""
        monkeypatch.setenv("FORCE_COLOR", "1")
        colored = cli("metadata", "check", SCHEMA, NEXT).out
        assert colored.startswith("\x1b[1;31mrefused\x1b[0m      embedding-resized  look\n")
        for code in ("1;31", "1;33", "1;32", "0"):
            colored = colored.replace(f"\x1b[{code}m", "")
        assert colored == CHANGES


class TestExport:
    """`manifestry metadata export`."""

    @pytest.mark.parametrize("form", ["json", "toml"])
    def test_forms_of_today_lead_back(self, cli: Cli, form: str) -> None:
        """Whatever was read, what is written is the same schema."""
        for source in (SCHEMA, AS_JSON, NEXT, FLAT):
            result = cli("metadata", "export", source, "--to", form, "-o", f"out.{form}")
            assert (result.code, result.out, result.err) == (0, "", "")
            assert read_schema(f"out.{form}") == read_schema(source)
            again = cli("metadata", "export", f"out.{form}", "--to", form)
            assert again.out.encode() == Path(f"out.{form}").read_bytes()

    def test_a_script(self, cli: Cli) -> None:
        """The script goes to the output, what has to be said of it beside."""
        result = cli("metadata", "export", SCHEMA, "--to", "sdk")
        assert result.code == 0
        assert 'schema.add_embedding("look", size=512)\n' in result.out
        assert result.err == (
            'note: "code": plain varchar of 12 characters, but the SDK makes variants only\n'
        )

    def test_a_script_since(self, cli: Cli) -> None:
        """With --since only what is new is made."""
        new = _file("new.toml", Path(SCHEMA).read_text("utf-8") + '\n"largest" = "number"\n')
        result = cli("metadata", "export", new, "--to", "sdk", "--since", AS_JSON)
        assert (result.code, result.err) == (0, "")
        assert [line for line in result.out.splitlines() if line.startswith("schema.")] == [
            'schema.add_scalar("largest", data_type="number")',
            "schema.save()",
        ]
        refused = cli("metadata", "export", NEXT, "--to", "sdk", "--since", SCHEMA)
        assert (refused.code, refused.out) == (2, "")
        assert refused.err.splitlines() == [
            'error: "video.notes": no call removes a key; declare it as deleted instead',
            'error: "look": an embedding of 512 numbers cannot be resized to 768',
        ]

    def test_the_flat_form(self, cli: Cli) -> None:
        """It leads back where it came from, and leaves out things only when told to."""
        assert json.loads(cli("metadata", "export", FLAT, "--to", "legacy").out) == json.loads(
            Path(FLAT).read_bytes()
        )
        text = Path(SCHEMA).read_text("utf-8").replace("weather", "# weather")
        source = _file("schema.toml", text)
        refused = cli("metadata", "export", source, "--to", "legacy", "-o", "out.json")
        assert refused.code == 2
        assert not Path("out.json").exists()
        losses = [
            '"site": the flat form does not say the values of the enum',
            '"look": the flat form does not say the size of the embedding',
            '"code": the flat form does not say the length of the varchar',
        ]
        assert refused.err.splitlines() == [
            f"error: {loss} (lossy leaves it out)" for loss in losses
        ]
        lossy = cli("metadata", "export", source, "--to", "legacy", "--lossy")
        assert lossy.code == 0
        assert lossy.err.splitlines() == [f"note: {loss}" for loss in losses]
        assert json.loads(lossy.out)["site"] == "enum"

    def test_a_flat_enum_has_no_other_form(self, cli: Cli) -> None:
        """Its values are not made up."""
        source = _file("flat.json", '{"site": "enum", "look": "embedding"}')
        for form in ("json", "toml"):
            result = cli("metadata", "export", source, "--to", form)
            assert (result.code, result.out) == (2, "")
            assert result.err.splitlines() == [
                'error: "site" is an enum without its values: add them first',
                'error: "look" is an embedding without its size: add it first',
            ]

    def test_inputs_are_not_overwritten(self, cli: Cli) -> None:
        """Neither the schema nor the one it is compared with, by whatever name."""
        source = _file("schema.json", Path(AS_JSON).read_text("utf-8"))
        os.symlink(source, "link.json")
        for arguments in (
            ("schema.json", "--to", "json", "-o", "link.json"),
            (NEXT, "--to", "sdk", "--since", "schema.json", "-o", "./schema.json"),
        ):
            result = cli("metadata", "export", *arguments)
            assert result.code == 2
            assert "is one of the inputs" in result.err
        assert Path(source).read_text("utf-8") == Path(AS_JSON).read_text("utf-8")

    def test_a_failure_leaves_the_output_as_it_was(self, cli: Cli) -> None:
        """And one that is asked for on standard output goes there."""
        _file("out.py", "before")
        assert cli("metadata", "export", NEXT, "--to", "legacy", "-o", "out.py").code == 2
        assert Path("out.py").read_text("utf-8") == "before"
        assert cli("metadata", "export", FLAT, "--to", "json", "-o", "-").out != ""
        assert cli("metadata", "export", FLAT, "--to", "json", "-o", "no/such/folder").code == 3


class TestFaults:
    """What both commands say of what they cannot use."""

    @pytest.mark.parametrize(
        ("name", "text", "code", "error"),
        [
            ("a.toml", "video.site = 'text'", 2, 'error: a.toml: "video" is a table, not a type; '),
            ("a.toml", "site = ", 2, "error: a.toml: is not good TOML: invalid value"),
            ("a.toml", "site = []", 2, "error: a.toml: M"),
            ("a.json", '{"site": {"ty": "enm"}}', 2, "error: a.json:1:17: M"),
            ("a.json", '{"site": ', 2, "error: a.json:1:10: J"),
            ("a.json", '{"a\\u001bb": {"ty": "text"}}', 2, "error: a.json:1:"),
            ("none.json", None, 3, "error: none.json: "),
        ],
    )
    def test_a_schema(self, cli: Cli, name: str, text: str | None, code: int, error: str) -> None:
        """One line a fault, with its place if there is one; nothing else is printed."""
        if text is not None:
            _file(name, text)
        for arguments in (
            ("check", name, FLAT),
            ("check", FLAT, name),
            ("export", name, "--to", "json"),
            ("export", FLAT, "--to", "sdk", "--since", name),
        ):
            result = cli("metadata", *arguments)
            assert (result.code, result.out) == (code, "")
            assert result.err.startswith(error)
            assert result.err.count("\n") == 1
            assert "\x1b" not in result.err

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            (("check", SCHEMA), "Missing argument 'NEW'"),
            (
                ("check", SCHEMA, NEXT, "--format", "jsn"),
                'unknown format "jsn" (did you mean "json"?)',
            ),
            (("check", SCHEMA, NEXT, "--fail-on", "safe"), 'unknown verdict "safe"'),
            (("export", SCHEMA), "Missing option '--to'"),
            (("export", SCHEMA, "--to", "yaml"), 'unknown form "yaml"'),
            (("export", SCHEMA, "--to", "json", "--since", NEXT), "--since goes with --to sdk"),
            (("export", SCHEMA, "--to", "json", "--lossy"), "--lossy goes with --to legacy"),
        ],
    )
    def test_usage(self, cli: Cli, arguments: tuple[str, ...], error: str) -> None:
        """A call that makes no sense is told so."""
        result = cli("metadata", *arguments)
        assert (result.code, result.out) == (2, "")
        assert error in result.err

    @pytest.mark.parametrize("name", ["check", "export"])
    def test_help(self, cli: Cli, name: str) -> None:
        """It fits."""
        result = cli("metadata", name, "--help")
        assert (result.code, result.err) == (0, "")
        assert all(len(line) <= 80 for line in result.out.splitlines())
