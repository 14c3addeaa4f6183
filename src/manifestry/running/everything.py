"""Imported where processes are copied from, so that each has all that a check may need."""

from __future__ import annotations

from manifestry.engine import pieces
from manifestry.formats.encord import gate
from manifestry.rules.catalogue import catalogue

__all__ = ["catalogue", "gate", "pieces"]

catalogue()
