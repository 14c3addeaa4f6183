"""A raw control character in a string."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J110",
    name="control-character",
    severity=Severity.ERROR,
    summary="A raw control character in a string",
    why=(
        "A tab, a line break or another invisible character stands in the string as it is. JSON "
        "wants it written as an escape, if it was meant at all; strict readers refuse the whole "
        "file."
    ),
    help="Write it as an escape, such as \\t, \\n or \\u0007.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "title": "cam 1\tfront"}]}',
            at="",
            place="1:72",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "title": "cam 1\nfront"}]}',
            at="",
            place="1:72",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"note": "wet\x1b"}}]}',
            at="",
            place="1:88",
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "title": "cam 1 front"}]}'),
        Good('{"videos": [{\t"objectUrl": "s3://acme-media/cam1/a.mp4"\n}]}'),
    ),
    source="RFC 8259 section 7",
    fix="safe",
    always=True,
)
