"""Encord's SDK, or a word on how to get it."""

from __future__ import annotations

import warnings

try:
    with warnings.catch_warnings(action="ignore"):  # about its own insides
        from encord.orm import storage
        from encord.orm.base_dto import BaseDTO
except ImportError as missing:
    raise ImportError(
        "manifestry.integrations.encord needs Encord's SDK: "
        "python3 -m pip install 'manifestry[encord]'"
    ) from missing

__all__ = ["BaseDTO", "storage"]
