"""Comparing two metadata schemas: what changes, and what each change does to the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from manifestry.formats.encord.metadata.schema import MetadataSchema
from manifestry.formats.encord.metadata.types import (
    MAX_VARCHAR,
    Embedding,
    Enum,
    KeyType,
    LiveType,
    Scalar,
    Tombstone,
)
from manifestry.metadata.calls import (
    DELETED_FOR_GOOD,
    label,
    living,
    missing,
    plan,
    same,
)
from manifestry.text import listing

Verdict = Literal["refused", "destructive", "safe"]
What = Literal[
    "added",
    "removed",
    "deleted",
    "hard-deleted",
    "restored",
    "revived",
    "retyped",
    "limit-changed",
    "enum-extended",
    "enum-narrowed",
    "embedding-resized",
    "settings-changed",
    "unknown",
]

VERDICTS: Final[tuple[Verdict, ...]] = ("refused", "destructive", "safe")
"""The worst first."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one key.

    what: in a word. "removed" is a key that the new schema does not have, "deleted" one that it
    has as deleted. "restored" is as it was, "revived" a scalar that comes back as another one.
    "unknown" cannot be told, because one of the schemas is in the flat form, which does not
    say the values of an enum or the size of an embedding.

    verdict: "refused" if no calls of the vendor's SDK lead there; "destructive" if data drop
    out of filters, or settings are lost, when the new schema takes the place of the old one;
    otherwise "safe".

    message: why, without the key. old, new: the types; None where there is none.
    """

    key: str
    what: What
    verdict: Verdict
    message: str
    old: KeyType | None
    new: KeyType | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes from one schema to another, the worst first, then by key."""

    changes: tuple[Change, ...]

    def at_least(self, verdict: Verdict) -> tuple[Change, ...]:
        """The changes with that verdict or a worse one."""
        worst = VERDICTS[: VERDICTS.index(verdict) + 1]
        return tuple(change for change in self.changes if change.verdict in worst)

    def count(self, verdict: Verdict) -> int:
        """How many changes have that verdict."""
        return sum(change.verdict == verdict for change in self.changes)


def compare(old: MetadataSchema, new: MetadataSchema) -> Comparison:
    """What changes when a new metadata schema takes the place of an old one.

    A schema is saved as a whole, so that a key the new one lacks is gone. Keys that stay as
    they are, and the order of keys and of an enum's values, are no changes.

    >>> old = MetadataSchema({"site": Enum(("north",)), "shift": Scalar("number")})
    >>> new = MetadataSchema({"site": Enum(("north", "south")), "shift": Scalar("varchar")})
    >>> [(change.key, change.what, change.verdict) for change in compare(old, new).changes]
    [('shift', 'retyped', 'destructive'), ('site', 'enum-extended', 'safe')]
    """
    changes = [
        change
        for key in {**old, **new}
        if (change := _change(key, old.get(key), new.get(key))) is not None
    ]
    changes.sort(key=lambda change: (VERDICTS.index(change.verdict), change.key))
    return Comparison(tuple(changes))


def _change(key: str, old: KeyType | None, new: KeyType | None) -> Change | None:
    if new is None:
        return None if old is None else Change(key, "removed", "destructive", _loss(old), old, new)
    if same(old, new):
        return None
    if old is not None and _is_vague(old, new):
        message = "one of the schemas is in the flat form, which does not tell enough to compare"
        return Change(key, "unknown", "destructive", message, old, new)
    what = _what(old, new)
    calls = plan(key, old, new)
    if isinstance(calls, str):
        return Change(key, what, "refused", calls, old, new)
    verdict, message = _judged(what, old, new)
    return Change(key, what, verdict, message, old, new)


def _is_vague(old: KeyType, new: KeyType) -> bool:
    """Whether two types may be the same or not, for all that is told of them."""
    match living(old), living(new):
        case (Enum(values=None), Enum()) | (Enum(), Enum(values=None)):
            return True
        case (Embedding(size=None), Embedding()) | (Embedding(), Embedding(size=None)):
            return True
    return False


