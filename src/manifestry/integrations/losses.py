"""What a document says that has no form on the other side; none of it is dropped in silence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from manifestry.engine.ledger import to_pointer
from manifestry.errors import ManifestryError
from manifestry.rules.base import Path
from manifestry.text import cut, mask_secrets, printable

_KEPT: Final = 100
_SHOWN: Final = 3


class Loss(NamedTuple):
    """One thing that cannot be carried over: where it stands, and why."""

    pointer: str
    reason: str

    def __str__(self) -> str:
        """Both in one line for a person."""
        return f"{place(self.pointer)}: {self.reason}"


def place(pointer: str) -> str:
    """A JSON Pointer, whose keys may be anything, for a message."""
    return printable(cut(mask_secrets(pointer), 200)) or "the document"


OnLoss = Callable[[Loss], object]
"""Is told of every loss; with one given (`losses.append`) the rest is carried over."""


class LossError(ManifestryError):
    """Something would be lost, and nobody said what to do about it.

    losses: the first of them; count: how many there are.
    """

    exit_code = 1

    def __init__(self, losses: tuple[Loss, ...], count: int) -> None:
        super().__init__(losses, count)
        self.losses = losses
        self.count = count

    def __str__(self) -> str:
        """The first losses, in one line."""
        shown = "; ".join(map(str, self.losses[:_SHOWN]))
        more = self.count - min(len(self.losses), _SHOWN)
        return f"not everything can be carried over: {shown}" + (f"; {more:,} more" * (more > 0))


class Losses:
    """The losses on the way: told to `on_loss` as they come, or an error when all are known."""

    def __init__(self, on_loss: OnLoss | None) -> None:
        self._kept: list[Loss] = []
        self._count = 0
        self._on_loss = on_loss

    def add(self, path: Path, reason: str) -> None:
        """Notes that what stands at a path cannot be carried over."""
        if self._on_loss is not None:
            self._on_loss(Loss(to_pointer(path), reason))
            return
        self._count += 1
        if len(self._kept) < _KEPT:
            self._kept.append(Loss(to_pointer(path), reason))

    def settle(self) -> None:
        """Raises LossError if there are losses that nobody was told of."""
        if self._count:
            raise LossError(tuple(self._kept), self._count)
