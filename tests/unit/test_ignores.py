"""What is ignored is written into configurations of any shape."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from manifestry.config import find_config
from manifestry.discovery import Globs
from manifestry.errors import ConfigError
from manifestry.ignores import add_ignores, exact_glob, with_ignores

OURS = ("per-file-ignores",)
THEIRS = ("tool", "manifestry", "per-file-ignores")
WANTED = {"/a.json": ["E101", "E201"]}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def added(text: str, keys: tuple[str, ...] = OURS) -> str:
    """A configuration with the codes added."""
    return with_ignores(text.encode(), keys, WANTED, "the file").decode()


CASES = [
    ("", '[per-file-ignores]\n"/a.json" = ["E101", "E201"]\n'),
    (
        "strict = true # really\n",
        'strict = true # really\n\n[per-file-ignores]\n"/a.json" = ["E101", "E201"]\n',
    ),
    (
        '[per-file-ignores]\n"old/*" = ["E"] # why\n',
        '[per-file-ignores]\n"old/*" = ["E"] # why\n"/a.json" = ["E101", "E201"]\n',
    ),
    (
        '[per-file-ignores]\n"./a.json" = ["E201"] # known\n',
        '[per-file-ignores]\n"./a.json" = ["E201", "E101"] # known\n',
    ),
    (
        'per-file-ignores = {"/b.json" = ["E1"]}\n',
        'per-file-ignores = {"/b.json" = ["E1"], "/a.json" = ["E101", "E201"]}\n',
    ),
    (
        '[per-file-ignores]\n"/a.json" = [\n  "E101", # one\n]\n[severity]\nE1 = "info"\n',
        '[per-file-ignores]\n"/a.json" = [\n  "E101", # one\n  "E201",\n]\n[severity]\nE1 = "info"\n',
    ),
    (
        "strict = true",
        'strict = true\n\n[per-file-ignores]\n"/a.json" = ["E101", "E201"]\n',
    ),
    (
        '"per-file-ignores"."/a.json" = ["E101"]\n',
        '"per-file-ignores"."/a.json" = ["E101", "E201"]\n',
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_file_of_our_own(text: str, expected: str) -> None:
    """Comments and layout stay; what is there is extended."""
    assert added(text) == expected
    assert added(expected) == expected


def test_blank_lines_around_a_new_table() -> None:
    """One before it and one behind it, wherever it comes to stand."""
    text = "[tool.manifestry]\nstrict = true\n[tool.other]\nx = 1\n"
    assert added(text, THEIRS) == (
        "[tool.manifestry]\nstrict = true\n\n"
        '[tool.manifestry.per-file-ignores]\n"/a.json" = ["E101", "E201"]\n\n'
        "[tool.other]\nx = 1\n"
    )
    assert added("[tool]\nmanifestry = {strict = true}\n", THEIRS) == (
        '[tool]\nmanifestry = {strict = true, per-file-ignores = {"/a.json" = ["E101", "E201"]}}\n'
    )


PYPROJECTS = [
    "",
    '[project]\nname = "acme"\n',
    "[tool.manifestry]\nstrict = true\n\n[tool.other]\nx = 1\n",
    "[tool.other]\nx = 1\n\n[tool.manifestry.severity]\nE305 = 'info'\n",
    '[tool.manifestry.per-file-ignores]\n"/a.json" = ["E201"]\n\n[project]\nname = "acme"\n',
    '[tool.manifestry]\nstrict = true\n[project]\nname = "acme"\n[tool.manifestry.severity]\nE1 = "info"\n',
    "[tool]\nmanifestry = {strict = true}\n",
    "[tool]\nmanifestry.strict = true\n[project]\nname = 'x'\n",
]


@pytest.mark.parametrize("text", PYPROJECTS)
def test_a_pyproject(here: Path, text: str) -> None:
    """Every line of it is still there, and the codes are where they are looked for."""
    changed = added(text, THEIRS)
    lines = changed.splitlines()
    assert [line for line in text.splitlines() if line not in lines and "E201" not in line] == [
        line for line in text.splitlines() if line.startswith("manifestry = {")
    ]
    (here / "pyproject.toml").write_text(changed)
    assert {*find_config().per_file_ignores["/a.json"]} == {"E101", "E201"}


def test_what_windows_writes() -> None:
    """A mark at the beginning and the ends of lines stay."""
    data = b"\xef\xbb\xbfstrict = true\r\n"
    changed = with_ignores(data, OURS, WANTED, "the file")
    assert changed.startswith(data)
    assert changed.count(b"\n") == changed.count(b"\r\n")


@pytest.mark.parametrize("written", ["strict = false\n", "not TOML", ""])
def test_what_the_library_gets_wrong(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    """It is found out; the table then stands at the end."""
    monkeypatch.setattr("tomlkit.dumps", lambda _: written)
    expected = 'strict = true\n\n[per-file-ignores]\n"/a.json" = ["E101", "E201"]\n'
    assert added("strict = true\n") == expected


def test_what_cannot_be_edited(monkeypatch: pytest.MonkeyPatch) -> None:
    """If there is no way, it is said what to write."""
    monkeypatch.setattr("tomlkit.dumps", lambda _: "")
    with pytest.raises(ConfigError) as caught:
        added('[per-file-ignores]\n"/b.json" = ["E101"]\n')
    assert str(caught.value) == (
        'the file: cannot be edited; write into [per-file-ignores]: "/a.json" = ["E101", "E201"]'
    )


def test_a_file_that_is_not_there(here: Path) -> None:
    """It is made."""
    add_ignores("manifestry.toml", WANTED)
    assert find_config().per_file_ignores == {"/a.json": ("E101", "E201")}
    assert [path.name for path in here.iterdir()] == ["manifestry.toml"]


@pytest.mark.parametrize(
    ("path", "glob"),
    [
        ("a.json", "/a.json"),
        ("./b/a.json", "b/a.json"),
        ("b/[1]*?.json", "b/[[]1][*][?].json"),
        ("**", "/[*][*]"),
        ("export.zip/a b.json", "export.zip/a b.json"),
        ("../a.json", None),
        ("a\udcff.json", None),
    ],
)
def test_globs(path: str, glob: str | None) -> None:
    """A path becomes a pattern that fits it alone, if there is one."""
    assert exact_glob(path, ".") == glob


def test_a_glob_is_about_one_folder() -> None:
    """A file of the same name elsewhere is another one."""
    fits = Globs([exact_glob("a.json", ".") or ""], ".")
    assert fits("a.json")
    assert not fits(os.path.join("b", "a.json"))
