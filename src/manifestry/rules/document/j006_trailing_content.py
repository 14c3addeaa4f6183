"""More content behind the end of the document."""

from __future__ import annotations

from manifestry.findings import Severity
from manifestry.rules.base import Bad, Good, Rule

RULE = Rule[object, object](
    code="J006",
    name="trailing-content",
    severity=Severity.ERROR,
    summary="There is more behind the end of the document",
    why=(
        "One bracket too many, or the rest of an older and longer file that was overwritten in "
        "place. Readers refuse the whole file, or stop at the end of the first value and ignore "
        "what follows."
    ),
    help=(
        "Remove what stands behind the last closing bracket, after a look at whether it was meant."
    ),
    bad=(
        Bad('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}}', at="", place="1:58"),
        Bad(
            '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}\nend of file\n',
            at="",
            place="2:1",
        ),
        Bad('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}\n]}\n', at="", place="2:1"),
    ),
    good=(
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}'),
        Good('{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}\n\n'),
    ),
    source="RFC 8259 section 2: a JSON text is one value",
    fix="unsafe",
    always=True,
)
