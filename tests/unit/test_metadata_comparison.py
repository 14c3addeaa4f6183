"""What is said of each kind of change to a metadata schema, and which calls make it."""

from __future__ import annotations

import dataclasses

import pytest

from manifestry.metadata import (
    Change,
    Embedding,
    Enum,
    Geospatial,
    KeyType,
    MetadataSchema,
    Scalar,
    Tombstone,
    User,
    compare,
)
from manifestry.metadata.calls import label, plan, same
from tests.metadata_types import API

Told = tuple[str, str, str]

NUMBER, VARCHAR, TEXT = Scalar("number"), Scalar("varchar"), Scalar("text")
PLAIN = Scalar("varchar", "varchar")
GONE = Tombstone()


def _change(old: KeyType | None, new: KeyType | None) -> Change | None:
    one, other = (MetadataSchema({} if each is None else {"key": each}) for each in (old, new))
    changes = compare(one, other).changes
    return changes[0] if changes else None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (None, NUMBER, ("added", "safe", "as number")),
        (None, Enum(("a", "b")), ("added", "safe", "as enum of 2")),
        (None, Tombstone(NUMBER), ("added", "safe", "as deleted number")),
        (None, GONE, ("added", "safe", "as deleted for good")),
        (None, User(), ("added", "refused", "the SDK has no call that adds a key of type user")),
        (None, PLAIN, ("added", "refused", "the SDK adds variants only, and no plain varchar")),
        (
            None,
            Embedding(8, API),
            ("added", "refused", 'the SDK adds no embedding with settings of the server ("api")'),
        ),
        (None, Embedding(8, dict.fromkeys(API)), ("added", "safe", "as embedding(8)")),
        (None, Enum(None), ("added", "refused", "an enum needs at least one value")),
        (
            NUMBER,
            None,
            (
                "removed",
                "destructive",
                "it is gone when the new schema is saved; after delete_key() it could be restored",
            ),
        ),
        (
            Tombstone(NUMBER),
            None,
            (
                "removed",
                "destructive",
                "saving the new schema forgets that the key was deleted number, and can be restored",
            ),
        ),
        (
            GONE,
            None,
            (
                "removed",
                "destructive",
                "saving the new schema forgets that the key was deleted for good",
            ),
        ),
        (
            NUMBER,
            Tombstone(NUMBER),
            (
                "deleted",
                "destructive",
                "its values are in no filter until restore_key() brings it back",
            ),
        ),
        (
            Tombstone(NUMBER),
            GONE,
            ("hard-deleted", "destructive", "it is never indexed again, and cannot be restored"),
        ),
        (Tombstone(User()), User(), ("restored", "safe", "as user")),
        (
            GONE,
            NUMBER,
            ("restored", "refused", "it was deleted for good, and nothing brings it back"),
        ),
        (
            GONE,
            Tombstone(NUMBER),
            ("restored", "refused", "it was deleted for good, and nothing brings it back"),
        ),
        (
            Tombstone(NUMBER),
            VARCHAR,
            (
                "revived",
                "safe",
                "from number to varchar: values that are no text stay out of filters",
            ),
        ),
        (
            Tombstone(VARCHAR),
            Tombstone(NUMBER),
            (
                "retyped",
                "safe",
                "from varchar to number: values that are no number stay out of filters",
            ),
        ),
        (
            Tombstone(Enum(("a",))),
            Enum(("a", "b")),
            ("enum-extended", "safe", 'comes back, and gains "b"'),
        ),
        (
            Tombstone(Enum(("a",))),
            Tombstone(Enum(("a", "b"))),
            ("enum-extended", "safe", 'gains "b"'),
        ),
        (
            NUMBER,
            VARCHAR,
            (
                "retyped",
                "destructive",
                "from number to varchar: values that are no text drop out of filters",
            ),
        ),
        (
            TEXT,
            VARCHAR,
            (
                "retyped",
                "destructive",
                "from text to varchar: values of more than 8,192 characters drop out of filters",
            ),
        ),
        (VARCHAR, TEXT, ("retyped", "safe", "from varchar to text: every value fits")),
        (
            Scalar("datetime"),
            VARCHAR,
            (
                "retyped",
                "safe",
                "from datetime to varchar: every value fits, and is filtered as text",
            ),
        ),
        (
            VARCHAR,
            Geospatial(),
            ("retyped", "refused", "the SDK makes no geospatial of a key that is varchar"),
        ),
        (
            PLAIN,
            VARCHAR,
            ("retyped", "refused", "the SDK makes no varchar of a key that is plain varchar"),
        ),
        (
            PLAIN,
            Scalar("varchar", "varchar", 100),
            (
                "limit-changed",
                "refused",
                "the SDK makes no plain varchar of 100 characters of a key that is plain varchar",
            ),
        ),
        (
            Enum(("a", "b")),
            Enum(("b", "c")),
            ("enum-narrowed", "refused", 'an enum cannot lose values, here "a"'),
        ),
        (Enum(("b",)), Enum(("c", "b", "a")), ("enum-extended", "safe", 'gains "a" and "c"')),
        (
            Embedding(8),
            Embedding(9),
            ("embedding-resized", "refused", "an embedding of 8 numbers cannot be resized to 9"),
        ),
        (
            Embedding(8),
            Embedding(8, API),
            (
                "settings-changed",
                "refused",
                'the SDK does not change the settings of the server ("api")',
            ),
        ),
        (
            Embedding(8, API),
            Embedding(8),
            (
                "settings-changed",
                "destructive",
                (
                    'saving the new schema as it is loses the settings of the server ("api"); '
                    "the calls of the SDK keep them"
                ),
            ),
        ),
    ],
)
def test_a_change(old: KeyType | None, new: KeyType | None, told: Told) -> None:
    """What it is, how bad it is, and why."""
    change = _change(old, new)
    assert change is not None
    assert (change.what, change.verdict, change.message) == told
    assert (change.key, change.old, change.new) == ("key", old, new)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Enum(None), Enum(("a",))),
        (Embedding(None), Embedding(8)),
        (Tombstone(Enum(None)), Enum(("a",))),
        (Embedding(8), Tombstone(Embedding(None))),
    ],
)
def test_what_the_flat_form_does_not_tell(one: KeyType, other: KeyType) -> None:
    """It may be a loss, so that it is not called safe."""
    for old, new in ((one, other), (other, one)):
        change = _change(old, new)
        assert change is not None
        assert (change.what, change.verdict) == ("unknown", "destructive")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Enum(("a", "b")), Enum(("b", "a", "b"))),
        (Enum(None), Enum(None)),
        (
            Embedding(8, API),
            Embedding(8, {name: API[name] for name in API if API[name] is not None}),
        ),
        (Embedding(8), Embedding(8, dict.fromkeys(API))),
        (Tombstone(Embedding(8)), Tombstone(Embedding(8, {}))),
        (Scalar("number", max_length=5), NUMBER),
        (Scalar("number", "number", max_length=5), Scalar("number", "number")),
    ],
)
def test_what_is_the_same(one: KeyType, other: KeyType) -> None:
    """Order, repetitions, and members that say nothing are no change."""
    assert same(one, other)
    assert _change(one, other) is None
    assert _change(other, one) is None


