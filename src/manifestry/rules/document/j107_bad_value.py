"""A word that is no value in JSON."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J107",
    name="bad-value",
    severity=Severity.ERROR,
    summary="A word that is no JSON value",
    why=(
        "Python's True, False and None are written true, false and null in JSON, and any other "
        "word needs quotes. Readers refuse the whole file."
    ),
    help="Write true, false or null in lower case, and put other words in double quotes.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}], '
            '"skip_duplicate_urls": True}',
            at="",
            place="1:82",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"weather": None}}]}',
            at="",
            place="1:87",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"weather": sunny}}]}',
            at="",
            place="1:87",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}], "skip_duplicate_urls": true}'
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"weather": "sunny"}}]}'
        ),
    ),
    source="RFC 8259 section 3",
    fix="unsafe",
    always=True,
)
