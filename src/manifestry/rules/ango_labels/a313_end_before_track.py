"""The end of a track that has not begun."""

from __future__ import annotations

from collections.abc import Iterator

from manifestry.findings import Severity
from manifestry.formats.ango.asset import Asset, Member
from manifestry.formats.ango.tracks import early_ends
from manifestry.rules.ango_labelled import box, export
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def check(asset: Asset) -> Iterator[Hit]:
    for path, name, page in early_ends(asset):
        yield Hit(path, f"{quote(name)} ends on page {quote(page)}, and is on none before")


RULE = Rule[Asset, Member](
    code="A313",
    name="end-before-track",
    severity=Severity.INFO,
    summary="Track of an object ends where it begins",
    why=(
        'An entry with "interpolationStopped" marks the frame from which on an object is gone. If '
        "the object is on no earlier frame it is never to be seen, yet programs that count "
        "entries count it."
    ),
    help="Look the object up in the editor; it may have lost its key frames.",
    bad=(
        Bad(export(box(page=3, interpolationStopped=True), file="v.mp4"), at="/0/task/tools/0"),
        Bad(
            export(box(page=9), box(page=0, interpolationStopped=True), file="v.mp4"),
            at="/0/task/tools/1",
        ),
    ),
    good=(
        Good(export(box(page=9, interpolationStopped=True), box(page=3), file="v.mp4")),
        Good(export(box(page=3, interpolationStopped=False), file="v.mp4")),
    ),
    source="Documentation (interpolationStopped ends a track)",
    check=check,
)
