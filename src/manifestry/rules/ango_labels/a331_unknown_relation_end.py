"""A relation to something that is not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Json, Member, labels
from manifestry.formats.ango.relations import ends, without
from manifestry.rules.ango_labelled import box, export, legacy, object_id, relation, stage
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import remove
from manifestry.text import quote

_CAR, _CART = object_id(1), object_id(2)


def check(asset: Asset) -> Iterator[Hit]:
    for moment in labels(asset):
        if not moment.holder.get("relations") or not _has_tools(moment.holder):
            continue
        # A relation may lead to another one.
        entries = moment.rows("tools", "objects", "relations")
        known = {name for _, each in entries if isinstance(name := each.get("objectId"), str)}
        for path, each in moment.rows("relations"):
            found = list(ends(each))
            left = Counter(there[0] for there, name in found if len(there) > 1 and name in known)
            for there, name in found:
                if name not in known:
                    # One of several ends, or the relation if too few are left that are there.
                    is_one = left[there[0]] > (there[0] == "group")
                    patch = remove((*path, *there)) if is_one else without(asset, path, each)
                    message = f"There is no annotation {quote(name)}"
                    yield Hit((*path, *there), message, patch=patch)


def _has_tools(holder: Json) -> bool:
    return isinstance(holder.get("tools", holder.get("objects")), list)


RULE = Rule[Asset, Member](
    code="A331",
    name="unknown-relation-end",
    severity=Severity.WARNING,
    summary="Relation names an annotation that is not there",
    why=(
        'A relation names annotations, or other relations, by their "objectId". If one was '
        "deleted, or filtered out of the export, the relation leads nowhere: programs that follow "
        "it stop, or drop it in silence."
    ),
    help="Remove the relation, or correct the id.",
    bad=(
        Bad(
            export(box(), relations=[relation(from_=_CAR, to=_CART, direction="straight")]),
            at="/0/task/relations/0/to",
        ),
        Bad(
            legacy(box(), relations=[relation(group=[_CAR, _CART])]),
            at="/0/tasks/0/relations/0/group/1",
        ),
        Bad(
            export(
                box(),
                box(2),
                stageHistory=[
                    stage(0, tools=[box()], relations=[relation(from_=_CART, to=[_CAR])])
                ],
            ),
            at="/0/task/stageHistory/0/relations/0/from",
        ),
    ),
    good=(
        Good(export(box(), box(2), relations=[relation(from_=_CAR, to=_CART)])),
        Good(legacy(box(), box(2), relations=[relation(group=[_CAR, _CART])])),
    ),
    source="Documentation (relations name annotations of the same task)",
    fix="unsafe",
    check=check,
)
