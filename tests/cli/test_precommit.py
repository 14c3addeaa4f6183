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


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps what it installs: not where the user's is."""
    return tmp_path_factory.mktemp("cache")


def try_hook(hook: Path, cache: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the hook on all files of a repository."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environ.pop("PYTHONPATH", None)
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "try-repo", str(hook), "manifestry", "--all-files"],
        cwd=folder,
        env={**environ, "PRE_COMMIT_HOME": str(cache), "PRE_COMMIT_COLOR": "never"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def test_a_repository_with_a_bad_manifest(hook: Path, cache: Path, tmp_path: Path) -> None:
    """The bad manifest fails the commit; the good one and unrelated JSON are no matter."""
    folder = tmp_path / "bad repository"
    folder.mkdir()
    (folder / "good.json").write_text(GOOD)
    (folder / "bad manifest.json").write_text(BAD)
    (folder / "package.json").write_text(UNRELATED)
    done = try_hook(hook, cache, repository(folder))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "bad manifest.json:4:5: error E201 missing-object-url" in done.stdout
    assert "good.json" not in done.stdout
    assert "package.json" not in done.stdout


def test_a_repository_without_mistakes(hook: Path, cache: Path, tmp_path: Path) -> None:
    """A repository with good manifests and other JSON passes."""
    folder = tmp_path / "good"
    folder.mkdir()
    (folder / "good.json").write_text(GOOD)
    (folder / "package.json").write_text(UNRELATED)
    done = try_hook(hook, cache, repository(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout


def test_a_repository_without_manifests(hook: Path, cache: Path, tmp_path: Path) -> None:
    """JSON that is something else passes without a word."""
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "package.json").write_text(UNRELATED)
    done = try_hook(hook, cache, repository(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout
