"""The hook, run by the real pre-commit on a real repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import BAD, GOOD, UNRELATED

pytestmark = [
    pytest.mark.installs,
    pytest.mark.skipif(shutil.which("git") is None, reason="needs git"),
]

ROOT = Path(__file__).parents[2]
PARTS = ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "src", "schemas")


def git(folder: Path, *argv: str) -> None:
    """Runs git with a name of its own and none of the user's settings."""
    who = (
        "-c",
        "user.name=test",
        "-c",
        "user.email=test@example.org",
        "-c",
        "commit.gpgsign=false",
    )
    subprocess.run(["git", *who, *argv], cwd=folder, check=True, capture_output=True)


def repository(folder: Path) -> Path:
    """A git repository of all that is in a folder."""
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all", "--force", ".")
    git(folder, "commit", "--quiet", "--message=all")
    return folder


@pytest.fixture(scope="module")
def hook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project as a repository that pre-commit can install from."""
    folder = tmp_path_factory.mktemp("hook")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(
                ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(ROOT / part, folder / part)
    return repository(folder)


def try_hook(hook: Path, cache: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the hooks, mending first, on a repository; they are installed once for one cache."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environ.pop("PYTHONPATH", None)
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=hook, check=True, capture_output=True, text=True
    )
    config = cache / "config.yaml"
    config.write_text(
        f"repos:\n- repo: {hook.as_uri()}\n  rev: {head.stdout.strip()}\n"
        "  hooks:\n  - id: manifestry-fix\n  - id: manifestry\n"
    )
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--config", str(config), "--all-files"],
        cwd=folder,
        env={**environ, "PRE_COMMIT_HOME": str(cache), "PRE_COMMIT_COLOR": "never"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def test_repositories(hook: Path, tmp_path: Path) -> None:
    """A bad manifest fails the commit; good ones and unrelated JSON are no matter.

    One that could be mended fails it once more, as a hook that changes files does.
    """
    cache = tmp_path / "cache"
    cache.mkdir()
    found = {}
    for name, files in {
        "bad repository": {"good.json": GOOD, "bad manifest.json": BAD, "package.json": UNRELATED},
        "good": {"good.json": GOOD, "package.json": UNRELATED},
        "other": {"package.json": UNRELATED},
        "mended": {"a.json": GOOD.replace("}]", "},]"), "package.json": UNRELATED},
    }.items():
        folder = tmp_path / name
        folder.mkdir()
        for file, text in files.items():
            (folder / file).write_text(text)
        found[name] = try_hook(hook, cache, repository(folder))
    mended = found.pop("mended")
    assert mended.returncode == 1, mended.stdout + mended.stderr
    assert "files were modified by this hook" in mended.stdout
    assert "a.json: fixed J103" in mended.stdout
    assert mended.stdout.count("Passed") == 1
    assert (tmp_path / "mended" / "a.json").read_text() == GOOD
    bad = found.pop("bad repository")
    assert bad.returncode == 1, bad.stdout + bad.stderr
    assert "bad manifest.json:4:5: error E201 missing-object-url" in bad.stdout
    assert "good.json" not in bad.stdout
    assert "package.json" not in bad.stdout
    for done in found.values():
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stdout.count("Passed") == 2
