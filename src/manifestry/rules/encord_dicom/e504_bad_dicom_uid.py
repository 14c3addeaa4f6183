"""A DICOM UID that is too long or empty."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.dicom import (
    REQUIRED_TAGS,
    UID_TAGS,
    example_tags,
    tags_of,
    text_value,
)
from manifestry.formats.encord.groups import is_doubtful
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule

_LONGEST = 64


def _check(item: Item) -> Iterable[Hit]:
    if item.section.kind != "dicom":
        return ()
    hits = []
    for path, tags in tags_of(item):
        for tag in UID_TAGS:
            found = text_value(tags, tag)
            if found is not None and not 1 <= len(found[1]) <= _LONGEST:
                length = f"{len(found[1]):,} characters long" if found[1] else "empty"
                hits.append(Hit((*path, *found[0]), f"The {REQUIRED_TAGS[tag]} is {length}"))
    return hits


_RAW: dict[str, object] = {"select": ("E501", "E503", "E504", "E505")}  # E502 is always there
_SERIES = '{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm", '

RULE = Rule[Item, Member](
    code="E504",
    name="bad-dicom-uid",
    severity=Severity.ERROR,
    summary="DICOM UID that does not have 1 to 64 characters",
    why=(
        "Study, series and instance are told apart by their UIDs, which have 1 to 64 "
        "characters. The platform checks this and refuses the series otherwise."
    ),
    help="Give the UID that stands in the file.",
    bad=(
        Bad(
            f'{_SERIES}"dicomMetadata": [{{"tags": '
            + example_tags("0020000D", '{"vr": "UI", "Value": [""]}')
            + "}]}]}",
            at="/dicom_series/0/dicomMetadata/0/tags/0020000D/Value/0",
            settings=_RAW,
        ),
        Bad(
            f'{_SERIES}"dicomMetadata": [{{"tags": '
            + example_tags("00080018", f'{{"vr": "UI", "Value": ["1.{"2" * 63}"]}}')
            + "}]}]}",
            at="/dicom_series/0/dicomMetadata/0/tags/00080018/Value/0",
            settings=_RAW,
        ),
    ),
    good=(
        Good(
            f'{_SERIES}"dicomMetadata": [{{"tags": '
            + example_tags("00080018", f'{{"vr": "UI", "Value": ["1.{"2" * 62}"]}}')
            + "}]}]}",
            settings=_RAW,
        ),
        Good(f'{_SERIES}"dicomMetadata": [{{"tags": {example_tags()}}}]}}]}}', settings=_RAW),
    ),
    source="Encord's own upload tool for DICOM metadata (its list of server checks)",
    check=_check,
    when=is_doubtful,
)