# --- what it is ---------------------------------------------------------------------------


def _what(old: KeyType | None, new: KeyType) -> What:
    if old is None:
        return "added"
    was, goal = living(old), living(new)
    if goal is None:
        return "hard-deleted"
    if was is None:
        return "restored"  # or rather not: it was deleted for good
    what = _live_what(was, goal)
    if isinstance(new, Tombstone):
        return what if isinstance(old, Tombstone) else "deleted"
    if isinstance(old, Tombstone):
        what = "restored" if same(was, goal) else "revived" if what == "retyped" else what
    return what


def _live_what(was: LiveType, goal: LiveType) -> What:
    what: What = "retyped"
    match was, goal:
        case Scalar(), Scalar() if (was.hint, was.ty) == (goal.hint, goal.ty):
            what = "limit-changed"
        case Enum(values=tuple(before)), Enum(values=tuple(after)):
            what = "enum-narrowed" if missing(before, after) else "enum-extended"
        case Embedding(), Embedding():
            what = "embedding-resized" if was.size != goal.size else "settings-changed"
    return what


# --- what it does -------------------------------------------------------------------------


def _loss(old: KeyType) -> str:
    """What is lost with a key that the new schema does not have."""
    if old == DELETED_FOR_GOOD:
        return "saving the new schema forgets that the key was deleted for good"
    if isinstance(old, Tombstone):
        return f"saving the new schema forgets that the key was {label(old)}, and can be restored"
    return "it is gone when the new schema is saved; after delete_key() it could be restored"


def _judged(what: What, old: KeyType | None, new: KeyType) -> tuple[Verdict, str]:
    """What a change does that the SDK does not refuse."""
    verdict: Verdict = "safe"
    message = f"as {label(new)}"  # of what is added or restored
    was, goal = living(old), living(new)
    match what, was, goal:
        case "deleted", _, _:
            verdict = "destructive"
            message = "its values are in no filter until restore_key() brings it back"
        case "hard-deleted", _, _:
            verdict, message = "destructive", "it is never indexed again, and cannot be restored"
        case "settings-changed", _, _:
            verdict = "destructive"
            message = (
                'saving the new schema as it is loses the settings of the server ("api"); '
                "the calls of the SDK keep them"
            )
        case "enum-extended", Enum(values=tuple(before)), Enum(values=tuple(after)):
            back = isinstance(old, Tombstone) and not isinstance(new, Tombstone)
            message = f"{'comes back, and ' if back else ''}gains {listing(missing(after, before))}"
        case (("retyped" | "revived"), Scalar(), Scalar()):
            verdict, message = _fate(was, goal, dead=isinstance(old, Tombstone))
    return verdict, message


_NOUNS: Final[Mapping[str, str]] = {
    "number": "number",
    "varchar": "text",
    "text": "text",
    "boolean": "truth value",
    "datetime": "date",
    "uuid": "UUID",
}


def _fate(was: Scalar, goal: Scalar, *, dead: bool) -> tuple[Verdict, str]:
    """What becomes of the values of a scalar that gets another type."""
    fits = True
    match was.hint, goal.hint:
        case "varchar", "text":
            words = "every value fits"
        case (("datetime" | "uuid"), ("varchar" | "text")):
            words = "every value fits, and is filtered as text"
        case "text", "varchar":
            fits, words = False, f"values of more than {MAX_VARCHAR:,} characters"
        case _:
            fits, words = False, f"values that are no {_NOUNS[goal.hint]}"
    if not fits:
        # What is deleted is in no filter anyway, so that nothing more is lost.
        words += " stay out of filters" if dead else " drop out of filters"
    verdict: Verdict = "safe" if fits or dead else "destructive"
    return verdict, f"from {label(was)} to {label(goal)}: {words}"
