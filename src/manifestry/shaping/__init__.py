"""Manifests and exports as a whole: split, merged, counted."""

from __future__ import annotations

from manifestry.shaping.merging import Merge, Repeat, merge
from manifestry.shaping.reading import Source
from manifestry.shaping.splitting import Limits, Part, Split, split

__all__ = ["Limits", "Merge", "Part", "Repeat", "Source", "Split", "merge", "split"]
