"""A group whose URLs are not numbered from 0."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.groups import is_doubtful, numbering
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.renumbering import renumbered
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    found = numbering(item)
    if found is None or not found.positions or found.bad or found.unnumbered:
        return ()  # a key without a number may well be the one that stands for 0
    first = min(found.positions, key=lambda position: position.number)
    if first.number == 0 or 0 in found.misspelt:
        return ()
    text = f"The first URL is {quote(first.key)}: numbers start at 0"
    return [Hit((first.key,), text, patch=renumbered(item, found))]


RULE = Rule[Item, Member](
    code="E303",
    name="numbering-start",
    severity=Severity.WARNING,
    summary="Group whose URLs are not numbered from 0",
    why=(
        "Positions count from 0. A group that starts at another number either misses its "
        "first files, or was numbered from 1, and labels that speak of frames are then one off."
    ),
    help="Number the files from objectUrl_0.",
    bad=(
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl_1": "gs://acme-media/a/1.jpg", '
            '"objectUrl_2": "gs://acme-media/a/2.jpg"}]}',
            at="/image_groups/0/objectUrl_1",
        ),
        Bad(
            '{"dicom_series": [{"title": "CT 12", "objectUrl_5": "s3://acme-med/12/0.dcm"}]}',
            at="/dicom_series/0/objectUrl_5",
        ),
    ),
    good=(
        Good(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/1.jpg", '
            '"objectUrl_1": "gs://acme-media/a/2.jpg"}]}'
        ),
        Good('{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm"}]}'),
    ),
    source="Seen in use; every manifest we know of starts at 0",
    fix="safe",
    check=_check,
    when=is_doubtful,
)
