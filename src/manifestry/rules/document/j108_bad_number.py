"""A number that is not written as JSON writes numbers."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J108",
    name="bad-number",
    severity=Severity.ERROR,
    summary="A number in a form that JSON does not have",
    why=(
        "Leading zeros, a plus sign, a bare decimal point, separators and hexadecimal mean "
        "different things to different readers, so JSON has none of them and the whole file is "
        "refused."
    ),
    help=(
        "Write digits with at most one decimal point and one exponent: 7, 0.5, -3, 1.5e3; what "
        "only looks like a number (an ID with leading zeros) goes in double quotes."
    ),
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"site": 007}}]}',
            at="",
            place="1:84",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"speed": +3}}]}',
            at="",
            place="1:85",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"score": .5}}]}',
            at="",
            place="1:85",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"mask": 0xFF}}]}',
            at="",
            place="1:84",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"site": "007"}}]}'
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"score": 0.5, "speed": -3e0}}]}'
        ),
    ),
    source="RFC 8259 section 6",
    fix="safe",
    always=True,
)
