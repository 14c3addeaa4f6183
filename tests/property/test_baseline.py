"""Whatever happens elsewhere in a document, what is accepted stays so, and what is new is found."""

from __future__ import annotations

import json
import tempfile
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import manifestry
from manifestry.baseline import Baseline, apply, make, read, uncapped
from manifestry.baseline.identity import identity, still
from manifestry.discovery import Globs
from manifestry.findings import Report
from manifestry.ignores import exact_glob, with_ignores
from manifestry.settings import Settings

WHOLE = uncapped(Settings())
Item = dict[str, Any]

_folders = st.sampled_from(["cam 1", "cam 2", "a", "long/" + 100 * "x"])
_titles = st.sampled_from([7, 8, -7, 1.5, None, True, ["a"], {"a": 1}])
_metadata = st.sampled_from([{"$x": 1}, {"$y": "a"}, None, "text", {"n": 12345678901234567890}])


@st.composite
def _faulty(draw: st.DrawFn) -> Item:
    """An item with one fault or more; many are equal, or nearly."""
    item: Item = {}
    if draw(st.booleans()):
        item["objectUrl"] = f"s3://acme-media/{draw(_folders)}/{draw(st.integers(0, 3))} .mp4"
    if draw(st.booleans()):
        item["title"] = draw(_titles)
    if draw(st.booleans()):
        item["clientMetadata"] = draw(_metadata)
    item[draw(st.sampled_from(["objectURL", "Title", "colour", "objectUrl_1"]))] = draw(
        st.integers(0, 3).map(str)
    )
    return item


_items = st.lists(_faulty(), max_size=6)
_layouts: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [{}, {"indent": 1}, {"indent": 4}, {"separators": (",", ":")}, {"indent": "\t"}]
)


def clean(number: int) -> Item:
    """An item without a fault."""
    return {"objectUrl": f"s3://acme-media/clean/{number}.mp4"}


@st.composite
def _with_clean_ones(draw: st.DrawFn, items: list[Item]) -> list[Item]:
    """The items in their order, with clean ones anywhere between them."""
    mixed = list(items)
    for number in range(draw(st.integers(1, 4))):
        mixed.insert(draw(st.integers(0, len(mixed))), clean(number))
    return mixed


def checked(items: list[Item], layout: dict[str, Any], **more: object) -> Report:
    """The whole report on a manifest."""
    return manifestry.check(json.dumps({**more, "videos": items}, **layout).encode(), WHOLE)


def counted(report: Report) -> Counter[str]:
    """The faults, by what they are."""
    [file] = report.files
    return Counter(identity(each, file.kind).fingerprint for each in file.findings)


@given(st.data(), _items, _layouts, _layouts)
def test_edits_elsewhere_revive_nothing(
    data: st.DataObject, items: list[Item], before: dict[str, Any], after: dict[str, Any]
) -> None:
    """Clean items come, go and change places, the file is laid out anew: all stays accepted."""
    one = data.draw(_with_clean_ones(items))
    other = data.draw(_with_clean_ones(items))
    baseline = make(checked(one, before)).baseline
    report = apply(checked(other, after), baseline)
    assert not report.findings
    assert (report.errors, report.warnings, report.infos) == (0, 0, 0)
    assert (report.accepted, report.stale) == (len(baseline), 0)


@given(st.data(), _items, _items, _layouts, _layouts)
def test_what_is_new_is_found(
    data: st.DataObject,
    old: list[Item],
    new: list[Item],
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    """So many faults of a kind as there are more of it now are reported, also equal ones."""
    first = checked(data.draw(_with_clean_ones(old)), before)
    second = checked(data.draw(_with_clean_ones(old + new)), after)
    report = apply(second, make(first).baseline)
    assert counted(report) == counted(second) - counted(first)
    assert report.accepted == (counted(second) & counted(first)).total()
    assert report.stale == (counted(first) - counted(second)).total()
    assert report.errors + report.warnings + report.infos == len(report.findings)


@given(_items, _items, st.integers(0, 4), st.integers(0, 4))
def test_caps_are_applied_to_what_is_left(
    old: list[Item], new: list[Item], total: int, of_rule: int
) -> None:
    """Numbers are those of all that is left; what is listed is its beginning, rule by rule."""
    caps = Settings(max_findings=total, max_findings_per_rule=of_rule)
    baseline = make(checked(old, {})).baseline
    whole = apply(checked(old + new, {}), baseline, WHOLE)
    report = apply(checked(old + new, {}), baseline, caps)
    assert report.errors == whole.errors
    assert report.truncated == len(whole.findings) - len(report.findings)
    seen: Counter[str] = Counter()
    kept = []
    for each in whole.findings:
        seen[each.code] += 1
        if not of_rule or seen[each.code] <= of_rule:
            kept.append(each)
    assert report.findings == tuple(kept[:total] if total else kept)


@given(_items, st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
def test_the_file_holds_all_of_it(items: list[Item], name: str) -> None:
    """What is written is read again, and written again as it was."""
    made = make(checked(items, {})).baseline
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "baseline.json")
        renamed = {f"{name}.json": rows for rows in made.files.values()}
        whole = Baseline(renamed, folder)
        path.write_bytes(whole.text().encode())
        assert read(path) == whole
        assert read(path).text() == whole.text()


@given(st.text(alphabet='ab 01/"\\.,#:', max_size=30))
def test_any_message_becomes_still(message: str) -> None:
    """It may say anything, and is the same when it is made still once more."""
    assert still(still(message)) == still(message)


_names = st.text(
    st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=8
).filter(lambda name: name not in (".", ".."))
_paths = st.lists(_names, min_size=1, max_size=3).map("/".join)
_codes = st.lists(st.sampled_from(["E101", "E201", "E215", "M002"]), min_size=1, unique=True)
_configs = st.sampled_from(
    [
        "",
        "# ours\nstrict = true\n",
        '[per-file-ignores]  # old ones\n"old/*.json" = ["E2"]  # why\n\n[severity]\nE305 = "info"\n',
        'per-file-ignores = {"a" = ["E101"]}\n',
        "strict = true\r\n[per-file-ignores]\r\n",
    ]
)


@given(st.dictionaries(_paths, _codes, max_size=4), _configs)
def test_ignores_are_added_to_any_configuration(wanted: dict[str, list[str]], text: str) -> None:
    """The file says what it said and what was added, whatever the paths are called."""
    globs = {exact_glob(path, "."): codes for path, codes in wanted.items()}
    known = {glob: codes for glob, codes in globs.items() if glob is not None}
    changed = with_ignores(text.encode(), ("per-file-ignores",), known, "x")
    before, after = tomllib.loads(text), tomllib.loads(changed.decode())
    expected = {**before.pop("per-file-ignores", {}), **known}
    assert after.pop("per-file-ignores", {}) == expected
    assert after == before
    again = with_ignores(changed, ("per-file-ignores",), known, "x")
    assert tomllib.loads(again.decode()) == tomllib.loads(changed.decode())


@given(_paths, _paths)
def test_a_glob_fits_one_file(one: str, other: str) -> None:
    """It fits the file that it was made for, and no other."""
    glob = exact_glob(one, ".")
    assert glob is not None
    fits = Globs([glob], ".")
    assert fits(one)
    inside = other == one or other.startswith(f"{one}/")
    assert fits(other) == inside
