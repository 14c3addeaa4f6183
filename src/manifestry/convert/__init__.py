"""Converting between annotation platforms, with nothing lost in silence.

>>> from manifestry.convert import Options
>>> Options(carry="full").carry
'full'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from manifestry.lazy import importing

if TYPE_CHECKING:
    from manifestry.convert.conversion import Conversion as Conversion
    from manifestry.convert.losses import Ledger as Ledger
    from manifestry.convert.losses import Loss as Loss
    from manifestry.convert.options import KeyRules as KeyRules
    from manifestry.convert.options import Options as Options
    from manifestry.convert.run import convert as convert

_HOMES = {
    "Ledger": "manifestry.convert.losses",
    "Loss": "manifestry.convert.losses",
    "KeyRules": "manifestry.convert.options",
    "Options": "manifestry.convert.options",
    "Conversion": "manifestry.convert.conversion",
    "convert": "manifestry.convert.run",
}

__all__ = [*_HOMES]  # noqa: PLE0604

__getattr__ = importing(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted(__all__)
