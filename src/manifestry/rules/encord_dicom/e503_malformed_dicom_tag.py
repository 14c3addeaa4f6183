"""A DICOM tag that is not written as DICOM JSON writes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from manifestry.findings import Severity
from manifestry.formats.encord.dicom import (
    REQUIRED_TAGS,
    STUDY_UID,
    canonical,
    example_tags,
    is_tag,
    tags_of,
)
from manifestry.formats.encord.groups import is_doubtful
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Path, Rule
from manifestry.rules.patch import rename
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    if item.section.kind != "dicom":
        return ()
    return [hit for path, tags in tags_of(item) for hit in _hits(path, tags)]


def _hits(path: Path, tags: dict[str, object]) -> Iterator[Hit]:
    meant: dict[str, str] | None = None
    for tag, element in tags.items():
        if not is_tag(tag):
            right = canonical(tag)
            help_ = f'Write "{right}".' if is_tag(right) else None
            text = f"{quote(tag)} is no tag: eight hexadecimal digits in upper case"
            meant = _meant(tags) if meant is None else meant
            certain = None if is_tag(right) else False
            patch = rename((*path, tag), meant[tag], safe=certain) if tag in meant else None
            yield Hit((*path, tag), text, help=help_, patch=patch)
        elif not _is_element(element):
            text = f'The tag {tag} must be null or an object with "vr", got {quote(element)}'
            yield Hit((*path, tag), text)


def _meant(tags: dict[str, object]) -> dict[str, str]:
    """Malformed tags, or names of tags, and what stands for them, if that is not there yet."""
    known = {name: number for number, name in REQUIRED_TAGS.items()}
    found = {tag: known.get(tag, canonical(tag)) for tag in tags}
    often = Counter(found.values())
    return {
        tag: number
        for tag, number in found.items()
        if tag != number and often[number] == 1 and is_tag(number) and _is_element(tags[tag])
    }


def _is_element(element: object) -> bool:
    return element is None or (isinstance(element, dict) and "vr" in element)


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
        Bad(
            '{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm", '
            '"dicomMetadata": [{"tags": '
            + example_tags("(0020,000d)", "null", without=STUDY_UID)
            + "}]}]}",
            at="/dicom_series/0/dicomMetadata/0/tags/(0020,000d)",
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
    fix="safe",
    check=_check,
    when=is_doubtful,
)
