"""A comment."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J104",
    name="comment",
    severity=Severity.ERROR,
    summary="A comment in the file",
    why=(
        "JSON has no comments. Some editors allow them and show no fault, but the readers on the "
        "way to the platform refuse the file."
    ),
    help="Remove the comment, or keep the note in another file.",
    bad=(
        Bad(
            '// nightly import\n{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}',
            at="",
            place="1:1",
        ),
        Bad(
            '{"videos": [ /* front camera */ {"objectUrl": "s3://acme-media/cam1/a.mp4"}]}',
            at="",
            place="1:14",
        ),
        Bad(
            '{"videos": [\n  {"objectUrl": "s3://acme-media/cam1/a.mp4"}  # front\n]}\n',
            at="",
            place="2:48",
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}'),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "title": "// front camera"}]}'
        ),
    ),
    source="RFC 8259 section 2: the grammar has none",
    fix="unsafe",
    always=True,
)
