"""The mapping file: what it says, what is wrong with it, and the one that is printed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifestry.convert import flat, from_ango, from_encord, to_encord
from manifestry.convert.kept import is_name, names
from manifestry.convert.labels import summary
from manifestry.convert.mapping import (
    MAX_FAULTS,
    Mapping,
    parse_mapping,
    print_mapping,
    read_mapping,
)
from manifestry.convert.model import KINDS, Asset, Json
from manifestry.convert.options import KeyRules, Options
from manifestry.convert.rulings import apply, faults, undone
from manifestry.errors import ConfigError, UsageError
from manifestry.text import printable

ROOT = Path(__file__).resolve().parents[2]

EVERYTHING = """
[types]
".BIN" = "video"
raw = "audio"
pct = "scene"
"*" = "image"
[urls]
"https://cdn.acme.example/" = "s3://acme-media/"
[keys]
keep = ["ango.*"]
drop = ["ango.updatedBy", "scratch *"]
[keys.rename]
"ango.stage" = "stage"
"ango.contextData.site" = "site"
[keys.set]
origin = "Ango {ango.stage}, {ango.contextData.site}"
source = "acme"
"""


def mapping(text: str) -> Mapping:
    """The mapping that a text says."""
    return parse_mapping(text.encode(), "map.toml")


def told(text: str) -> list[str]:
    """The lines that a wrong mapping gives, without the name of the file."""
    with pytest.raises(ConfigError) as caught:
        mapping(text)
    lines = str(caught.value).splitlines()
    assert all(line.startswith("map.toml: ") for line in lines)
    return [line.removeprefix("map.toml: ") for line in lines]


class TestWhatItSays:
    """A good file."""

    def test_everything(self) -> None:
        """Each table arrives, endings in lower case."""
        assert mapping(EVERYTHING) == Mapping(
            types={
                ".bin": "video", ".raw": "audio", "raw": "audio", ".pct": "scene", "pct": "scene",
                "*": "image",
            },
            urls={"https://cdn.acme.example/": "s3://acme-media/"},
            keys=KeyRules(
                keep=("ango.*",),
                drop=("ango.updatedBy", "scratch *"),
                rename={"ango.stage": "stage", "ango.contextData.site": "site"},
                set={"origin": "Ango {ango.stage}, {ango.contextData.site}", "source": "acme"},
            ),
        )  # fmt: skip

    def test_it_makes_options(self) -> None:
        """What a mapping says is what the options take."""
        found = mapping(EVERYTHING)
        options = Options(types=found.types, urls=found.urls, keys=found.keys)
        assert options.keys.rename == {"ango.stage": "stage", "ango.contextData.site": "site"}

    @pytest.mark.parametrize("text", ["", "[types]\n[urls]\n[keys]\n", "# nothing\n", "\ufeff"])
    def test_nothing(self, text: str) -> None:
        """A file that says nothing changes nothing."""
        assert mapping(text) == Mapping()

    def test_a_dot_wins_over_a_word_without(self) -> None:
        """A word without a dot is an ending only where none is given."""
        found = mapping('[types]\nbin = "audio"\n".bin" = "video"\n')
        assert found.types == {"bin": "audio", ".bin": "video"}

    def test_a_file(self, tmp_path: Path) -> None:
        """The file is read from a path."""
        path = tmp_path / "map.toml"
        path.write_text(EVERYTHING, encoding="utf-8")
        assert read_mapping(path) == mapping(EVERYTHING)
        assert read_mapping(str(path)) == mapping(EVERYTHING)


class TestWhatIsWrong:
    """One line for each fault, with file, table and key."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("tpyes = {}", 'tpyes: unknown key (did you mean "types"?)'),
            ("keep = ['ango.*']", "keep: unknown key (it stands under [keys])"),
            ("[keys]\nkeeep = []", '[keys] keeep: unknown key (did you mean "keep"?)'),
            ("types = 1", "types: must be a table, got 1"),
            ("[types]\n'.bin' = 1", "[types] .bin: must be a string, got 1"),
            (
                "[types]\n'.bin' = 'vidoe'",
                '[types] .bin: unknown kind of asset "vidoe" (did you mean "video"?)',
            ),
            (
                "[types]\n'.tar.gz' = 'video'",
                '[types] ".tar.gz": no address ends like that: a dot, then up to 8 letters and digits',
            ),
            (
                "[types]\n'*.bin' = 'video'",
                (
                    '[types] "*.bin": stands for nothing: write an ending, an editor type or "*" '
                    '(did you mean ".bin"?)'
                ),
            ),
            (
                "[types]\n'' = 'video'",
                '[types] "": stands for nothing: write an ending, an editor type or "*"',
            ),
            (
                "[types]\n'.bin' = 'video'\n'.BIN' = 'audio'",
                '[types] ".BIN": ".bin" is video already',
            ),
            ("[urls]\n'https://a/' = 1", "[urls] https://a/: must be a string, got 1"),
            ("[urls]\n'' = 's3://a/'", "[urls]: the beginning of a URL must not be empty"),
            ("[keys]\nkeep = 'ango.*'", '[keys] keep: must be a list, got "ango.*"'),
            ("[keys]\nkeep = [1]", "[keys] keep: must be a string, got 1"),
            ("[keys]\nkeep = ['']", '[keys] keep "": a pattern must not be empty'),
            ("[keys]\ndrop = ['']", '[keys] drop "": a pattern must not be empty'),
            (
                "[keys]\nkeep = ['site']",
                (
                    '[keys] keep "site": keep chooses among the keys under ango.; the user\'s own stay '
                    "unless dropped"
                ),
            ),
            (
                "[keys]\ndrop = ['$encord']",
                '[keys] drop "$encord": no rule reaches $encord, which holds the frames of a video',
            ),
            (
                "[keys]\ndrop = ['ango.updatedby']",
                (
                    '[keys] drop "ango.updatedby": a conversion writes no key "ango.updatedby" '
                    '(did you mean "ango.updatedBy"?)'
                ),
            ),
            (
                "[keys.rename]\nango.stage = 'stage'",
                (
                    "[keys.rename] ango: must be a string, got an object with 1 key; a key with dots "
                    'stands in quotes: "ango.stage"'
                ),
            ),
            (
                "[keys.rename]\nkeep = ['ango.*']",
                (
                    "[keys.rename] keep: must be a string, got a list with 1 value; keep of [keys] "
                    "stands before [keys.rename]"
                ),
            ),
            (
                "[keys.rename]\n'$encord' = 'frames'",
                '[keys.rename] "$encord": holds the frames of a video and cannot be renamed',
            ),
            ("[keys.rename]\n'' = 'a'", '[keys.rename] "": a name must not be empty'),
            (
                "[keys.rename]\n'ango.type' = 'type'",
                '[keys.rename] "ango.type": cannot be renamed: the way back is found by it',
            ),
            (
                "[keys.rename]\n'ango.raw' = 'original'",
                '[keys.rename] "ango.raw": cannot be renamed: the way back is found by it',
            ),
            (
                "[keys.rename]\n'ango.stge' = 'stage'",
                (
                    '[keys.rename] "ango.stge": a conversion writes no key "ango.stge" '
                    '(did you mean "ango.stage"?)'
                ),
            ),
            (
                "[keys.rename]\n'site' = 'ango.type'",
                '[keys.rename] "site": "ango.type" cannot be given: the way back is found by ango.type',
            ),
            (
                "[keys.rename]\n'site' = 'ango.status'",
                '[keys.rename] "site": "ango.status" is under ango., where the conversion itself writes',
            ),
            (
                "[keys.rename]\n'ango.stage' = '$stage'",
                '[keys.rename] "ango.stage": "$stage" begins with "$", which the platform keeps for itself',
            ),
            (
                "[keys.rename]\n'ango.stage' = 'größe'",
                (
                    '[keys.rename] "ango.stage": "größe" has letters beyond a to z, which a metadata '
                    "schema does not allow"
                ),
            ),
            (
                "[keys.rename]\n'ango.stage' = 'key-frames'",
                (
                    '[keys.rename] "ango.stage": "key-frames" is "keyframes" but for its separators, '
                    "which is reserved"
                ),
            ),
            (
                "[keys.rename]\n'ango.stage' = 'a'\n'ango.status' = 'a'",
                '[keys.rename] "ango.status": becomes "a", like "ango.stage"',
            ),
            (
                "[keys.rename]\n'a' = 'b'\n'b' = 'c'",
                '[keys.rename] "a": becomes "b", which is renamed itself',
            ),
            (
                "[keys.set]\n'ango.type' = 'image'",
                '[keys.set] "ango.type": the name cannot be given: the way back is found by ango.type',
            ),
            ("[keys.set]\n'a' = ''", '[keys.set] "a": must be a text that is not empty'),
            ("[keys.set]\n'a' = \"b\\u0000\"", '[keys.set] "a": has a NUL, which is refused'),
            (
                "[keys.set]\n'a' = 'x {'",
                '[keys.set] "a": has a brace without its other: {name} stands for the value of a key',
            ),
            (
                "[keys.set]\n'a' = '{{b}}'",
                '[keys.set] "a": has a brace without its other: {name} stands for the value of a key',
            ),
            (
                "[keys.set]\n'a' = '{ }'",
                '[keys.set] "a": has {}: the name of a key stands between the braces',
            ),
            ("[keys.set]\n'a' = '{$encord}'", '[keys.set] "a": {$encord} has no value to be shown'),
            (
                "[keys.set]\n'a' = '{b}'\n'b' = 'c'",
                '[keys.set] "a": has "b", which is set itself',
            ),
            (
                "[keys.rename]\n'ango.stage' = 's'\n[keys.set]\n'a' = '{s}'",
                '[keys.set] "a": has the new name "s"; write the old one, "ango.stage"',
            ),
            (
                "[keys.rename]\n'ango.stage' = 's'\n[keys.set]\n's' = 'x'",
                '[keys.set] "s": is renamed, or the new name of a key, in rename',
            ),
            (
                "[keys.set]\n'a' = '{ango.stgae}'",
                '[keys.set] "a": a conversion writes no key "ango.stgae" (did you mean "ango.stage"?)',
            ),
        ],
    )
    def test_one_fault(self, text: str, expected: str) -> None:
        """A fault is one line that says where and what."""
        assert told(text) == [expected]

    @pytest.mark.parametrize("name", ["a/b", "", "-", "\x1b[31m"])
    def test_no_name_of_a_schema(self, name: str) -> None:
        """A new name is one that a metadata schema accepts."""
        for table in ("rename", "set"):
            key, value = ("ango.stage", name) if table == "rename" else (name, "x")
            (line,) = told(f"[keys.{table}]\n{json.dumps(key)} = {json.dumps(value)}\n")
            assert line.startswith(f"[keys.{table}] ")
            assert "is no name of a metadata schema" in line
            assert "\x1b" not in line

    def test_all_faults_at_once(self) -> None:
        """Faults are told together, of a hostile file not all."""
        assert len(told("[types]\n'.tar.gz' = 'pdf'\n[keys]\nkeep = ['']\n[keys.set]\na = ''")) == 3
        many = "[keys.rename]\n" + "".join(f"'ango.{n}' = 'a{n}'\n" for n in range(100))
        lines = told(many)
        assert len(lines) == MAX_FAULTS + 1
        assert lines[-1] == "80 more faults"

    @pytest.mark.parametrize(
        ("data", "expected"),
        [
            (b"[types]\n.bin = 'video'\n", "not valid TOML: "),
            (b"a = 1\na = 2\n", "not valid TOML: "),
            (b"a = '\xff'", "not UTF-8 text (at byte 6)"),
            (b"a = " + b"[" * 5000, "not valid TOML"),
            (b"[keys.rename]\na" + b".a" * 5000 + b" = 1", ""),
        ],
    )
    def test_not_toml(self, data: bytes, expected: str) -> None:
        """What is no TOML, or too deep, is one line."""
        with pytest.raises(ConfigError) as caught:
            parse_mapping(data, "map.toml")
        assert str(caught.value).startswith(f"map.toml: {expected}")
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize("name", ["none.toml", "a\0b", "."])
    def test_no_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        """A file that cannot be read is said to be so."""
        monkeypatch.chdir(tmp_path)
        with pytest.raises(ConfigError, match="cannot be read"):
            read_mapping(name)

    def test_a_signature(self) -> None:
        """No signature of a URL reaches the screen."""
        (line,) = told("[urls]\n'https://cdn.acme.example/?sig=abcdef' = 1")
        assert "abcdef" not in line
        assert "[urls] https://cdn.acme.example/?sig=" in line

    @given(st.dictionaries(st.text(), st.text()), st.lists(st.text()))
    def test_any_words(self, words: dict[str, str], patterns: list[str]) -> None:
        """Whatever the words are, they are taken, or told as configuration errors."""
        table = "".join(f"{json.dumps(k)} = {json.dumps(v)}\n" for k, v in words.items())
        for name in ("types", "urls", "keys.rename", "keys.set"):
            text = f"[keys]\ndrop = {json.dumps(patterns)}\n[{name}]\n{table}"
            try:
                mapping(text)
            except ConfigError as error:
                told = str(error).replace("\n", "")
                assert printable(told) == told

    def test_options_refuse_the_same(self) -> None:
        """Rules that were not read from a file are held to the same."""
        with pytest.raises(UsageError, match=r'^keys\.rename "ango\.type": cannot be renamed'):
            Options(keys=KeyRules(rename={"ango.type": "type"}))


