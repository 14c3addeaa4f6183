"""Fingerprints of findings: the same while the fault is the same, wherever it moves."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

from manifestry.findings import Finding
from manifestry.report.places import relative

_NUMBER = re.compile("[0-9]+")


class Fingerprints:
    """Makes the fingerprints of one run, which are all different.

    One is made of the document's path, the rule, and what stands at the place: no line, no
    index, so that items which come or go before it change nothing. Equal faults in one document
    are numbered in their order.
    """

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, path: str, finding: Finding) -> str:
        """The fingerprint of a finding, 32 hexadecimal digits."""
        excerpt = finding.excerpt
        marked = "" if excerpt is None else excerpt.text[excerpt.start : excerpt.end]
        words = (finding.code, _still(finding.pointer), _still(finding.message), marked)
        return self.of_words(path, *words)

    def of_words(self, path: str, *words: str) -> str:
        """The fingerprint of anything else that a report says of a document."""
        base = _digest(relative(path), *words)
        self._seen[base] += 1
        return base if self._seen[base] == 1 else _digest(base, str(self._seen[base]))


def _digest(*words: str) -> str:
    whole = "\0".join(words).encode("utf-8", "surrogatepass")
    return hashlib.sha256(whole).hexdigest()[:32]


def _still(text: str) -> str:
    """Text without the numbers in it, which may be indexes."""
    return _NUMBER.sub("#", text)
