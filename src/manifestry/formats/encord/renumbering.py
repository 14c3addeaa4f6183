"""Numbers for the URLs of a group: others in the same order, and ones for those that have none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from manifestry.formats.encord.groups import Numbering, numbering, said_number
from manifestry.formats.encord.item import Item
from manifestry.formats.encord.survey import is_url
from manifestry.formats.memo import remember_last
from manifestry.rules.patch import Move, Operation, Patch, Replace
from manifestry.spelling import fold

_DIGITS: Final = 18  # the order of longer numbers is not known for sure
_IS_NUMBERED: Final = re.compile(r"_[0-9]+\Z").search


def renumbered(item: Item, found: Numbering) -> Patch | None:
    """Numbers the URLs of a group 0, 1, 2 ..., in the order of the numbers that they have.

    Of two with one number the one that stands first goes first. That is certain where they were
    merely counted from 1, else something may be missing. None where not all have a number, and
    where other keys have numbers too: those would then speak of other files.
    """
    if _is_odd(found) or found.bad or found.misspelt or found.unnumbered or _has_other(item):
        return None
    ordered = found.in_order()  # sorted keeps the order of equals
    first = [position.number for position in ordered] == [*range(1, len(ordered) + 1)]
    title = f"number the URLs of the group from 0 to {len(ordered) - 1}"
    keys = {position.key: number for number, position in enumerate(ordered)}
    return _patch(keys, title, safe=first)


def unpadded(item: Item, found: Numbering) -> Patch | None:
    """Takes leading zeros from the numbers that only one URL has; None as in `renumbered`."""
    if _has_other(item):
        return None
    twice = found.named_twice()
    keys = {
        position.key: position.digits
        for position in found.positions
        if position.padded and position.digits not in twice
    }
    return _patch(keys, None)


def reordered(item: Item, found: Numbering) -> Patch | None:
    """Puts the URLs of a group in the order of their numbers: what stood first stands first."""
    ordered = found.in_order()
    moves: list[Operation] = []
    for there, right in zip(found.positions, ordered, strict=True):
        url = item.value[right.key]
        if there.key != right.key:
            if not isinstance(url, str):
                return None
            moves += Move((there.key,), (right.key,)), Replace((there.key,), url)
    if found.colliding or _is_odd(found):
        return None
    title = "put the URLs of the group in the order of their numbers"
    return Patch(tuple(moves), title=title)


def numbered(item: Item, key: str) -> Patch | None:
    """Gives a URL without a number the one that is missing where it stands.

    Only where all URLs of the group are then 0, 1, 2 ... as they stand. That is certain where
    the key says the number, but in another way.
    """
    number = _missing_numbers(item).get(key)
    if number is None or not is_url(item, key):
        return None
    return _patch({key: number}, None, safe=said_number(key) == number)


@remember_last
def _missing_numbers(item: Item) -> dict[str, int]:
    found = numbering(item)
    if found is None or found.misspelt or found.colliding:
        return {}
    known = {position.key: position.number for position in found.positions}
    without = {"objectUrl", *found.bad}
    missing: dict[str, int] = {}
    number = 0
    for key in item.value:
        if key in without:
            missing[key] = number
            if said_number(key) not in (None, number):
                return {}
        elif key not in known:
            continue
        elif known[key] != number:
            return {}
        number += 1
    return missing


def _is_odd(found: Numbering) -> bool:
    return any(len(position.digits) > _DIGITS for position in found.positions)


@remember_last
def _has_other(item: Item) -> bool:
    """Whether there is a numbered key beside the URLs, in the item or in its metadata."""
    metadata = item.block("clientMetadata") or {}
    return any(_IS_NUMBERED(key) for key in metadata) or any(
        _IS_NUMBERED(key) for key in item.value if not fold(key).startswith("objecturl")
    )


def _patch(
    keys: Mapping[str, int | str], title: str | None, *, safe: bool | None = None
) -> Patch | None:
    moves = tuple(
        Move((key,), (f"objectUrl_{number}",))
        for key, number in keys.items()
        if key != f"objectUrl_{number}"
    )
    return Patch(moves, safe, title) if moves else None
