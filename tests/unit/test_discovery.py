"""Which files a run checks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from manifestry.discovery import Globs, Target, discover
from manifestry.errors import UsageError


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a bit of everything, which is the current one."""
    for name in (
        "b.json",
        "a.json",
        "notes.txt",
        "packed.json.gz",
        "lines.ndjson",
        "lines.jsonl.gz",
        "export.zip",
        "export.tar",
        ".hidden.json",
        "sub/c.JSON",
        "sub/deep/d.json",
        ".git/e.json",
        "node_modules/lib/f.json",
        "a weird, name.json",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def paths(*arguments: str) -> list[str]:
    """The paths that are found, with slashes."""
    return [target.path.replace(os.sep, "/") for target in discover(arguments)]


IN_THE_FOLDER = [
    "a weird, name.json",
    "a.json",
    "b.json",
    "export.zip",
    "lines.jsonl.gz",
    "lines.ndjson",
    "packed.json.gz",
    "sub/c.JSON",
    "sub/deep/d.json",
]


class TestFolders:
    """What is taken from a folder."""

    def test_all_manifests_sorted(self) -> None:
        """JSON files of all depths, without what is hidden or in node_modules."""
        assert paths(".") == IN_THE_FOLDER

    def test_a_named_folder(self) -> None:
        """Paths begin as the folder was written."""
        assert paths("sub") == ["sub/c.JSON", "sub/deep/d.json"]
        assert paths("./sub/") == ["./sub/c.JSON", "./sub/deep/d.json"]

    def test_a_hidden_folder_by_name(self) -> None:
        """Who names a hidden folder wants it."""
        assert paths(".git") == [".git/e.json"]
        assert paths("node_modules") == ["node_modules/lib/f.json"]

    def test_what_is_found_is_not_named(self) -> None:
        """Only a file given by name is marked so."""
        found = discover(["sub", "a.json"])
        assert [(each.path, each.named) for each in found if each.named] == [("a.json", True)]

    def test_an_empty_folder(self, tree: Path) -> None:
        """An empty folder gives nothing; what that means is the caller's business."""
        (tree / "empty").mkdir()
        assert paths("empty") == []

    def test_a_folder_with_the_name_of_a_manifest(self, tree: Path) -> None:
        """A folder called x.json is a folder."""
        (tree / "sub" / "x.json").mkdir()
        (tree / "sub" / "x.json" / "y.json").touch()
        assert paths("sub/x.json") == ["sub/x.json/y.json"]
        assert paths("sub") == ["sub/c.JSON", "sub/deep/d.json", "sub/x.json/y.json"]

    def test_a_folder_that_may_not_be_read(
        self, tree: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A folder that cannot be listed is not passed over in silence."""
        scandir = os.scandir

        def refuse(path: str) -> object:
            if path == "sub":
                raise PermissionError(13, "Permission denied")
            return scandir(path)

        monkeypatch.setattr(os, "scandir", refuse)
        assert discover(["sub", "a.json"]) == [
            Target("a.json", named=True),
            Target("sub", named=True, error="the folder cannot be read: Permission denied"),
        ]


class TestLinks:
    """Links may lead anywhere, also in circles."""

    def test_a_linked_file(self, tree: Path) -> None:
        """A linked file is checked, under the name of the link."""
        (tree / "elsewhere").mkdir()
        (tree / "elsewhere" / "link.json").symlink_to(tree / "notes.txt")
        assert paths("elsewhere") == ["elsewhere/link.json"]

    def test_a_link_beside_its_file(self, tree: Path) -> None:
        """A file and a link to it are one file, called by its own name."""
        (tree / "sub" / "a-link.json").symlink_to(tree / "sub" / "c.JSON")
        assert paths("sub") == ["sub/c.JSON", "sub/deep/d.json"]

    def test_a_linked_folder(self, tree: Path) -> None:
        """A linked folder is searched."""
        (tree / "top").mkdir()
        (tree / "top" / "link").symlink_to(tree / "sub")
        assert paths("top") == ["top/link/c.JSON", "top/link/deep/d.json"]

    def test_a_link_to_a_folder_above(self, tree: Path) -> None:
        """A folder that holds a link to one above it is searched once."""
        (tree / "sub" / "deep" / "up").symlink_to(tree / "sub")
        (tree / "sub" / "deep" / "up2").symlink_to(tree / "sub")
        assert paths("sub") == ["sub/c.JSON", "sub/deep/d.json"]
        assert paths("sub/**/*.json") == ["sub/deep/d.json"]

    def test_a_link_to_itself(self, tree: Path) -> None:
        """A link that leads nowhere is there, for whoever opens it to complain."""
        (tree / "sub" / "loop.json").symlink_to(tree / "sub" / "loop.json")
        (tree / "sub" / "gone.json").symlink_to(tree / "sub" / "none")
        assert paths("sub") == ["sub/c.JSON", "sub/deep/d.json", "sub/gone.json", "sub/loop.json"]
        assert paths("sub/loop.json") == ["sub/loop.json"]

    def test_a_folder_and_a_link_to_it(self, tree: Path) -> None:
        """A folder's own name wins over that of a link which sorts before it."""
        (tree / "a-link").symlink_to(tree / "sub")
        assert paths(".") == IN_THE_FOLDER


class TestOnce:
    """A file given twice is checked once."""

    def test_two_spellings(self, tree: Path) -> None:
        """The first spelling is kept."""
        assert paths("./a.json", "a.json", "sub/../a.json", str(tree / "a.json")) == ["./a.json"]

    def test_a_folder_and_a_file_in_it(self) -> None:
        """A file that is named stays named, although its folder is searched as well."""
        found = discover(["sub", "sub/c.JSON", "sub"])
        assert [(each.path, each.named) for each in found] == [
            (os.path.join("sub", "c.JSON"), True),
            (os.path.join("sub", "deep", "d.json"), False),
        ]

    def test_order_does_not_matter(self) -> None:
        """The result is sorted, however the arguments stand."""
        assert paths("b.json", "a.json") == paths("a.json", "b.json") == ["a.json", "b.json"]

    def test_standard_input(self) -> None:
        """Standard input comes first, once."""
        assert paths("a.json", "-", "-") == ["-", "a.json"]


class TestPatterns:
    """Patterns that no shell has expanded."""

    @pytest.mark.parametrize(
        ("pattern", "expected"),
        [
            ("*.json", ["a weird, name.json", "a.json", "b.json"]),
            ("?.json", ["a.json", "b.json"]),
            ("[!a]*.json", ["b.json"]),
            ("**/*.json", ["a weird, name.json", "a.json", "b.json", "sub/deep/d.json"]),
            ("**/d.json", ["sub/deep/d.json"]),
            ("**/deep/*", ["sub/deep/d.json"]),
            ("sub/**", ["sub/c.JSON", "sub/deep/d.json"]),
            ("s*", ["sub/c.JSON", "sub/deep/d.json"]),
            ("*", IN_THE_FOLDER),
            ("*.txt", ["notes.txt"]),
            (".h*.json", [".hidden.json"]),
            (".g*/*.json", [".git/e.json"]),
            ("**/**/d.json", ["sub/deep/d.json"]),
            ("./*.json", ["./a weird, name.json", "./a.json", "./b.json"]),
        ],
    )
    def test_matches(self, pattern: str, expected: list[str]) -> None:
        """A pattern stands for the files it matches; folders it matches are searched."""
        assert paths(pattern) == expected

    def test_an_absolute_pattern(self, tree: Path) -> None:
        """A pattern may begin at the root."""
        assert paths(f"{tree.as_posix()}/s*/*.JSON") == [f"{tree.as_posix()}/sub/c.JSON"]

    def test_no_match(self) -> None:
        """A pattern that matches nothing is a mistake, even beside one that does."""
        with pytest.raises(UsageError, match=r'no file matches "x\*\.json"'):
            discover(["a.json", "x*.json"])

    def test_a_file_with_the_name_of_a_pattern(self, tree: Path) -> None:
        """A file that is really called so wins over the pattern."""
        (tree / "[a].json").touch()
        assert discover(["[a].json"]) == [Target("[a].json", named=True)]

    def test_skipped_folders(self) -> None:
        """`**` does not enter what a search would not enter."""
        assert "node_modules/lib/f.json" not in paths("**/*.json")
        assert paths("node_modules/**/*.json") == ["node_modules/lib/f.json"]


class TestNames:
    """Names that are hard to handle."""

    @pytest.mark.parametrize(
        "name", ["new\nline.json", "esc\x1b[31m.json", "--help.json", '"q".json', "ü日本😀.json"]
    )
    def test_strange_names(self, tree: Path, name: str) -> None:
        """A strange name is found and given as it is."""
        (tree / "odd").mkdir()
        (tree / "odd" / name).touch()
        assert paths("odd") == [f"odd/{name}"]

    @pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
    def test_a_name_that_is_no_text(self, tree: Path) -> None:
        """A name that is not UTF-8 is found, its bytes as surrogates."""
        (tree / "odd").mkdir()
        with open(os.fsencode(tree / "odd") + b"/\xff.json", "wb"):
            pass
        assert paths("odd") == ["odd/\udcff.json"]

    def test_a_file_that_is_not_there(self) -> None:
        """A missing file is there, for whoever opens it to complain."""
        assert discover(["none.json", ""]) == [
            Target("", named=True),
            Target("none.json", named=True),
        ]


class TestExclude:
    """What a configuration leaves out of folders."""

    def find(self, *patterns: str) -> list[str]:
        """The files of the current folder without those that match."""
        found = discover(["."], exclude=Globs(patterns, "."))
        return [target.path.replace(os.sep, "/") for target in found]

    def test_a_name(self) -> None:
        """A name is left out at any depth."""
        assert "sub/deep/d.json" not in self.find("d.json")

    def test_a_folder(self) -> None:
        """A folder is left out with all that is in it."""
        assert self.find("deep") == IN_THE_FOLDER[:-1]
        assert self.find("sub/") == IN_THE_FOLDER[:-2]

    def test_a_path(self) -> None:
        """A pattern with a slash begins at the folder."""
        assert self.find("/d.json") == IN_THE_FOLDER
        kept = [path for path in IN_THE_FOLDER if not path.endswith(".gz")]
        assert self.find("sub/*.json", "*.gz") == kept

    def test_a_named_file_is_not_left_out(self) -> None:
        """Who names a file wants it."""
        found = discover(["a.json", "b.json"], exclude=Globs(["*"], "."))
        assert [target.path for target in found] == ["a.json", "b.json"]


class TestGlobs:
    """Patterns against paths below a folder."""

    @pytest.mark.parametrize(
        ("pattern", "path", "expected"),
        [
            ("*.json", "a/b/c.json", True),
            ("*.json", "a/b/c.txt", False),
            ("a/*.json", "a/b.json", True),
            ("a/*.json", "a/b/c.json", False),
            ("a/**/c.json", "a/c.json", True),
            ("a/**/c.json", "a/x/y/c.json", True),
            ("a/**", "a/x/y", True),
            ("a/**", "b/x", False),
            ("**/b", "a/b/c.json", True),
            ("**", "anything", True),
            ("/b", "a/b", False),
            ("./a/b", "a/b", True),
            ("a?c", "abc", True),
            ("[ab].json", "b.json", True),
            ("[.json", "[.json", True),
            ("a.json", "a_json", False),
        ],
    )
    def test_matching(self, pattern: str, path: str, expected: bool) -> None:
        """Each pattern matches what .gitignore would."""
        assert Globs([pattern], ".")(path) is expected

    def test_no_patterns(self) -> None:
        """No pattern matches nothing."""
        assert not Globs([], ".")("a.json")

    def test_outside(self, tree: Path) -> None:
        """What is not below the folder never matches."""
        assert not Globs(["*.json"], "sub")("a.json")
        assert not Globs(["*.json"], "sub")(str(tree / "a.json"))

    def test_a_folder_reached_by_a_link(self, tree: Path) -> None:
        """It is the file's real place that counts."""
        (tree / "link").symlink_to(tree / "sub")
        assert Globs(["sub/c.JSON"], ".")("link/c.JSON")

    def test_a_hostile_pattern(self) -> None:
        """Many stars take no time to fail."""
        assert not Globs(["**/" * 50 + "x"], ".")("/".join("a" * 200))
