"""A page that an asset does not have."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.tracks import dataset_limit, pages_from
from manifestry.rules.ango_labelled import answer, box, pages
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    limit = dataset_limit(asset)
    if limit is not None:
        for path, page in pages_from(asset, limit.pages):
            message = f"Page {quote(page)} is past the {int(limit.pages):,} pages of the asset"
            yield Hit(path, message, severity=limit.severity)


RULE = Rule[Asset, Member](
    code="A311",
    name="page-past-dataset",
    severity=Severity.ERROR,
    summary="Page of an annotation is past the pages of its asset",
    why=(
        'The page counts from 0 through "dataset". An annotation on a page that is not there '
        "belongs to another asset, or its page was counted from 1, as the editor shows it: then "
        "every annotation of the asset is on the wrong page."
    ),
    help="Correct the page; the first one is 0.",
    bad=(
        Bad(pages(box(page=0), box(2, page=2)), at="/0/task/tools/1/page"),
        Bad(
            pages({**box(), "page": 1, "classifications": [answer("radio", "Rain", page=7)]}),
            at="/0/task/tools/0/classifications/0/page",
        ),
    ),
    good=(
        Good(pages(box(page=0), box(page=1))),
        Good(pages({**box(), "page": 1, "classifications": [answer("radio", "Rain", page=1)]})),
    ),
    source="Documentation (page is the index in dataset)",
    check=check,
)
