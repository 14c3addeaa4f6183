"""What spans items, held against the same said plainly: with all items at hand."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import manifestry
from manifestry.findings import Finding
from manifestry.formats.encord.metadata.across import MIN_EMBEDDING, MIN_ITEMS
from manifestry.settings import Settings

JSON = dict[str, Any]

_values = st.sampled_from([1, 2.5, "a", "", True, None, [1, 2], [0.5] * 8, [0.5] * 9, {"x": 1}])
# Nearly all items have all keys, so that one that lacks a key is not too rare.
_metadata = st.fixed_dictionaries(
    {"site": st.just("north")}, optional={"shift": _values, "clip": _values}
) | st.fixed_dictionaries({"shift": st.just(1)}, optional={"site": _values})
_usual = st.just({"site": "north", "shift": 1, "clip": [0.5] * 8})
_items = st.lists(st.one_of(_usual, _usual, _usual, _metadata, st.none()), max_size=25)


def _found(items: list[JSON | None], *codes: str) -> list[Finding]:
    images = [
        {"objectUrl": f"s3://acme-media/{number}.jpg"}
        | ({} if metadata is None else {"clientMetadata": metadata})
        for number, metadata in enumerate(items)
    ]
    data = json.dumps({"images": images}).encode()
    return [*manifestry.check(data, Settings(select=codes, max_findings=0)).findings]


@given(_items)
def test_the_one_item_that_lacks_a_key(items: list[JSON | None]) -> None:
    """It is told where all others of ten or more have the key, and nowhere else."""
    keys = {key for metadata in items for key in metadata or {}}
    expected: dict[str, set[str]] = {}
    for key in keys:
        lacking = [n for n, metadata in enumerate(items) if key not in (metadata or {})]
        if len(lacking) == 1 and len(items) >= MIN_ITEMS:
            (odd,) = lacking
            pointer = f"/images/{odd}" + ("" if items[odd] is None else "/clientMetadata")
            expected.setdefault(pointer, set()).add(key)
    found = {finding.pointer: finding.message for finding in _found(items, "M302")}
    assert found.keys() == expected.keys()
    for pointer, message in found.items():
        assert all(f'"{key}"' in message for key in expected[pointer])
        assert f"all {len(items) - 1} other items" in message


def _first_change(values: list[tuple[int, str, Any]]) -> set[str]:
    """Of (item, key, kind) the first of each key whose kind is not the first one's."""
    first: dict[str, Any] = {}
    changed: dict[str, str] = {}
    for number, key, kind in values:
        if first.setdefault(key, kind) != kind:
            changed.setdefault(key, f"/images/{number}/clientMetadata/{key}")
    return set(changed.values())


@given(_items)
def test_the_first_value_of_another_kind(items: list[JSON | None]) -> None:
    """One finding a key, at the first value that is not of the kind of those before it."""
    kinds = {int: "number", float: "number"}
    values = [
        (number, key, kinds.get(type(value), type(value).__name__))
        for number, metadata in enumerate(items)
        for key, value in (metadata or {}).items()
        if value is not None
    ]
    assert {finding.pointer for finding in _found(items, "M301")} == _first_change(values)


@given(_items)
def test_the_first_list_of_another_length(items: list[JSON | None]) -> None:
    """One finding a key, at the first list of numbers that is not as long as those before it."""
    values = [
        (number, key, len(value))
        for number, metadata in enumerate(items)
        for key, value in (metadata or {}).items()
        if isinstance(value, list) and len(value) >= MIN_EMBEDDING
    ]
    assert {finding.pointer for finding in _found(items, "M304")} == _first_change(values)


def test_what_is_no_object_has_a_finding_of_its_own() -> None:
    """Null instead of metadata is told as that, and not as a key that is missing."""
    metadata: list[JSON | None] = [{"site": "north"}] * 12
    items = [{"objectUrl": f"s3://acme-media/{n}.jpg", "clientMetadata": each}
             for n, each in enumerate([None, *metadata])]  # fmt: skip
    found = manifestry.check({"images": items}).findings
    assert [(f.code, f.pointer) for f in found] == [("M001", "/images/0/clientMetadata")]


def test_sections_are_watched_apart() -> None:
    """What all images have, audio files need not have; frames count as places of their own."""
    audio = [{"objectUrl": f"s3://acme-media/{n}.wav"} for n in range(20)]
    images = [
        {"objectUrl": f"s3://acme-media/{n}.jpg", "clientMetadata": {"site": "north"}}
        for n in range(20)
    ]
    assert manifestry.check({"images": images, "audio": audio}).findings == ()


def test_a_key_of_many_shapes_keeps_memory_flat() -> None:
    """Items that are all unlike are looked at one by one, and remembered up to a limit."""
    images = [
        {"objectUrl": f"s3://acme-media/{n}.jpg", "clientMetadata": {f"key {n}": n}}
        for n in range(12_000)
    ]
    images.append({"objectUrl": "s3://acme-media/x.jpg", "clientMetadata": {"key 7": "7"}})
    (finding,) = manifestry.check({"images": images}).findings
    assert (finding.code, finding.pointer) == ("M301", "/images/12000/clientMetadata/key 7")
