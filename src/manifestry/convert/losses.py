"""The loss ledger: every leaf of the source is mapped, carried or told here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from manifestry.convert.model import Remark
from manifestry.convert.reasons import REASONS
from manifestry.document.writing import dumps
from manifestry.engine.ledger import to_pointer
from manifestry.rules.base import Path
from manifestry.text import mask_secrets

_EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that is not in the result as it was in the source.

    pointer: where in the source, a JSON Pointer. values: how many leaves it stands for, 0 for a
    remark about something that is not lost. document: in an archive, which one.
    """

    code: str
    name: str
    pointer: str
    values: int
    message: str
    document: str | None = None

    def line(self) -> bytes:
        """The loss as JSON, for a line of the ledger."""
        data: dict[str, object] = {
            "code": self.code,
            "name": self.name,
            "effect": REASONS[self.name].effect,
            "pointer": self.pointer,
            "values": self.values,
            "message": self.message,
        }
        if self.document is not None:
            data["document"] = self.document
        return dumps(data)


@dataclass(slots=True)
class Count:
    """How often a reason came up, how many leaves it took, and the first times."""

    times: int = 0
    values: int = 0
    examples: list[Loss] = field(default_factory=list)


@dataclass(slots=True)
class Ledger:
    """The losses of a conversion; each goes to `sink`, and is counted.

    values: leaves of the source; carried: of them, those kept where the target has no place of
    its own for them; lost: those that are told here.
    """

    sink: Callable[[Loss], None]
    values: int = 0
    carried: int = 0
    lost: int = 0
    by_name: dict[str, Count] = field(default_factory=dict)

    @property
    def mapped(self) -> int:
        """Leaves of the source that stand in the result at a place of their own."""
        return self.values - self.carried - self.lost

    @property
    def left_out(self) -> int:
        """How many assets are not in the result."""
        return sum(
            count.times
            for name, count in self.by_name.items()
            if REASONS[name].effect == "left-out"
        )

    def tell(self, remark: Remark, path: Path, document: str | None = None) -> None:
        """Takes a remark about the asset at `path`."""
        reason = REASONS[remark.reason]
        loss = Loss(
            code=reason.code,
            name=reason.name,
            pointer=to_pointer((*path, *remark.path)),
            values=remark.values,
            message=mask_secrets(remark.message),
            document=document,
        )
        count = self.by_name.setdefault(reason.name, Count())
        count.times += 1
        count.values += loss.values
        if len(count.examples) < _EXAMPLES:
            count.examples.append(loss)
        self.lost += loss.values
        self.sink(loss)
