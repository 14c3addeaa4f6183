"""A relation of nothing with nothing."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member, labels
from manifestry.formats.ango.relations import without
from manifestry.rules.ango_labelled import box, export, legacy, object_id, relation
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import listing


def check(asset: Asset) -> Iterator[Hit]:
    for moment in labels(asset):
        for path, each in moment.rows("relations"):
            missing = [key for key in ("from", "to") if each.get(key) in (None, "", [])]
            if missing and not each.get("group"):
                what = listing(missing) if len(missing) == 1 else '"from" and "to", or "group"'
                patch = without(asset, path, each)
                yield Hit(path, f"The relation lacks {what}", patch=patch)


RULE = Rule[Asset, Member](
    code="A333",
    name="relation-without-ends",
    severity=Severity.WARNING,
    summary="Relation lacks what it relates",
    why=(
        "A relation goes from one annotation to another, or holds a group of them. Without both "
        "ends, or with an empty group, it says nothing; its ends were lost when annotations were "
        "deleted."
    ),
    help="Remove the relation, or name what it relates.",
    bad=(
        Bad(export(box(), relations=[relation()]), at="/0/task/relations/0"),
        Bad(export(box(), relations=[relation(from_=object_id(1))]), at="/0/task/relations/0"),
        Bad(legacy(box(), relations=[relation(group=[])]), at="/0/tasks/0/relations/0"),
    ),
    good=(
        Good(export(box(), box(2), relations=[relation(from_=object_id(1), to=object_id(2))])),
        Good(legacy(box(), relations=[relation(group=[object_id(1)])])),
    ),
    source="Documentation (from and to, or a group)",
    fix="unsafe",
    check=check,
)
