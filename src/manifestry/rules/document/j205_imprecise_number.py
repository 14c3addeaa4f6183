"""A decimal with more digits than a double holds."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J205",
    name="imprecise-number",
    severity=Severity.WARNING,
    summary="A decimal that loses digits when it is read as a double",
    why=(
        "A double holds about 17 significant digits; what is written beyond them is cut off by "
        "nearly every reader, and a number too close to zero becomes zero."
    ),
    help="Round the number to 17 digits or fewer, or write it as a string if every digit counts.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"score": 0.12345678901234567890123}}]}',
            at="/videos/0/clientMetadata/score",
            place="1:85",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"score": 2.5e-400}}]}',
            at="/videos/0/clientMetadata/score",
            place="1:85",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"score": 0.12345678901234568}}]}'
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"score": 2.5e-300}}]}'
        ),
    ),
    source="RFC 8259 section 6: the precision of a double is what readers agree on",
    fix="unsafe",
)
