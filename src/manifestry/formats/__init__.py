"""One folder a platform: what is true of that platform and of no other."""

from __future__ import annotations

from typing import Any

from manifestry.formats.base import Format
from manifestry.formats.encord import MANIFEST

FORMATS: tuple[Format[Any, Any], ...] = (MANIFEST,)
"""Every kind of document that can be checked, in the order in which recognition asks them."""
