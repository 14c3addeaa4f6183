"""What made a report: the program, its rules, and the day of the facts that they go by."""

from __future__ import annotations

import hashlib
import os
import pkgutil
from functools import cache
from typing import Final

from manifestry.report.data import Data
from manifestry.version import VERSION

FACTS: Final = "2026-11-21"
"""The day of the facts: what the rules know of Encord and Ango Hub held on it."""

HOME: Final = "https://github.com/manifestry/manifestry"


@cache
def rule_set() -> str:
    """How many rules there are and a digest of their codes and names, "252-1f0c9a7e3b5d".

    It stays the same until a rule comes, goes or changes its name. The names of their modules
    say as much: importing all rules would take longer than most reports.
    """
    import manifestry.rules

    folders = [
        os.path.join(place, module.name)
        for place in manifestry.rules.__path__
        for module in pkgutil.iter_modules([place])
        if module.ispkg
    ]
    names = sorted(module.name for module in pkgutil.iter_modules(folders))
    return f"{len(names)}-{hashlib.sha256(' '.join(names).encode()).hexdigest()[:12]}"


def tool_data() -> Data:
    """The program and what it goes by, as the JSON report has it."""
    return {"name": "manifestry", "version": VERSION, "rule_set": rule_set(), "facts": FACTS}


def tool_line() -> str:
    """The same in one line."""
    return f"manifestry {VERSION}, rule set {rule_set()}, facts of {FACTS}"
