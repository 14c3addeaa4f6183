"""An integer that a double cannot hold."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J204",
    name="imprecise-integer",
    severity=Severity.WARNING,
    summary="An integer that changes when it is read as a double",
    why=(
        "Browsers and many services keep every number as a double, which is exact for integers up "
        "to 9,007,199,254,740,992 only. Beyond that an ID comes back as its neighbour, and two "
        "different ones may become equal."
    ),
    help="Write it as a string if it is an ID.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"id": 9007199254740993}}]}',
            at="/videos/0/clientMetadata/id",
            place="1:82",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"id": -1234567890123456789}}]}',
            at="/videos/0/clientMetadata/id",
            place="1:82",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"id": 9007199254740992}}]}'
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"id": "1234567890123456789"}}]}'
        ),
    ),
    source="RFC 8259 section 6: integers are safe within 2^53",
    fix="unsafe",
)
