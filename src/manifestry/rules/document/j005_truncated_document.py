"""A document that breaks off."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J005",
    name="truncated-document",
    severity=Severity.ERROR,
    summary="The file ends before the document does",
    why=(
        "A full disk, a stopped script or an interrupted download leaves the beginning of a file. "
        "What is there may look well, but everything behind it is lost, and no reader takes the "
        "rest."
    ),
    help=(
        "Make or fetch the file again, and compare its size; if it was written by hand, add the "
        "missing brackets."
    ),
    bad=(
        Bad('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}', at="", place="1:56"),
        Bad('{"videos": [{"objectUrl": "s3://acme-me', at="", place="1:40"),
        Bad(
            '{"videos": [\n  {"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"reviewed": tr',
            at="",
            place="2:80",
        ),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}'),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "clientMetadata": '
            '{"reviewed": true}}]}'
        ),
    ),
    source="RFC 8259 section 2",
    always=True,
)
