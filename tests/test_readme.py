"""README.md and docs/*.md say what the program does, because their examples are run.

A block marked `console` holds commands (`$ ...`), run in a copy of the repository's root, and
what they print; `cat` shows what a command wrote. Set MANIFESTRY_UPDATE_DOCS=1 to write the output of today into the files.
"""

from __future__ import annotations

import doctest
import json
import os
import re
import shlex
import shutil
from pathlib import Path

import pytest

from manifestry.cli.main import run
from manifestry.findings import Severity

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


def _replayed(block: str, capfd: pytest.CaptureFixture[str]) -> str:
    """The block as running its commands gives it."""
    printed = []
    for line in block.splitlines():
        if line.startswith("$ "):
            program, *arguments = shlex.split(line[2:])
            if program == "cat":
                text = "".join(Path(name).read_text(encoding="utf-8") for name in arguments)
            else:
                assert program == "manifestry", line
                run(arguments)
                captured = capfd.readouterr()
                text = captured.out + captured.err
            printed += [line, *text.rstrip("\n").splitlines()]
    return "".join(f"{line}\n" for line in printed)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_console_blocks_show_what_is_printed(
    page: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Every command in a page prints what the page shows."""
    shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    text = page.read_text(encoding="utf-8")
    replayed = CONSOLE.sub(lambda match: _replayed(match[0], capfd), text)
    if os.environ.get("MANIFESTRY_UPDATE_DOCS"):
        page.write_text(replayed, encoding="utf-8", newline="\n")
    assert replayed == text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_examples_hold(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every Python session in a page gives what the page shows."""
    monkeypatch.chdir(ROOT)
    failed, _ = doctest.testfile(
        str(page), module_relative=False, encoding="utf-8", optionflags=doctest.ELLIPSIS
    )
    assert failed == 0


def test_readme_shows_the_manifest_it_checks() -> None:
    """The manifest at the top of the README is the file that its command checks."""
    shown = (ROOT / "README.md").read_text(encoding="utf-8").partition("```json\n")[2]
    manifest = (ROOT / "fixtures/readme/upload.json").read_text(encoding="utf-8")
    assert shown.startswith(manifest)


def test_readme_shows_the_manifest_it_makes(tmp_path: Path) -> None:
    """The manifest that it wraps is the one that its command writes."""
    part = (ROOT / "README.md").read_text(encoding="utf-8").partition("## From Ango Hub")[2]
    shown = part.partition("```json\n")[2].partition("```")[0]
    made = tmp_path / "manifest.json"
    run(["convert", str(ROOT / "fixtures/readme/dock.json"), "--to", "encord", "-o", str(made)])
    assert json.loads(shown) == json.loads(made.read_text(encoding="utf-8"))


def test_readme_names_every_severity_and_section() -> None:
    """The README leaves out no kind of manifest."""
    from manifestry.formats.encord.sections import SECTIONS

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for word in (*SECTIONS, *(str(severity) for severity in Severity)):
        assert f"`{word}`" in text, word


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """A relative link names a file that exists."""
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
