"""A member that a type does not have."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.metadata.document import Key
from manifestry.formats.encord.metadata.members import is_good, unknown_members
from manifestry.rules.base import Bad, Good, Hit, Path, Rule
from manifestry.rules.patch import Patch, remove, rename
from manifestry.spelling import did_you_mean
from manifestry.text import quote


def member(key: Key) -> Iterator[Hit]:
    types = dict(key.types())
    renamed: set[Path] = set()
    for unknown in unknown_members(key):
        if not unknown.required:
            path, meant = unknown.path, unknown.meant
            patch = remove(path, safe=False)
            to = (*path[:-1], meant or "")
            if meant is not None and meant not in types[path[:-1]] and to not in renamed:
                patch = _renamed(path, meant, types[path[:-1]][unknown.name]) or patch
                renamed.add(to)
            yield Hit(
                unknown.path,
                f"{quote(unknown.name)} is no member of the type {quote(unknown.ty)}",
                help=f"Write {quote(unknown.meant)}." if unknown.meant else None,
                patch=patch,
            )


def _renamed(path: Path, meant: str, value: object) -> Patch | None:
    if not is_good(meant, value):
        return None
    return rename(path, meant, safe=None if did_you_mean(str(path[-1]), (meant,)) else False)


RULE = Rule[object, Key](
    code="M408",
    name="unknown-type-member",
    severity=Severity.WARNING,
    summary="Type of a metadata key has a member that means nothing there",
    why=(
        "The platform passes over members that a type does not have. A limit or a hint that is "
        "misspelt, or stands with the wrong type, is not in force: a variant whose hint is not "
        "read is a text."
    ),
    help="Remove the member, or give the key the type that has it.",
    bad=(
        Bad('{"shift": {"ty": "variant", "Hint": "number"}}', at="/shift/Hint"),
        Bad('{"shift": {"ty": "number", "max_length": 3}}', at="/shift/max_length"),
        Bad(
            '{"site": {"ty": "enum", "values": ["north"], "default": "north"}}', at="/site/default"
        ),
        Bad(
            '{"note": {"ty": "tombstone", "deleted_ty": {"ty": "varchar", "maxLength": 99}}}',
            at="/note/deleted_ty/maxLength",
        ),
    ),
    good=(
        Good('{"shift": {"ty": "variant", "hint": "number"}}'),
        Good('{"note": {"ty": "tombstone", "deleted_ty": {"ty": "varchar", "max_length": 99}}}'),
    ),
    source="SDK models (which ignore what they do not know)",
    fix="safe",
    member=member,
)
