"""Two URLs of a group at one position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.groups import Numbering, is_doubtful, numbering
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.renumbering import renumbered
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    found = numbering(item)
    return () if found is None or not found.colliding else _hits(item, found)


def _hits(item: Item, found: Numbering) -> Iterator[Hit]:
    patch = renumbered(item, found)  # mends all of them, and belongs to the first
    first: dict[str, str] = {}
    for position in found.positions:
        first.setdefault(position.digits, position.key)
    for position in found.colliding:
        other = quote(first[position.digits])
        text = f"{quote(position.key)} has the same position as {other}"
        yield Hit((position.key,), text, patch=patch)
        patch = None


RULE = Rule[Item, Member](
    code="E306",
    name="colliding-positions",
    severity=Severity.ERROR,
    summary="Two URLs of a group have the same position",
    why=(
        "Read as numbers, objectUrl_1 and objectUrl_01 are one position. Only one file can "
        "have it: the other one is lost, or the order of the files is left to chance."
    ),
    help="Give every file of the group a number of its own.",
    bad=(
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"objectUrl_1": "gs://acme-media/a/1.jpg", "objectUrl_01": "gs://acme-media/a/b.jpg"}]}',
            at="/image_groups/0/objectUrl_01",
        ),
        Bad(
            '{"dicom_series": [{"title": "CT 12", "objectUrl_00": "s3://acme-med/12/0.dcm", '
            '"objectUrl_0": "s3://acme-med/12/1.dcm"}]}',
            at="/dicom_series/0/objectUrl_0",
        ),
    ),
    good=(
        Good(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"objectUrl_1": "gs://acme-media/a/1.jpg", "objectUrl_2": "gs://acme-media/a/b.jpg"}]}'
        ),
        Good(
            '{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm", '
            '"objectUrl_1": "s3://acme-med/12/1.dcm"}]}'
        ),
    ),
    source="Documentation (the number is the position)",
    fix="unsafe",
    check=_check,
    when=is_doubtful,
)
