"""What a conversion writes to, and what it gave."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from manifestry.convert.losses import Ledger
from manifestry.errors import UsageError
from manifestry.findings import FileReport
from manifestry.output import same_file
from manifestry.text import printable


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """Where a conversion writes; each file whole or not at all, the result last.

    result: a path, or a function that takes the pieces of the document. losses: the ledger, a
    line each. labels: the side file. schema: a metadata schema of the client metadata written.
    """

    result: str | Callable[[Iterator[bytes]], None]
    losses: str | None = None
    labels: str | None = None
    schema: str | None = None

    def refuse_clashes(self, inputs: Mapping[str, str | None]) -> None:
        """Raises UsageError if two outputs are one file, or one is an input.

        inputs: what an input is called -> its path, None if it is no file.
        """
        result = self.result if isinstance(self.result, str) else None
        paths = (result, self.losses, self.labels, self.schema)
        files = [path for path in paths if path is not None and path != os.devnull]
        for number, path in enumerate(files):
            for what, other in inputs.items():
                if other is not None and same_file(path, other):
                    raise UsageError(f'the output "{printable(path)}" is the {what}')
            if any(same_file(path, other) for other in files[:number]):
                raise UsageError(f'two outputs go to "{printable(path)}"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What a conversion gave.

    sources: the verdict on each document of the source; with errors in them nothing was
    written, unless they were skipped. result: the verdict on what was written, None if nothing
    was. kind: what the source is, "" if nothing tells. assets: how many it has. sections: how
    many of them went to each section of the result, "" for a list. ledger: what became of its
    leaves.
    """

    sources: tuple[FileReport, ...]
    result: FileReport | None
    kind: str
    assets: int
    sections: Mapping[str, int]
    ledger: Ledger

    @property
    def written(self) -> int:
        """How many assets are in the result."""
        return sum(self.sections.values())

    @property
    def is_written(self) -> bool:
        """Whether there is a result: not if it has errors, nor if every asset is left out."""
        good = self.result is not None and not self.result.errors and self.result.error is None
        return good and (self.written > 0 or self.assets == 0)

    @property
    def ok(self) -> bool:
        """True when a result was written that holds every asset."""
        return self.is_written and not self.ledger.left_out


def stopped(sources: tuple[FileReport, ...]) -> Conversion:
    """A conversion that the errors in its source stopped."""
    return Conversion(
        sources=sources,
        result=None,
        kind=(sources[0].kind or "") if sources else "",
        assets=0,
        sections=MappingProxyType({}),
        ledger=Ledger(lambda _: None),
    )
