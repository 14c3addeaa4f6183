"""An item that something is said of."""

from __future__ import annotations

from manifestry.document.nodes import Node
from manifestry.document.reader import Batch
from manifestry.rules.base import Path


class Spot:
    """An item in its batch; its located tree is made when the first finding asks for it."""

    def __init__(self, batch: Batch, number: int) -> None:
        self._batch = batch
        self._number = number
        self._node: Node | None = None
        self.path: Path = batch.item_path(number)
        self.chunk = batch.chunk

    def path_to(self, path: Path) -> Path:
        """The path from the document to what `path` leads to in the item."""
        return self._batch.path_to(self._number, path)

    @property
    def node(self) -> Node:
        """Its located tree, made when it is first asked for."""
        if self._node is None:
            self._node = self._batch.node(self._number)
        return self._node
