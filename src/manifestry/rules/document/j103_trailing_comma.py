"""A comma behind the last value."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J103",
    name="trailing-comma",
    severity=Severity.ERROR,
    summary="A comma before a closing bracket",
    why=(
        "Python and JavaScript allow it, JSON does not: strict readers refuse the whole file "
        "because of this one character."
    ),
    help="Remove the comma.",
    bad=(
        Bad('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"},]}', at="", place="1:56"),
        Bad(
            '{"videos": [\n  {"objectUrl": "s3://acme-media/cam1/a.mp4"}\n],\n}\n',
            at="",
            place="3:2",
        ),
        Bad('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4",}]}', at="", place="1:55"),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}'),
        Good('{"videos": [\n  {"objectUrl": "s3://acme-media/cam1/a.mp4"}\n]\n}\n'),
    ),
    source="RFC 8259 sections 4 and 5",
    fix="safe",
    always=True,
)
