"""A relation of an annotation with itself."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member, labels
from manifestry.rules.ango_labelled import box, export, legacy, object_id, relation
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    for moment in labels(asset):
        for path, each in moment.rows("relations"):
            start, end = each.get("from"), each.get("to")
            if isinstance(start, str) and start and end in (start, [start]):
                yield Hit((*path, "to"), f"The relation leads from {quote(start)} to itself")


RULE = Rule[Asset, Member](
    code="A334",
    name="relation-to-itself",
    severity=Severity.INFO,
    summary="Relation leads back to where it begins",
    why=(
        "An annotation related to itself is mostly a slip: the second click was meant for its "
        "neighbour."
    ),
    help="Make sure that the annotation is meant to be related to itself.",
    bad=(
        Bad(
            export(box(), relations=[relation(from_=object_id(1), to=object_id(1))]),
            at="/0/task/relations/0/to",
        ),
        Bad(
            legacy(box(), relations=[relation(from_=object_id(1), to=[object_id(1)])]),
            at="/0/tasks/0/relations/0/to",
        ),
    ),
    good=(
        Good(export(box(), box(2), relations=[relation(from_=object_id(1), to=object_id(2))])),
        Good(legacy(box(), box(2), relations=[relation(from_=object_id(2), to=[object_id(1)])])),
    ),
    source="Our own choice: a relation should have two ends",
    check=check,
)
