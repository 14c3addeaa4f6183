"""A gap in the numbers of a group's URLs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from manifestry.findings import Severity
from manifestry.formats.encord.groups import Numbering, is_doubtful, numbering
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.renumbering import renumbered
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    found = numbering(item)
    if found is None or found.bad:  # the one without a number is what fills the gap
        return ()
    return _gaps(item, found)


def _gaps(item: Item, found: Numbering) -> Iterator[Hit]:
    patch = renumbered(item, found)  # mends all of them, and belongs to the first
    for before, after in pairwise(found.in_order()):
        between = range(before.number + 1, after.number)
        if all(number in found.misspelt for number in between):  # also when nothing is between
            continue
        first, last = between[0], between[-1]
        missing = f"position {first} is" if first == last else f"positions {first} to {last} are"
        text = f"{quote(after.key)} follows {quote(before.key)}: {missing} missing"
        yield Hit((after.key,), text, patch=patch and patch._replace(safe=False))
        patch = None


RULE = Rule[Item, Member](
    code="E302",
    name="numbering-gap",
    severity=Severity.WARNING,
    summary="Gap in the numbers of a group's URLs",
    why=(
        "The files of a group are kept in the order of their numbers, but a missing number "
        "usually means that a file was lost when the manifest was made, and every later "
        "frame then has another place than the one it is named for."
    ),
    help="Add the missing file, or number the files 0, 1, 2 ... without a gap.",
    bad=(
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"objectUrl_2": "gs://acme-media/a/2.jpg"}]}',
            at="/image_groups/0/objectUrl_2",
        ),
        Bad(
            '{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm", '
            '"objectUrl_1": "s3://acme-med/12/1.dcm", "objectUrl_10": "s3://acme-med/12/a.dcm"}]}',
            at="/dicom_series/0/objectUrl_10",
        ),
    ),
    good=(
        Good(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"objectUrl_1": "gs://acme-media/a/2.jpg"}]}'
        ),
        Good('{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg"}]}'),
    ),
    source="Our own choice; the documentation shows contiguous numbers only",
    fix="unsafe",
    check=_check,
    when=is_doubtful,
)
