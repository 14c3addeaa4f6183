"""Numbers of a group's URLs with leading zeros."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.groups import is_doubtful, numbering
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.renumbering import unpadded
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    found = numbering(item)
    if found is None:
        return ()
    twice = found.named_twice()  # two keys for one number are the worse fault
    padded = [at for at in found.positions if at.padded and at.digits not in twice]
    if not padded:
        return ()
    first, others = padded[0], len(padded) - 1
    more = f", and so do {others:,} more of this {item.section.noun}" if others else ""
    text = f"The number of {quote(first.key)} has leading zeros{more}"
    help_ = f'Write "objectUrl_{quote(first.digits)[1:-1]}".'
    return [Hit((first.key,), text, help=help_, patch=unpadded(item, found))]


RULE = Rule[Item, Member](
    code="E304",
    name="leading-zero",
    severity=Severity.WARNING,
    summary="Position of a group's URL with leading zeros",
    why=(
        "It is not documented what becomes of objectUrl_01: read as a number it is 1, "
        "compared as text it is another key, and the order of the files may differ."
    ),
    help="Write the number without leading zeros.",
    bad=(
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"objectUrl_01": "gs://acme-media/a/1.jpg"}]}',
            at="/image_groups/0/objectUrl_01",
        ),
        Bad(
            '{"dicom_series": [{"title": "CT 12", "objectUrl_000": "s3://acme-med/12/0.dcm", '
            '"objectUrl_001": "s3://acme-med/12/1.dcm"}]}',
            at="/dicom_series/0/objectUrl_000",
        ),
    ),
    good=(
        Good(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"objectUrl_1": "gs://acme-media/a/01.jpg"}]}'
        ),
        Good('{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/000.dcm"}]}'),
    ),
    source="Our own choice; undocumented",
    fix="safe",
    check=_check,
    when=is_doubtful,
)
