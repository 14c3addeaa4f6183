"""A metadata schema in both forms."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.metadata.document import Key
from manifestry.formats.encord.metadata.words import ALIASES, HINTS
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import Patch, replace
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings
from manifestry.text import quote

_NAMES = {"flat": "the old flat form", "current": "the current form"}


class _Forms(NoTracking[object, Key]):
    def __init__(self, _: Settings) -> None:
        self._first: Key | None = None
        self._mixed = False

    def meet(self, member: Key) -> Iterator[Hit]:
        if member.form is None or self._mixed:
            return
        first = self._first = self._first or member
        if first.form is not None and first.form != member.form:
            self._mixed = True  # the later ones are the same fault
            message = (
                f"{quote(member.name)} is in {_NAMES[member.form]}, "
                f"{quote(first.name)} in {_NAMES[first.form]}"
            )
            yield Hit((member.name,), message, patch=_patch(member))


def _patch(member: Key) -> Patch | None:
    """Writes a word of the flat form as an object, if it says all that belongs there."""
    word = member.value
    if not isinstance(word, str) or word in ("enum", "embedding"):
        return None
    hint = ALIASES.get(word, word)
    return replace(
        (member.name,), {"ty": "variant", "hint": hint} if hint in HINTS else {"ty": word}
    )


RULE = Rule[object, Key](
    code="M415",
    name="mixed-metadata-schema-forms",
    severity=Severity.ERROR,
    summary="Metadata schema is in the current and in the old flat form at once",
    why=(
        "The SDK's older functions read the flat form, the newer ones the current form. Neither "
        "can read a schema in which both occur."
    ),
    help='Write each type as an object with "ty".',
    bad=(
        Bad('{"site": {"ty": "enum", "values": ["north"]}, "shift": "number"}', at="/shift"),
        Bad(
            '{"shift": "number", "note": "string", "look": {"ty": "embedding", "size": 512}, '
            '"seen": {"ty": "datetime"}}',
            at="/look",
        ),
    ),
    good=(
        Good(
            '{"site": {"ty": "enum", "values": ["north"]}, '
            '"shift": {"ty": "variant", "hint": "number"}}'
        ),
        Good(
            '{"$schema": "number", "look": {"ty": "embedding", "size": 512}, '
            '"seen": {"ty": "datetime"}}'
        ),
    ),
    source="SDK (each function reads one form)",
    fix="safe",
    track=_Forms,
)
