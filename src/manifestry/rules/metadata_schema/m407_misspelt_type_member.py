"""A member that a type must have, under another name."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.metadata.document import Key
from manifestry.formats.encord.metadata.members import is_sound, stand_in, unknown_members
from manifestry.rules.base import Bad, Good, Hit, Path, Rule, SchemaError
from manifestry.rules.patch import Patch, rename
from manifestry.spelling import did_you_mean
from manifestry.text import quote


def member(key: Key) -> Iterator[Hit]:
    types = dict(key.types())
    for unknown in unknown_members(key):
        if unknown.required:
            path, meant = unknown.path, unknown.meant or ""
            yield Hit(
                unknown.path,
                f"{quote(unknown.name)} should be {quote(unknown.meant)}, which is required",
                help=f"Write {quote(unknown.meant)}; names are exact, capitals count.",
                patch=_patch(path, meant, types[path[:-1]]),
            )


def _patch(path: Path, meant: str, value: dict[str, object]) -> Patch | None:
    """Renames the member, if the type is right then."""
    renamed = {meant if name == path[-1] else name: each for name, each in value.items()}
    if not is_sound(str(path[0]), renamed):
        return None
    # Where only its value tells what it is, or another word, it may have been meant otherwise.
    return rename(path, meant, safe=None if did_you_mean(str(path[-1]), (meant,)) else False)


def claims(error: SchemaError) -> bool:
    """All that is missing is there under other names."""
    if error.keyword != "required" or not isinstance(error.value, dict):
        return False
    missing = error.detail if isinstance(error.detail, tuple) else ()
    return bool(missing) and all(stand_in(str(name), error.value) for name in missing)


RULE = Rule[object, Key](
    code="M407",
    name="misspelt-type-member",
    severity=Severity.ERROR,
    summary="Required member of a type is misspelt",
    why="Names of members are exact, capitals count. A type without what it requires is not read.",
    help="Write the member as the message shows it.",
    bad=(
        Bad(
            '{"site": {"ty": "enum", "values": ["north"]}, "shift": {"type": "number"}}',
            at="/shift/type",
        ),
        Bad('{"site": {"ty": "enum", "options": ["north", "south"]}}', at="/site/options"),
        Bad('{"look": {"ty": "embedding", "Size": 512}}', at="/look/Size"),
        Bad(
            '{"look": {"ty": "tombstone", "deleted_ty": {"ty": "embedding", "dim": 512}}}',
            at="/look/deleted_ty/dim",
        ),
    ),
    good=(
        Good('{"site": {"ty": "enum", "values": ["north"]}, "shift": {"ty": "number"}}'),
        Good('{"look": {"ty": "embedding", "size": 512}}'),
    ),
    source="SDK models",
    fix="safe",
    member=member,
    claims=claims,
)
