"""No comma between two values."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J102",
    name="missing-comma",
    severity=Severity.ERROR,
    summary="A comma is missing",
    why=(
        "Typical of lists put together by hand or by joining pieces of text. Readers refuse the "
        "whole file, not only this item."
    ),
    help="Put a comma between the two values.",
    bad=(
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"} {"objectUrl": '
            '"s3://acme-media/cam1/b.mp4"}]}',
            at="",
            place="1:57",
        ),
        Bad(
            '{"videos": [\n  {"objectUrl": "s3://acme-media/cam1/a.mp4"\n   "title": "cam '
            '1"}\n]}\n',
            at="",
            place="3:4",
        ),
    ),
    good=(
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}, {"objectUrl": '
            '"s3://acme-media/cam1/b.mp4"}]}'
        ),
        Good(
            '{"videos": [\n  {"objectUrl": "s3://acme-media/cam1/a.mp4",\n   "title": "cam '
            '1"}\n]}\n'
        ),
    ),
    source="RFC 8259 sections 4 and 5",
    fix="unsafe",
    always=True,
)
