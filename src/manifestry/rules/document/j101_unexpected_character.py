"""A character where JSON allows none of its kind."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J101",
    name="unexpected-character",
    severity=Severity.ERROR,
    summary="A character that cannot stand here",
    why=(
        "Something was typed, pasted or lost in this place, and from here on nobody can tell what "
        "belongs where. Readers refuse the whole file."
    ),
    help=(
        "Add the colon that is missing, or remove the comma or bracket that is too many; look at "
        "the marked place and a little before it."
    ),
    bad=(
        Bad('{"videos": [{"objectUrl" "s3://acme-media/cam1/a.mp4"}]}', at="", place="1:26"),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}],, '
            '"skip_duplicate_urls": true}',
            at="",
            place="1:58",
        ),
        Bad('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"]}', at="", place="1:55"),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}'),
        Good(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}], "skip_duplicate_urls": true}'
        ),
    ),
    source="RFC 8259 section 2",
    fix="unsafe",
    always=True,
)