def test_a_change_is_a_value() -> None:
    """It cannot be changed, and two alike are equal."""
    change = _change(NUMBER, VARCHAR)
    assert change is not None
    assert change == _change(NUMBER, VARCHAR)
    with pytest.raises(dataclasses.FrozenInstanceError):
        change.key = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("old", "new", "methods"),
    [
        (Tombstone(NUMBER), VARCHAR, ["add_scalar"]),
        (Tombstone(NUMBER), NUMBER, ["restore_key"]),
        (Tombstone(NUMBER), Tombstone(VARCHAR), ["add_scalar", "delete_key"]),
        (Tombstone(NUMBER), GONE, ["restore_key", "delete_key"]),
        (NUMBER, GONE, ["delete_key"]),
        (None, GONE, ["add_scalar", "delete_key"]),
        (
            Tombstone(Enum(("a",))),
            Tombstone(Enum(("a", "b"))),
            ["restore_key", "add_enum_options", "delete_key"],
        ),
        (Tombstone(Embedding(8, API)), Tombstone(Embedding(8)), []),
    ],
)
def test_no_call_is_made_in_vain(old: KeyType | None, new: KeyType, methods: list[str]) -> None:
    """Each way is the shortest."""
    calls = plan("key", old, new)
    assert not isinstance(calls, str)
    assert [call.method for call in calls] == methods


def test_labels_tell_apart_what_is_not_the_same() -> None:
    """No two types that differ in kind read alike."""
    types: list[KeyType] = [
        NUMBER, VARCHAR, PLAIN, Scalar("varchar", "varchar", 100), Scalar("number", "number"),
        Scalar("number", "number", format="F32"), Scalar("uuid", "uuid"), Embedding(8), Embedding(9),
        User(), Tombstone(NUMBER), Tombstone(PLAIN), GONE,
    ]  # fmt: skip
    assert len({label(type_) for type_ in types}) == len(types)