def plain(asset: Asset, rules: KeyRules) -> tuple[Any, dict[str, int]]:
    """The client metadata of an asset by the rules, and how many values each reason took."""
    outcome = to_encord.write(asset, Options(keys=rules), {})
    assert outcome.value is not None
    reasons: dict[str, int] = {}
    for remark in outcome.remarks:
        reasons[remark.reason] = reasons.get(remark.reason, 0) + remark.values
    return outcome.value.get("clientMetadata"), reasons


ASSET = Asset(
    kind="image",
    urls=("s3://acme-media/a.jpg",),
    title="a 1",
    own={"site": "north", "$encord": {"frames": {}}},
    ango={"externalId": "a 1", "batches": ["b1", "b2"], "task": {"stage": "Review", "taskId": "7"}},
)


class TestRules:
    """What the rules do with client metadata."""

    def test_keep_is_about_what_the_conversion_writes(self) -> None:
        """The user's own keys, frames and what the way back needs are not dropped by keep."""
        metadata, reasons = plain(ASSET, KeyRules(keep=("ango.sta*",)))
        assert metadata == {
            "site": "north",
            "$encord": {"frames": {}},
            "ango.type": "image",
            "ango.stage": "Review",
        }
        # The title says what the external id said.
        assert reasons == {"dropped": 3}

    def test_drop_is_about_all_keys_but_frames(self) -> None:
        """With drop nothing is left but frames, and that there is no way back is told."""
        metadata, reasons = plain(ASSET, KeyRules(drop=("*",)))
        assert metadata == {"$encord": {"frames": {}}}
        assert reasons == {"no-way-back": 0, "dropped": 5}

    def test_nothing_is_left(self) -> None:
        """An item that is left without client metadata has none."""
        metadata, _ = plain(replace(ASSET, own=None), KeyRules(drop=("*",)))
        assert metadata is None

    def test_drop_wins(self) -> None:
        """What is both kept and dropped is dropped."""
        metadata, _ = plain(ASSET, KeyRules(keep=("ango.stage",), drop=("ango.s*",)))
        assert "ango.stage" not in metadata

    def test_a_new_name_that_is_taken(self) -> None:
        """No key is lost to a new name: it keeps its own, and that is told."""
        rules = KeyRules(rename={"ango.stage": "site"})
        metadata, reasons = plain(ASSET, rules)
        assert (metadata["site"], metadata["ango.stage"]) == ("north", "Review")
        assert reasons == {"name-taken": 0}
        assert undone(rules, metadata) == metadata

    def test_set(self) -> None:
        """A text is filled in from keys by their old names, dropped ones too."""
        rules = KeyRules(
            drop=("ango.taskId",),
            rename={"ango.stage": "stage"},
            set={"origin": "{ango.stage}/{ango.taskId}", "no": "{ango.status}", "site": "x"},
        )
        metadata, reasons = plain(ASSET, rules)
        assert metadata["origin"] == "Review/7"
        assert metadata["site"] == "north"
        assert "no" not in metadata
        assert reasons == {"name-taken": 0, "dropped": 1}
        back = undone(rules, metadata)
        assert "origin" not in back
        assert back["ango.stage"] == "Review"

    def test_values_that_are_no_text(self) -> None:
        """Numbers and truths are shown as JSON has them; null and lists cannot be."""
        found = apply(
            KeyRules(set={"a": "{n} {t}", "b": "{z}", "c": "{l}"}),
            {"n": 1.5, "t": True, "z": None, "l": []},
        )
        assert found.metadata["a"] == "1.5 true"
        assert not {"b", "c"} & {*found.metadata}

    @pytest.mark.parametrize(
        ("text", "value", "is_taken"),
        [
            ("Ango {a} at {b}!", "Ango Review at north!", True),
            ("Ango {a} at {b}!", "Ango at !", False),
            ("Ango {a} at {b}!", "seen by hand", False),
            ("acme", "acme", True),
            ("acme", "acme 2", False),
            ("{a}{a}", "", True),
            ("aa{a}aa", "aaa", False),
            ("acme", 7, False),
        ],
    )
    def test_what_was_set_is_taken_back(self, text: str, value: object, is_taken: bool) -> None:
        """What may have been made by the text is taken back; what was written over it stays."""
        back = undone(KeyRules(set={"x": text}), {"x": value})
        assert back == ({} if is_taken else {"x": value})

    def test_items_of_encord_are_not_renamed_back(self) -> None:
        """A key of an item that never was in Ango Hub is the user's own, whatever its name."""
        rules = KeyRules(rename={"ango.stage": "stage"}, set={"origin": "{ango.stage}"})
        item = {"objectUrl": "s3://a/b.jpg", "clientMetadata": {"stage": "2", "origin": "x"}}
        taken = from_encord.read("images", item, Options(keys=rules))
        assert taken.asset.own == {"stage": "2", "origin": "x"}


