"""`check --cache`: nothing is checked twice, and nobody can tell from the report."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import manifestry
from manifestry.cli.means import CACHE_FROM
from manifestry.findings import FileReport, RuleFailure
from manifestry.running import cache as module
from manifestry.running import ruleset
from manifestry.running.cache import FILE, FOLDER_VARIABLE, Cache, usual_folder
from manifestry.running.stored import from_bytes, to_bytes
from manifestry.settings import Settings

from .conftest import BAD, GOOD, SOURCE, Cli

FORMS = ("text", "json")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the cache is."""
    folder = tmp_path / "kept"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A patch to make everybody fail who checks a file after all."""
    return monkeypatch


def no_checks(patch: pytest.MonkeyPatch) -> None:
    """From here on a check is an internal error."""

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("it was checked")

    patch.setattr("manifestry.engine.api.check_file", fail)


class TestHits:
    """What is known."""

    @pytest.mark.parametrize("form", FORMS)
    def test_the_same_bytes(
        self, cli: Cli, folder: Path, blind: pytest.MonkeyPatch, form: str
    ) -> None:
        """The second report is the first one, excerpts included, and nothing was checked."""
        argv = ("check", ".", "--format", form, "--cache")
        without = cli("check", ".", "--format", form, "--no-cache")
        assert not folder.exists()
        first = cli(*argv)
        no_checks(blind)
        assert cli(*argv) == first == without
        assert first.code == 1

    def test_another_name(
        self, cli: Cli, folder: Path, blind: pytest.MonkeyPatch, here: Path
    ) -> None:
        """What a file holds counts, not what it is called."""
        first = cli("check", "bad.json", "--cache")
        (here / "bad.json").rename(here / "worse.json")
        no_checks(blind)
        second = cli("check", "worse.json", "--cache")
        assert second.out == first.out.replace("bad.json", "worse.json")

    def test_another_content(self, cli: Cli, folder: Path, here: Path) -> None:
        """A file that changes is checked, though it has its size and time of before."""
        assert cli("check", "bad.json", "--cache").code == 1
        before = (here / "bad.json").stat()
        (here / "bad.json").write_text(BAD.replace('"title": "cam 1"', '"title": "cam 2"'))
        os.utime(here / "bad.json", ns=(before.st_atime_ns, before.st_mtime_ns))
        assert '"cam 2"' in cli("check", "bad.json", "--cache").out

    @pytest.mark.parametrize(
        "more", [("--strict",), ("--ignore", "E201"), ("--now", "2024-05-01"), ("--only", "image")]
    )
    def test_other_settings(self, cli: Cli, folder: Path, more: tuple[str, ...]) -> None:
        """What was judged otherwise is judged again."""
        cli("check", "bad.json", "--cache")
        assert cli("check", "bad.json", "--cache", *more) == cli("check", "bad.json", *more)

    def test_settings_of_one_file(self, cli: Cli, folder: Path, here: Path) -> None:
        """Ignores of one file are settings too."""
        (here / "other.json").write_text(BAD)
        cli("check", "bad.json", "other.json", "--cache")
        (here / "manifestry.toml").write_text('[per-file-ignores]\n"bad.json" = ["E201"]\n')
        out = cli("check", "bad.json", "other.json", "--cache").out
        assert "bad.json:" not in out
        assert "other.json:4:5" in out

    def test_other_rules(self, cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Another program has another opinion."""
        cli("check", "bad.json", "--cache")
        monkeypatch.setattr(module, "ruleset", lambda: b"another")
        no_checks(monkeypatch)
        assert cli("check", "bad.json", "--cache").code == 4

    def test_related_or_not(self, cli: Cli, folder: Path) -> None:
        """A file that is passed over in a folder is judged when it is named."""
        assert cli("check", ".", "--cache").code == 1
        assert cli("check", "package.json", "--cache") == cli("check", "package.json")

    def test_workers(self, cli: Cli, folder: Path, blind: pytest.MonkeyPatch, here: Path) -> None:
        """What other processes found is kept as well."""
        for number in range(40):
            (here / f"{number}.json").write_text(BAD.replace("cam 1", f"cam {number}"))
        first = cli("check", ".", "--jobs", "2", "--cache")
        no_checks(blind)
        assert cli("check", ".", "--jobs", "2", "--cache") == first

    def test_what_is_imported(self, cli: Cli, folder: Path) -> None:
        """Where all is known, the engine is not even imported."""
        cli("check", ".", "--cache")
        code = (
            "import sys; from manifestry.cli.main import run;"
            "run(['check', '.', '--quiet', '--cache', '--format', 'json', '-o', 'x.txt']);"
            "print(sorted({'jiter', 'orjson', 'jsonschema_rs', 'manifestry.engine.api', 'tqdm',"
            " 'multiprocessing', 'concurrent.futures', 'fsspec'} & {*sys.modules}))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            env={**os.environ, "PYTHONPATH": SOURCE},
            check=True,
            timeout=300,
        )
        assert done.stdout == b"[]\n"


