"""Other names for metadata keys that cannot have theirs, and the tracker that knows which are free."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from manifestry.formats.encord.metadata.document import EDITORS, Key
from manifestry.formats.encord.metadata.names import judge, suits_embedding
from manifestry.rules.base import Hit, Tracker
from manifestry.rules.patch import rename
from manifestry.rules.tracking import NoTracking
from manifestry.settings import Settings
from manifestry.spelling import did_you_mean, fold

MAX_RENAMED: Final = 1_000
"""The most keys that are given another name; what is odd about more of them was meant so."""

_MAX_LENGTH: Final = 200
_MORE_LETTERS: Final = str.maketrans({
    "ß": "ss", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ø": "O", "ø": "o",
    "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "ı": "i",
})  # fmt: skip
"""Letters that Unicode does not take apart."""

_OUTER: Final = re.compile(r"\A[^A-Za-z0-9 ._-]+|[^A-Za-z0-9 ._-]+\Z")
_INNER: Final = re.compile(r"[^A-Za-z0-9 ._-]+")


def is_embedding(key: Key) -> bool:
    """Whether the type of a key is an embedding."""
    if key.name == EDITORS:  # which is no key
        return False
    ty = key.value.get("ty") if isinstance(key.value, dict) else key.value
    return ty == "embedding"


def better_name(key: Key) -> str | None:
    """The name most like a key's own that it can have; None if it can keep its own, or none is.

    >>> [better_name(Key(name, {"ty": "text"})) for name in ("a/b", "größe m²", "$site", "site")]
    ['a_b', 'grosse m2', 'site', None]
    """
    name = key.name
    if name == EDITORS or len(name) > _MAX_LENGTH or not isinstance(key.value, dict | str):
        return None
    verdict = key.verdict
    if verdict == "reserved":
        return _not_reserved(key)
    if verdict in ("bad", "beyond-ascii"):
        name = unicodedata.normalize("NFKD", name.translate(_MORE_LETTERS))
        name = "".join(char for char in name if not unicodedata.combining(char))
    if verdict == "bad":
        name = _INNER.sub("_", _OUTER.sub("", name))
    return _allowed(key, name)


def _not_reserved(key: Key) -> str | None:
    if isinstance(key.value, dict):
        return _allowed(key, key.name.lstrip("$"))
    # With the address of a dialect of JSON Schema it would be taken for a schema of that.
    is_address = isinstance(key.value, str) and "json-schema.org" not in key.value
    return EDITORS if is_address and did_you_mean(key.name, (EDITORS,)) else None


def _allowed(key: Key, name: str) -> str | None:
    if is_embedding(key) and not suits_embedding(name):
        name = name.strip(" .").replace(" ", "_").replace(".", "_")
    return name if name != key.name and judge(name) == "good" else None


class _Renaming(NoTracking[object, Key]):
    """Tells of keys one by one, and at the end whether another name is free.

    Each finding is held back in two forms, with a fix and without, of which one comes true. Names
    are taken that differ only in capitals and separators.
    """

    def __init__(self, tell: Callable[[Key], Hit | None]) -> None:
        self._tell = tell
        self._names: Counter[str] = Counter()
        self._told: list[tuple[str, str]] = []

    def meet(self, member: Key) -> Iterator[Hit]:
        """What is told of a key."""
        better = better_name(member)
        self._names.update({fold(member.name), fold(better or member.name)})
        hit = self._tell(member)
        if hit is None:
            return
        if better is None or len(self._told) >= MAX_RENAMED:
            yield hit
            return
        number = len(self._told)
        self._told.append((hit.message, fold(better)))
        safe = None if better == EDITORS else False
        yield hit._replace(pending=f"{number} free", patch=rename(hit.path, better, safe=safe))
        yield hit._replace(pending=f"{number} taken")

    def verdict(self, label: str) -> str | None:
        """The message again, if it was told in the right one of the two forms."""
        number, _, word = label.partition(" ")
        message, name = self._told[int(number)]
        is_free = self._names[name] == 1
        return message if is_free == (word == "free") else None


def renaming(
    tell: Callable[[Key], Hit | None],
) -> Callable[[Settings], Tracker[object, Key]]:
    """The `track` of a rule that says of single keys that they cannot have their name."""
    return lambda _: _Renaming(tell)