_CONTEXT = st.dictionaries(
    st.text("ab/ .", min_size=1, max_size=3), st.text(max_size=3) | st.integers()
)
_ANGO = st.fixed_dictionaries(
    {"externalId": st.text(max_size=3)},
    optional={
        "contextData": _CONTEXT,
        "batches": st.lists(st.text(max_size=3)),
        "task": st.fixed_dictionaries(
            {"taskId": st.text(min_size=1, max_size=3)},
            optional={"stage": st.text(max_size=3), "isSkipped": st.booleans(), "odd": st.none()},
        ),
    },
)
_OLD = ["stage", "taskId", "externalId", "batches", "task", "isSkipped", "contextData.a"]
_NEW = ["a", "b", "c d", "site", "x.y", "contextData.a", "stage"]
_RULES = st.builds(
    KeyRules,
    rename=st.permutations(_NEW).flatmap(
        lambda new: st.lists(st.sampled_from(_OLD), unique=True, min_size=1).map(
            lambda old: dict(zip((f"ango.{name}" for name in old), new, strict=False))
        )
    ),
    set=st.dictionaries(
        st.sampled_from(["origin", "a", "x y"]),
        st.sampled_from(["x", "{ango.stage}", "{shift} {ango.taskId}"]),
        max_size=2,
    ),
).filter(lambda rules: not list(faults(rules)))


