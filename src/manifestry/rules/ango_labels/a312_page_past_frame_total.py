"""A page behind the last frame."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.tracks import frame_limit, pages_from
from manifestry.rules.ango_labelled import answer, box, export
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    limit = frame_limit(asset)
    if limit is not None:
        for path, page in pages_from(asset, limit.pages):
            message = (
                f"Page {quote(page)} is past the {quote(int(limit.pages))} frames of the asset"
            )
            yield Hit(path, message)


RULE = Rule[Asset, Member](
    code="A312",
    name="page-past-frame-total",
    severity=Severity.WARNING,
    summary="Page of an annotation is past the number of frames",
    why=(
        'The page counts from 0 to one less than "frameTotal". Past that, the number of frames '
        "was counted at another frame rate than the annotations, as happens when the rate is "
        "assumed: then all frames after the first are shifted."
    ),
    help='Compare "frameTotal" and "frameRate" with the file.',
    bad=(
        Bad(export(box(page=300), file="v.mp4"), at="/0/task/tools/0/page"),
        Bad(
            export(file="v.mp4", classifications=[answer("radio", "Rain", page=504)]),
            at="/0/task/classifications/0/page",
        ),
    ),
    good=(
        Good(export(box(page=299), file="v.mp4")),
        Good(export(file="v.mp4", classifications=[answer("radio", "Rain", page=0)])),
    ),
    source="Documentation (pages count from 0, frameTotal is their number)",
    check=check,
)
