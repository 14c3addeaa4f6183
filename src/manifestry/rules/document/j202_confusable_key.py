"""Two keys that look the same but are not."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J202",
    name="confusable-key",
    severity=Severity.WARNING,
    summary="Two keys that look the same but are spelt with different code points",
    why=(
        "An accented letter can be one code point, or a letter followed by an accent. The two "
        "look alike and are different keys, so a value is looked up under one and stored under "
        "the other."
    ),
    help="Spell the key the same everywhere, with composed letters (Unicode NFC).",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"caf\u00e9": 1, "cafe\u0301": 2}}]}',
            at="/videos/0/clientMetadata/cafe\u0301",
            place="1:87",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"caf\\u00e9": 1, "cafe\\u0301": 2}}]}',
            at="/videos/0/clientMetadata/cafe\u0301",
            place="1:92",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": {"K": '
            '1, "\u212a": 2}}]}',
            at="/videos/0/clientMetadata/\u212a",
            place="1:84",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"caf\u00e9": 1, "cafe": 2}}]}'
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"caf\u00e9": 1, "caf\u00e8": 2}}]}'
        ),
    ),
    source="RFC 8259 section 8.3 compares names by code unit; Unicode Annex 15",
)