class TestWhen:
    """When there is a cache at all."""

    def test_few_files(self, cli: Cli, folder: Path) -> None:
        """A few files are sooner checked than looked up."""
        cli("check", ".")
        assert not folder.exists()

    def test_many_files(self, cli: Cli, folder: Path, here: Path) -> None:
        """For many it is there by itself, unless it is forbidden."""
        for number in range(CACHE_FROM):
            (here / f"{number}.json").write_text(GOOD)
        cli("check", ".", "--no-cache")
        assert not folder.exists()
        (here / "manifestry.toml").write_text("cache = false\n")
        cli("check", ".")
        assert not folder.exists()
        (here / "manifestry.toml").unlink()
        cli("check", ".")
        assert (folder / FILE).exists()

    def test_standard_input(self, cli: Cli, folder: Path) -> None:
        """What comes from standard input is not kept."""
        cli("check", "-", "--cache", stdin=BAD.encode())
        assert rows(folder) == 0

    def test_unreadable(self, cli: Cli, folder: Path, here: Path) -> None:
        """What could not be read may be readable next time; what failed, too."""
        (here / "wide.json").write_text(GOOD, encoding="utf-16")
        cli("check", "wide.json", "none.json", "--cache")
        assert rows(folder) == 0

    def test_large_files(
        self, cli: Cli, folder: Path, here: Path, blind: pytest.MonkeyPatch
    ) -> None:
        """Hashing takes time too: a large file is looked up only when that is asked for."""
        blind.setattr("manifestry.cli.means.CACHE_UP_TO", 90)
        blind.setattr("manifestry.running.hashing.HELD", 50)
        for number in range(CACHE_FROM):
            (here / f"{number}.json").write_text(BAD.replace("cam 1", f"cam {number}"))
        cli("check", ".")
        assert rows(folder) == 2  # good.json and package.json
        first = cli("check", ".", "--cache")
        assert rows(folder) > CACHE_FROM
        no_checks(blind)
        assert cli("check", ".", "--cache") == first

    def test_where(self, cli: Cli, folder: Path, here: Path) -> None:
        """The option, the variable, the configuration, the system's place: the first one wins."""
        (here / "manifestry.toml").write_text('cache-dir = "mine"\n')
        cli("check", "bad.json", "--cache", "--cache-dir", "given")
        assert [(here / "given" / FILE).exists(), folder.exists()] == [True, False]
        cli("check", "bad.json", "--cache")
        assert [folder.exists(), (here / "mine").exists()] == [True, False]

    def test_the_configured_place(
        self, cli: Cli, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A path in the configuration starts from its folder."""
        monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
        (here / "manifestry.toml").write_text('cache = true\ncache-dir = "mine"\n')
        below = here / "below"
        below.mkdir()
        monkeypatch.chdir(below)
        cli("check", "../bad.json")
        assert (here / "mine" / FILE).exists()

    @pytest.mark.parametrize(
        ("platform", "environ", "expected"),
        [
            ("linux", {"XDG_CACHE_HOME": "/xdg"}, os.path.join("/xdg", "manifestry")),
            ("linux", {"XDG_CACHE_HOME": "relative"}, os.path.join("~/.cache", "manifestry")),
            ("linux", {}, os.path.join("~/.cache", "manifestry")),
            ("darwin", {}, os.path.join("~", "Library", "Caches", "manifestry")),
            ("win32", {"LOCALAPPDATA": "L"}, os.path.join("L", "manifestry", "Cache")),
            ("win32", {}, os.path.join("~", "AppData", "Local", "manifestry", "Cache")),
            ("linux", {FOLDER_VARIABLE: "mine"}, "mine"),
        ],
    )
    def test_the_usual_place(
        self, monkeypatch: pytest.MonkeyPatch, platform: str, environ: dict[str, str], expected: str
    ) -> None:
        """Where each system wants a cache to be."""
        monkeypatch.setattr(sys, "platform", platform)
        monkeypatch.setattr(os.path, "expanduser", lambda path: path)
        assert usual_folder(environ) == expected


class TestTrouble:
    """Whatever is wrong with the cache, the check goes on, and is right."""

    @pytest.fixture
    def right(self, cli: Cli, folder: Path) -> str:
        """The report, which is in the cache now."""
        return cli("check", "bad.json", "--cache").out

    def test_garbage(self, cli: Cli, folder: Path, right: str) -> None:
        """A file that is no database is replaced."""
        (folder / FILE).write_bytes(b"garbage" * 5000)
        assert cli("check", "bad.json", "--cache").out == right
        assert rows(folder) == 1

    def test_another_table(self, cli: Cli, folder: Path, right: str) -> None:
        """A database of somebody else is replaced."""
        (folder / FILE).unlink()
        with sqlite3.connect(folder / FILE) as base:
            base.execute("CREATE TABLE verdict (a, b)")
        base.close()
        assert cli("check", "bad.json", "--cache").out == right
        assert rows(folder) == 1

    @pytest.mark.parametrize(
        "change",
        [
            "body = CAST('[]' AS BLOB)",
            "body = 'text'",
            "body = substr(body, 1, 40)",
            "checksum = x'00'",
            "used = 'never', body = 7",
        ],
    )
    def test_a_spoilt_entry(self, cli: Cli, folder: Path, right: str, change: str) -> None:
        """An entry that is not as it was written is ignored and overwritten."""
        with sqlite3.connect(folder / FILE) as base:
            base.execute(f"UPDATE verdict SET {change}")
        base.close()
        assert cli("check", "bad.json", "--cache").out == right
        with sqlite3.connect(folder / FILE) as base:
            [(body,)] = base.execute("SELECT body FROM verdict").fetchall()
        base.close()
        assert from_bytes(body, "bad.json")

    def test_a_truncated_file(self, cli: Cli, folder: Path, right: str) -> None:
        """Half a database."""
        data = (folder / FILE).read_bytes()
        (folder / FILE).write_bytes(data[: len(data) // 2 + 100])
        assert cli("check", "bad.json", "--cache").out == right

    def test_no_place(self, cli: Cli, folder: Path) -> None:
        """A folder that cannot be made."""
        folder.write_text("a file")
        result = cli("check", "bad.json", "--cache")
        assert (result.code, result.err) == (1, "")

    def test_locked(
        self, cli: Cli, folder: Path, right: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Another run that holds it for long: nothing is looked up, nothing is lost."""
        monkeypatch.setattr(module, "_PATIENCE", 0.01)
        base = sqlite3.connect(folder / FILE, isolation_level=None)
        base.execute("BEGIN EXCLUSIVE")
        assert cli("check", "bad.json", "--cache").out == right
        base.execute("ROLLBACK")
        base.close()
        assert rows(folder) == 1

    def test_runs_at_once(self, folder: Path) -> None:
        """Several runs write; nothing is lost, nothing is spoilt."""
        report = (FileReport(path="a.json", kind="encord-manifest", status="clean", items=1),)

        def work(number: int) -> None:
            mine = Cache(str(folder))
            for each in range(50):
                key = mine.key(b"%d/%d" % (number, each), Settings(), skip_unrelated=False)
                mine.put(key, report, "a.json")
            mine.close()

        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert rows(folder) == 200


class TestKeeping:
    """What is kept, and for whom."""

    @pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
    def test_nobody_else_may_read_it(self, cli: Cli, folder: Path) -> None:
        """Excerpts are content of the files."""
        cli("check", "bad.json", "--cache")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert [stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()] == [0o600]

    def test_bounded(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The oldest go first, and what is of use stays."""
        monkeypatch.setattr(module, "MAX_BYTES", 20_000)
        monkeypatch.setattr(module, "_STALE", 0)
        report = (FileReport(path="a.json", kind="x" * 1000, status="clean"),)
        first = None
        for number in range(30):
            mine = Cache(str(folder))
            key = mine.key(b"%d" % number, Settings(), skip_unrelated=False)
            first = first or key
            assert mine.get(first, "a.json") == (None if number == 0 else report)
            mine.put(key, report, "a.json")
            mine.close()
        assert 10 < rows(folder) < 20

    def test_many_at_once(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What waits to be written is bounded too, and so is one entry."""
        monkeypatch.setattr(module, "_MAX_PENDING", 100)
        monkeypatch.setattr(module, "_MAX_ENTRY", 1000)
        mine = Cache(str(folder))
        mine.put(b"a", (FileReport(path="a", kind="x" * 200, status="clean"),), "a")
        assert mine.has(b"a")
        mine.put(b"b", (FileReport(path="a", kind="x" * 2000, status="clean"),), "a")
        failed = FileReport(
            path="a", kind=None, status="clean", failures=(RuleFailure("E1", "", ""),)
        )
        mine.put(b"c", (failed,), "a")
        mine.close()
        assert rows(folder) == 1

    def test_there_and_back(self) -> None:
        """A report is the same afterwards, odd text and all."""
        documents: list[dict[str, object]] = [
            {"videos": [{"title": "\ud800\x1b é😀"}]},
            {"videos": 3},
            {},
            {"videos": [{"objecturl": "s3://acme-media/a.mp4"}]},
            {"videos": [{"objectUrl": "s3://acme-media/a.mp4"}] * 2},
        ]
        for document in documents:
            report = manifestry.check(document).files
            back = from_bytes(to_bytes(report, "<object>"), "b.json")
            assert [each and each.path for each in back] == ["b.json"]
            assert [each.findings for each in back if each] == [report[0].findings]
            assert [each.excerpt for each in back[0].findings] == [  # type: ignore[union-attr]
                each.excerpt for each in report[0].findings
            ]
        assert from_bytes(to_bytes((None,), "a"), "a") == (None,)

    @pytest.mark.parametrize("data", [b"", b"1", b"[1]", b"[[]]", b'[{"a": 1}]', b"[" * 100_000])
    def test_anything_else(self, data: bytes) -> None:
        """What is no report is refused."""
        with pytest.raises(ValueError, match=r"."):
            from_bytes(data, "a.json")

    def test_the_rules(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A byte of a source, a package that is there or not: each is another program."""
        top = tmp_path / "manifestry"
        (top / "schemas").mkdir(parents=True)
        (top / "a.py").write_text("LIMIT = 1\n")
        (top / "schemas" / "a.json").write_text("{}")
        monkeypatch.setattr(manifestry, "__path__", [str(top)])
        seen = {ruleset.ruleset(), ruleset.ruleset()}
        assert len(seen) == 1
        (top / "a.py").write_text("LIMIT = 2\n")
        seen.add(ruleset.ruleset())
        (top / "schemas" / "a.json").write_text("[]")
        seen.add(ruleset.ruleset())
        (top / "a.txt").write_text("no source")
        seen.add(ruleset.ruleset())
        assert len(seen) == 3
        (tmp_path / "site" / "shapely-9.9.dist-info").mkdir(parents=True)
        monkeypatch.syspath_prepend(str(tmp_path / "site"))
        seen.add(ruleset.ruleset())
        assert len(seen) == 4


def rows(folder: Path) -> int:
    """How much is kept."""
    base = sqlite3.connect(folder / FILE)
    try:
        count: int = base.execute("SELECT count(*) FROM verdict").fetchone()[0]
        return count
    finally:
        base.close()
