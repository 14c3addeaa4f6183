"""Files of one DICOM series from different studies."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.dicom import STUDY_UID, example_tags, tags_of, text_value
from manifestry.formats.encord.groups import is_doubtful
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    if item.section.kind != "dicom":
        return ()
    hits: list[Hit] = []
    first = None
    for path, tags in tags_of(item):
        found = text_value(tags, STUDY_UID)
        if found is None or not found[1]:
            continue
        if first is None:
            first = found[1]
        elif found[1] != first:
            text = f"The StudyInstanceUID is {quote(found[1])}, in a file before it {quote(first)}"
            hits.append(Hit((*path, *found[0]), text))
    return hits


_RAW: dict[str, object] = {"select": ("E501", "E503", "E504", "E505")}  # E502 is always there
_SERIES = (
    '{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm", '
    '"objectUrl_1": "s3://acme-med/12/1.dcm", "dicomMetadata": ['
)


def _example(*uids: str) -> str:
    files = (example_tags(STUDY_UID, f'{{"vr": "UI", "Value": ["{uid}"]}}') for uid in uids)
    return _SERIES + ", ".join(f'{{"tags": {tags}}}' for tags in files) + "]}]}"


RULE = Rule[Item, Member](
    code="E505",
    name="inconsistent-study-uid",
    severity=Severity.ERROR,
    summary="Files of one DICOM series have different StudyInstanceUIDs",
    why=(
        "A series belongs to one study, so all of its files have the same StudyInstanceUID. "
        "The platform checks this and refuses the series otherwise."
    ),
    help="Put the files of another study into a series of their own.",
    bad=(
        Bad(
            _example("1.2.3", "1.2.4"),
            at="/dicom_series/0/dicomMetadata/1/tags/0020000D/Value/0",
            settings=_RAW,
        ),
        Bad(
            _example("1.2.3", "1.2.3", "1.2.30"),
            at="/dicom_series/0/dicomMetadata/2/tags/0020000D/Value/0",
            settings=_RAW,
        ),
    ),
    good=(
        Good(_example("1.2.3", "1.2.3"), settings=_RAW),
        Good(_example("1.2.3"), settings=_RAW),
    ),
    source="Encord's own upload tool for DICOM metadata, with the error of the server",
    check=_check,
    when=is_doubtful,
)
