"""`check URL`: documents behind fsspec, in memory and over HTTP."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import manifestry
from manifestry.document import source
from manifestry.errors import UsageError

from .conftest import BAD, GOOD, SOURCE, UNRELATED, Cli

fsspec = pytest.importorskip("fsspec")


@pytest.fixture
def bucket() -> Iterator[Any]:
    """A file system in memory with a few documents."""
    memory = fsspec.filesystem("memory")
    memory.store.clear()
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("a.json", BAD)
    memory.pipe(
        {
            "/acme/good.json": GOOD.encode(),
            "/acme/bad.json": BAD.encode(),
            "/acme/deep/bad.json.gz": gzip.compress(BAD.encode()),
            "/acme/deep/two.zip": zipped.getvalue(),
            "/acme/deep/notes.txt": b"no document",
            "/acme/deep/package.json": UNRELATED.encode(),
        }
    )
    yield memory
    memory.store.clear()


class TestMemory:
    """Everything that is not about a network."""

    def test_a_document(self, cli: Cli, bucket: Any) -> None:
        """It is judged like a file, and named by its URL."""
        local = cli("check", "bad.json")
        remote = cli("check", "memory://acme/bad.json")
        assert (remote.code, remote.err) == (1, "")
        assert remote.out == local.out.replace("bad.json:", "memory://acme/bad.json:")

    def test_gzip_and_zip(self, cli: Cli, bucket: Any) -> None:
        """Compressed ones too; an archive is put into a temporary file."""
        result = cli(
            "check", "memory://acme/deep/bad.json.gz", "memory://acme/deep/two.zip",
            "--format", "concise",
        )  # fmt: skip
        assert "memory://acme/deep/bad.json.gz:4:5: E201" in result.out
        assert "memory://acme/deep/two.zip/a.json:4:5: E201" in result.out

    def test_files_first(self, cli: Cli, bucket: Any) -> None:
        """Files and documents behind URLs in one run; each once."""
        argv = ("memory://acme/bad.json", "bad.json", "memory://acme/bad.json")
        lines = cli("check", *argv, "--format", "concise").out.splitlines()
        assert [line.partition(":4")[0] for line in lines[:-1]] == [
            "bad.json",
            "memory://acme/bad.json",
        ]

    @pytest.mark.parametrize(
        ("path", "found"),
        [
            ("memory://acme/", 4),
            ("memory://acme/*.json", 2),
            ("memory://acme/**/*.gz", 1),
            ("memory://acme/[bg]*", 2),
        ],
    )
    def test_folders_and_patterns(self, cli: Cli, bucket: Any, path: str, found: int) -> None:
        """A folder ends with a slash; what is no manifest there is passed over."""
        result = cli("check", path, "--format", "concise")
        assert f" in {found} file" in result.out or f" of {found} files" in result.out

    def test_by_name(self, cli: Cli, bucket: Any) -> None:
        """A document that is named is judged in any case."""
        assert cli("check", "memory://acme/deep/package.json").code == 1

    @pytest.mark.parametrize(
        ("path", "code", "words"),
        [
            ("memory://acme/none.json", 3, "error: memory://acme/none.json: no such file\n"),
            ("memory://nowhere/", 2, "error: no input: there is no *.json"),
            ("memory://acme/*.csv", 2, "error: no input: there is no *.json"),
            ("nonsense://acme/a.json", 2, 'error: "nonsense://acme/a.json" cannot be read: '),
        ],
    )
    def test_nothing_there(self, cli: Cli, bucket: Any, path: str, code: int, words: str) -> None:
        """What leads nowhere is one line."""
        result = cli("check", path)
        assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
        assert result.err.startswith(words)

    def test_a_file_system_that_fails(
        self, cli: Cli, bucket: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whatever it raises is one harmless line without secrets, and 3."""
        words = "no\n\x1b[31mway https://acme.example/a.json?sig=abc"

        class Broken(io.BytesIO):
            def read(self, size: int | None = -1, /) -> bytes:
                raise RuntimeError(words)

        def refuse(*_: object) -> None:
            raise RuntimeError(words)

        for answer in (lambda *_: Broken(), refuse):
            monkeypatch.setattr(type(bucket), "open", answer)
            result = cli("check", "memory://acme/bad.json")
            assert (result.code, result.err) == (
                3,
                (
                    "error: memory://acme/bad.json: "
                    "no \\u001b[31mway https://acme.example/a.json?sig=***\n"
                ),
            )
        monkeypatch.setattr(type(bucket), "find", refuse)
        result = cli("check", "memory://acme/")
        assert result.code == 2
        assert '"memory://acme/" cannot be listed: no' in result.err

    def test_a_large_archive(self, cli: Cli, bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """An archive that does not fit beside is refused."""
        monkeypatch.setattr(source, "MAX_SPOOLED", 100)
        result = cli("check", "memory://acme/deep/two.zip")
        assert result.code == 3
        assert "is an archive of more than 100 bytes that comes as a stream" in result.err

    def test_the_library(self, bucket: Any) -> None:
        """`check` and `check_files` take URLs as well."""
        assert manifestry.check("memory://acme/bad.json").errors == 1
        [report] = manifestry.check_files(["memory://acme/bad.json"])
        assert (report.path, report.errors) == ("memory://acme/bad.json", 1)

    def test_progress(self, cli: Cli, bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """What is read is counted, whatever it is."""
        monkeypatch.setattr("manifestry.running.progress._PATIENCE", 0)
        assert "B [" in cli("check", "memory://acme/bad.json", "--progress").err

    def test_no_fsspec(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without the extra, the line names it, and no signature."""
        for name in [name for name in sys.modules if name.partition(".")[0] == "fsspec"]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, "fsspec", None)
        result = cli("check", "https://acme.example/a.json?sig=abc")
        assert (result.code, result.out) == (2, "")
        assert result.err == (
            'error: "https://acme.example/a.json?sig=***" needs the extra "remote": '
            "pip install 'manifestry[remote]'\n"
        )
        with pytest.raises(UsageError, match="remote"):
            manifestry.check("s3://acme-media/a.json")

    def test_nothing_is_imported_for_files(self) -> None:
        """What reads URLs is imported for a URL only."""
        code = (
            "import sys; from manifestry.cli.main import run;"
            "run(['check', 'good.json', '--quiet']); print('fsspec' in sys.modules)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            env={**os.environ, "PYTHONPATH": SOURCE},
            check=True,
            timeout=300,
        )
        assert done.stdout == b"False\n"


class _Quiet(SimpleHTTPRequestHandler):
    """A server that knows the files of a folder, a secret place, and no words."""

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        """A file, or a refusal."""
        if self.path.startswith("/secret"):
            self.send_error(403)
        else:
            super().do_GET()


@pytest.fixture
def server(here: Path) -> Iterator[str]:
    """The URL of a server for the current folder, on this machine."""
    pytest.importorskip("aiohttp")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(here))) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()
        thread.join()


class TestHttp:
    """A real server, on this machine."""

    def test_a_document(self, cli: Cli, server: str) -> None:
        """What the server gives is judged; a signature stays out of the report."""
        result = cli("check", f"{server}/bad.json?sig=abc", "--format", "concise")
        assert (result.code, result.err) == (1, "")
        assert result.out.startswith(f"{server}/bad.json?sig=***:4:5: E201")

    def test_an_archive(self, cli: Cli, server: str, here: Path) -> None:
        """A server that cannot seek."""
        with zipfile.ZipFile(here / "two.zip", "w") as archive:
            archive.writestr("a.json", BAD)
        result = cli("check", f"{server}/two.zip", "--format", "concise")
        assert result.out.startswith(f"{server}/two.zip/a.json:4:5: E201")

    @pytest.mark.parametrize("place", ["none.json", "secret.json"])
    def test_refused(self, cli: Cli, server: str, place: str) -> None:
        """What the server refuses is one line, and 3."""
        result = cli("check", f"{server}/{place}?sig=abc")
        assert (result.code, result.out, result.err.count("\n")) == (3, "", 1)
        assert result.err.startswith(f"error: {server}/{place}?sig=***: ")
        assert "abc" not in result.err

    def test_nobody_there(self, cli: Cli) -> None:
        """Nor is a server that is none."""
        pytest.importorskip("aiohttp")
        result = cli("check", "http://127.0.0.1:1/a.json")
        assert (result.code, result.out, result.err.count("\n")) == (3, "", 1)

    def test_workers(self, cli: Cli, server: str) -> None:
        """Other processes read URLs as well."""
        urls = [f"{server}/bad.json?v={number}" for number in range(40)]
        one = cli("check", *urls, "--jobs", "1")
        assert cli("check", *urls, "--jobs", "2") == one
        assert one.code == 1
