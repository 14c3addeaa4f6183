"""Bridges to the vendors' own clients: what they take and give, checked on the way.

Each client has a module of its own, `encord` and `ango`, and is needed only by that.
"""

from __future__ import annotations

from manifestry.integrations.checked import InvalidDocumentError, Source
from manifestry.integrations.losses import Loss, LossError, OnLoss

__all__ = ["InvalidDocumentError", "Loss", "LossError", "OnLoss", "Source"]
