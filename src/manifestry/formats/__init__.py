"""One folder a platform: what is true of that platform and of no other."""

from __future__ import annotations

from typing import Any

from manifestry.formats.ango import EXPORT, IMPORT
from manifestry.formats.base import Format
from manifestry.formats.encord import MANIFEST
from manifestry.formats.encord.csv import CSV
from manifestry.formats.encord.metadata.document import METADATA_SCHEMA

FORMATS: tuple[Format[Any, Any], ...] = (MANIFEST, METADATA_SCHEMA, CSV, EXPORT, IMPORT)
"""Every kind of document that can be checked, in the order in which recognition asks them."""
