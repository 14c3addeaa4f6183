"""A relation that goes no known way."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member, labels
from manifestry.rules.ango_labelled import box, export, legacy, object_id, relation
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import replace
from manifestry.spelling import did_you_mean, fold
from manifestry.text import quote

_CAR, _CART = object_id(1), object_id(2)
_KNOWN = ("straight", "reverse", "bidirectional")


def check(asset: Asset) -> Iterator[Hit]:
    for moment in labels(asset):
        for path, each in moment.rows("relations"):
            way = each.get("direction")
            if isinstance(way, str) and way not in _KNOWN:
                near = did_you_mean(way, _KNOWN)
                help_ = f"Write {quote(near)}." if near else None
                there = (*path, "direction")
                patch = replace(there, near, safe=fold(near) == fold(way)) if near else None
                yield Hit(there, f"{quote(way)} is no direction", help_, patch=patch)


RULE = Rule[Asset, Member](
    code="A332",
    name="unknown-relation-direction",
    severity=Severity.WARNING,
    summary="Direction of a relation is none that is known",
    why=(
        "A relation goes straight, in reverse or both ways. With another word a program that "
        "reads it takes the usual way, which may be the wrong one."
    ),
    help='Write "straight", "reverse" or "bidirectional".',
    bad=(
        Bad(
            export(box(), box(2), relations=[relation(from_=_CAR, to=_CART, direction="left")]),
            at="/0/task/relations/0/direction",
        ),
        Bad(
            legacy(box(), box(2), relations=[relation(from_=_CAR, to=_CART, direction="Straight")]),
            at="/0/tasks/0/relations/0/direction",
        ),
    ),
    good=(
        Good(
            export(box(), box(2), relations=[relation(from_=_CAR, to=_CART, direction="reverse")])
        ),
        Good(export(box(), box(2), relations=[relation(from_=_CAR, to=_CART, direction=None)])),
    ),
    source="Documentation (three directions)",
    fix="safe",
    check=check,
)
