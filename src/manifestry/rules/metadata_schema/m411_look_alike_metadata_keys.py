"""Two metadata keys that differ in hardly anything."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.metadata.document import EDITORS, Key
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings
from manifestry.spelling import fold
from manifestry.text import quote


class _Names(NoTracking[object, Key]):
    def __init__(self, _: Settings) -> None:
        self._first: dict[str, str] = {}

    def meet(self, member: Key) -> Iterator[Hit]:
        folded = fold(member.name)
        # Of names without a letter or digit nothing is left, and each has a finding of its own.
        if not folded.strip(".") or member.name == EDITORS:
            return
        first = self._first.setdefault(folded, member.name)
        if first != member.name:  # an equal one is a duplicate, which the reader reports
            words = f"{quote(member.name)} is {quote(first)} but for capitals or separators"
            yield Hit((member.name,), words)


RULE = Rule[object, Key](
    code="M411",
    name="look-alike-metadata-keys",
    severity=Severity.WARNING,
    summary="Two metadata keys differ only in capitals, spaces, hyphens or underscores",
    why=(
        "Keys are exact, so that these are two, each with a part of the values. A filter on one "
        "of them misses what stands under the other."
    ),
    help="Keep one of the two and delete the other.",
    bad=(
        Bad(
            '{"shift": {"ty": "variant", "hint": "number"}, '
            '"Shift": {"ty": "variant", "hint": "number"}}',
            at="/Shift",
        ),
        Bad(
            '{"look-1": {"ty": "embedding", "size": 512}, "look_1": {"ty": "embedding", "size": 8}}',
            at="/look_1",
        ),
    ),
    good=(
        Good('{"shift": {"ty": "number"}, "shifts": {"ty": "number"}}'),
        Good('{"look.1": {"ty": "text"}, "look 1": {"ty": "text"}}'),
    ),
    source="Documentation (keys are case-sensitive); that two are one too many is our own choice",
    track=_Names,
)