@given(_ANGO, _RULES)
def test_rules_are_undone(ango: Json, rules: KeyRules) -> None:
    """What is renamed and set by rules that pass their check is as before on the way back."""
    metadata = {"shift": 2, flat.TYPE: "image", **flat.flat(ango)}
    ruled = apply(rules, metadata)
    assert not ruled.dropped
    assert undone(rules, ruled.metadata) == metadata


@given(_ANGO, _RULES)
def test_the_way_back_is_exact(ango: Json, rules: KeyRules) -> None:
    """An asset is the same after it was an item, whatever names its keys had there."""
    options = Options(keys=rules)
    asset = Asset(kind="image", urls=("s3://acme-media/a.jpg",), title="t", ango=ango)
    item = to_encord.write(asset, options, {}).value
    assert item is not None
    back = from_encord.read("images", item, options).asset
    assert back.ango == ango
    assert back.own is None


def _assets() -> list[Json]:
    """The assets of all fixtures."""
    found: list[Json] = []
    for folder in ("ango-export", "ango-import"):
        for path in sorted((ROOT / "fixtures/valid" / folder).iterdir()):
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".ndjson":
                found += [json.loads(line) for line in text.splitlines() if line.strip()]
            else:
                value = json.loads(text)
                found += value if isinstance(value, list) else value.get("assets", [value])
    return found


