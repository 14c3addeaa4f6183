"""A key that stands twice in one object."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J201",
    name="duplicate-key",
    severity=Severity.ERROR,
    summary="The same key twice in one object",
    why=(
        "Nearly every reader keeps the last value and drops the first without a word. With a "
        "section's key written twice, a whole list of files is never imported and nothing says "
        "so."
    ),
    help="Remove one of the two, or merge their values under one key.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "title": "cam 1", '
            '"title": "cam 1"}]}',
            at="/videos/0/title",
            place="1:75",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}], "videos": '
            '[{"objectUrl": "s3://acme-media/cam1/b.mp4"}]}',
            at="/videos",
            place="1:59",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"site": "A", "site": "B"}}]}',
            at="/videos/0/clientMetadata/site",
            place="1:89",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"site": "A", "s\\u0069te": "B"}}]}',
            at="/videos/0/clientMetadata/site",
            place="1:89",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"site": "A", "site2": "B"}}]}'
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"site": "A", "Site": "B"}}]}'
        ),
    ),
    source=(
        "RFC 8259 section 4: names should be unique, or readers disagree; an error by our own "
        "choice"
    ),
    fix="safe",
)
