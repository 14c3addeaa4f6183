"""Where the facts come from, and the limits: from the rules and the program's own numbers."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from manifestry.document.archive import MAX_MEMBERS, MAX_RATIO
from manifestry.document.scanner import MAX_DEPTH
from manifestry.document.source import MAX_EXPANDED
from manifestry.formats.encord.metadata.types import (
    MAX_ACTIVE_EMBEDDING,
    MAX_EMBEDDING,
    MAX_ENUM,
    MAX_VARCHAR,
)
from manifestry.report.tool import FACTS
from manifestry.rules.catalogue import catalogue
from manifestry.settings import Settings
from manifestry_docs.markup import prose, sentence, table

_SORTS: Final = {
    "Documentation": "The vendors' documentation",
    "SDK": "The vendors' SDKs",
    "The SDK": "The vendors' SDKs",
    "Seen in use": "Seen in use",
    "RFC": "Standards",
    "Our own": "Our own choice",
    "Recalled": "Not confirmed",
    "Open question": "Not confirmed",
}
"""How a source begins -> what sort it is."""
_OTHER: Final = "Other sources"


def page(_: str) -> str:
    """All rules by the sort of their source."""
    sorts: dict[str, list[list[str]]] = defaultdict(list)
    for rule in catalogue().values():
        sort = next((s for start, s in _SORTS.items() if rule.source.startswith(start)), _OTHER)
        row = [prose(rule.code), prose(rule.summary), prose(sentence(rule.source))]
        sorts[sort].append(row)
    parts = [f"What the rules know of the platforms held on {FACTS}.\n"]
    parts += [
        f"## {sort}\n\n{table(['rule', 'finds', 'source'], sorts[sort])}"
        for sort in dict.fromkeys([*_SORTS.values(), _OTHER])
        if sort in sorts
    ]
    return "\n".join(parts)


def limits(_: str) -> str:
    """What is read at most, by the program's own numbers."""
    rows = [
        [
            "a single item or top-level value",
            _size(Settings().max_item_bytes),
            "`--max-item-bytes`",
        ],
        ["nesting", f"{MAX_DEPTH:,} levels", ""],
        ["findings of a file that are listed", f"{Settings().max_findings:,}", "`--max-findings`"],
        [
            "findings of one rule in a file that are listed",
            f"{Settings().max_findings_per_rule:,}",
            "`--max-findings-per-rule`",
        ],
        ["what a compressed file expands to", _size(MAX_EXPANDED), ""],
        ["how far a compressed file may expand", f"{MAX_RATIO:,} to 1", ""],
        ["members of a zip", f"{MAX_MEMBERS:,}", ""],
        ["values of an enum in a metadata schema", f"{MAX_ENUM:,}", ""],
        ["characters of a `varchar`", f"{MAX_VARCHAR:,}", ""],
        [
            "numbers of an embedding",
            f"{MAX_EMBEDDING:,}; {MAX_ACTIVE_EMBEDDING:,} to search by it",
            "",
        ],
    ]
    return table(["of", "at most", "changed by"], rows)


def _size(count: int) -> str:
    return f"{count // 2**30:,} GiB" if count >= 2**30 else f"{count // 2**20:,} MiB"
