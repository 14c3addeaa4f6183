"""A second document in the same file."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J007",
    name="several-documents",
    severity=Severity.ERROR,
    summary="More than one document in the file",
    why=(
        "Two manifests were joined by appending one to the other, or the file is JSON Lines, with "
        "a document on every line. A JSON file holds one value: readers refuse it, or see the "
        "first document alone."
    ),
    help=(
        "Merge them into one object with one list per section. If the file is JSON Lines, put its "
        "lines into one list, with commas between them."
    ),
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}\n{"videos": '
            '[{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}\n',
            at="",
            place="2:1",
        ),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}{"images": []}',
            at="",
            place="1:58",
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}'),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}, {"objectUrl": '
            '"s3://acme-media/cam1/b.mp4"}]}'
        ),
    ),
    source="RFC 8259 section 2: a JSON text is one value",
    always=True,
)
