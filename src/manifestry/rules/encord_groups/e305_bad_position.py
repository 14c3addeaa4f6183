"""A URL of a group under a key without a whole number."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.groups import is_bad_position, is_doubtful, numbering
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.renumbering import numbered
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    found = numbering(item)
    if found is None or not found.bad:
        return ()
    return [
        Hit((key,), f"{quote(key)} has no position that can be read", patch=numbered(item, key))
        for key in found.bad
    ]


def _claims(error: SchemaError) -> bool:
    """Whatever the schema says of such a key, or of the URL under it."""
    match error.path:
        case [str(key)]:
            return is_bad_position(key)
    return False


RULE = Rule[Item, Member](
    code="E305",
    name="bad-position",
    severity=Severity.ERROR,
    summary="Position of a group's URL that is not a whole number",
    why=(
        "The files of a group are found by keys made of objectUrl_ and a whole number from 0. "
        "A file under any other key has no place in the group and is left out."
    ),
    help="Write objectUrl_ and a whole number: objectUrl_0, objectUrl_1 and so on.",
    bad=(
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"objectUrl_a": "gs://acme-media/a/1.jpg"}]}',
            at="/image_groups/0/objectUrl_a",
        ),
        Bad(
            '{"dicom_series": [{"title": "CT 12", "objectUrl_-1": "s3://acme-med/12/0.dcm"}]}',
            at="/dicom_series/0/objectUrl_-1",
        ),
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"objectUrl_1.0": "gs://acme-media/a/1.jpg"}]}',
            at="/image_groups/0/objectUrl_1.0",
        ),
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"objectUrl_": "gs://acme-media/a/1.jpg"}]}',
            at="/image_groups/0/objectUrl_",
        ),
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl0": "gs://acme-media/a/0.jpg"}]}',
            at="/image_groups/0/objectUrl0",
        ),
    ),
    good=(
        Good(
            '{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg", '
            '"objectUrl_1": "gs://acme-media/a/1.jpg"}]}'
        ),
        Good('{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/-1.dcm"}]}'),
    ),
    source="Documentation (numbered object URLs)",
    fix="safe",
    check=_check,
    when=is_doubtful,
    claims=_claims,
)
