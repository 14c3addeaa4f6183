"""What is said of changes to metadata schemas, held against the SDK that has to make them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifestry.errors import UsageError
from manifestry.formats.encord.metadata.fitting import fitting
from manifestry.formats.encord.metadata.names import is_accepted
from manifestry.formats.encord.metadata.words import HINTS, Hint
from manifestry.metadata import (
    Embedding,
    Enum,
    KeyType,
    MetadataSchema,
    Scalar,
    Tombstone,
    compare,
    to_sdk,
)
from manifestry.metadata.calls import living, plan, same
from manifestry.metadata.comparison import VERDICTS, Change
from tests.metadata_types import WORLD, all_in_order, names, schemas
from tests.sdk import MetadataSchemaError, Platform

JSON = Any

# --- what the SDK can do, found out by doing it -------------------------------------------

_SETS = [type_.values for type_ in WORLD if isinstance(type_, Enum) and type_.values]
_MOVES: list[tuple[str, dict[str, Any]]] = [
    *[("add_scalar", {"data_type": hint}) for hint in (*HINTS, "user", "embedding", "enum")],
    *[("add_enum", {"values": list(values)}) for values in (*_SETS, ())],
    *[("add_enum_options", {"values": values}) for values in (["a"], ["b"], ["c"], [])],
    *[("add_enum_options", {"values": values}) for values in (["v254"], ["v255"])],
    *[("add_embedding", {"size": size}) for size in (0, 1, 2, 4097)],
    ("add_geospatial", {}),
    ("delete_key", {}),
    ("delete_key", {"hard": True}),
    ("restore_key", {}),
]


def _settled(wire: JSON) -> JSON:
    """A type as it goes over the wire, the same for what is the same."""
    if not isinstance(wire, dict):
        return wire
    inner = {name: _settled(each) for name, each in wire.items() if each is not None}
    if "values" in inner:
        inner["values"] = sorted(set(inner["values"]))
    return inner


def _state(type_: KeyType | None) -> str:
    return json.dumps(_settled(type_ and type_.to_wire()), sort_keys=True)


def _steps(key: str, wire: JSON) -> Iterator[JSON]:
    """What one call of the SDK makes of a key, for each call that it does not refuse."""
    for method, options in _MOVES:
        platform = Platform({} if wire is None else {key: wire})
        schema = platform.open()
        try:
            getattr(schema, method)(key, **options)
        except (MetadataSchemaError, ValueError):
            continue
        schema.save()
        assert platform.stored is not None
        yield _settled(platform.stored[key])


@cache
def _reachable(key: str) -> dict[str, set[str]]:
    """State of a key -> all states that calls of the SDK make of it, itself among them."""
    edges: dict[str, set[str]] = {}
    todo = [_settled(type_ and type_.to_wire()) for type_ in (None, *WORLD)]
    while todo:
        wire = todo.pop()
        state = json.dumps(wire, sort_keys=True)
        if state not in edges:
            after = list(_steps(key, wire))
            edges[state] = {json.dumps(each, sort_keys=True) for each in after}
            todo += after
    whole = {}
    for start in edges:
        seen, front = {start}, [start]
        while front:
            new = edges[front.pop()] - seen
            seen |= new
            front += new
        whole[start] = seen
    return whole


# --- a key --------------------------------------------------------------------------------


def _only(key: str, type_: KeyType | None) -> MetadataSchema:
    return MetadataSchema({} if type_ is None else {key: type_})


def _change(key: str, old: KeyType | None, new: KeyType | None) -> Change | None:
    changes = compare(_only(key, old), _only(key, new)).changes
    return changes[0] if changes else None


def _is_refused(key: str, old: KeyType | None, new: KeyType) -> bool:
    change = _change(key, old, new)
    return change is not None and change.verdict == "refused"


def _result(old: KeyType | None, new: KeyType) -> KeyType:
    """The type that calls make on the way to a new one: they keep an embedding's settings."""
    was, goal = living(old), living(new)
    if isinstance(was, Embedding) and goal == Embedding(was.size):
        return Tombstone(was) if isinstance(new, Tombstone) else was
    return new


@pytest.mark.parametrize("key", ["site", "é 1", "a/b", "key.frames", "$site", ""])
def test_refused_is_what_no_calls_of_the_sdk_lead_to(key: str) -> None:
    """For every pair of types, and names good and bad: refused if and only if unreachable."""
    reachable = _reachable(key)
    refused = 0
    for old in (None, *WORLD):
        after = reachable[_state(old)]
        for new in WORLD:
            expected = _state(_result(old, new)) not in after
            assert _is_refused(key, old, new) == expected, (old, new)
            refused += expected
    assert refused > 1000


