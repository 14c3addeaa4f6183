"""What fixes promise, on every fixture and sample and on manifests with faults nobody chose."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import manifestry
from manifestry.findings import FileReport, Severity
from manifestry.fixing import Mended, applied, fix
from manifestry.fixing.choosing import ENDS_READING
from manifestry.settings import Settings
from tests.encord_makers import Maker, manifests

JSON = dict[str, Any]

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"
ENDINGS = {".json", ".ndjson", ".jsonl", ".csv"}
FIXTURES = sorted(path for path in (ROOT / "fixtures").rglob("*") if path.suffix in ENDINGS)
GENUINE = sorted(path for path in SAMPLES.rglob("*") if path.suffix in ENDINGS)
ALL = Settings(max_findings=0, max_findings_per_rule=0)


def _checked(data: bytes) -> FileReport:
    report = manifestry.check(data, ALL).files[0]
    assert report.failures == ()
    return report


def _counts(report: FileReport) -> list[int]:
    return [report.count_at_least(severity) for severity in Severity]


def kept_promise(data: bytes, *, unsafe: bool) -> Mended:
    """Fixes a document and holds the result to all that is promised of it."""
    before = _checked(data)
    mended, done = fix(data, ALL, unsafe=unsafe)
    assert done.is_done
    after = _checked(mended)
    if not done.fixed:
        assert mended == data
    assert _counts(after) == _counts(done.after)
    if not any(finding.name in ENDS_READING for finding in before.findings):
        assert all(now <= then for now, then in zip(_counts(after), _counts(before), strict=True))
        assert after.kind == before.kind
    # What is left has no fix of the wanted grade, or was refused.
    refused = {(finding.line, finding.column, finding.code) for finding in done.refused}
    for finding in after.findings:
        fix_ = finding.fix
        if fix_ is not None and (fix_.safe or unsafe) and fix_.copy_of is None:
            assert (finding.line, finding.column, finding.code) in refused
    again, second = fix(mended, ALL, unsafe=unsafe)
    assert again == mended
    assert second.fixed == {}
    return done


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_fixtures(path: Path, unsafe: bool) -> None:
    """Fixing twice is fixing once, and never makes anything worse."""
    kept_promise(path.read_bytes(), unsafe=unsafe)


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("path", GENUINE, ids=lambda path: path.relative_to(SAMPLES).as_posix())
def test_samples(path: Path, unsafe: bool) -> None:
    """The same of genuine data."""
    kept_promise(path.read_bytes(), unsafe=unsafe)


def _holders(value: Any) -> list[Any]:
    """All objects and lists in a value that hold something."""
    if isinstance(value, dict):
        inner = list(value.values())
    elif isinstance(value, list):
        inner = value
    else:
        return []
    return ([value] if value else []) + [each for one in inner for each in _holders(one)]


def _spoil(draw: st.DrawFn, document: JSON) -> None:
    """Does something to one member or entry that somebody might do by mistake."""
    holder = draw(st.sampled_from(_holders(document)))
    at = draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
    old = holder[at]
    spoilt: list[Any] = [str(old), None, [old], 0, -1, True, f" {old}", "2024-5-1", "TRUE", ""]
    if isinstance(old, str):
        spoilt += [old.upper(), f"{old} ", old.replace("/", " /"), f"{old}?sig=1", f"{old}\x00"]
    if isinstance(holder, dict) and draw(st.booleans()):
        key = str(at)
        half = len(key) // 2
        keys = [
            key.lower(),
            key.upper(),
            key + "s",
            key[:half] + key[half + 1 :],
            f"${key}",
            f"{key}_1",
        ]
        new = draw(st.sampled_from(keys))
        whole = [(new if name == key else name, value) for name, value in holder.items()]
        holder.clear()
        holder.update(whole)
    else:
        holder[at] = draw(st.sampled_from(spoilt))


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A manifest with a few faults, in text that may have some of its own."""
    made: tuple[JSON, Maker] = draw(manifests())
    document = json.loads(json.dumps(made[0]))
    for _ in range(draw(st.integers(1, 5))):
        _spoil(draw, document)
    text = json.dumps(document, indent=draw(st.sampled_from([None, 2])))
    for old, new in [("}", ",}"), ("[", "[ // note\n"), ("]", ",]"), ("{", "\ufeff{")]:
        if draw(st.integers(0, 4)) == 0:
            text = text.replace(old, new, draw(st.integers(1, 3)))
    return text.encode()


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(spoilt(), st.booleans())
def test_manifests_with_faults(data: bytes, unsafe: bool) -> None:
    """The same of faults that nobody thought of."""
    kept_promise(data, unsafe=unsafe)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(spoilt())
def test_what_is_not_edited_keeps_its_bytes(data: bytes) -> None:
    """The edits of a finding are all that its fix changes, and each of them changes something."""
    for finding in _checked(data).findings:
        for edit in finding.fix.edits if finding.fix else ():
            old = data[edit.start : edit.end]
            assert old != edit.text.encode()
            alone = applied(data, [edit])
            assert alone[: edit.start] == data[: edit.start]
            assert alone[len(alone) - len(data) + edit.end :] == data[edit.end :]
            if data.startswith(b"\xef\xbb\xbf") and edit.line == 1:
                continue  # the mark is no column
            assert _offset(data, edit.line, edit.column) == edit.start
            assert _offset(data, edit.end_line, edit.end_column) == edit.end


def _offset(data: bytes, line: int, column: int) -> int:
    """Where a place is, counted in the plain way."""
    lines = data.splitlines(keepends=True) or [b""]
    before = sum(map(len, lines[: line - 1]))
    if line > len(lines):
        return before
    text = lines[line - 1].decode()
    return before + len(text[: column - 1].encode())
