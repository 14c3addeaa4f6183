"""A backslash that starts no escape."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J111",
    name="bad-escape",
    severity=Severity.ERROR,
    summary="A backslash that starts no JSON escape",
    why=(
        "Windows paths and regular expressions are full of backslashes. Those before a b, f, n, "
        "r, t or u silently become another character, the rest make readers refuse the whole "
        "file."
    ),
    help="Double the backslashes (\\\\); paths may have forward slashes instead.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"source": "D:\\Media\\Car 7"}}]}',
            at="",
            place="1:89",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"pattern": "\\d+"}}]}',
            at="",
            place="1:88",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"unit": "\\u00b"}}]}',
            at="",
            place="1:85",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"source": "D:\\\\Media\\\\Car 7"}}]}'
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"unit": "\\u00b0"}}]}'
        ),
    ),
    source="RFC 8259 section 7",
    fix="unsafe",
    always=True,
)