class TestPrinted:
    """The mapping file to start from."""

    def test_it_changes_nothing(self) -> None:
        """As it stands it is a mapping, and says nothing."""
        assert mapping(print_mapping()) == Mapping()

    def test_every_line_of_it_can_be_taken(self) -> None:
        """With every rule in force it is a mapping without a fault."""
        found = mapping(re.sub(r'(?m)^# (?=["a-z]+.* = )', "", print_mapping()))
        assert found.types and found.urls and found.keys.keep and found.keys.drop  # noqa: PT018
        assert found.keys.set
        fixed = {name for name, _ in names() if name.endswith("*")} | {flat.TYPE, flat.RAW}
        assert {*found.keys.rename} == {name for name, _ in names()} - fixed

    def test_it_lists_what_conversions_write(self) -> None:
        """Every key that a conversion of the fixtures writes is listed."""
        text = print_mapping()
        listed = {*re.findall(r'"(ango\.[^"{]+)"', text)}
        starts = tuple(name[:-1] for name in listed if name.endswith(".*"))
        written: set[str] = set()
        for value in _assets():
            taken = from_ango.read(value, Options())
            if taken.asset is not None:
                more = {**summary(taken.labels), flat.RAW: "{}"}
                item = to_encord.write(taken.asset, Options(), more).value
                assert item is not None
                written |= {*item["clientMetadata"]}
        ours = {key for key in written if key.startswith("ango.")}
        assert len(ours) > 20
        assert {key for key in ours if key not in listed and not key.startswith(starts)} == set()
        assert all(map(is_name, ours))

    def test_it_lists_kinds_and_endings(self) -> None:
        """All kinds are there, and the endings with what they tell."""
        text = print_mapping()
        for kind in KINDS:
            assert re.search(rf"\b{kind}\b", text), kind
        assert re.search(r"^#   nifti +\.nii \.nii\.gz$", text, re.MULTILINE)
        assert ".nrrd" not in text

    def test_its_lines_fit_a_screen(self) -> None:
        """No line is longer than a line of code."""
        assert max(map(len, print_mapping().splitlines())) <= 120
