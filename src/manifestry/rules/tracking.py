"""A tracker that does nothing: what the trackers of rules start from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic

from manifestry.rules.base import Hit, ItemT, MemberT


class NoTracking(Generic[ItemT, MemberT]):
    """Answers every question of a `Tracker` with no hits."""

    @property
    def sees(self) -> bool:
        """Whether `see` is anything but this one."""
        return type(self).see is not NoTracking.see

    def see(self, item: ItemT) -> Iterable[Hit]:
        """Nothing about an item."""
        return ()

    goes_by_likeness: bool = False

    def pass_over(self, run: Any) -> Iterable[tuple[int, Hit]]:
        """What it says of each item, as if they were not cleared."""
        return ((number, hit) for number, item in enumerate(run.items()) for hit in self.see(item))

    def meet(self, member: MemberT) -> Iterable[Hit]:
        """Nothing about a top-level member."""
        return ()

    def finish(self) -> Iterable[Hit]:
        """Nothing at the end."""
        return ()

    def verdict(self, label: str) -> str | None:
        """Nothing that was held back is true."""
        return None
