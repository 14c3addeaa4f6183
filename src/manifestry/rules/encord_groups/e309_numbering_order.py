"""Numbered URLs that stand in the file in another order than their numbers."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from manifestry.findings import Severity
from manifestry.formats.encord.groups import is_doubtful, numbering
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.renumbering import reordered
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    found = numbering(item)
    if found is None:
        return ()
    for before, after in pairwise(found.positions):
        if after.number < before.number:
            text = f"{quote(after.key)} stands after {quote(before.key)}, but comes before it"
            return [Hit((after.key,), text, patch=reordered(item, found))]
    return ()


RULE = Rule[Item, Member](
    code="E309",
    name="numbering-order",
    severity=Severity.INFO,
    summary="Numbered URLs that stand in another order than their numbers",
    why=(
        "The number decides where a file comes in the group, not the line it stands on. Keys "
        "in another order, often sorted as text (0, 1, 10, 2), suggest that somebody meant "
        "the order of the lines."
    ),
    help="Put the keys in the order of their numbers, or number them as they stand.",
    bad=(
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl_1": "gs://acme-media/a/1.jpg", '
            '"objectUrl_0": "gs://acme-media/a/0.jpg"}]}',
            at="/image_groups/0/objectUrl_0",
        ),
        Bad(
            '{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm", '
            '"objectUrl_2": "s3://acme-med/12/2.dcm", "objectUrl_1": "s3://acme-med/12/1.dcm"}]}',
            at="/dicom_series/0/objectUrl_1",
        ),
    ),
    good=(
        Good(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/1.jpg", '
            '"objectUrl_1": "gs://acme-media/a/0.jpg"}]}'
        ),
        Good(
            '{"image_groups": [{"objectUrl_0": "gs://acme-media/a/0.jpg", "title": "car 7", '
            '"objectUrl_1": "gs://acme-media/a/1.jpg"}]}'
        ),
    ),
    source="Documentation (the number is the position)",
    fix="unsafe",
    check=_check,
    when=is_doubtful,
)
