"""What the tests of the command line share: argv in, exit code and both outputs out."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import manifestry
from manifestry.cli.main import run

GOOD = '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}\n'
BAD = """{
  "videos": [
    {"objectUrl": "s3://acme-media/cam1/a.mp4"},
    {"title": "cam 1"}
  ]
}
"""
UNRELATED = '{"name": "web", "version": "1.0.0", "dependencies": {"left-pad": "1.3.0"}}\n'

SOURCE = str(Path(manifestry.__file__).parents[1])


@dataclass(frozen=True)
class Result:
    """What a run gave."""

    code: int
    out: str
    err: str


Cli = Callable[..., Result]
Spawn = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with a good manifest, a bad one, and a file of another kind."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "good.json").write_text(GOOD)
    (folder / "bad.json").write_text(BAD)
    (folder / "package.json").write_text(UNRELATED)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("MANIFESTRY_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("NO_COLOR", "FORCE_COLOR", "MANIFESTRY_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Runs a command line in this process."""

    def call(*argv: str, stdin: bytes = b"", encoding: str = "utf-8") -> Result:
        out, err = io.BytesIO(), io.BytesIO()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
            patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding))
            patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding))
            code = run(argv)
            sys.stdout.flush()
            return Result(code, out.getvalue().decode(encoding), err.getvalue().decode(encoding))

    return call


@pytest.fixture
def spawn() -> Spawn:
    """Runs a command line in a process of its own."""

    def call(
        *argv: str, env: dict[str, str] | None = None, **more: object
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(  # type: ignore[call-overload, no-any-return]
            [sys.executable, "-m", "manifestry", *argv],
            env={**os.environ, "PYTHONPATH": SOURCE, **(env or {})},
            check=False,
            timeout=300,
            **{"stdin": subprocess.DEVNULL, "stdout": -1, "stderr": -1, **more},
        )

    return call
