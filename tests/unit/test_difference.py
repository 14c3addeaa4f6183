"""The diff of what `fix` changes: one that `patch` would understand."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manifestry.report import Look
from manifestry.report.difference import changes, difference

LINES = st.lists(st.sampled_from(["{", "}", "a", "b", "c", ""]), max_size=30)


@given(LINES, LINES)
@settings(max_examples=200, deadline=None)
def test_changes_make_one_of_the_other(old: list[str], new: list[str]) -> None:
    """Carried out from behind, and in order."""
    found = list(changes(old, new))
    made = list(old)
    for change in reversed(found):
        made[change.start : change.end] = new[change.new_start : change.new_end]
    assert made == new
    assert found == sorted(found)


def test_many_lines_are_compared_in_windows() -> None:
    """Lines that are gone, that came and that changed, far from each other and near."""
    old = [f"line {number}" for number in range(5000)]
    new = [line for line in old if line not in {"line 7", "line 2999"}]
    new[1500:1500] = ["new"] * 900
    new[4000] = "other"
    made = list(old)
    for change in reversed(list(changes(old, new))):
        made[change.start : change.end] = new[change.new_start : change.new_end]
    assert made == new


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch")
@given(LINES, LINES, st.booleans(), st.booleans())
@settings(max_examples=25, deadline=None)
def test_patch_takes_it(
    tmp_path_factory: pytest.TempPathFactory, old: list[str], new: list[str], end: bool, last: bool
) -> None:
    """The program makes the new file of the old one, also where the last line end is missing."""
    folder = tmp_path_factory.mktemp("patch")
    before = "\n".join(old) + "\n" * end
    after = "\n".join(new) + "\n" * last
    diff = "".join(difference("file", before.encode(), after.encode(), Look()))
    (folder / "file").write_text(before)
    if not diff:
        assert before == after
        return
    subprocess.run(
        ["patch", "--quiet", "file"], cwd=folder, input=diff.encode(), check=True, timeout=60
    )
    path = folder / "file"
    assert (path.read_text() if path.exists() else "") == after


def test_nothing_harmful_is_printed(tmp_path: Path) -> None:
    """Escapes, bidirectional marks and commands are shown as text; secrets are struck out."""
    hostile = "\x1b[31m \u202e https://a.example/b?X-Amz-Signature=deadbeef0123\n::error::x\n"
    text = "".join(difference("a.json", hostile.encode(), b"", Look()))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "deadbeef" not in text
    assert "\n::error" not in text
    assert "\x1b[31m-" in "".join(difference("a", b"x\n", b"", Look(color=True)))
