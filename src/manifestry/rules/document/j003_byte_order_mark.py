"""A byte order mark before the document."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J003",
    name="byte-order-mark",
    severity=Severity.ERROR,
    summary="The file starts with a byte order mark",
    why=(
        "Some editors and PowerShell put these three invisible bytes in front of UTF-8. Strict "
        "readers of JSON, Python's among them, stop at the very first character, and the file "
        "looks perfectly right on the screen."
    ),
    help='Save the file as "UTF-8 without BOM".',
    bad=(
        Bad(
            b'\xef\xbb\xbf{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}',
            at="",
            place="1:1",
        ),
        Bad(
            b'\xef\xbb\xbf\n{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}\n',
            at="",
            place="1:1",
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}'),
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}\n'),
    ),
    source="RFC 8259 section 8.1: a byte order mark must not be added",
    fix="safe",
    always=True,
)
