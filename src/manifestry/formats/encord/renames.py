"""Top-level members under a wrong name, and whether the right one is still free at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.sections import FLAGS, SECTIONS
from manifestry.formats.encord.top_level import is_known
from manifestry.rules.base import Hit
from manifestry.rules.patch import rename
from manifestry.rules.tracking import NoTracking

_MANY = 100  # of more no hit is held back, or they would fill the memory


class Renames(NoTracking[Item, Member]):
    """Tells of each such member that it has a wrong name, and mends it if that makes no double.

    `meant` gives the right name of a member, `words` what is said of a key. Which names a
    manifest has is only known at its end, so each hit is held back twice: with a patch and without.
    """

    def __init__(
        self,
        meant: Callable[[Member], str | None],
        words: Callable[[str], str],
        advice: Callable[[str], str | None],
    ) -> None:
        self._meant = meant
        self._words = words
        self._advice = advice
        self._names: Counter[str] = Counter()
        self._right: dict[str, str] = {}

    def meet(self, member: Member) -> Iterator[Hit]:
        """The hits on one member."""
        key, right = member.key, self._meant(member)
        if right is not None or is_known(key):
            self._names[right or key] += 1
        if right is None:
            return
        hit = Hit((key,), self._words(key), self._advice(right))
        if len(self._right) >= _MANY:
            yield hit
            return
        self._right[key] = right
        yield hit._replace(pending=f"-{key}")
        # What comes of other names, or of a flag that is none, would be no better.
        is_fine = right in SECTIONS or (right in FLAGS and isinstance(member.value, bool))
        # Of what is overwritten on the platform somebody should know.
        safe = False if right == "upsert_metadata" else None
        patch = rename((key,), right, safe=safe) if is_fine else None
        yield hit._replace(pending=f"+{key}", patch=patch)

    def verdict(self, label: str) -> str | None:
        """What is said of a key, under one of its two labels."""
        sign, key = label[0], label[1:]
        is_free = self._names[self._right[key]] == 1
        return self._words(key) if (sign == "+") == is_free else None
