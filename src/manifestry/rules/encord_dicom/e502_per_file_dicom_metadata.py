"""Metadata of the files of a DICOM series, under a key that is not documented."""

from __future__ import annotations

from collections.abc import Iterable

from manifestry.findings import Severity
from manifestry.formats.encord.dicom import PER_FILE_KEYS, example_tags
from manifestry.formats.encord.groups import is_doubtful
from manifestry.formats.encord.item import Item, Member
from manifestry.rules.base import Bad, Good, Hit, Rule
from manifestry.text import quote


def _check(item: Item) -> Iterable[Hit]:
    if item.section.kind != "dicom" or PER_FILE_KEYS.isdisjoint(item.value):
        return ()
    what = "how a manifest gives metadata of single files is not known"
    return [Hit((key,), f"{quote(key)}: {what}") for key in item.value if key in PER_FILE_KEYS]


RULE = Rule[Item, Member](
    code="E502",
    name="per-file-dicom-metadata",
    severity=Severity.WARNING,
    summary="DICOM metadata of single files, under a key that is not documented",
    why=(
        "Metadata of single DICOM files is documented for the SDK's own objects only. Under "
        "such a key in a manifest it may well be passed over, and with strict client-only "
        "access the series then fails."
    ),
    help="Register series with such metadata through the SDK, or try one before the rest.",
    bad=(
        Bad(
            '{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm", '
            f'"dicom_metadata": [{{"dicomMetadata": {{"tags": {example_tags()}}}}}]}}]}}',
            at="/dicom_series/0/dicom_metadata",
        ),
        Bad(
            '{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm", '
            f'"dicomMetadata": {{"tags": {example_tags()}}}}}]}}',
            at="/dicom_series/0/dicomMetadata",
        ),
    ),
    good=(
        Good('{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm"}]}'),
        Good(
            '{"dicom_series": [{"title": "CT 12", "objectUrl_0": "s3://acme-med/12/0.dcm", '
            '"clientMetadata": {"dicom_files": 1}}]}'
        ),
    ),
    source="SDK (its own objects only); not found in any manifest",
    check=_check,
    when=is_doubtful,
)
