"""A string that is not closed on its line."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J113",
    name="unclosed-string",
    severity=Severity.ERROR,
    summary="A string is not closed",
    why=(
        "The closing quote is missing, so the string runs into the next line and takes up what "
        "follows. Readers refuse the whole file, often with a place far behind the real one."
    ),
    help="Add the closing double quote.",
    bad=(
        Bad(
            '{"videos": [\n  {"objectUrl": "s3://acme-media/cam1/a.mp4,\n   "title": "cam '
            '1"}\n]}\n',
            at="",
            place="2:17",
        ),
        Bad(
            '{"videos": [\n  {"objectUrl": "s3://acme-media/cam1/a.mp4\n  }\n]}\n',
            at="",
            place="2:17",
        ),
    ),
    good=(
        Good(
            '{"videos": [\n  {"objectUrl": "s3://acme-media/cam1/a.mp4",\n   "title": "cam '
            '1"}\n]}\n'
        ),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4", "title": "the \\"front\\" '
            'cam"}]}'
        ),
    ),
    source="RFC 8259 section 7",
    fix="unsafe",
    always=True,
)
