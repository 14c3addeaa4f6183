"""An id that an annotation on the same page has already."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.tracks import repeated
from manifestry.rules.ango_labelled import box, export, legacy, tool
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.rules.patch import remove
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    for path, name, page, is_copy in repeated(asset):
        where = "" if page is None else f" on page {quote(page)}"
        message = f"{quote(name)} is the id of an earlier tool{where}"
        patch = remove(path)._replace(title="Remove the copy") if is_copy else None
        yield Hit(path, message, patch=patch)


RULE = Rule[Asset, Member](
    code="A314",
    name="repeated-object-id",
    severity=Severity.WARNING,
    summary='Two tools on one page have the same "objectId"',
    why=(
        "An id stands for one object: on other pages it is the same object again, on the same "
        "page it can only be a copy. Relations that name the id may mean either, and what is "
        "keyed by it loses one."
    ),
    help="Remove the copy, or give it an id of its own.",
    bad=(
        Bad(export(box(), box()), at="/0/task/tools/1"),
        Bad(export(box(page=3), box(page=4), box(page=3), file="v.mp4"), at="/0/task/tools/2"),
        Bad(legacy(box(), tool(point=[5, 6])), at="/0/tasks/0/objects/1"),
    ),
    good=(
        Good(export(box(1), box(2))),
        Good(export(box(page=3), box(page=4), tool(point=[5, 6], page=3), file="v.mp4")),
    ),
    source="Documentation (ids are unique in an asset, but for tracked objects)",
    fix="unsafe",
    check=check,
)
