"""Baselines: findings that are accepted, so that a check fails for new ones only.

>>> from manifestry import Settings, check
>>> from manifestry.baseline import apply, make, uncapped
>>> old = {"videos": [{"objectUrl": "s3://acme-media/a.mp4", "title": 7}]}
>>> accepted = make(check(old, uncapped(Settings()))).baseline
>>> new = {"videos": [{"objectUrl": "s3://acme-media/b.mp4"}, *old["videos"], {"title": "b"}]}
>>> report = apply(check(new, uncapped(Settings())), accepted)
>>> [(finding.code, finding.pointer) for finding in report], report.accepted
([('E201', '/videos/2')], 1)

`read` takes one from a file; `Baseline.text` is what to write into one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from manifestry.lazy import importing

if TYPE_CHECKING:
    from manifestry.baseline.applying import Applying as Applying
    from manifestry.baseline.applying import Stale as Stale
    from manifestry.baseline.applying import apply as apply
    from manifestry.baseline.applying import pruned as pruned
    from manifestry.baseline.document import Baseline as Baseline
    from manifestry.baseline.document import Entry as Entry
    from manifestry.baseline.document import read as read
    from manifestry.baseline.making import LeftOut as LeftOut
    from manifestry.baseline.making import Made as Made
    from manifestry.baseline.making import make as make
    from manifestry.baseline.making import raised as raised
    from manifestry.baseline.making import uncapped as uncapped
    from manifestry.baseline.merging import merged as merged
    from manifestry.report.compared import ComparedReport as ComparedReport

_HOMES = {
    "Applying": "manifestry.baseline.applying",
    "ComparedReport": "manifestry.report.compared",
    "Stale": "manifestry.baseline.applying",
    "apply": "manifestry.baseline.applying",
    "pruned": "manifestry.baseline.applying",
    "Baseline": "manifestry.baseline.document",
    "Entry": "manifestry.baseline.document",
    "read": "manifestry.baseline.document",
    "LeftOut": "manifestry.baseline.making",
    "Made": "manifestry.baseline.making",
    "make": "manifestry.baseline.making",
    "merged": "manifestry.baseline.merging",
    "raised": "manifestry.baseline.making",
    "uncapped": "manifestry.baseline.making",
}

__all__ = [*_HOMES]  # noqa: PLE0604

__getattr__ = importing(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted(__all__)
