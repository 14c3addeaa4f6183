"""A DICOM tag that is not written as DICOM JSON writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.dicom import canonical, example_tags, is_tag, tags_of
from manifestry.formats.encord.groups import is_doubtful
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Path, Rule
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    if item.section.kind != "dicom":
        return ()
    return [hit for path, tags in tags_of(item) for hit in _hits(path, tags)]


def _hits(path: Path, tags: dict[str, object]) -> Iterator[Hit]:
    for tag, element in tags.items():
        if not is_tag(tag):
            right = canonical(tag)
            help_ = f'Write "{right}".' if is_tag(right) else None
            text = f"{quote(tag)} is no tag: eight hexadecimal digits in upper case"
            yield Hit((*path, tag), text, help=help_)
        elif element is not None and not (isinstance(element, dict) and "vr" in element):
            text = f'The tag {tag} must be null or an object with "vr", got {quote(element)}'
            yield Hit((*path, tag), text)


_RAW: dict[str, object] = {"select": ("E501", "E503", "E504", "E505")}  # E502 is always there

RULE = Rule[Item, Member](
    code="E503",
    name="malformed-dicom-tag",
    severity=Severity.WARNING,
    summary="DICOM tag that is not in the form of DICOM JSON",
    why=(
        "Tags are read as pydicom writes them: the key is the tag's number in hexadecimal, "
        "the value null or an object with the value representation. A tag in any other form "
        "is as good as missing."
    ),
    help='Write the tag as pydicom\'s to_json_dict does: "00280010": {"vr": "US", "Value": [512]}.',
    bad=(
        Bad(
            '{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm", '
            f'"dicomMetadata": [{{"tags": {example_tags("PatientName", "null")}}}]}}]}}',
            at="/dicom_series/0/dicomMetadata/0/tags/PatientName",
            settings=_RAW,
        ),
        Bad(
            '{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm", '
            f'"dicomMetadata": [{{"tags": {example_tags("00280010", "512")}}}]}}]}}',
            at="/dicom_series/0/dicomMetadata/0/tags/00280010",
            settings=_RAW,
        ),
    ),
    good=(
        Good(
            '{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm", '
            f'"dicomMetadata": [{{"tags": {example_tags("00100010", "null")}}}]}}]}}',
            settings=_RAW,
        ),
        Good('{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm"}]}'),
    ),
    source="SDK (DICOM metadata)",
    check=_check,
    when=is_doubtful,
)
