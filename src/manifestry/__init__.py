"""Manifestry checks data-import manifests before upload.

>>> import manifestry
>>> report = manifestry.check({"videos": [{"title": "a"}]})
>>> [(finding.code, finding.pointer) for finding in report]
[('E201', '/videos/0')]
"""

from __future__ import annotations

from pathlib import Path as _Path
from typing import TYPE_CHECKING

from manifestry.lazy import importing
from manifestry.version import VERSION as __version__  # noqa: N811

if TYPE_CHECKING:
    from manifestry.engine.api import check as check
    from manifestry.errors import ConfigError as ConfigError
    from manifestry.errors import InternalError as InternalError
    from manifestry.errors import LimitError as LimitError
    from manifestry.errors import ManifestryError as ManifestryError
    from manifestry.errors import UnreadableError as UnreadableError
    from manifestry.errors import UsageError as UsageError
    from manifestry.findings import FileReport as FileReport
    from manifestry.findings import Finding as Finding
    from manifestry.findings import Report as Report
    from manifestry.findings import Severity as Severity
    from manifestry.running.files import check_files as check_files
    from manifestry.settings import Settings as Settings

# In a checkout the schemas stand at its top, not in the package; the wheel has them inside.
if not _Path(__path__[0], "schemas").is_dir():
    __path__.append(str(_Path(__file__).resolve().parents[2]))

_HOMES = {
    "check": "manifestry.engine.api",
    "check_files": "manifestry.running.files",
    "ConfigError": "manifestry.errors",
    "InternalError": "manifestry.errors",
    "LimitError": "manifestry.errors",
    "ManifestryError": "manifestry.errors",
    "UnreadableError": "manifestry.errors",
    "UsageError": "manifestry.errors",
    "FileReport": "manifestry.findings",
    "Finding": "manifestry.findings",
    "Report": "manifestry.findings",
    "Severity": "manifestry.findings",
    "Settings": "manifestry.settings",
}

__all__ = ["__version__", *_HOMES]  # noqa: PLE0604

__getattr__ = importing(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted(__all__)
