"""Mending documents: the fixes of findings carried out, and held to what they promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from manifestry.lazy import importing

if TYPE_CHECKING:
    from manifestry.fixing.applying import applied as applied
    from manifestry.fixing.files import fix as fix
    from manifestry.fixing.files import fix_file as fix_file
    from manifestry.fixing.rounds import Mended as Mended

_HOMES = {
    "Mended": "manifestry.fixing.rounds",
    "applied": "manifestry.fixing.applying",
    "fix": "manifestry.fixing.files",
    "fix_file": "manifestry.fixing.files",
}

__all__ = [*_HOMES]  # noqa: PLE0604

__getattr__ = importing(__name__, _HOMES)