def test_planned_calls_lead_where_they_should() -> None:
    """For every pair of types: run by the SDK, the calls give the new type."""
    made = 0
    for old in (None, *WORLD):
        for new in WORLD:
            calls = plan("site", old, new)
            if isinstance(calls, str):
                continue
            platform = Platform(_only("site", old).to_json())
            schema = platform.open()
            for call in calls:
                getattr(schema, call.method)(call.key, **dict(call.options))
            schema.save()
            assert same(platform.schema.get("site"), _result(old, new)), (old, new)
            made += bool(calls)
    assert made > 300


def test_settings_that_only_saving_loses_are_told() -> None:
    """What calls would keep, but the new schema does not have, is destructive."""
    for old in (None, *WORLD):
        for new in WORLD:
            if not same(_result(old, new), new):
                change = _change("look", old, new)
                assert change is not None
                assert change.verdict == "destructive"
                assert change.what in ("settings-changed", "deleted")


def test_a_key_that_is_no_longer_there_is_removed() -> None:
    """That is never safe, and no call does it."""
    for old in WORLD:
        change = _change("site", old, None)
        assert change is not None
        assert (change.what, change.verdict) == ("removed", "destructive")
        with pytest.raises(UsageError, match=r'^"site": no call removes a key'):
            to_sdk(MetadataSchema({}), since=_only("site", old))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | names)
def test_the_sdk_takes_the_names_we_say(name: str) -> None:
    """A name is accepted here if and only if it is there."""
    try:
        Platform().open().add_geospatial(name)
    except MetadataSchemaError:
        assert not is_accepted(name)
    else:
        assert is_accepted(name)


# --- whole schemas ------------------------------------------------------------------------

_POSSIBLE = [
    (old, new)
    for old in (None, *WORLD)
    for new in WORLD
    if same(_result(old, new), new) and not _is_refused("site", old, new)
]


@given(st.dictionaries(names, st.sampled_from(_POSSIBLE), max_size=8))
def test_without_refusals_a_script_leads_from_old_to_new(
    pairs: dict[str, tuple[KeyType | None, KeyType]],
) -> None:
    """The script between two schemas makes the new one of the old one, in one go."""
    old = MetadataSchema({key: before for key, (before, _) in pairs.items() if before is not None})
    new = MetadataSchema({key: after for key, (_, after) in pairs.items()})
    comparison = compare(old, new)
    assert comparison.count("refused") == 0
    platform = Platform(old.to_json())
    platform.run(to_sdk(new, since=old))
    assert all_in_order(platform.schema) == all_in_order(new)
    assert platform.saves == bool(comparison.changes)


@given(schemas, schemas)
def test_a_comparison_is_complete_and_in_order(old: MetadataSchema, new: MetadataSchema) -> None:
    """Each key that is not the same has one change, and the order of keys does not matter."""
    comparison = compare(old, new)
    changed = {key for key in {**old, **new} if not same(old.get(key), new.get(key))}
    assert {change.key for change in comparison.changes} == changed
    assert len(comparison.changes) == len(changed)
    ranks = [(VERDICTS.index(change.verdict), change.key) for change in comparison.changes]
    assert ranks == sorted(ranks)
    one, other = (MetadataSchema(dict(reversed([*each.items()]))) for each in (old, new))
    assert compare(one, other) == comparison
    assert sum(comparison.count(verdict) for verdict in VERDICTS) == len(changed)
    assert comparison.at_least("safe") == comparison.changes
    assert compare(old, old).changes == ()


# --- what becomes of the data -------------------------------------------------------------

_VALUES: list[object] = [
    0, 1.5, True, False, "true", "false", "", "x", "x" * 9000, "12",
    "2024-02-24", "2024-07-18T16:04:26+00:00", "7c9e6679-7425-40de-944b-e07fc1f90ae7", [1], {},
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), [(a, b) for a in HINTS for b in HINTS if a != b])
def test_a_retyped_scalar_is_safe_if_every_value_still_fits(old: Hint, new: Hint) -> None:
    """The verdict on two scalar types is that of the check of values."""
    was, goal = fitting(Scalar(old)), fitting(Scalar(new))
    fit = all(goal(value) for value in _VALUES if was(value))
    change = _change("shift", Scalar(old), Scalar(new))
    assert change is not None
    assert (change.what, change.verdict) == ("retyped", "safe" if fit else "destructive")
