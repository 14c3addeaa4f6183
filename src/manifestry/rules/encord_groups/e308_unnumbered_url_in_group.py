"""A plain `objectUrl` in a group or series."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.groups import is_doubtful, missing_and_told, numbering
from manifestry.formats.encord.item import Item, Member
from manifestry.formats.encord.renumbering import numbered
from manifestry.rules.base import Bad, Good, Hit, Rule, SchemaError


def _check(item: Item) -> Iterable[Hit]:
    found = numbering(item)
    if found is None or not found.unnumbered:
        return ()
    text = f'This {item.section.noun} has an "objectUrl" without a number'
    patch = numbered(item, "objectUrl")
    if not found.positions:
        return [Hit(("objectUrl",), text, patch=patch and patch._replace(safe=not found.bad))]
    text += " beside its numbered ones"
    return [Hit(("objectUrl",), text, severity=Severity.WARNING, patch=patch)]


def _claims(error: SchemaError) -> bool:
    """The first URL is missing because it stands there without its number."""
    return "objectUrl_0" in missing_and_told(error)


RULE = Rule[Item, Member](
    code="E308",
    name="unnumbered-url-in-group",
    severity=Severity.ERROR,
    summary="Object URL without a number in a group or series",
    why=(
        "The URLs of an image group or a DICOM series are objectUrl_0, objectUrl_1 and so on, "
        "also when there is only one. Under a plain objectUrl the file is not found."
    ),
    help="Call it objectUrl_0, or the next number that is free.",
    bad=(
        Bad(
            '{"image_groups": [{"title": "car 7", "objectUrl": "gs://acme-media/a/0.jpg"}]}',
            at="/image_groups/0/objectUrl",
        ),
        Bad(
            '{"dicom_series": [{"title": "CT 12", "objectUrl": "s3://acme-med/12/0.dcm", '
            '"objectUrl_1": "s3://acme-med/12/1.dcm"}]}',
            at="/dicom_series/0/objectUrl",
        ),
    ),
    good=(
        Good('{"image_groups": [{"title": "car 7", "objectUrl_0": "gs://acme-media/a/0.jpg"}]}'),
        Good('{"images": [{"title": "car 7", "objectUrl": "gs://acme-media/a/0.jpg"}]}'),
    ),
    source="Documentation (numbered object URLs)",
    fix="safe",
    check=_check,
    when=is_doubtful,
    claims=_claims,
)
