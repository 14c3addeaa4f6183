"""A number too large for any reader."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J203",
    name="number-out-of-range",
    severity=Severity.ERROR,
    summary="A number that is too large",
    why=(
        "Readers keep numbers as doubles, which end at about 1.8e308. A larger one becomes "
        "infinity in some and makes others refuse the file. Most often an exponent is a slip."
    ),
    help="Write it as a string, or correct the number.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"score": 1e999}}]}',
            at="/videos/0/clientMetadata/score",
            place="1:85",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"score": -2.5E+400}}]}',
            at="/videos/0/clientMetadata/score",
            place="1:85",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"id": 1000000000000000000000000000000000000000000000000000000000000000000000000'
            "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "00000000000000000000000000000000000000000000000000000000000000000000000000000}}]}",
            at="/videos/0/clientMetadata/id",
            place="1:82",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"score": 1e308}}]}'
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"score": "1e999"}}]}'
        ),
    ),
    source="RFC 8259 section 6: the range of a double is what readers agree on",
    fix="unsafe",
)
