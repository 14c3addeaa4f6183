"""A key without quotes."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J106",
    name="unquoted-key",
    severity=Severity.ERROR,
    summary="A key without quotes",
    why=(
        "JavaScript and YAML allow bare keys, and a word processor makes typographic quotes out "
        "of straight ones. JSON knows straight double quotes only: readers refuse the whole file."
    ),
    help="Put the key in straight double quotes.",
    bad=(
        Bad('{videos: [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}', at="", place="1:2"),
        Bad('{"videos": [{objectUrl: "s3://acme-media/cam1/a.mp4"}]}', at="", place="1:14"),
        Bad(
            '{"videos": [{\u201cobjectUrl\u201d: "s3://acme-media/cam1/a.mp4"}]}',
            at="",
            place="1:14",
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}'),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "title": "objectUrl: none"}]}'
        ),
    ),
    source="RFC 8259 section 4: a name is a string",
    fix="unsafe",
    always=True,
)
